"""The events that say who may see what of a journey, and what the client agreed to."""

from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from projections.event_history import EventHistory

SightEvent = SightGranted | SightWithdrawn | SightExpired


ConsentEvent = ConsentGiven | ConsentWithdrawn | ConsentExpired


SightOrConsentEvent = SightEvent | ConsentEvent


SightState = EventHistory[SightOrConsentEvent]
