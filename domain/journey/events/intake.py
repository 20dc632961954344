"""The intake: one page of agreement, and the three questions in the client's own words."""

from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C2, C3, PersonalText


class IntakeAgreed(Event, frozen=True, kw_only=True, tag="IntakeAgreed"):
    """What client and coach agreed to work on. Occasion and context may be about health, so they count as special."""

    label = translatable("what was agreed at the intake")

    question: PersonalText
    aim: PersonalText
    occasion: Annotated[str | None, C3] = None
    context: Annotated[str | None, C3] = None


class QuestionsAnswered(Event, frozen=True, kw_only=True, tag="QuestionsAnswered"):
    """What the client answers on that date: What can I do? What do I want? What am I doing to get there?"""

    label = translatable("how the three questions were answered")

    can: Annotated[str | None, C2] = None
    want: Annotated[str | None, C2] = None
    move: Annotated[str | None, C2] = None


class IntakeSlice(Struct, frozen=True):
    """The latest agreement and the latest answers."""

    agreement: IntakeAgreed | None = None
    answers: QuestionsAnswered | None = None


IntakeEvent = IntakeAgreed | QuestionsAnswered


def evolve(intake: IntakeSlice, event: IntakeEvent) -> IntakeSlice:
    """Replaces the agreement or the answers."""
    match event:
        case IntakeAgreed():
            return replace(intake, agreement=event)
        case QuestionsAnswered():
            return replace(intake, answers=event)


EVOLVERS = slice_evolvers("intake", evolve)
