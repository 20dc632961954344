"""The classes of events about sight and consent."""

from domain.journey.events.consents import ConsentEvent
from domain.journey.events.sight import SightEvent
from projections.event_history import EventHistory

SightOrConsentEvent = SightEvent | ConsentEvent


SightState = EventHistory[SightOrConsentEvent]
