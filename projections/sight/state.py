"""The classes of events about sight and consent."""

from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from projections.event_history import EventHistory

SightEvent = SightGranted | SightWithdrawn | SightExpired


ConsentEvent = ConsentGiven | ConsentWithdrawn | ConsentExpired


SightOrConsentEvent = SightEvent | ConsentEvent


SightState = EventHistory[SightOrConsentEvent]
