"""The market itself: leads with their channel, and dated, sourced signals of growth and shrinkage."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, PersonalText, StructuralDate, StructuralId
from domain.vocabulary import Channel, MarketSignal


class LeadNoted(Event, frozen=True, kw_only=True, tag="LeadNoted"):
    """The client heard of an opening, through a channel. Most openings are never advertised."""

    label = translatable("an opening")
    creates = ("lead",)

    lead_id: StructuralId
    channel: Annotated[Channel, C1]
    what: PersonalText
    role_id: Annotated[UUID | None, C1] = None
    contact_id: Annotated[UUID | None, C1] = None
    employer_id: Annotated[UUID | None, C1] = None


class MarketSignalNoted(Event, frozen=True, kw_only=True, tag="MarketSignalNoted"):
    """A figure or report that says where the market for a role is going."""

    label = translatable("a market signal")
    creates = ("signal",)
    part_of = ("role",)

    signal_id: StructuralId
    role_id: StructuralId
    signal: Annotated[MarketSignal, C1]
    published: StructuralDate
    source: PersonalText
    address: Annotated[str | None, C2] = None
    weak: Annotated[bool, C1] = False
    """Whether it is an outlook of the atlas that was counted, and not what the client found herself."""


class MarketSlice(Struct, frozen=True):
    """Leads and market signals by id."""

    leads: dict[UUID, LeadNoted] = {}
    signals: dict[UUID, MarketSignalNoted] = {}


MarketEvent = LeadNoted | MarketSignalNoted


def evolve(market: MarketSlice, event: MarketEvent) -> MarketSlice:
    """Adds a lead or a market signal."""
    match event:
        case LeadNoted():
            return replace(market, leads=with_entry(market.leads, event.lead_id, event))
        case MarketSignalNoted():
            return replace(market, signals=with_entry(market.signals, event.signal_id, event))


EVOLVERS = slice_evolvers("market", evolve)
