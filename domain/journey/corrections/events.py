"""The events that correct or retract earlier entries, and the union of all that a journey's stream holds."""

from typing import Annotated

from domain.event import Event
from domain.journey.events.catalogue import JourneyEvent, StoredJourneyEvent
from domain.journey.events.erasure import ContactForgotten
from domain.sensitivity import C1, C2, StructuralInt


class EntryCorrected(Event, frozen=True, kw_only=True, tag="EntryCorrected"):
    """An entry was corrected. The original stays in the history."""

    number: StructuralInt
    """The number of the entry in the journey, from 1."""
    fact: StoredJourneyEvent
    """What it should have said, in the form that was in use when it was corrected; its fields declare their own classes."""
    along: Annotated[int, C1] = 0
    """How many of the next entries belong to this correction; withdrawing it withdraws them, too."""
    reason: Annotated[str | None, C2] = None


class EntryRetracted(Event, frozen=True, kw_only=True, tag="EntryRetracted"):
    """An entry was withdrawn. Withdrawing a correction or a withdrawal undoes it."""

    number: StructuralInt
    reason: Annotated[str | None, C2] = None


AnyJourneyEvent = JourneyEvent | EntryCorrected | EntryRetracted | ContactForgotten
"""Every event of a journey's stream, `JourneyErased` apart."""


CorrectionEvent = EntryCorrected | EntryRetracted


JourneyEventOrCorrection = JourneyEvent | EntryCorrected | EntryRetracted
