"""Decides which events a command produces on a programme."""

from datetime import date

from domain.allowed_dates import on_or_after, on_or_before, possible_dates, require_possible_dates
from domain.errors import InvalidValue
from domain.normal_texts import normalize_texts
from domain.programme.aggregate import Programme
from domain.programme.commands import HANDLERS, OpenProgramme, ProgrammeCommand
from domain.programme.events import ProgrammeEvent


def decide(programme: Programme, command: ProgrammeCommand, today: date) -> list[ProgrammeEvent]:
    """The events that a command produces; an empty list when there is nothing to do. Raises `DomainError`.

    `today` is the date in the programme's time zone: nothing can have happened after it.
    """
    command = normalize_texts(command)
    if not isinstance(command, OpenProgramme):
        opened_on = programme.opening.happened_on
        if command.happened_on < opened_on:
            raise InvalidValue(
                "This is before the programme.", field="happened_on", allowed=on_or_after(opened_on)
            )
    if command.happened_on > today:
        raise InvalidValue("This is in the future.", field="happened_on", allowed=on_or_before(today))
    if programme.opened is None:
        require_possible_dates(command, possible_dates(today))
    return HANDLERS[type(command)](programme, command)
