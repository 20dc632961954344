"""Every event of a journey: what was told, and what was said later of what was told."""

from domain.journey.corrections import EntryCorrected, EntryRetracted
from domain.journey.facts import UPCASTS, JourneyFact, StoredFact, present
from domain.programme.state import ProgrammeFact

__all__ = ["UPCASTS", "EntryCorrected", "EntryRetracted", "Event", "JourneyFact", "Stored", "present"]

Event = JourneyFact | EntryCorrected | EntryRetracted
"""What the domain and the folds know."""

Logged = Event | ProgrammeFact
"""What the log holds: of journeys and of programmes."""

Stored = StoredFact | EntryCorrected | EntryRetracted | ProgrammeFact
"""What may stand in the log, old versions among it."""
