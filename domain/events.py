"""Every event of a journey: what was told, and what was said later of what was told."""

from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import UPCASTS, JourneyFact, StoredFact, present
from domain.journey.events.erasure import JourneyErased
from domain.journey.forgotten import ContactForgotten
from domain.programme.state import ProgrammeFact

__all__ = [
    "UPCASTS",
    "ContactForgotten",
    "EntryCorrected",
    "EntryRetracted",
    "Event",
    "JourneyErased",
    "JourneyFact",
    "Stored",
    "present",
]

Event = JourneyFact | EntryCorrected | EntryRetracted | ContactForgotten
"""What the domain and the folds know."""

Logged = Event | ProgrammeFact | JourneyErased
"""What the log holds: of journeys and of programmes, and where a journey was erased."""

Stored = StoredFact | EntryCorrected | EntryRetracted | ContactForgotten | ProgrammeFact | JourneyErased
"""What may stand in the log, old versions among it."""
