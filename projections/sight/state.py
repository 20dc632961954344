"""The classes of events about sight and consent, and about who stands in for the coach."""

from domain.journey.events.consents import ConsentEvent
from domain.journey.events.deputies import DeputyEvent
from domain.journey.events.sight import SightEvent
from projections.event_history import EventHistory

SightOrConsentEvent = SightEvent | ConsentEvent | DeputyEvent


SightState = EventHistory[SightOrConsentEvent]
