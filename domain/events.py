"""Every event of a journey: what was told, and what was said later of what was told."""

from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import UPCASTS, JourneyEvent, StoredJourneyEvent, upcast_to_current
from domain.journey.events.erasure import JourneyErased
from domain.journey.forgotten import ContactForgotten
from domain.programme.state import ProgrammeEvent

__all__ = [
    "UPCASTS",
    "ContactForgotten",
    "EntryCorrected",
    "EntryRetracted",
    "AnyJourneyEvent",
    "JourneyErased",
    "JourneyEvent",
    "AnyStoredEvent",
    "upcast_to_current",
]

AnyJourneyEvent = JourneyEvent | EntryCorrected | EntryRetracted | ContactForgotten
"""What the domain and the folds know."""

AnyEvent = AnyJourneyEvent | ProgrammeEvent | JourneyErased
"""What the log holds: of journeys and of programmes, and where a journey was erased."""

AnyStoredEvent = (
    StoredJourneyEvent | EntryCorrected | EntryRetracted | ContactForgotten | ProgrammeEvent | JourneyErased
)
"""What may stand in the log, old versions among it."""
