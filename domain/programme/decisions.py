"""From a command to its decision: which events, if any, it means for the programme so far."""

from datetime import date
from typing import assert_never, cast

from domain.allowed_dates import or_earlier, or_later
from domain.errors import InvalidValue
from domain.journey.forms import Fact
from domain.programme import opening, people, templates
from domain.programme.opening import AdjustProgramme, OpenProgramme
from domain.programme.people import EndEnrolment, EnrolJourney, JoinAsCoach, LeaveAsCoach
from domain.programme.state import Programme, ProgrammeFact
from domain.programme.templates import ChooseQuests, SetStanceQuestions

ProgrammeCommand = (
    OpenProgramme
    | AdjustProgramme
    | SetStanceQuestions
    | ChooseQuests
    | JoinAsCoach
    | LeaveAsCoach
    | EnrolJourney
    | EndEnrolment
)


def decide(programme: Programme, command: ProgrammeCommand, today: date) -> list[ProgrammeFact]:
    """The events a command means. An empty list means "already so"; what is not allowed raises a `DomainError`.

    `today` is the date in the programme's time zone: nothing can have happened after it.
    """
    if not isinstance(command, OpenProgramme):
        opened_on = programme.started.happened_on
        if command.happened_on < opened_on:
            raise InvalidValue(
                "This lies before the programme.", field="happened_on", allowed=or_later(opened_on)
            )
    if command.happened_on > today:
        raise InvalidValue("This lies in the future.", field="happened_on", allowed=or_earlier(today))
    # The decisions speak of facts; every fact of this package is an event.
    return cast("list[ProgrammeFact]", _decide(programme, command))


def _decide(programme: Programme, command: ProgrammeCommand) -> list[Fact]:
    match command:
        case OpenProgramme():
            return opening.open_programme(programme, command)
        case AdjustProgramme():
            return opening.adjust(programme, command)
        case SetStanceQuestions():
            return templates.set_questions(programme, command)
        case ChooseQuests():
            return templates.choose_quests(programme, command)
        case JoinAsCoach():
            return people.join(programme, command)
        case LeaveAsCoach():
            return people.leave(programme, command)
        case EnrolJourney():
            return people.enrol(programme, command)
        case EndEnrolment():
            return people.end(programme, command)
        case _:
            assert_never(command)
