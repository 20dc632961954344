"""What somebody else has answered keeps its words: challenges, commitments, aftercare, tips, gaps, criteria, strengths."""

from typing import Any, get_args
from uuid import UUID

import pytest
from msgspec.structs import fields, replace

from domain.errors import InvalidOperation
from domain.event import AuthoredEvent, Event
from domain.journey.aggregate import Journey, evolve_all
from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
from domain.journey.commands.roles import DiscoverRole, KeepRole
from domain.journey.corrections.answered_questions import ANSWERS
from domain.journey.decide import decide
from domain.journey.events.answers import FollowUpPlanned
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.deputies import DeputyProposed
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.network import ContactAdded
from domain.journey.events.notes import NoteWritten
from domain.journey.events.roles import RoleLinked
from domain.journey.events.sight import SightGranted
from domain.journey.events.stories import GoalSet
from domain.sensitivity import Sensitivity, field_sensitivities
from tests.domain.journeys import day, start, uid

COACH, CLIENT = uid("coach"), uid("client")
ITEM, ON, LATER = uid("item"), day(3), day(5)

QUESTIONS: dict[str, tuple[Any, str, Any]] = {
    "challenge": (
        SetChallenge(happened_on=ON, challenge_id=ITEM, what="Call one employer"),
        "what",
        AnswerChallenge(happened_on=ON, challenge_id=ITEM, answer="accepted"),
    ),
    "commitment": (
        MakeCommitment(happened_on=ON, commitment_id=ITEM, what="Call one employer"),
        "what",
        SettleCommitment(happened_on=ON, commitment_id=ITEM, kept=True),
    ),
    "aftercare": (
        PlanAfterCare(happened_on=ON, after_care_id=ITEM, due=LATER, what="Do you like the new work?"),
        "what",
        SettleAfterCare(happened_on=ON, after_care_id=ITEM, answer="Yes, very much"),
    ),
    "tip": (
        DiscoverRole(happened_on=ON, role_id=ITEM, title="Baker", distance="near", found="coach"),
        "title",
        KeepRole(happened_on=ON, role_id=ITEM),
    ),
}
"""What one may put to somebody else, the field with its words, and an answer."""
FOR_THE_AUTHOR_ALONE: dict[type[Event], str] = {
    ExperimentPlanned: "only the client plans steps and says what came of them",
    ExperimentRun: "what came of a step is the client's",
    ExperimentCancelled: "what came of a step is the client's",
    ExperimentRefused: "what came of a step is the client's",
    FollowUpPlanned: "only the clock answers it",
    GoalSet: "only the client sets and reaches goals",
    ContactAdded: "only the client knows and names people",
    NoteWritten: "only its author shares a note",
    SightGranted: "only the client shares, and only she stops it",
    DeputyProposed: "it may be corrected: the answer then counts no longer (test_deputies.py)",
}
"""What has words and is followed up, but is put to nobody else."""
NO_ANSWER = {RoleLinked, MarketSignalNoted}
"""What follows up without answering: what is known of a role, by whoever."""


def lived(journey: Journey, *commands: tuple[Any, UUID]) -> Journey:
    for command, by in commands:
        told = decide(journey, command, LATER, by)
        journey = evolve_all(journey, [AuthoredEvent(one, by) for one in told])
    return journey


def begun() -> Journey:
    return lived(Journey(), (start(), CLIENT), (RecordEnding(happened_on=ON, ending="new_work"), CLIENT))


@pytest.mark.parametrize(("question", "field", "answer"), QUESTIONS.values(), ids=QUESTIONS)
def test_what_somebody_else_has_answered_is_not_reworded(question: Any, field: str, answer: Any) -> None:
    asked = lived(begun(), (question, COACH))
    number = len(asked.authored_events)
    other = replace(question, **{field: "Resign from your job"})
    reworded = CorrectEntry(happened_on=LATER, number=number, restated=other)

    answered = lived(asked, (answer, CLIENT))

    with pytest.raises(InvalidOperation, match="Someone else has answered this"):
        decide(answered, reworded, LATER, COACH)
    assert decide(asked, reworded, LATER, COACH)
    assert decide(lived(asked, (answer, COACH)), reworded, LATER, COACH)
    by_undo = lived(asked, (reworded, COACH), (replace(reworded, restated=question), COACH), (answer, CLIENT))
    with pytest.raises(InvalidOperation, match="Someone else has answered this"):
        decide(by_undo, RetractEntry(happened_on=LATER, number=number + 2), LATER, COACH)


@pytest.mark.parametrize(("question", "field", "answer"), QUESTIONS.values(), ids=QUESTIONS)
def test_the_words_that_were_answered_may_come_back(question: Any, field: str, answer: Any) -> None:
    """In a log of before this was refused, a correction may stand that came after the answer."""
    asked = lived(begun(), (question, COACH))
    number = len(asked.authored_events)
    other = replace(question, **{field: "Resign from your job"})
    reworded = decide(asked, CorrectEntry(happened_on=LATER, number=number, restated=other), LATER, COACH)
    answered = lived(asked, (answer, CLIENT))
    old = evolve_all(answered, [AuthoredEvent(one, COACH) for one in reworded])

    assert decide(old, RetractEntry(happened_on=LATER, number=len(old.authored_events)), LATER, COACH)


def test_whatever_has_words_and_is_followed_up_is_a_question_or_is_put_to_nobody() -> None:
    events = get_args(JourneyEvent)
    followed = {
        (one, other)
        for one in events
        for other in events
        if _has_words(one) and set(one.creates) & set(other.part_of) and other not in NO_ANSWER
    }
    left = {(one, other) for one, other in followed if other not in ANSWERS.get(one, ())}

    assert {one.__name__ for one, _ in left} == {one.__name__ for one in FOR_THE_AUTHOR_ALONE}
    assert not [one for one in ANSWERS if not _has_words(one)]


def _has_words(kind: type[Event]) -> bool:
    personal = {Sensitivity.PERSONAL, Sensitivity.SPECIAL}
    return bool(fields(kind)) and any(found in personal for _, found in field_sensitivities(kind))
