"""One participant's history as the tables of an export need it: without a name, an id of the service or a date."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent


class ResearchHistory(Struct, frozen=True, kw_only=True):
    """The history of one participant, and how its ids, dates and occupations are coded in this export."""

    pseudonym: str
    arm: str | None = None
    """The group of the study's random assignment; None without one."""
    agreed_on: date
    """The day on which the participant agreed to the study."""
    study_id: UUID | None = None
    """The study as its id stands in the entries, to tell its consents from those to others; None of a simulation."""
    recorded: Sequence[RecordedEvent]
    """The journey as it was recorded, whole and in order."""
    entries: Sequence[RecordedEvent]
    """The same with corrections applied, from `domain.history.apply_corrections`."""
    last_on: date
    """The last day that the export covers: weeks go on until then, whether something was reported or not."""
    day: Callable[[date], int]
    """The study day of a date."""
    week: Callable[[date], int]
    """The participant's own week of a date: 0 in the calendar week in which the journey started."""
    coded: Callable[[str, UUID], str]
    """The code of an id, by what it is an id of, such as `role` or `experiment`."""
    isco: Callable[[str], str | None]
    """An ISCO code as far as it may be shown: fewer digits, or None or nothing, where few participants share it."""
