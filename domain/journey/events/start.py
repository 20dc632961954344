"""The start of a journey: who, on which track, in whose time zone, with which goal; and the conditions that hold."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, SpecialText, StructuralDate, StructuralId, StructuralInt
from domain.vocabulary import Track


class JourneyStarted(Event, frozen=True, kw_only=True, tag="JourneyStarted"):
    """The journey started."""

    label = translatable("how the journey started")

    called: PersonalText
    track: Annotated[Track, C1]
    locale: Annotated[str, C1]
    time_zone: Annotated[str, C1]
    weekly_goal: StructuralInt
    programme_end: StructuralDate | None = None


class ConditionDeclared(Event, frozen=True, kw_only=True, tag="ConditionDeclared"):
    """The client named a limit, which can rule out a role. Its text may be about health, so it counts as special."""

    label = translatable("a limit")
    creates = ("condition",)

    condition_id: StructuralId
    wording: SpecialText


class StartSlice(Struct, frozen=True):
    """The start of the journey, and the wordings of the declared conditions by id."""

    event: JourneyStarted
    conditions: dict[UUID, str] = {}


StartEvent = JourneyStarted | ConditionDeclared


def evolve(start: StartSlice | None, event: StartEvent) -> StartSlice | None:
    """Sets the start, or adds a condition."""
    match event:
        case JourneyStarted():
            return StartSlice(event=event)
        case ConditionDeclared():
            return start and StartSlice(
                event=start.event, conditions=with_entry(start.conditions, event.condition_id, event.wording)
            )


EVOLVERS = slice_evolvers("start", evolve)
