"""What came with an answer that was told again stays, changes and goes with it when entries are corrected or taken back."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from operator import eq
from typing import get_args
from uuid import UUID

import pytest

from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey, evolve
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.decide import UserCommand, decide
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import OddsSignalHeard
from domain.vocabulary import ApproachAnswer, HeardSignal
from tests.domain.journeys import (
    APPLIED,
    FROM_TALK,
    LETTER,
    TALK,
    answer,
    answered,
    day,
    heard,
    judge,
    plan,
    run,
)
from tests.domain.scenario import LONG_AFTER, journey_after

REFUSED = (
    *APPLIED,
    answer(answer="rejected_unseen", also_heard=("requirement_missing",)),
    plan(kind="follow_up", refers_to=LETTER, happened_on=day(12)),
    run(happened_on=day(12)),
)
BY_CALL = answer(
    answer="rejected_unseen", experiment_id=TALK, happened_on=day(14), also_heard=("one_of_many",)
)
IN_CALL = answer(answer="rejected_unseen", heard_in=TALK, happened_on=day(14), also_heard=("one_of_many",))
TOLD_WITH_IT = heard("one_of_many", happened_on=day(14), source=FROM_TALK, answer_to=LETTER)


def then(journey: Journey, *commands: UserCommand) -> Journey:
    for command in commands:
        for event in decide(journey, command, LONG_AFTER):
            journey = evolve(journey, event)
    return journey


def number_of(journey: Journey, event: JourneyEvent) -> int:
    return next(number for number, one in journey.effective_events().items() if eq(one, event))


def signals(journey: Journey) -> Iterator[tuple[str, int]]:
    for one in journey.effective_events().values():
        if isinstance(one, OddsSignalHeard):
            yield one.signal, (one.happened_on - day(0)).days


FIRST = [("requirement_missing", 9), ("rejected_unseen", 9)]
told = pytest.mark.parametrize("again", [BY_CALL, IN_CALL], ids=["as one to the call", "as one to the step"])


@told
def test_it_stays_when_another_entry_is_corrected(again: UserCommand) -> None:
    before = journey_after(*REFUSED, again, judge())
    last = len(before.authored_events)

    after = then(before, CorrectEntry(happened_on=day(20), number=last, restated=judge(distance="far")))

    assert [*signals(before)] == [*signals(after)] == [*FIRST, ("one_of_many", 14)]
    assert then(after, again) == after


@told
def test_it_stays_when_the_first_answer_is_taken_back(again: UserCommand) -> None:
    before = journey_after(*REFUSED, again)
    first = number_of(before, answered(answer="rejected_unseen"))

    after = then(before, RetractEntry(happened_on=day(20), number=first))

    assert [*signals(after)] == [("one_of_many", 14)]


def test_it_goes_with_the_answer_to_the_call() -> None:
    before = journey_after(*REFUSED, BY_CALL)
    again = answered(answer="rejected_unseen", experiment_id=TALK, happened_on=day(14))

    after = then(before, RetractEntry(happened_on=day(20), number=number_of(before, again)))

    assert [*signals(after)] == FIRST


def test_it_is_restated_with_the_answer_to_the_call() -> None:
    before = journey_after(*REFUSED, BY_CALL)
    again = answered(answer="rejected_unseen", experiment_id=TALK, happened_on=day(14))
    restated = answer(
        answer="rejected_unseen",
        experiment_id=TALK,
        happened_on=day(15),
        also_heard=("one_of_many", "referral"),
    )

    after = then(
        before, CorrectEntry(happened_on=day(20), number=number_of(before, again), restated=restated)
    )

    assert sorted(signals(after)) == sorted([*FIRST, ("one_of_many", 15), ("referral", 15)])


def test_it_goes_with_the_call() -> None:
    before = journey_after(*REFUSED, BY_CALL)

    after = then(
        before, RetractEntry(happened_on=day(20), number=number_of(before, before.experiments[TALK].planned))
    )

    assert [*signals(after)] == FIRST


KINDS: Sequence[ApproachAnswer] = get_args(ApproachAnswer)
CLOSE: Mapping[ApproachAnswer, bool] = {"rejected_after_interview": True}
CALLED = (
    *APPLIED,
    answer(answer="rejected_unseen"),
    plan(kind="follow_up", refers_to=LETTER, happened_on=day(12)),
    run(happened_on=day(12)),
)


@pytest.mark.parametrize("also_heard", [(), ("referral",)])
@pytest.mark.parametrize("to", [{"experiment_id": TALK}, {"heard_in": TALK}], ids=["the call", "the step"])
def test_a_reply_heard_in_a_call_is_corrected_to_any_other_as_if_that_had_been_told(
    to: dict[str, UUID], also_heard: tuple[HeardSignal, ...]
) -> None:
    def reply(kind: ApproachAnswer, heard: tuple[HeardSignal, ...] = ()) -> RecordAnswer:
        return answer(answer=kind, close=CLOSE.get(kind), happened_on=day(14), also_heard=heard, **to)

    before = journey_after(*CALLED)
    number = len(before.authored_events) + 1
    news = [one for one in KINDS if "heard_in" not in to or one != "rejected_unseen"]
    for first, other in permutations(news, 2):
        corrected = CorrectEntry(happened_on=day(20), number=number, restated=reply(other, also_heard))

        assert sorted(signals(then(before, reply(first), corrected))) == sorted(
            signals(then(before, reply(other, also_heard)))
        )


@pytest.mark.parametrize(
    ("also_heard", "message"),
    [
        ((), "This was already the case before that entry."),
        (
            ("referral",),
            "Another entry has this reply already. Withdraw this one, and add what else you heard by itself.",
        ),
    ],
)
def test_one_corrected_to_what_another_entry_has_is_to_be_withdrawn(
    also_heard: tuple[HeardSignal, ...], message: str
) -> None:
    before = journey_after(*CALLED, answer(answer="second_round", heard_in=TALK, happened_on=day(14)))
    restated = answer(answer="rejected_unseen", heard_in=TALK, happened_on=day(14), also_heard=also_heard)

    with pytest.raises(InvalidOperation) as refused:
        then(before, CorrectEntry(happened_on=day(20), number=len(before.authored_events), restated=restated))

    assert (str(refused.value), refused.value.allowed) == (message, "to withdraw the entry")
