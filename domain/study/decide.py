"""Decides which events a command produces on a study."""

from datetime import date
from uuid import UUID

from domain.allowed_dates import on_or_after, on_or_before, possible_dates, require_possible_dates
from domain.errors import InvalidValue
from domain.normal_texts import normalize_texts
from domain.study.aggregate import Study
from domain.study.commands import HANDLERS, DraftStudy, StudyCommand
from domain.study.events import StudyEvent


def decide(study: Study, command: StudyCommand, today: date, by: UUID | None = None) -> list[StudyEvent]:
    """The events that a command of an actor produces; an empty list when there is nothing to do. Raises `DomainError`."""
    command = normalize_texts(command)
    if not isinstance(command, DraftStudy):
        first = max(study.protocol.happened_on, study.latest_day)
        if command.happened_on < first:
            raise InvalidValue(
                "This is before what was recorded last.", field="happened_on", allowed=on_or_after(first)
            )
    if command.happened_on > today:
        raise InvalidValue("This is in the future.", field="happened_on", allowed=on_or_before(today))
    require_possible_dates(command, possible_dates(today))
    return HANDLERS[type(command)](study, command, by)
