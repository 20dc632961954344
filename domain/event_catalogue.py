"""Every event of a journey: what was told, and what was said later of what was told."""

from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import StoredJourneyEvent
from domain.journey.events.erasure import ContactForgotten, JourneyErased
from domain.programme.events import ProgrammeEvent

AnyEvent = AnyJourneyEvent | ProgrammeEvent | JourneyErased
"""What the log holds: of journeys and of programmes, and where a journey was erased."""


AnyStoredEvent = (
    StoredJourneyEvent | EntryCorrected | EntryRetracted | ContactForgotten | ProgrammeEvent | JourneyErased
)
"""What may stand in the log, old versions among it."""
