"""What would be retracted, and what would change, if an entry were retracted."""

from collections.abc import Mapping
from datetime import date
from operator import ne
from uuid import UUID

from msgspec import Struct

from domain.errors import DomainError
from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import RetractEntry
from domain.journey.corrections import effective
from domain.journey.corrections.events import EntryRetracted
from domain.journey.decide import decide
from domain.journey.events.catalogue import JourneyEvent


class RetractionPreview(Struct, frozen=True, kw_only=True):
    """The entries that depend on an entry."""

    retracted: tuple[int, ...] = ()
    """Other entries that are retracted with it."""
    changed: tuple[int, ...] = ()
    """Other entries that say something else afterwards, or come back."""
    error: str = ""
    """Why it cannot be retracted; empty if it can."""


def preview_retraction(journey: Journey, number: int, today: date, by: UUID | None) -> RetractionPreview:
    """Computes what a retraction would mean, without recording anything."""
    command = RetractEntry(happened_on=today, number=number)
    try:
        events = decide(journey, command, today, by=by)
    except DomainError as error:
        return RetractionPreview(error=error.message)
    if not events:
        return RetractionPreview()
    before = journey.effective_events()
    last = len(journey.authored_events) + 1
    retraction = EntryRetracted(happened_on=today, number=number)
    after = effective.effective_events([*journey.numbered_events(), (last, retraction)])
    return RetractionPreview(
        retracted=tuple(one for one in before if one not in after and one != number),
        changed=tuple(_changed(before, after, number)),
    )


def _changed(before: Mapping[int, JourneyEvent], after: Mapping[int, JourneyEvent], number: int) -> list[int]:
    return [one for one, event in after.items() if one != number and ne(before.get(one), event)]
