"""The market itself: leads with their channel, and dated, sourced signals of growth and shrinkage."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import on_or_before
from domain.command import ADDED_LATER, Command, SentenceText, Title
from domain.decision_rules import create_once, unknown_reference
from domain.errors import InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.commands.network import EmployerInput, employer_events
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.journey.events.market import LeadNoted, MarketSignalNoted
from domain.vocabulary import Channel, MarketSignal

WebAddress = Annotated[
    str,
    Meta(
        max_length=500,
        pattern=r"^https?://[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\s]+$",
    ),
]


class NoteLead(Command, frozen=True, kw_only=True, tag="NoteLead"):
    """Record an opening, and how you heard of it."""

    lead_id: UUID
    channel: Channel
    what: SentenceText
    role_id: UUID | None = None
    contact_id: UUID | None = None
    employer: EmployerInput | None = None


class NoteMarketSignal(Command, frozen=True, kw_only=True, tag="NoteMarketSignal"):
    """Record where the market for a role is going, who says so and as of when."""

    signal_id: UUID
    role_id: UUID
    signal: MarketSignal
    published: date
    source: Title
    address: WebAddress | None = None
    weak: Annotated[bool, ADDED_LATER] = False
    """Of an outlook of the atlas, which counts for half."""


def handle_note_lead(journey: Journey, command: NoteLead) -> list[JourneyEvent]:
    """Records a lead under a new id, and names its employer."""
    if command.role_id:
        journey.role(command.role_id)
    if command.contact_id and command.contact_id not in journey.network.contacts:
        raise unknown_reference("contact", field="contact_id")
    event = LeadNoted(
        happened_on=command.happened_on,
        lead_id=command.lead_id,
        channel=command.channel,
        what=command.what,
        role_id=command.role_id,
        contact_id=command.contact_id,
        employer_id=command.employer.employer_id if command.employer else None,
    )
    noted = create_once(journey.market.leads.get(command.lead_id), event, "lead", field="lead_id")
    return [*employer_events(journey, {"employer": command.employer}, command.happened_on), *noted]


def handle_note_market_signal(journey: Journey, command: NoteMarketSignal) -> list[JourneyEvent]:
    """Records a market signal under a new id; it counts among the odds signals of its role from then on."""
    journey.role(command.role_id)
    if command.published > command.happened_on:
        raise InvalidValue(
            "It cannot have been published after it was recorded.",
            field="published",
            allowed=on_or_before(command.happened_on),
        )
    event = MarketSignalNoted(
        happened_on=command.happened_on,
        signal_id=command.signal_id,
        role_id=command.role_id,
        signal=command.signal,
        published=command.published,
        source=command.source,
        address=command.address,
        weak=command.weak,
    )
    if not create_once(
        journey.market.signals.get(command.signal_id), event, "market signal", field="signal_id"
    ):
        return []
    signal_event = OddsSignalHeard(
        happened_on=command.happened_on,
        role_id=command.role_id,
        signal=command.signal,
        source=Source(kind="market", id=command.signal_id),
        weak=command.weak,
    )
    return [event, signal_event]


HANDLERS: CommandHandlers = {
    NoteLead: handle_note_lead,
    NoteMarketSignal: handle_note_market_signal,
}
