"""From a command to its decision: which events, if any, it means for the programme so far."""

from datetime import date
from typing import assert_never, cast

from domain.allowed_dates import on_or_after, on_or_before
from domain.errors import InvalidValue
from domain.event import Event
from domain.programme import commands
from domain.programme.aggregate import Programme
from domain.programme.commands import (
    AdjustProgramme,
    ChooseQuests,
    EndEnrolment,
    EnrolJourney,
    JoinAsCoach,
    LeaveAsCoach,
    OpenProgramme,
    ProgrammeCommand,
    SetStanceQuestions,
)
from domain.programme.events import ProgrammeEvent


def decide(programme: Programme, command: ProgrammeCommand, today: date) -> list[ProgrammeEvent]:
    """The events a command means. An empty list means "already so"; what is not allowed raises a `DomainError`.

    `today` is the date in the programme's time zone: nothing can have happened after it.
    """
    if not isinstance(command, OpenProgramme):
        opened_on = programme.opening.happened_on
        if command.happened_on < opened_on:
            raise InvalidValue(
                "This lies before the programme.", field="happened_on", allowed=on_or_after(opened_on)
            )
    if command.happened_on > today:
        raise InvalidValue("This lies in the future.", field="happened_on", allowed=on_or_before(today))
    # The decisions speak of facts; every fact of this package is an event.
    return cast("list[ProgrammeEvent]", _decide(programme, command))


def _decide(programme: Programme, command: ProgrammeCommand) -> list[Event]:
    match command:
        case OpenProgramme():
            return commands.handle_open_programme(programme, command)
        case AdjustProgramme():
            return commands.handle_adjust_programme(programme, command)
        case SetStanceQuestions():
            return commands.handle_set_stance_questions(programme, command)
        case ChooseQuests():
            return commands.handle_choose_quests(programme, command)
        case JoinAsCoach():
            return commands.handle_join_as_coach(programme, command)
        case LeaveAsCoach():
            return commands.handle_leave_as_coach(programme, command)
        case EnrolJourney():
            return commands.handle_enrol_journey(programme, command)
        case EndEnrolment():
            return commands.handle_end_enrolment(programme, command)
        case _:
            assert_never(command)
