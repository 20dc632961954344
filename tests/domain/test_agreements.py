"""Commitments, kept or let go, and challenges that may be declined."""

from datetime import date
from typing import Any, get_args

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.decide import UserCommand
from domain.journey.events.agreements import (
    ChallengeAnswer,
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import ON, STRANGER, later_than
from tests.domain.scenario import given

PROMISE, DARE = uid("promise"), uid("dare")
ANSWERED, LATER = day(6), day(9)


def commit(**fields: Any) -> MakeCommitment:
    return MakeCommitment(**{"happened_on": ON, "commitment_id": PROMISE, "what": "ring Bo", **fields})


def committed(**fields: Any) -> CommitmentMade:
    return CommitmentMade(**{"happened_on": ON, "commitment_id": PROMISE, "what": "ring Bo", **fields})


def settle(**fields: Any) -> SettleCommitment:
    return SettleCommitment(**{"happened_on": day(6), "commitment_id": PROMISE, "kept": True, **fields})


def settled(**fields: Any) -> CommitmentSettled:
    return CommitmentSettled(**{"happened_on": day(6), "commitment_id": PROMISE, "kept": True, **fields})


def challenge(**fields: Any) -> SetChallenge:
    return SetChallenge(**{"happened_on": ON, "challenge_id": DARE, "what": "ask for a day", **fields})


def challenged(**fields: Any) -> ChallengeSet:
    return ChallengeSet(**{"happened_on": ON, "challenge_id": DARE, "what": "ask for a day", **fields})


def answer(answer: ChallengeAnswer = "accepted", on: date = ANSWERED, key: Any = DARE) -> AnswerChallenge:
    return AnswerChallenge(happened_on=on, challenge_id=key, answer=answer)


def answered(answer: ChallengeAnswer = "accepted", on: date = ANSWERED) -> ChallengeAnswered:
    return ChallengeAnswered(happened_on=on, challenge_id=DARE, answer=answer)


both = pytest.mark.parametrize("of", [commit, challenge], ids=["commitment", "challenge"])


@pytest.mark.parametrize("due", [None, ON, LATER])
def test_a_client_commits(due: date | None) -> None:
    given(start()).when(commit(due=due)).then(committed(due=due))


@pytest.mark.parametrize("due", [None, ON, LATER])
def test_a_coach_sets_a_challenge(due: date | None) -> None:
    given(start()).when(challenge(due=due)).then(challenged(due=due))


@both
def test_the_same_again_is_already_so(of: Any) -> None:
    given(start(), of()).when(of()).then_nothing()


@pytest.mark.parametrize(
    ("earlier", "other", "field"),
    [
        (commit(), commit(what="write Bo"), "commitment_id"),
        (commit(), commit(due=LATER), "commitment_id"),
        (challenge(), challenge(what="ask twice"), "challenge_id"),
    ],
)
def test_something_else_needs_an_id_of_its_own(earlier: UserCommand, other: UserCommand, field: str) -> None:
    given(start(), earlier).when(other).then_refused(InvalidOperation, field=field, allowed="a new id")


@both
def test_nothing_is_agreed_for_a_day_that_has_passed(of: Any) -> None:
    given(start()).when(of(due=day(3))).then_refused(InvalidValue, field="due", allowed=later_than(ON))


@pytest.mark.parametrize("fields", [{}, {"kept": False}, {"kept": False, "note": "no time"}])
def test_a_commitment_is_kept_or_let_go(fields: dict[str, Any]) -> None:
    given(start(), commit()).when(settle(**fields)).then(settled(**fields))


def test_an_empty_note_is_none() -> None:
    given(start(), commit()).when(settle(note="")).then(settled())


def test_a_commitment_settled_the_same_way_is_already_so() -> None:
    given(start(), commit(), settle()).when(settle(happened_on=LATER)).then_nothing()


def test_a_later_day_may_settle_a_commitment_otherwise() -> None:
    given(start(), commit(), settle(kept=False)).when(settle(happened_on=LATER)).then(
        settled(happened_on=LATER)
    )


def test_an_earlier_day_does_not_settle_it_otherwise() -> None:
    given(start(), commit(), settle()).when(settle(kept=False, happened_on=day(5))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(day(6))
    )


def test_a_commitment_is_not_settled_before_it_was_made() -> None:
    given(start(), commit()).when(settle(happened_on=day(3))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(ON)
    )


def test_a_commitment_nobody_made_is_not_settled() -> None:
    given(start(), commit()).when(settle(commitment_id=STRANGER)).then_refused(
        InvalidOperation, field="commitment_id", allowed="the id of a commitment"
    )


@pytest.mark.parametrize("said", get_args(ChallengeAnswer))
def test_a_challenge_is_answered(said: ChallengeAnswer) -> None:
    given(start(), challenge()).when(answer(said)).then(answered(said))


@pytest.mark.parametrize("said", get_args(ChallengeAnswer))
def test_the_same_answer_again_is_already_so(said: ChallengeAnswer) -> None:
    given(start(), challenge(), answer(said)).when(answer(said, LATER)).then_nothing()


@pytest.mark.parametrize(
    ("first", "then"), [("declined", "accepted"), ("accepted", "declined"), ("declined", "met")]
)
def test_an_answer_may_change(first: ChallengeAnswer, then: ChallengeAnswer) -> None:
    given(start(), challenge(), answer(first)).when(answer(then, LATER)).then(answered(then, LATER))


@pytest.mark.parametrize("said", ["accepted", "declined"])
def test_what_is_met_stays_met(said: ChallengeAnswer) -> None:
    given(start(), challenge(), answer("met")).when(answer(said, LATER)).then_refused(
        InvalidOperation, field="answer", allowed="another challenge"
    )


def test_an_earlier_answer_does_not_replace_a_later_one() -> None:
    given(start(), challenge(), answer()).when(answer("declined", day(5))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(day(6))
    )


def test_a_challenge_is_not_answered_before_it_was_set() -> None:
    given(start(), challenge()).when(answer(on=day(3))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(ON)
    )


def test_a_challenge_nobody_set_is_not_answered() -> None:
    given(start(), challenge()).when(answer(key=STRANGER)).then_refused(
        InvalidOperation, field="challenge_id", allowed="the id of a challenge"
    )
