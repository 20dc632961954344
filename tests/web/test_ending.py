"""The ending: the client says it in her own words, sees what stays, and may plan aftercare."""

from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

import pytest

from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.course import SetTrack, SwitchGame
from domain.journey.commands.endings import PlanAfterCare, RecordEnding
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.experiments import ForecastInput
from domain.journey.commands.weeks import DeclareRest
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
from domain.journey.events.pulses import TrustRated
from domain.journey.events.weeks import monday_of
from domain.vocabulary import Ending
from service.web.ending.labels import ENDING_CHOICES
from service.web.week.finding import ENDED
from tests.commands import execute_each
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, MONDAY, NOON, discover, met, outcome, plan, seven_weeks, start, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
TWO_WEEKS = timedelta(weeks=2)
DATES: dict[str, Any] = {
    "care_date-two_weeks": "2026-03-18",
    "care_question-two_weeks": "Is it what you expected?",
    "care_date-six_months": "2026-09-02",
    "care_question-six_months": "Would you choose it again?",
}


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_there_are_eight_endings_and_not_sure_yet() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"{AT}/ending")

    assert "How does it end, for now?" in shown.text
    assert shown.html.count('name="ending"') == len(get_args(Ending)) == 8
    assert "Not sure yet" in shown.text


async def test_the_good_endings_of_the_track_come_first() -> None:
    async with pages() as service:
        await service.tell([start(), SetTrack(happened_on=TODAY, track="re_integration")])

        shown = await service.get(f"{AT}/ending")

    assert shown.html.index(ENDING_CHOICES["return_to_work"]) < shown.html.index(ENDING_CHOICES["new_work"])


@pytest.mark.parametrize("ending", get_args(Ending))
async def test_an_ending_is_told_and_what_stays_is_said(ending: Ending) -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = await service.send(
            f"{AT}/ending/ended",
            ending=ending,
            ended_on=str(TODAY),
            ending_note="At last, a place by the sea",
        )

        recorded = await told(service, EndingRecorded)
    assert f"<h1>{ENDED[ending]}</h1>" in shown.html
    assert "Saved. Your own word for it counts." in shown.text
    assert "At last, a place by the sea" in shown.text
    assert "Thank the people who helped" in shown.text
    assert "Bram" in shown.text
    assert "Nothing else is sent to you from now on." in shown.text
    assert recorded == [EndingRecorded(happened_on=TODAY, ending=ending, note="At last, a place by the sea")]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (str(MONDAY - timedelta(days=1)), "Choose a later date."),
        (str(TODAY + timedelta(days=1)), "This date is in the future."),
    ],
)
async def test_an_ending_has_a_day_within_the_journey(on: str, sentence: str) -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(
            f"{AT}/ending/ended", ending="rest", ended_on=on, ending_note="first some air"
        )

        assert not await told(service, EndingRecorded)
    assert shown.status == 422
    assert sentence in shown.text
    assert "first some air" in shown.html


async def test_without_an_ending_chosen_nothing_is_recorded() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/ending/ended", ended_on=str(TODAY))

        assert not await told(service, EndingRecorded)
    assert shown.status == 422
    assert "Choose how it ends. If you are not sure yet, leave it." in shown.text


async def test_an_ending_can_be_withdrawn_through_its_entry() -> None:
    async with pages() as service:
        await service.tell([start(), RecordEnding(happened_on=TODAY, ending="rest")])

        shown = await service.get(f"{AT}/ending")
        await service.send(f"{AT}/entries/2/back")
        after = await service.get(f"{AT}/ending")

    assert f'href="{AT}/entries/2"' in shown.html
    assert "How does it end, for now?" in after.text


async def test_three_dates_are_proposed_after_an_ending_and_any_may_be_left() -> None:
    async with pages() as service:
        await service.tell([start(), RecordEnding(happened_on=TODAY, ending="new_work")])

        proposed = await service.get(f"{AT}/ending")
        shown = await service.send(f"{AT}/ending/proposed", care=["two_weeks", "six_months"], **DATES)

        planned = await told(service, AfterCarePlanned)
    assert [day in proposed.html for day in ("2026-03-18", "2026-05-06", "2026-09-02")] == [True] * 3
    assert "Not needed" in proposed.text
    assert [(one.due.isoformat(), one.what) for one in planned] == [
        ("2026-03-18", "Is it what you expected?"),
        ("2026-09-02", "Would you choose it again?"),
    ]
    assert "Would you choose it again?" in shown.text
    assert "Not needed" not in shown.text


