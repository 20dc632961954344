"""Planning a step: a guess before it, one belief to test, what is feared, and what was decided after the last no."""

import re
from datetime import time, timedelta
from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.network import ContactInput
from domain.journey.commands.refusals import ConcludeRefusal
from domain.journey.events.experiments import ExperimentPlanned
from projections.claims.projection import CLAIM_NAMES
from projections.guidance import GUIDANCE
from projections.learning_model.wording import round_half_up
from service.web.clock_times import clock_time_in
from tests.demo import Demo
from tests.web.running_pages import Pages, pages, seen
from tests.web.sample import MARLOES, NOON, discover, seven_weeks, start, step, uid
from tests.web.test_refusals_pages import refused

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)
CHANGE = "Open with the two audits"


def with_a_change() -> list[Any]:
    """A no for a nurse, after which one thing was decided; and one for a teacher."""
    return [
        *refused(),
        ConcludeRefusal(happened_on=YESTERDAY, experiment_id=uid("interview"), change="Speak slowly"),
        ConcludeRefusal(happened_on=TODAY, experiment_id=uid("interview"), change=CHANGE),
        discover("teacher"),
        *step("letter", "application", "teacher", YESTERDAY),
        RecordAnswer(happened_on=YESTERDAY, experiment_id=uid("letter"), answer="rejected_unseen"),
        ConcludeRefusal(happened_on=TODAY, experiment_id=uid("letter"), change="Name a pupil"),
    ]


async def planned(service: Pages, **form: str) -> ExperimentPlanned:
    """What is recorded of a plan."""
    shown = await service.send(f"{AT}/plan", **form)
    assert shown.status == 200, shown.text
    found: list[Any] = [entry.event for entry in await service.entries()]
    return [one for one in found if isinstance(one, ExperimentPlanned)][-1]


async def test_a_guess_a_belief_and_a_fear_are_kept_before_the_step() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        made = await planned(
            service,
            kind="conversation",
            role="nurse",
            planned_for=str(TODAY),
            expected="5",
            five_tries="perhaps",
            invited="yes",
            belief="newcomers_welcome",
            dread_before="7",
            feared="They have no time",
        )

    assert made.forecast is not None
    assert (made.forecast.appeal, made.forecast.five_tries, made.forecast.invited) == (5, "perhaps", None)
    assert (made.hypothesis, made.tests) == ("I would be one of many.", ("odds",))
    assert (made.dread_before, made.feared) == (7, "They have no time")


@pytest.mark.parametrize(
    ("tapped", "chance"), [("no", 0.10), ("perhaps", 0.35), ("probably", 0.65), ("yes", 0.90)]
)
async def test_an_application_asks_about_itself(tapped: str, chance: float) -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        made = await planned(service, kind="application", role="nurse", invited=tapped, five_tries="no")

    assert made.forecast is not None
    assert (made.forecast.invited, made.forecast.five_tries) == (chance, None)


async def test_of_an_interview_nobody_guesses_whether_tries_lead_to_one() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        made = await planned(service, kind="interview", role="nurse", five_tries="yes", invited="yes")

    assert made.forecast is None


async def test_nothing_is_needed_but_the_kind() -> None:
    async with pages() as service:
        await service.tell([start()])

        made = await planned(service, kind="reflection")

    assert (made.forecast, made.hypothesis, made.tests, made.feared) == (None, None, (), None)


async def test_her_own_words_come_before_a_belief_that_was_tapped() -> None:
    async with pages() as service:
        await service.tell([start()])

        made = await planned(
            service, kind="conversation", belief="would_like_it", hypothesis="They only want young people"
        )

    assert (made.hypothesis, made.tests) == ("They only want young people", ())


async def test_a_date_that_has_passed_is_asked_for_anew() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/plan", kind="conversation", planned_for=str(YESTERDAY))

    assert shown.status == 422
    assert "This date has passed. Choose today or later." in shown.text


async def test_a_plan_of_a_phone_that_was_out_of_reach_is_of_the_day_it_was_made() -> None:
    made_on = TODAY - timedelta(days=3)
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        form = {"kind": "conversation", "role": "nurse", "expected": "4", "planned_for": str(YESTERDAY)}

        made = await planned(service, **form, written_on=str(made_on))
        long_ago = await service.send(f"{AT}/plan", **form, written_on="2025-03-01")

    assert (made.happened_on, made.planned_for) == (made_on, YESTERDAY)
    assert long_ago.status == 422


async def test_what_was_decided_after_the_last_no_is_seen_where_the_next_interview_is_planned() -> None:
    async with pages() as service:
        await service.tell(with_a_change())

        linked = await service.get(f"{AT}/plan", kind="interview", role="nurse")
        by_hand = await service.get(f"{AT}/plan")
        refusal = await service.get(f"{AT}/refusals/{uid('interview')}")

    assert f"Last time you decided: “{CHANGE}”" in linked.text
    assert f"Nurse: last time you decided “{CHANGE}”" in by_hand.text
    assert "Teacher: last time you decided “Name a pupil”" in by_hand.text
    assert "Speak slowly" not in linked.text
    for one in (linked, by_hand):
        assert f"Ask at the interview: “{GUIDANCE.leave_to_ring.says.text}”" in one.text
    assert CHANGE in refusal.text


