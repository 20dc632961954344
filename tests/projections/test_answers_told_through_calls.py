"""An answer that an old log holds at a step and at a call about it, with a signal of each, is counted as one recorded today."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.journey.commands.refusals import KeepOnFile
from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected, EntryRetracted
from domain.journey.decide import UserCommand
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.vocabulary import ApproachAnswer
from projections.catalogue import PROJECTIONS
from projections.doors.projection import DOORS
from projections.fold import Projection, fold
from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from tests.domain.journeys import (
    ABOUT_TEACHING,
    FROM_LETTER,
    LETTER,
    TALK,
    answer,
    answered,
    day,
    heard,
    plan,
    planned,
    run,
    send,
    uid,
    write,
)
from tests.domain.scenario import decide_commands
from tests.operations import growth
from tests.projections.shown import shown
from tests.projections.small_games import entries as entries_of_events

ANSWERS: Sequence[ApproachAnswer] = get_args(ApproachAnswer)

REFUSED: tuple[UserCommand, ...] = (
    *ABOUT_TEACHING,
    write(),
    send(),
    answer(answer="rejected_unseen", also_heard=("requirement_missing",)),
)
CALLED = (plan(kind="follow_up", refers_to=LETTER, happened_on=day(12)), run(happened_on=day(12)))
AGAIN = answered(answer="rejected_unseen", experiment_id=TALK, happened_on=day(14))
WITH_ITS_SIGNALS: Sequence[AnyJourneyEvent] = (
    AGAIN,
    *(
        heard(signal, happened_on=day(14), answer_to=TALK)
        for signal in ("requirement_missing", "one_of_many", "rejected_unseen")
    ),
)
"""As earlier versions recorded it, with what was heard along with it."""


def signals(events: Sequence[AnyJourneyEvent]) -> list[tuple[str, UUID | None]]:
    state = fold(PROFILE, entries_of_events(list(events)))
    return [(one.signal, one.answer_to) for one in state.signals]


FIRST = [("requirement_missing", LETTER), ("rejected_unseen", LETTER)]
BY_ITSELF = [(one, TALK) for one in ("requirement_missing", "one_of_many", "rejected_unseen")]


def test_what_else_was_heard_is_heard_with_the_answer_to_the_step() -> None:
    assert signals([*decide_commands([*REFUSED, *CALLED]), *WITH_ITS_SIGNALS]) == [
        *FIRST,
        ("one_of_many", LETTER),
    ]


def test_what_was_heard_when_it_was_told_once_more_is_so_too() -> None:
    once_more = heard("referral", happened_on=day(20), answer_to=TALK)

    assert signals([*decide_commands([*REFUSED, *CALLED]), *WITH_ITS_SIGNALS, once_more])[2:] == [
        ("one_of_many", LETTER),
        ("referral", LETTER),
    ]


def test_an_answer_to_the_step_on_a_later_day_was_not_told_before_it() -> None:
    later = decide_commands(
        [*ABOUT_TEACHING, write(), send(), answer(answer="rejected_unseen", happened_on=day(16)), *CALLED]
    )

    assert signals([*later, *WITH_ITS_SIGNALS]) == [("rejected_unseen", LETTER), *BY_ITSELF]


def test_what_was_heard_twice_along_with_an_answer_told_twice_counts_once() -> None:
    twice: list[AnyJourneyEvent] = [
        answered(answer="rejected_unseen", happened_on=day(20)),
        heard("requirement_missing", happened_on=day(20), source=FROM_LETTER, answer_to=LETTER),
        heard("referral", happened_on=day(20), source=FROM_LETTER, answer_to=LETTER),
        heard("rejected_unseen", happened_on=day(20), source=FROM_LETTER, answer_to=LETTER),
    ]

    assert signals([*decide_commands(REFUSED), *twice]) == [*FIRST, ("referral", LETTER)]


def test_papers_that_were_kept_already_are_heard_of_once() -> None:
    kept = KeepOnFile(happened_on=day(9), experiment_id=LETTER, until=day(90))
    again: list[AnyJourneyEvent] = [AGAIN, heard("resource_bank", happened_on=day(14), answer_to=TALK)]

    assert signals([*decide_commands([*REFUSED, kept, *CALLED]), *again]) == [
        *FIRST,
        ("resource_bank", LETTER),
    ]


def correcting(*corrections: AnyJourneyEvent) -> list[AnyJourneyEvent]:
    return [*decide_commands([*REFUSED, *CALLED]), *WITH_ITS_SIGNALS, *corrections]


def number_of(kind: type, experiment_id: UUID) -> int:
    return next(
        number
        for number, one in enumerate(correcting(), 1)
        if isinstance(one, kind) and getattr(one, "experiment_id", None) == experiment_id
    )


def retracted(number: int) -> EntryRetracted:
    return EntryRetracted(happened_on=day(30), number=number)


def corrected(number: int, event: JourneyEvent) -> EntryCorrected:
    return EntryCorrected(happened_on=day(30), number=number, fact=event)


FIRST_ANSWER = number_of(AnswerReceived, LETTER)


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        (retracted(FIRST_ANSWER), BY_ITSELF),
        (corrected(FIRST_ANSWER, answered(answer="invited")), [("requirement_missing", LETTER), *BY_ITSELF]),
        (
            corrected(FIRST_ANSWER, answered(answer="rejected_unseen", note="by post")),
            [*FIRST, ("one_of_many", LETTER)],
        ),
        (
            corrected(
                number_of(ExperimentPlanned, TALK),
                planned(kind="follow_up", happened_on=day(12), refers_to=None),
            ),
            [*FIRST, *BY_ITSELF],
        ),
        (retracted(number_of(AnswerReceived, TALK)), FIRST),
    ],
    ids=[
        "taken back",
        "another answer",
        "the same answer",
        "a call about nothing",
        "the one to the call taken back",
    ],
)
def test_after_a_correction_it_counts_for_what_it_is_then(
    change: AnyJourneyEvent, counted: list[tuple[str, UUID | None]]
) -> None:
    assert signals(correcting(change)) == counted


@pytest.mark.parametrize("name", sorted(PROJECTIONS.keys() - {"timeline"}))
@pytest.mark.parametrize("came", ANSWERS)
def test_it_is_no_second_answer_in_any_view(name: str, came: ApproachAnswer) -> None:
    """Apart from the line of the call itself."""
    close = False if came == "rejected_after_interview" else None
    once: list[UserCommand] = [*ABOUT_TEACHING, write(), send(), answer(answer=came, close=close), *CALLED]
    again = answer(answer=came, close=close, experiment_id=TALK, happened_on=day(14))

    for on in (day(20), day(70)):
        assert shown(PROJECTIONS[name], decide_commands([*once, again]), on) == shown(
            PROJECTIONS[name], decide_commands(once), on
        )


def test_a_knock_is_settled_by_the_refusal_told_again() -> None:
    knock = (plan(kind="follow_up", refers_to=LETTER, happened_on=day(33)), run(happened_on=day(33)))
    events = decide_commands(
        [*REFUSED, *knock, answer(answer="rejected_unseen", experiment_id=TALK, happened_on=day(34))]
    )

    (door,) = shown(DOORS, events, day(40)).doors
    (refusal,) = shown(REFUSALS, events, day(40)).refusals

    assert (door.open, door.why, door.answer) == (False, "refused", "rejected_unseen")
    assert (refusal.flow.knock.state, refusal.flow.knock.answer) == ("done", "rejected_unseen")


VERSIONS_BEFORE = {
    "agenda": 3,
    "alerts": 2,
    "claims": 0,
    "difference": 2,
    "doors": 2,
    "game": 3,
    "gaps": 1,
    "network": 2,
    "news": 0,
    "pitches": 0,
    "profile": 2,
    "refusals": 2,
    "role_stories": 0,
    "share": 2,
    "timeline": 2,
    "weeks": 2,
}
"""Of the folds to which such an answer was a second one."""


def test_every_fold_that_knows_of_answers_has_a_new_version() -> None:
    log = correcting()
    without = [one for one in log if not isinstance(one, AnswerReceived | OddsSignalHeard)]
    knowing = {
        name for name, one in PROJECTIONS.items() if shown(one, log, day(20)) != shown(one, without, day(20))
    }

    assert knowing <= VERSIONS_BEFORE.keys()
    assert {
        name for name, version in VERSIONS_BEFORE.items() if PROJECTIONS[name].version <= version
    } == set()


@pytest.mark.slow
@pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=list(PROJECTIONS))
def test_what_a_fold_costs_grows_with_the_calls(projection: Projection[Any, Any]) -> None:
    def calls(count: int) -> Any:
        steps = [uid(f"call {number}") for number in range(count)]
        return shown(
            projection,
            [*decide_commands(REFUSED), *(event for one in steps for event in told_in(one))],
            day(20),
        )

    assert growth(calls, 100) < 2.5


def told_in(call: UUID) -> Iterator[AnyJourneyEvent]:
    """A call about the application, in which its answer was told again, as it was recorded before."""
    yield planned(experiment_id=call, kind="follow_up", refers_to=LETTER, happened_on=day(12))
    yield ExperimentRun(experiment_id=call, happened_on=day(12))
    for one in WITH_ITS_SIGNALS:
        match one:
            case AnswerReceived():
                yield replace(one, experiment_id=call)
            case OddsSignalHeard():
                yield replace(one, answer_to=call, source=Source(kind="experiment", id=call))
            case _:
                raise AssertionError(one)
