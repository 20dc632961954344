"""Answers to an approach: invited, refused, called back; silence when none came; and when to ring again."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_item_at, with_member
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, PersonalText, StructuralDate, StructuralId
from domain.vocabulary import ApproachAnswer

REFUSAL_ANSWERS: frozenset[ApproachAnswer] = frozenset({"rejected_unseen", "rejected_after_interview"})
INVITING_ANSWERS: frozenset[ApproachAnswer] = frozenset({"invited", "offer"})
"""What a forecast of an invitation counts as having come true (learning model, Forecasts)."""


class AnswerReceived(Event, frozen=True, kw_only=True, tag="AnswerReceived"):
    """A reply to an approach came."""

    label = translatable("a reply")
    part_of = ("happened",)

    experiment_id: StructuralId
    answer: Annotated[ApproachAnswer, C1]
    close: Annotated[bool | None, C1] = None
    """Whether it was a close call, after an interview."""
    heard_in: Annotated[UUID | None, C1] = None
    """The step in which it was heard, when that was another one, such as a follow-up call."""
    note: Annotated[str | None, C2] = None


class SilenceElapsed(Event, frozen=True, kw_only=True, tag="SilenceElapsed"):
    """No reply came in 28 days. It counts as half a rejection."""

    label = translatable("that no reply came")
    part_of = ("happened",)

    experiment_id: StructuralId
    heard_in: Annotated[UUID | None, C1] = None


class FollowUpPlanned(Event, frozen=True, kw_only=True, tag="FollowUpPlanned"):
    """A date was set to call or write again."""

    label = translatable("a follow-up")
    creates = ("follow_up",)
    part_of = ("happened",)

    follow_up_id: StructuralId
    experiment_id: StructuralId
    due: StructuralDate
    what: PersonalText


class FollowUpFellDue(Event, frozen=True, kw_only=True, tag="FollowUpFellDue"):
    """The date to call or write again has come. Recorded by the service itself."""

    label = translatable("that a follow-up was due")
    part_of = ("follow_up",)

    follow_up_id: StructuralId


class AnswersSlice(Struct, frozen=True):
    """Answers and silences by experiment, and follow-ups with those that fell due."""

    received: dict[UUID, tuple[AnswerReceived, ...]] = {}
    silent: frozenset[UUID] = frozenset()
    follow_ups: dict[UUID, FollowUpPlanned] = {}
    fell_due: frozenset[UUID] = frozenset()

    def refused_on(self, experiment_id: UUID) -> list[date]:
        """The dates on which an approach was refused, the first first."""
        received = self.received.get(experiment_id, ())
        return sorted(one.happened_on for one in received if one.answer in REFUSAL_ANSWERS)


AnswerOrSilence = AnswerReceived | SilenceElapsed
AnswerEvent = AnswerOrSilence | FollowUpPlanned | FollowUpFellDue


def evolve(answers: AnswersSlice, event: AnswerEvent) -> AnswersSlice:
    """Adds an answer, a silence or a follow-up, or marks a follow-up as due."""
    match event:
        case AnswerReceived():
            return replace(answers, received=with_item_at(answers.received, event.experiment_id, event))
        case SilenceElapsed():
            return replace(answers, silent=with_member(answers.silent, event.experiment_id))
        case FollowUpPlanned():
            return replace(answers, follow_ups=with_entry(answers.follow_ups, event.follow_up_id, event))
        case FollowUpFellDue():
            return replace(answers, fell_due=with_member(answers.fell_due, event.follow_up_id))


EVOLVERS = slice_evolvers("answers", evolve)
