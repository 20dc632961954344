"""The coach of a journey, chosen and changed by the client, and the stance the coach takes at the moment."""

from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, StructuralId
from domain.vocabulary import Stance


class CoachAssigned(Event, frozen=True, kw_only=True, tag="CoachAssigned"):
    """From this date on, this coach; a later one replaces them."""

    label = translatable("who the coach is")

    coach_id: StructuralId
    name: PersonalText


class CoachStanceSet(Event, frozen=True, kw_only=True, tag="CoachStanceSet"):
    """The coach chose a coaching style: adviser, coach, marketer or sales manager. Each has its own questions."""

    label = translatable("the coaching style")

    stance: Annotated[Stance, C1]


class CoachesSlice(Struct, frozen=True):
    """The present coach and stance."""

    assigned: CoachAssigned | None = None
    stance: CoachStanceSet | None = None


CoachEvent = CoachAssigned | CoachStanceSet


def evolve(coaches: CoachesSlice, event: CoachEvent) -> CoachesSlice:
    """Replaces the coach or the stance."""
    match event:
        case CoachAssigned():
            return replace(coaches, assigned=event)
        case CoachStanceSet():
            return replace(coaches, stance=event)


EVOLVERS = slice_evolvers("coaches", evolve)
