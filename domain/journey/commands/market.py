"""The market itself: leads with their channel, and dated, sourced signals of growth and shrinkage."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import on_or_before
from domain.command import Command, SentenceText, Title
from domain.decision_rules import create_once, unknown_reference
from domain.errors import InvalidValue
from domain.event import Event
from domain.journey.commands.contacts import EmployerInput, employer_events
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.journey.events.market import LeadNoted, MarketSignalNoted
from domain.vocabulary import Channel, MarketSignal

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class NoteLead(Command, frozen=True, kw_only=True, tag="NoteLead"):
    """Note an opening and how it reached you."""

    lead_id: UUID
    channel: Channel
    what: SentenceText
    role_id: UUID | None = None
    contact_id: UUID | None = None
    employer: EmployerInput | None = None


class NoteMarketSignal(Command, frozen=True, kw_only=True, tag="NoteMarketSignal"):
    """Note where the market for a role is going, who says so and as of when."""

    signal_id: UUID
    role_id: UUID
    signal: MarketSignal
    published: date
    source: Title
    address: Annotated[str, Meta(max_length=500, pattern=r"^https?://[^\x00\s]+$")] | None = None


def handle_note_lead(journey: "Journey", wish: NoteLead) -> list[Event]:
    """Note a lead once."""
    if wish.role_id:
        journey.role(wish.role_id)
    if wish.contact_id and wish.contact_id not in journey.network.contacts:
        raise unknown_reference("contact", field="contact_id")
    fact = LeadNoted(
        happened_on=wish.happened_on,
        lead_id=wish.lead_id,
        channel=wish.channel,
        what=wish.what,
        role_id=wish.role_id,
        contact_id=wish.contact_id,
        employer_id=wish.employer.employer_id if wish.employer else None,
    )
    noted = create_once(journey.market.leads.get(wish.lead_id), fact, "lead", field="lead_id")
    return [*employer_events(journey, {"employer": wish.employer}, wish.happened_on), *noted]


def handle_note_market_signal(journey: "Journey", wish: NoteMarketSignal) -> list[Event]:
    """Note a market signal once; it counts among the odds from the day it was noted."""
    journey.role(wish.role_id)
    if wish.published > wish.happened_on:
        raise InvalidValue(
            "It cannot have been published after it was noted.",
            field="published",
            allowed=on_or_before(wish.happened_on),
        )
    fact = MarketSignalNoted(
        happened_on=wish.happened_on,
        signal_id=wish.signal_id,
        role_id=wish.role_id,
        signal=wish.signal,
        published=wish.published,
        source=wish.source,
        address=wish.address,
    )
    if not create_once(journey.market.signals.get(wish.signal_id), fact, "market signal", field="signal_id"):
        return []
    heard = OddsSignalHeard(
        happened_on=wish.happened_on,
        role_id=wish.role_id,
        signal=wish.signal,
        source=Source(kind="market", id=wish.signal_id),
    )
    return [fact, heard]
