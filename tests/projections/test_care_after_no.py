"""Care after a no: when it opens, and what ends it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from msgspec.structs import replace

from domain.history import RecordedEvent, apply_corrections
from domain.journey.commands.course import ChangeTimeZone
from domain.journey.commands.refusals import PauseAfterRefusal
from domain.journey.decide import UserCommand
from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from projections.approaches.care import CARE_DAYS
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.refusals.projection import REFUSALS
from projections.refusals.view import Refusals
from tests.domain.journeys import (
    APPLIED,
    LETTER,
    answer,
    day,
    follow_up,
    plan,
    run,
    send,
    silence,
    start,
    uid,
    write,
)
from tests.domain.scenario import decide_commands
from tests.histories import History, histories
from tests.projections.small_games import entries

NO = answer(answer="rejected_unseen")
"""On day 9."""
REFUSED: tuple[UserCommand, ...] = (*APPLIED, NO)
OTHER = uid("other")


def seen(*told: UserCommand, on: int) -> Refusals:
    return REFUSALS.view(fold(REFUSALS, entries(decide_commands(told))), day(on), DEFAULT_PARAMETERS)


def days_of_care(*told: UserCommand) -> list[int]:
    return [on for on in range(60) if seen(*told, on=on).care]


def pause(on: int, *, skipped: bool = False) -> UserCommand:
    return PauseAfterRefusal(happened_on=day(on), experiment_id=LETTER, skipped=skipped)


def another_no(on: int) -> tuple[UserCommand, ...]:
    return (
        write(experiment_id=OTHER),
        send(experiment_id=OTHER),
        answer(experiment_id=OTHER, answer="rejected_unseen", happened_on=day(on)),
    )


AFTER_INTERVIEW = answer(answer="rejected_after_interview", close=True)


@pytest.mark.parametrize("no", [NO, AFTER_INTERVIEW], ids=["unseen", "after interview"])
def test_care_opens_on_the_day_of_the_no_and_lasts_seven_days(no: UserCommand) -> None:
    told = (*APPLIED, no)

    assert days_of_care(*told) == list(range(9, 16))
    assert seen(*told, on=9).care == LETTER
    assert (seen(*told, on=9).care_since, seen(*told, on=9).care_until) == (day(9), day(15))


def days_of_care_recorded(recorded: int, *told: UserCommand) -> list[int]:
    """The days of care if everything was recorded at once, on a day."""
    return days_of_care_at(datetime.combine(day(recorded), time(12), tzinfo=UTC), *told)


def days_of_care_at(at: datetime, *told: UserCommand) -> list[int]:
    state = fold(REFUSALS, [replace(one, recorded_at=at) for one in entries(decide_commands(told))])
    return [on for on in range(60) if REFUSALS.view(state, day(on), DEFAULT_PARAMETERS).care]


@pytest.mark.parametrize(
    ("recorded", "last"),
    [(9, 15), (10, 16), (12, 18), (16, 22), (17, 15), (40, 15)],
    ids=lambda day: f"day {day}",
)
def test_care_lasts_seven_days_from_when_the_no_was_recorded(recorded: int, last: int) -> None:
    assert days_of_care_recorded(recorded, *REFUSED) == list(range(9, last + 1))


def test_a_no_that_is_recorded_later_counts_though_another_came_after_it() -> None:
    """The no of day 9 is recorded on day 13, when the client went on after the one of day 11."""
    told = entries(decide_commands([*REFUSED, *another_no(11), pause(12, skipped=True)]))
    late = datetime.combine(day(13), time(12), tzinfo=UTC)

    def recorded_late(one: RecordedEvent) -> RecordedEvent:
        return replace(one, recorded_at=late) if about_the_letter(one) else one

    state = fold(REFUSALS, [recorded_late(one) for one in told])
    shown = REFUSALS.view(state, day(13), DEFAULT_PARAMETERS)

    assert (shown.care, shown.care_until) == (LETTER, day(19))


@pytest.mark.parametrize(
    ("zone", "by_utc", "last"),
    [
        ("America/New_York", datetime(2026, 1, 24, 2, tzinfo=UTC), 15),
        ("America/New_York", datetime(2026, 1, 24, 12, tzinfo=UTC), 16),
        ("Pacific/Auckland", datetime(2026, 1, 23, 2, tzinfo=UTC), 15),
        ("Pacific/Auckland", datetime(2026, 1, 23, 20, tzinfo=UTC), 16),
        ("Nowhere/Known", datetime(2026, 1, 24, 2, tzinfo=UTC), 16),
    ],
    ids=["evening", "the day after", "afternoon", "the morning after", "no zone of that name"],
)
def test_the_day_on_which_a_no_was_recorded_is_that_of_the_client(
    zone: str, by_utc: datetime, last: int
) -> None:
    """A no of day 9, the 23rd of January, wherever it is which day by UTC."""
    _, *rest = REFUSED

    assert days_of_care_at(by_utc, start(time_zone=zone), *rest) == list(range(9, last + 1))


def test_the_days_are_those_of_the_zone_at_that_time() -> None:
    moved = ChangeTimeZone(happened_on=day(8), time_zone="America/New_York")
    *before, no = REFUSED
    evening = datetime(2026, 1, 24, 2, tzinfo=UTC)

    assert days_of_care_at(evening, *before, no)[-1] == 16
    assert days_of_care_at(evening, *before, moved, no)[-1] == 15


def about_the_letter(one: RecordedEvent) -> bool:
    return isinstance(one.event, AnswerReceived) and one.event.experiment_id == LETTER


def test_after_a_silence_there_is_no_care() -> None:
    assert days_of_care(*APPLIED, silence()) == []


def test_to_continue_ends_it_at_once() -> None:
    assert days_of_care(*REFUSED, pause(11, skipped=True)) == [9, 10]
    assert days_of_care(*REFUSED, pause(9, skipped=True)) == []
    assert days_of_care(*REFUSED, pause(9), pause(9, skipped=True)) == []


def test_to_leave_it_for_the_day_ends_it_the_next_morning() -> None:
    assert days_of_care(*REFUSED, pause(9)) == [9]
    assert seen(*REFUSED, pause(10), on=10).care_until == day(10)


def test_a_pause_does_not_make_it_longer() -> None:
    assert days_of_care(*REFUSED, pause(20)) == list(range(9, 16))


@pytest.mark.parametrize("said", ["invited", "second_round", "called_back", "offer"])
def test_a_later_good_answer_to_the_approach_ends_it(said: str) -> None:
    assert days_of_care(*REFUSED, answer(answer=said, happened_on=day(12))) == [9, 10, 11]


def test_a_good_answer_to_another_approach_does_not() -> None:
    invited = answer(experiment_id=OTHER, answer="invited", happened_on=day(12))
    told = (*REFUSED, write(experiment_id=OTHER), send(experiment_id=OTHER), invited)

    assert days_of_care(*told) == list(range(9, 16))


def test_another_no_opens_it_again() -> None:
    told = (*REFUSED, pause(9), *another_no(14))

    assert days_of_care(*told) == [9, *range(14, 21)]
    assert seen(*told, on=14).care == OTHER


def test_of_two_noes_the_last_counts_and_to_continue_goes_on_from_both() -> None:
    told = (*REFUSED, *another_no(9))

    assert seen(*told, on=9).care == OTHER
    assert days_of_care(*told, pause(9, skipped=True)) == []


def test_a_second_no_to_the_same_approach_opens_it_again() -> None:
    again = answer(answer="rejected_after_interview", close=False, happened_on=day(20))

    assert days_of_care(*REFUSED, pause(9), again) == [9, *range(20, 27)]
    assert days_of_care(*REFUSED, pause(9), again, pause(20)) == [9, 20]


def test_a_no_told_again_in_a_call_is_the_same_no() -> None:
    call = uid("call")
    told = (
        *REFUSED,
        plan(experiment_id=call, kind="follow_up", refers_to=LETTER, happened_on=day(31)),
        run(experiment_id=call, happened_on=day(31)),
        answer(experiment_id=call, answer="rejected_unseen", happened_on=day(31)),
    )

    assert days_of_care(*told) == list(range(9, 16))


def test_what_is_planned_meanwhile_changes_nothing() -> None:
    assert days_of_care(*REFUSED, follow_up(happened_on=day(9), due=day(30))) == list(range(9, 16))


@given(histories())
def test_care_follows_a_no_that_was_recorded_in_the_last_seven_days(history: History) -> None:
    noes = [
        one.event
        for one in apply_corrections(history.entries())
        if isinstance(one.event, AnswerReceived) and one.event.answer in REFUSAL_ANSWERS
    ]
    state = fold(REFUSALS, history.entries())
    for on in {
        one.happened_on + timedelta(days=ahead) for one in noes for ahead in (0, 3, CARE_DAYS, 2 * CARE_DAYS)
    }:
        shown = REFUSALS.view(state, on, DEFAULT_PARAMETERS)
        if shown.care:
            assert any(
                one.experiment_id == shown.care and one.happened_on == shown.care_since for one in noes
            )
            assert shown.care_since
            assert shown.care_until
            recorded = shown.care_since + timedelta(days=CARE_DAYS)
            assert shown.care_since <= on <= shown.care_until < recorded + timedelta(days=CARE_DAYS)