async def test_what_is_wrong_with_a_date_stands_beside_it_and_what_was_typed_stays() -> None:
    async with pages() as service:
        await service.tell([start(), RecordEnding(happened_on=TODAY, ending="new_work")])

        none = await service.send(f"{AT}/ending/proposed", **DATES)
        past = await service.send(
            f"{AT}/ending/proposed",
            care=["two_weeks", "six_months"],
            **(DATES | {"care_date-six_months": "2026-03-01", "care_question-six_months": "And the pay?"}),
        )

        assert not await told(service, AfterCarePlanned)
    assert (none.status, "Choose at least one date." in none.text) == (422, True)
    assert past.status == 422
    assert 'id="care_date-six_months-error"' in past.html
    assert "And the pay?" in past.html


async def test_after_a_break_the_questions_are_other_ones() -> None:
    async with pages() as service:
        await service.tell([start(), RecordEnding(happened_on=TODAY, ending="rest")])

        shown = await service.get(f"{AT}/ending")

    assert "How are you now?" in shown.html
    assert "Is it what you expected?" not in shown.html


async def test_a_further_date_can_be_added() -> None:
    soon = PlanAfterCare(happened_on=TODAY, after_care_id=uid("soon"), due=TODAY, what="A call")
    async with pages() as service:
        await service.tell([start(), RecordEnding(happened_on=TODAY, ending="rest"), soon])

        shown = await service.send(
            f"{AT}/ending/care", care_date=str(TODAY + TWO_WEEKS), care_question="Shall we walk?"
        )

        planned = await told(service, AfterCarePlanned)
    assert "Shall we walk?" in shown.text
    assert len(planned) == 2


async def test_whoever_was_met_can_be_thanked() -> None:
    talk = plan("talk", "conversation", None, TODAY, contact=met("Olav"))
    async with pages() as service:
        await service.tell([start(), talk, *outcome("talk", TODAY)])
        before = await service.get(f"{AT}/ending")
        await service.tell([RecordEnding(happened_on=TODAY, ending="new_work")])

        after = await service.get(f"{AT}/ending")

    assert "Olav" not in before.text
    assert "Olav" in after.text
    assert "sms:?&amp;body=" in after.html


async def test_the_week_and_about_you_lead_to_it() -> None:
    async with pages() as service:
        await service.tell([start(), SwitchGame(happened_on=TODAY, on=False)])
        before = await service.get(f"{AT}/about-you")
        await service.tell([RecordEnding(happened_on=TODAY, ending="education")])

        after, week = await service.get(f"{AT}/about-you"), await service.get(f"{AT}/week")

    assert f'href="{AT}/ending"' in before.html
    assert ENDED["education"] in after.text
    assert f'href="{AT}/ending"' in week.html


async def test_the_coach_plans_aftercare_too() -> None:
    at = f"/clients/{MARLOES}"
    async with pages() as service:
        await service.tell(seven_weeks())

        empty = await service.send(f"{at}/after-care", care_date="2026-03-01")
        shown = await service.send(
            f"{at}/after-care", care_date=str(TODAY + TWO_WEEKS), care_question="How was the first week?"
        )

        planned = await told(service, AfterCarePlanned)
    assert empty.status == 422
    assert "Enter a question for that date." in empty.text
    assert "How was the first week?" in shown.text
    assert [one.due for one in planned] == [TODAY + TWO_WEEKS]


async def test_after_an_ending_a_step_asks_for_nothing() -> None:
    talk = (
        plan("last", "conversation", "advice", TODAY, forecast=ForecastInput(appeal=5)),
        RunExperiment(happened_on=TODAY, experiment_id=uid("last")),
    )
    ended = RecordEnding(happened_on=TODAY, ending="new_work")
    of_step, reveal = f"{AT}/experiments/{uid('last')}", f"{AT}/steps/{uid('last')}/reveal"
    async with pages() as service:
        await service.tell([start(), discover("advice"), *talk])
        asked = [await service.get(of_step), await service.get(reveal)]
        await service.tell([ended])
        left = [await service.get(of_step), await service.get(reveal)]

    assert all("onclusion" in one.text or "conclude" in one.text for one in asked)
    for one in left:
        assert "One thing next" not in one.text
        assert "Add a conclusion" not in one.text
        assert "What is your conclusion" not in one.text


SOON = PlanAfterCare(happened_on=TODAY, after_care_id=uid("soon"), due=TODAY, what="Is it what you expected?")
"""On its day."""
CARE = f"#care-{uid('soon')}"


def ended(*more: Any) -> list[Any]:
    return [start(), RecordEnding(happened_on=TODAY, ending="new_work"), *more]


