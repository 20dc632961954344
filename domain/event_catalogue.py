"""The unions of all events that the log holds."""

from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import StoredJourneyEvent
from domain.journey.events.erasure import ContactForgotten, JourneyErased
from domain.programme.events import ProgrammeEvent

AnyEvent = AnyJourneyEvent | ProgrammeEvent | JourneyErased
"""Every event of the log, in its current version: of journeys and programmes, and of erased journeys."""


AnyStoredEvent = (
    StoredJourneyEvent | EntryCorrected | EntryRetracted | ContactForgotten | ProgrammeEvent | JourneyErased
)
"""Every event of the log, in any version that was ever stored."""