async def test_beliefs_are_those_left_open_for_the_role() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        unknown = await service.get(f"{AT}/plan")
        known = await service.get(f"{AT}/plan", role="risk manager")

    assert "I would be one of many." in unknown.text
    assert "I would like the days." in unknown.text
    assert known.html.count('name="belief"') <= 3


@pytest.mark.parametrize("claim", CLAIM_NAMES)
async def test_a_belief_that_was_asked_for_is_offered_and_tapped(claim: str) -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = [await service.get(f"{AT}/plan", role=role, belief=claim) for role in ("risk manager", "new")]

    for page in shown:
        assert f'value="{claim}" checked' in page.html
        assert page.html.count('name="belief"') <= 3


async def test_what_is_known_of_a_step_is_filled_in() -> None:
    async with pages() as service:
        await service.tell(with_a_change())

        shown = await service.get(
            f"{AT}/plan",
            kind="conversation",
            role="nurse",
            who="Karin",
            planned_for="2026-03-06",
            belief="They only want audits",
        )
        tapped = await service.get(f"{AT}/plan", belief="would_like_it")

    names = ("role", "who", "planned_for", "hypothesis")
    assert [shown.field(one) for one in names] == ["nurse", "Karin", "2026-03-06", "They only want audits"]
    assert 'value="conversation" checked' in shown.html
    assert 'value="would_like_it" checked' in tapped.html


async def test_no_guess_is_asked_for_while_following_up_a_no() -> None:
    async with pages() as service:
        await service.tell(refused())
        about = str(uid("interview"))

        shown = await service.get(f"{AT}/plan", kind="follow_up", role="nurse", about=about)
        made = await planned(service, kind="follow_up", role="nurse", about=shown.field("about"))

    assert "Your guess" not in shown.text
    assert made.refers_to == uid("interview")


async def test_points_are_not_spoken_of_where_the_game_is_off() -> None:
    sentence = "You get points for guessing. Being right earns nothing extra."
    async with pages() as service:
        await service.tell([start()])
        on = await service.get(f"{AT}/plan")
        await service.send(f"{AT}/game/off")

        off = await service.get(f"{AT}/plan")

    assert sentence in on.text
    assert "points" not in off.text


MAIN = re.compile(r"<main.*</main>", re.DOTALL)
FIGURE = re.compile(r"\d+")
KINDS = ("conversation", "application", "interview")


def printed_figures(role: dict[str, Any]) -> set[int]:
    """The model's figures for a role, as pages print them."""
    points = (role["appeal"], role["spread"], role["promise"], role["predicted_appeal"] or 0)
    shares = (role["odds"], role["reach"], role["share"] or 0)
    return {round_half_up(one) for one in points} | {round_half_up(100 * one) for one in shares}


@pytest.mark.slow
async def test_no_figure_of_the_role_is_on_the_page_before_the_guess(demo: Demo) -> None:
    copied: list[Any] = []
    known: list[set[int]] = []
    for at in (await demo.journeys("Marloes")).values():
        async with demo.as_("Marloes") as browser:
            profile = (await browser.get(f"/api/v1{at}/profile")).json()
            for role in profile["roles"]:
                known.append(printed_figures(role))
                for kind in KINDS:
                    answer = await browser.get(f"{at}/plan", params={"kind": kind, "role": role["title"]})
                    main = MAIN.search(answer.text)
                    assert answer.status_code == 200
                    assert main
                    shown = seen(main[0])
                    # The taps go from 0 to 10; whatever else is a figure of the role would be copied.
                    figures = {int(one) for one in FIGURE.findall(shown)} - set(range(11))
                    copied += [(kind, role["title"], one) for one in figures & known[-1]]
                    copied += [(kind, role["title"], sign) for sign in "±%" if sign in shown]
    assert len(known) > 3
    assert any(figure > 10 for figures in known for figure in figures)
    assert copied == []


async def test_what_exactly_is_planned_stays_in_her_words_wherever_the_plan_stands() -> None:
    words = "Send my CV to Johan"
    async with pages() as service:
        await service.tell([start(), discover("nurse"), *step("talk", "conversation", "nurse", YESTERDAY)])
        form = await service.get(f"{AT}/plan", what=words, about=str(uid("talk")), role="nurse")
        made = await planned(
            service,
            kind="application",
            role=form.field("role"),
            what=form.field("what"),
            about=form.field("about"),
            planned_for=str(TODAY),
        )
        shown = [
            await service.get(f"{AT}/{page}")
            for page in ("week", "agenda", f"experiments/{made.experiment_id}", "history")
        ]

    assert (made.what, made.refers_to) == (words, uid("talk"))
    assert [words in one.text for one in shown] == [True, True, True, True]


