"""People who stand by: allies with a card that says how to help, and introductions the client made for others."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, PersonalText, StructuralId


class AllyInvited(Event, frozen=True, kw_only=True, tag="AllyInvited"):
    """A contact was asked to be a supporter, and told how they can help."""

    label = translatable("a supporter")

    contact_id: StructuralId
    how_to_help: PersonalText


class IntroductionMade(Event, frozen=True, kw_only=True, tag="IntroductionMade"):
    """The client brought two people together."""

    label = translatable("an introduction")
    creates = ("introduction",)

    introduction_id: StructuralId
    contact_id: StructuralId
    to_contact_id: Annotated[UUID | None, C1] = None
    note: Annotated[str | None, C2] = None


class AlliesSlice(Struct, frozen=True):
    """Allies by contact id, and introductions by id."""

    invited: dict[UUID, AllyInvited] = {}
    introductions: dict[UUID, IntroductionMade] = {}


AllyEvent = AllyInvited | IntroductionMade


def evolve(allies: AlliesSlice, event: AllyEvent) -> AlliesSlice:
    """Adds an ally, or replaces the card of one, or adds an introduction."""
    match event:
        case AllyInvited():
            return replace(allies, invited=with_entry(allies.invited, event.contact_id, event))
        case IntroductionMade():
            return replace(
                allies, introductions=with_entry(allies.introductions, event.introduction_id, event)
            )


EVOLVERS = slice_evolvers("allies", evolve)
