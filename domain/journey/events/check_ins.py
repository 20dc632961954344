"""The coach's part: check-ins, and what they taught."""

from typing import Annotated
from uuid import UUID

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.experiments import NextStep
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, StructuralId


class CheckInHeld(Event, frozen=True, kw_only=True, tag="CheckInHeld"):
    """Client and coach had a session."""

    label = translatable("a session")
    creates = ("check_in",)

    check_in_id: StructuralId
    minutes: Annotated[int | None, C1] = None
    note: Annotated[str | None, C2] = None
    conclusion: Annotated[str | None, C2] = None
    next_step: NextStep | None = None


CheckInsSlice = dict[UUID, CheckInHeld]


def evolve(check_ins: CheckInsSlice, event: CheckInHeld) -> CheckInsSlice:
    """Adds a check-in."""
    return with_entry(check_ins, event.check_in_id, event)


EVOLVERS = slice_evolvers("check_ins", evolve)