async def test_who_is_named_keeps_what_is_known_of_them() -> None:
    hirer = ContactInput(contact_id=uid("Johan"), tie="strong", can_hire=True, name="Johan")
    async with pages() as service:
        await service.tell(
            [start(), discover("nurse"), *step("talk", "conversation", "nurse", YESTERDAY, contact=hirer)]
        )
        known = await service.get(f"{AT}/plan", who="Johan")
        unknown = await service.get(f"{AT}/plan", who="Karin")

    assert 'value="can_hire" checked' in known.html
    assert 'value="strong" checked' in known.html
    assert not re.search(r'name="position" value="\w+" checked', unknown.html)
    assert not re.search(r'name="tie" value="\w+" checked', unknown.html)


async def test_a_plan_of_an_application_says_where_and_no_other_plan_does() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        form = {"role": "nurse", "planned_for": str(TODAY), "employer": "Lindome Omsorg"}

        made = await planned(service, kind="application", **form)
        again = await planned(service, kind="application", **{**form, "employer": "lindome omsorg"})
        talk = await planned(service, kind="conversation", **form)
        shown = await service.get(f"{AT}/experiments/{made.experiment_id}")

    assert made.employer_id is not None
    assert again.employer_id == made.employer_id
    assert talk.employer_id is None
    assert "Application · Lindome Omsorg · nurse" in shown.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"time_of_day": "16:10"}, ("16:10", None)),
        ({"time_of_day": "09:05", "where": "the ward"}, ("09:05", "the ward")),
        ({"time_of_day": "09:05", "when": "after breakfast"}, ("09:05, after breakfast", None)),
        ({"time_of_day": "16:10", "when": "Friday at 16.10", "where": "home"}, ("Friday at 16.10", "home")),
        ({"time_of_day": "14:30", "when": "Friday 2:30 pm"}, ("Friday 2:30 pm", None)),
        ({"time_of_day": "14:30", "when": "14:30-15:30"}, ("14:30, 14:30-15:30", None)),
        (
            {"time_of_day": "10:30", "when": "after the 9:00 and the 10:00"},
            ("10:30, after the 9:00 and the 10:00", None),
        ),
    ],
)
async def test_a_time_of_day_stands_in_the_words_of_the_plan_and_the_calendar_reads_it(
    typed: dict[str, str], kept: tuple[str, str | None]
) -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        made = await planned(
            service, kind="conversation", role="nurse", who="Bo", position="in_role", **typed
        )
        week = await service.get(f"{AT}/week")
        page = await service.get(f"{AT}/experiments/{made.experiment_id}")

    assert made.plan
    assert (made.plan.when, made.plan.where) == kept
    assert clock_time_in(made.plan.when) == time.fromisoformat(typed["time_of_day"])
    assert kept[0] in week.text
    assert f"When and where {kept[0]}" in page.text
    assert "None" not in week.text + page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"time_of_day": "noon"}, "Enter a time, such as 16:10."),
        ({"time_of_day": "16:10", "when": "at 9.30"}, "Your words below name another time."),
    ],
)
async def test_a_time_that_cannot_be_is_said_beside_it(typed: dict[str, str], sentence: str) -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        shown = await service.send(f"{AT}/plan", kind="conversation", role="nurse", **typed)

    assert shown.status == 422
    assert f'id="time_of_day-error">{sentence}' in shown.html


async def test_what_is_known_of_an_organisation_stands_where_a_step_with_it_is_planned_and_logged() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        form = {"role": "nurse", "planned_for": str(TODAY), "employer": "Lindome Omsorg"}
        first = await planned(service, kind="application", **form)
        nothing_yet = await service.get(f"{AT}/plan", employer="Lindome Omsorg")
        sent = RunExperiment(happened_on=TODAY, experiment_id=first.experiment_id)
        no = RecordAnswer(happened_on=TODAY, experiment_id=first.experiment_id, answer="called_back")
        await service.tell([sent, no])

        planning = await service.get(f"{AT}/plan", employer="lindome  omsorg")
        elsewhere = await service.get(f"{AT}/plan", employer="Another place")
        again = await planned(service, kind="application", **form)
        logging = await service.get(f"{AT}/log", plan=str(again.experiment_id))

        await service.tell([RunExperiment(happened_on=TODAY, experiment_id=again.experiment_id)])
        step, approach = [
            await service.get(f"{AT}/{place}/{again.experiment_id}") for place in ("experiments", "refusals")
        ]

    for shown in (planning, logging, step, approach):
        assert "What you know of Lindome Omsorg" in shown.text
        assert "They called back, " in shown.text
        assert f'href="{AT}/experiments/{first.experiment_id}"' in shown.html
    assert "What you know of" not in nothing_yet.text + elsewhere.text
    assert planning.field("employer") == "lindome  omsorg"
