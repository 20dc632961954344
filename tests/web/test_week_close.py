"""The end of a week: four looks at it, and one conclusion that the next one follows."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.course import SwitchGame
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.experiments import ForecastInput
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import ExperimentConcluded
from domain.journey.events.insights import InsightNamed
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.roles import RoleParked
from domain.journey.events.weeks import WeekReviewed, monday_of
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import MARLOES, NOON, discover, met, outcome, plan, start, step, uid

AT = f"/journeys/{MARLOES}"
CLOSE = f"{AT}/week/close"
TODAY = NOON.date()
MONDAY = monday_of(TODAY)
WEEK = timedelta(weeks=1)
EARLY = start(happened_on=MONDAY - WEEK)
LEADER = discover("baker", MONDAY - WEEK, starting_appeal=7)
RISER = discover("nurse", MONDAY - WEEK, starting_appeal=5)
TALK = (
    plan(
        "talk",
        "conversation",
        "nurse",
        TODAY,
        contact=met("Karin"),
        hypothesis="They only want a degree",
        forecast=ForecastInput(appeal=5),
        dread_before=7,
    ),
    *outcome("talk", TODAY, appeal=10),
)
SURPRISED = JudgeBelief(happened_on=TODAY, experiment_id=uid("talk"), verdict="did_not")
BUSY = (EARLY, LEADER, RISER, *TALK, SURPRISED)


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def closing(*commands: UserCommand, **query: str) -> Shown:
    async with pages() as service:
        await service.tell(commands)
        return await service.get(CLOSE, **query)


def headings(shown: Shown) -> list[str]:
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<h2>(.*?)</h2>", shown.html)]


MONDAY_AND_SUNDAY, MOVED = "Monday and Sunday", "What moved most"
SURPRISES, FOLLOWS = "What surprised you", "What you drop, and what you conclude"


async def test_four_looks_stand_on_one_line() -> None:
    shown = await closing(*BUSY)

    assert headings(shown) == [
        f"{number}{name}" for number, name in enumerate((MONDAY_AND_SUNDAY, MOVED, SURPRISES, FOLLOWS), 1)
    ]


async def test_monday_and_today_are_compared_by_printed_potential() -> None:
    shown = await closing(*BUSY)
    rows = re.findall(
        r"<tr(?: class=\"(\w+)\")?><th scope=\"row\">(\w+)</th><td>(\d+)</td><td>(\d+)</td>", shown.html
    )

    assert [(most, title) for most, title, _, _ in rows] == [("most", "Nurse"), ("", "Baker")]
    assert rows[1][2] == rows[1][3]
    assert "Nurse went from second to first. You tried one new kind of work this week." in shown.text
    assert "Today" in shown.text
    assert "Your order changed this week." in shown.text


async def test_a_role_that_came_up_in_the_week_is_new_and_passes_none() -> None:
    newcomer = discover("pilot", TODAY, starting_appeal=10)
    shown = await closing(EARLY, LEADER, RISER, newcomer, *step("letter", "desk_research", "baker", TODAY))

    row = re.search(r"Pilot <span class=\"soft\">new</span></th><td>(\d+)</td><td>(\d+)</td>", shown.html)
    assert row
    assert row[1] == row[2]
    assert "For a new role it is where the role started on your list." in shown.text
    assert "No potential changed by a point this week." in shown.text
    assert "Your order stayed as it was." in shown.text
    assert "went from" not in shown.text


async def test_a_move_that_a_reply_is_part_of_says_so() -> None:
    reply = RecordAnswer(happened_on=TODAY, experiment_id=uid("talk"), answer="invited")
    shown, bare = await closing(*BUSY, reply), await closing(*BUSY)

    assert re.search(r"Without this step and the reply to it \d+, with both \d+\.", shown.text)
    assert "the reply to it" not in bare.text


async def test_a_week_in_which_everything_fell_says_so() -> None:
    shown = await closing(
        EARLY, RISER, plan("talk", "conversation", "nurse", TODAY), *outcome("talk", TODAY, appeal=0)
    )

    assert "No potential rose this week. Learning what does not suit you counts too." in shown.text


async def test_a_closed_week_keeps_its_averages() -> None:
    def dreaded(name: str, on: date, before: int) -> list[UserCommand]:
        return [plan(name, "conversation", "nurse", on, dread_before=before), *outcome(name, on)]

    then = [one for name in "abcd" for one in dreaded(name, MONDAY - WEEK, 6)]
    async with pages() as service:
        await service.tell([EARLY, RISER, *then])
        before = await service.get(CLOSE, monday=str(MONDAY - WEEK))
        await service.tell(dreaded("now", TODAY, 10))
        after = await service.get(CLOSE, monday=str(MONDAY - WEEK))

    assert "dread 6.0 before, 2.0 after" in before.text
    assert "dread 6.0 before, 2.0 after" in after.text


async def test_the_running_week_is_compared_with_now_also_on_its_monday() -> None:
    async with pages(now=NOON - timedelta(days=TODAY.weekday())) as service:
        await service.tell([EARLY, RISER])
        shown = await service.get(CLOSE)

    assert re.search(r"on the morning of .+ and now<", shown.html)


async def test_a_reply_counts_in_the_week_it_came_whenever_its_step_was() -> None:
    sent = step("letter", "application", "nurse", MONDAY - WEEK)
    reply = RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="invited")
    shown = await closing(EARLY, LEADER, RISER, *sent, reply)
    row = re.search(r"Nurse</th><td>(\d+)</td><td>(\d+)</td>", shown.html)
    moved = re.search(r"A reply came this week\. Without it (\d+), with it (\d+)\.", shown.text)

    assert len(headings(shown)) == 4
    assert row
    assert moved
    assert row.groups() == moved.groups()
    assert "Nothing moved much this week." not in shown.text


async def test_a_verdict_counts_in_the_week_it_was_given() -> None:
    talk = plan("talk", "conversation", "nurse", MONDAY - WEEK, hypothesis="They only want a degree")
    judged = JudgeBelief(happened_on=TODAY, experiment_id=uid("talk"), verdict="did_not")
    async with pages() as service:
        await service.tell([EARLY, RISER, talk, *outcome("talk", MONDAY - WEEK), judged])
        last, this = await service.get(CLOSE, monday=str(MONDAY - WEEK)), await service.get(CLOSE)

    assert "They only want a degree" not in last.text
    assert "“They only want a degree” Did not hold up" in this.text


async def test_in_the_first_week_a_step_of_the_first_day_counts() -> None:
    talk = (
        plan("talk", "conversation", "nurse", MONDAY, contact=met("Karin")),
        *outcome("talk", MONDAY, appeal=10),
    )
    began = start(happened_on=MONDAY)
    shown = await closing(began, discover("nurse", MONDAY, starting_appeal=5), *talk)
    row = re.search(r"Nurse</th><td>(\d+)</td><td>(\d+)</td>", shown.html)
    moved = re.search(r"Without this step (\d+), with it (\d+)\.", shown.text)

    assert row
    assert moved
    assert row.groups() == moved.groups()
    assert int(row[2]) > int(row[1])
    assert "You tried one new kind of work this week." in shown.text


async def test_a_role_that_is_new_in_the_week_moves_in_both_looks_alike() -> None:
    talk = (
        plan("talk", "conversation", "pilot", TODAY, contact=met("Karin")),
        *outcome("talk", TODAY, appeal=10),
    )
    shown = await closing(EARLY, LEADER, RISER, discover("pilot", TODAY, starting_appeal=5), *talk)
    row = re.search(r"Pilot <span class=\"soft\">new</span></th><td>(\d+)</td><td>(\d+)</td>", shown.html)
    moved = re.search(r"Without this step (\d+), with it (\d+)\.", shown.text)

    assert row
    assert moved
    assert row.groups() == moved.groups()
    assert "Pilot moved most this week." in shown.text


async def test_client_and_coach_are_told_of_the_same_role_also_when_it_is_new() -> None:
    talk = (plan("talk", "conversation", "pilot", TODAY), *outcome("talk", TODAY, appeal=10))
    async with pages() as service:
        await service.tell((EARLY, LEADER, RISER, discover("pilot", TODAY, starting_appeal=5), *talk))
        shown = await service.get(CLOSE)
        coach = await service.get(f"/clients/{MARLOES}", since=str(MONDAY - timedelta(days=1)))
    row = re.search(r"Pilot <span class=\"soft\">new</span></th><td>(\d+)</td><td>(\d+)</td>", shown.html)

    assert row
    assert "Pilot moved most this week." in shown.text
    assert f"Biggest change: potential of Pilot rose from {row[1]} to {row[2]}." in coach.text


async def test_the_step_that_moved_most_stands_with_what_it_moved() -> None:
    shown = await closing(*BUSY)

    assert f'href="{AT}/experiments/{uid("talk")}">Conversation · Karin, Wednesday' in shown.html
    assert "It moved how much you would like it." in shown.text
    assert re.search(r"\+\d+ nurse", shown.text)
    assert re.search(r"Without this step \d+, with it \d+\.", shown.text)


async def test_what_surprised_is_a_belief_a_liking_and_a_dread() -> None:
    shown = await closing(*BUSY)

    assert "“They only want a degree” Did not hold up (Conversation · Karin)" in shown.text
    assert "You expected to like it 5. It was 10. (Conversation · Karin)" in shown.text
    assert "You dreaded it 7. It was 2. (Conversation · Karin)" in shown.text


async def test_a_week_that_moved_little_says_so() -> None:
    guessed = plan("talk", "conversation", "nurse", TODAY, forecast=ForecastInput(appeal=5))
    shown = await closing(EARLY, RISER, guessed, *outcome("talk", TODAY, appeal=5))

    assert "Nothing moved much this week." in shown.text
    assert re.search(r"You are surer than on Monday: ±\s\d+ is ±\s\d+ now\.", shown.text)
    assert "No surprises. You guessed well." in shown.text


async def test_a_week_without_guesses_does_not_praise_them() -> None:
    shown = await closing(
        EARLY,
        RISER,
        plan("talk", "conversation", "nurse", TODAY),
        RunExperiment(happened_on=TODAY, experiment_id=uid("talk")),
    )

    assert "No guess of yours was settled this week." in shown.text


async def test_a_week_without_steps_has_two_looks_and_another_question() -> None:
    shown = await closing(EARLY, LEADER, RISER)

    assert headings(shown) == [f"1{MONDAY_AND_SUNDAY}", f"2{FOLLOWS}"]
    assert "A week without steps can be closed too." in shown.text
    assert "What got in the way, and what would help?" in shown.text


async def test_after_a_no_the_figures_are_folded() -> None:
    letter = step("letter", "application", "nurse", MONDAY)
    no = RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen")
    shown = await closing(*BUSY, *letter, no)

    assert headings(shown) == [f"1{FOLLOWS}", f"2{SURPRISES}", f"3{MONDAY_AND_SUNDAY}", f"4{MOVED}"]
    folded = shown.html.partition("The figures, if you want them")[2]
    assert MONDAY_AND_SUNDAY in folded
    assert FOLLOWS not in folded


async def test_with_the_game_off_it_is_the_same() -> None:
    with_it, without = await closing(*BUSY), await closing(*BUSY, SwitchGame(happened_on=TODAY, on=False))

    assert with_it.text == without.text


async def test_a_week_is_closed_with_what_it_taught_what_comes_first_and_what_is_let_go_of() -> None:
    async with pages() as service:
        await service.tell(BUSY)

        asked = await service.send(CLOSE, monday=str(MONDAY), conclusion=" ", first="hirer")
        shown = await service.send(
            CLOSE,
            monday=str(MONDAY),
            conclusion="I ask people who hire",
            first=f"role.{uid('nurse')}",
            drop=f"belief.{uid('talk')}",
            energy="7",
        )

        (reviewed,), (energy,) = await told(service, WeekReviewed), await told(service, EnergyRated)
        (insight,) = await told(service, InsightNamed)
    assert (asked.status, "Say in a sentence what the week taught you." in asked.text) == (422, True)
    assert 'value="hirer" checked' in asked.html
    assert "Saved. On Monday your conclusion is the first thing you see." in shown.text
    assert (reviewed.conclusion, reviewed.first, reviewed.first_role_id) == (
        "I ask people who hire",
        "role",
        uid("nurse"),
    )
    assert energy.rating == 7
    assert (insight.wording, insight.source.id) == (
        "What I believed did not hold up: “They only want a degree”",
        uid("talk"),
    )


async def test_the_last_role_is_parked_with_the_reason_that_was_shown() -> None:
    far = discover("pilot", MONDAY - WEEK, distance="licence", starting_appeal=2)
    async with pages() as service:
        await service.tell([*BUSY, far])
        shown = await service.get(CLOSE)
        reason = shown.field(f"reason-{uid('pilot')}")

        await service.send(
            CLOSE,
            monday=str(MONDAY),
            conclusion="So",
            drop=f"park.{uid('pilot')}",
            **{f"reason-{uid('pilot')}": reason},
        )

        (parked,) = await told(service, RoleParked)
    assert reason.endswith(", very small chances")
    assert f"Park pilot: {reason[0].lower()}{reason[1:]}" in shown.text
    assert "eeds a licence" in reason
    assert (parked.role_id, parked.reason) == (uid("pilot"), reason)


@pytest.mark.parametrize(
    ("drop", "said"),
    [
        (f"park.{uid('baker')}", "You parked baker."),
        (f"belief.{uid('talk')}", "You let go of a belief: “They only want a degree”"),
    ],
)
async def test_the_closed_week_says_what_was_let_go_of(drop: str, said: str) -> None:
    async with pages() as service:
        await service.tell(BUSY)
        reason = {f"reason-{uid('baker')}": "Never tried"}
        await service.send(CLOSE, monday=str(MONDAY), conclusion="So", drop=drop, **reason)

        shown = await service.get(CLOSE)

    assert said in shown.text


@pytest.mark.parametrize(
    ("weeks", "first", "receipt"),
    [
        (0, "usual", "Saved. On Monday your conclusion is the first thing you see."),
        (1, "hirer", "Saved. Your suggestions follow it this week."),
        (1, "usual", "Saved. It stays in your history."),
        (2, "hirer", "Saved. It stays in your history."),
    ],
)
async def test_the_receipt_says_what_follows(weeks: int, first: str, receipt: str) -> None:
    async with pages() as service:
        await service.tell([start(happened_on=MONDAY - 3 * WEEK)])

        shown = await service.send(CLOSE, monday=str(MONDAY - weeks * WEEK), conclusion="So", first=first)

    assert receipt in shown.text


async def test_steps_without_a_conclusion_are_concluded_here_first() -> None:
    bare = (
        plan("walk", "job_shadow", "nurse", TODAY),
        RunExperiment(happened_on=TODAY, experiment_id=uid("walk")),
    )
    walk = str(uid("walk"))
    async with pages() as service:
        await service.tell([*BUSY, *bare])
        shown = await service.get(CLOSE)

        asked = await service.send(CLOSE, monday=str(MONDAY), conclusion="So", missing=walk)
        await service.send(
            CLOSE, monday=str(MONDAY), conclusion="So", missing=walk, **{f"conclusion-{walk}": "Long days"}
        )

        concluded, reviewed = await told(service, ExperimentConcluded), await told(service, WeekReviewed)
    assert "One step has no conclusion yet. Write it here." in shown.text
    assert (asked.status, f'href="#conclusion-{walk}"' in asked.html) == (422, True)
    assert [one.conclusion for one in concluded][-1] == "Long days"
    assert len(reviewed) == 1


async def test_a_week_that_is_closed_is_shown_and_can_be_changed() -> None:
    async with pages() as service:
        await service.tell(BUSY)
        await service.send(CLOSE, monday=str(MONDAY), conclusion="Nursing suits me", first="hirer")

        shown = await service.get(CLOSE)
        entry = re.search(r'href="([^"]+/entries/\d+)">Change<', shown.html)
        assert entry
        page = await service.get(entry[1])

    assert "This week is closed." in shown.text
    assert "“Nursing suits me”" in shown.text
    assert "Someone who hires comes first next week." in shown.text
    assert "You parked" not in shown.text
    assert "You let go" not in shown.text
    assert "<textarea" not in shown.html
    assert "Nursing suits me" in page.html


async def test_a_week_that_was_closed_elsewhere_meanwhile_says_so_and_keeps_the_words() -> None:
    async with pages() as service:
        await service.tell(BUSY)
        opened = await service.get(CLOSE)
        await service.send(CLOSE, monday=str(MONDAY), conclusion="Nursing suits me")

        shown = await service.send(
            CLOSE, monday=str(MONDAY), conclusion="Or does it", seen=opened.field("seen")
        )

        reviewed = await told(service, WeekReviewed)
    assert shown.status == 422
    assert "This week has been reviewed. Nothing is overwritten." in shown.text
    assert "Added since you opened this page:" in shown.text
    assert "Or does it" in shown.html
    assert len(reviewed) == 1


@pytest.mark.parametrize(
    ("monday", "status"),
    [
        (str(MONDAY - 9 * WEEK), 404),
        (str(MONDAY + WEEK), 404),
        ("soon", 400),
        ("0001-01-01", 404),
        ("9999-12-31", 404),
        (str(TODAY), 200),
        (str(MONDAY - WEEK), 200),
    ],
)
async def test_only_weeks_that_have_begun_are_there(monday: str, status: int) -> None:
    assert (await closing(EARLY, monday=monday)).status == status


@pytest.mark.parametrize(
    "wrong", [{"first": "nobody"}, {"first": "role.nobody"}, {"drop": "park.nobody"}, {"drop": "x"}]
)
async def test_a_choice_that_was_not_offered_is_said_beside_its_question(wrong: dict[str, str]) -> None:
    async with pages() as service:
        await service.tell(BUSY)

        shown = await service.send(CLOSE, monday=str(MONDAY), conclusion="So", **wrong)

        reviewed = await told(service, WeekReviewed)
    (name,) = wrong
    assert shown.status == 422
    assert f'id="{name}-error"' in shown.html
    assert reviewed == []


@pytest.mark.parametrize(
    ("chance", "sentence"),
    [
        (0.65, "You guessed “probably” for an interview. No interview came of it. (Application · nurse)"),
        (0.15, "No surprises. You guessed well."),
    ],
)
async def test_a_reply_that_settles_a_guess_is_of_the_week_in_which_it_came(
    chance: float, sentence: str
) -> None:
    shown = await closing(
        EARLY,
        LEADER,
        RISER,
        *step("letter", "application", "nurse", MONDAY - WEEK, forecast=ForecastInput(invited=chance)),
        RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen"),
    )

    assert sentence in shown.text
    assert "No guess of yours was settled" not in shown.text