async def test_on_its_day_aftercare_is_answered_with_how_it_goes_and_a_figure_for_trust() -> None:
    coach = AssignCoach(happened_on=TODAY, coach_id=uid("Ingrid"), name="Ingrid")
    async with pages() as service:
        await service.tell(ended(coach, SOON))

        ways = [await service.get(f"{AT}/{one}") for one in ("agenda", "week")]
        empty = await service.send(f"{AT}/ending/answer/{uid('soon')}", trust="9")
        shown = await service.send(
            f"{AT}/ending/answer/{uid('soon')}", answer="Quieter than I feared", trust="9"
        )

        left = await service.get(f"{AT}/agenda")
        seen = await service.get(f"/clients/{MARLOES}/offers")
        settled, rated = await told(service, AfterCareSettled), await told(service, TrustRated)
    assert all(f"{AT}/ending{CARE}" in one.html for one in ways)
    assert (empty.status, "Write a sentence" in empty.text) == (422, True)
    assert "Quieter than I feared" in shown.text
    assert "Nothing is due." in left.text
    assert "Quieter than I feared" in seen.text
    assert [one.answer for one in settled] == ["Quieter than I feared"]
    assert [one.rating for one in rated] == [9]


async def test_aftercare_is_put_off_changed_or_dropped_where_it_stands() -> None:
    async with pages() as service:
        await service.tell(ended(SOON))

        later = await service.send(f"{AT}/ending/later/{uid('soon')}")
        (put_off,) = (one for one in await told(service, AfterCarePlanned) if one.due != TODAY)
        past = await service.send(
            f"{AT}/ending/moved/{put_off.after_care_id}",
            moved_date="2026-03-01",
            moved_question="And the pay?",
        )
        moved = await service.send(
            f"{AT}/ending/moved/{put_off.after_care_id}",
            moved_date="2026-04-01",
            moved_question="And the pay?",
        )
        last = (await told(service, AfterCarePlanned))[-1]
        dropped = await service.send(f"{AT}/ending/dropped/{last.after_care_id}")
        nobody = await service.send(f"{AT}/ending/dropped/{uid('nobody')}")

    assert put_off.due == TODAY + TWO_WEEKS
    assert "The question comes back in two weeks." in later.text
    assert (past.status, 'id="moved_date-error"' in past.html) == (422, True)
    assert "And the pay?" in moved.text
    assert "Is it what you expected?" not in moved.text
    assert "And the pay?" not in dropped.text
    assert nobody.status == 404


async def test_withdrawing_the_ending_takes_its_aftercare_along() -> None:
    async with pages() as service:
        await service.tell(ended(SOON))

        await service.send(f"{AT}/entries/2/back")
        shown = [await service.get(f"{AT}/{one}") for one in ("ending", "agenda")]

    assert all(SOON.what not in one.text for one in shown)


async def test_aftercare_that_a_coach_planned_without_an_ending_is_answered_too() -> None:
    async with pages() as service:
        await service.tell([start(), SOON])

        shown = await service.get(f"{AT}/ending")

    assert "How does it end, for now?" in shown.text
    assert f"{AT}/ending/answer/{uid('soon')}" in shown.html


@pytest.mark.parametrize(
    "quiet",
    [RecordEnding(happened_on=TODAY, ending="rest"), DeclareRest(happened_on=TODAY, monday=monday_of(TODAY))],
    ids=["after an ending", "in a week off"],
)
async def test_nothing_of_the_week_is_asked_when_it_is_quiet(quiet: Any) -> None:
    async with pages() as service:
        await service.tell([*seven_weeks()])
        before = await service.get(f"{AT}/agenda")
        await service.tell([quiet])

        shown = [await service.get(f"{AT}/{one}") for one in ("agenda", "week")]

    assert "Overdue" in before.text or "Close the week" in before.text
    for one in shown:
        assert "Close the week" not in one.text
        assert "overdue" not in one.text.lower()
        assert "not closed" not in one.text


async def test_an_ending_that_her_coach_recorded_is_not_hers_to_correct() -> None:
    async with pages() as service:
        await service.tell([start()])
        ending = RecordEnding(happened_on=TODAY, ending="new_work")
        await execute_each(service.journeys, MARLOES, ending, actor_id=uuid4())

        shown = await service.get(f"{AT}/ending")

    assert "Ask your coach to change it." in shown.text
    assert "Correct or withdraw it" not in shown.text


@pytest.mark.parametrize("late", ["later", "dropped", "moved"])
async def test_an_answer_to_aftercare_stands_whatever_another_window_says(late: str) -> None:
    care = PlanAfterCare(happened_on=TODAY, after_care_id=uid("care"), due=TODAY, what="How is it?")
    async with pages() as service:
        await service.tell([start(), RecordEnding(happened_on=TODAY, ending="new_work"), care])
        await service.send(f"{AT}/ending/answer/{uid('care')}", answer="Better than I thought")

        refused = await service.send(
            f"{AT}/ending/{late}/{uid('care')}", moved_date="2026-04-01", moved_question="How is it?"
        )

    assert refused.status == 422
    assert "in another window" in refused.text
    assert "Better than I thought" in refused.text
