"""The commands of a programme, their decisions, and the table of them."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from domain.command import Command, SentenceText, TimeZoneName, Title
from domain.decision_rules import record_change, require_not_before
from domain.errors import InvalidOperation, InvalidValue
from domain.normal_texts import same_content
from domain.programme.aggregate import Programme
from domain.programme.events import (
    CoachJoined,
    CoachLeft,
    EnrolmentEnded,
    JourneyEnrolled,
    ProgrammeAdjusted,
    ProgrammeEvent,
    ProgrammeOpened,
    QuestsChosen,
    StanceQuestionsSet,
)
from domain.text import same_name
from domain.vocabulary import Ending, Language, Quest, Stance, Track

OfferedLanguages = Annotated[tuple[Language, ...], Meta(min_length=1, max_length=4)]


OfferedTracks = Annotated[tuple[Track, ...], Meta(min_length=1, max_length=3)]


class AdjustProgramme(Command, frozen=True, kw_only=True, tag="AdjustProgramme"):
    """Change a programme. Fields that are left out stay as they are. Journeys already enrolled do not change."""

    name: Title | None = None
    tracks: OfferedTracks | None = None
    languages: OfferedLanguages | None = None
    game: bool | None = None


class ChooseQuests(Command, frozen=True, kw_only=True, tag="ChooseQuests"):
    """Choose which quests a journey is offered when it is enrolled; choosing none is allowed."""

    quests: Annotated[tuple[Quest, ...], Meta(max_length=13)]


class EndEnrolment(Command, frozen=True, kw_only=True, tag="EndEnrolment"):
    """End the enrolment of a journey in the programme."""

    journey_id: UUID
    ending: Ending | None = None


class EnrolJourney(Command, frozen=True, kw_only=True, tag="EnrolJourney"):
    """Enrol a journey. It gets the programme's quests and coach, and its setting for the game."""

    journey_id: UUID
    coach_id: UUID | None = None


class JoinAsCoach(Command, frozen=True, kw_only=True, tag="JoinAsCoach"):
    """Add a coach to the programme."""

    coach_id: UUID
    name: Title


class LeaveAsCoach(Command, frozen=True, kw_only=True, tag="LeaveAsCoach"):
    """Remove a coach from the programme. Journeys keep their history with them, and need another coach."""

    coach_id: UUID


class OpenProgramme(Command, frozen=True, kw_only=True, tag="OpenProgramme"):
    """Open a programme."""

    name: Title
    tracks: OfferedTracks
    languages: OfferedLanguages
    time_zone: TimeZoneName
    game: bool = True


class SetStanceQuestions(Command, frozen=True, kw_only=True, tag="SetStanceQuestions"):
    """Set the programme's own questions for a coaching style."""

    stance: Stance
    questions: Annotated[tuple[SentenceText, ...], Meta(min_length=1, max_length=12)]


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


def handle_open_programme(programme: Programme, command: OpenProgramme) -> list[ProgrammeEvent]:
    """Opens the programme. Returns no event for the same opening again; another one raises `InvalidOperation`."""
    event = ProgrammeOpened(
        happened_on=command.happened_on,
        name=command.name,
        tracks=tuple(dict.fromkeys(command.tracks)),
        languages=tuple(dict.fromkeys(command.languages)),
        time_zone=command.time_zone,
        game=command.game,
    )
    if programme.opened is None:
        return [event]
    if same_content(programme.opened, event):
        return []
    raise InvalidOperation(
        "This programme opened on %(day)s. It can only open once.",
        day=programme.opened.happened_on,
        allowed="another programme id, or AdjustProgramme",
    )


def handle_adjust_programme(programme: Programme, command: AdjustProgramme) -> list[ProgrammeEvent]:
    """Adjusts at least one part of the offer; the event holds the whole offer from then on."""
    if (command.name, command.tracks, command.languages, command.game) == (None, None, None, None):
        raise InvalidValue("Nothing would change.", field="name", allowed="name, tracks, languages or game")
    now = programme.current_offer
    event = ProgrammeAdjusted(
        happened_on=command.happened_on,
        name=command.name or now.name,
        tracks=tuple(dict.fromkeys(command.tracks or now.tracks)),
        languages=tuple(dict.fromkeys(command.languages or now.languages)),
        game=now.game if command.game is None else command.game,
    )
    return record_change(now, event, "The programme was last changed on %(day)s. Use that date or later.")


def handle_join_as_coach(programme: Programme, command: JoinAsCoach) -> list[ProgrammeEvent]:
    """Adds a coach. Returns no event if the coach is in the programme."""
    known = programme.coaches.get(command.coach_id)
    if known is None:
        return [CoachJoined(happened_on=command.happened_on, coach_id=command.coach_id, name=command.name)]
    if same_name(known.name, command.name):
        return []
    raise InvalidOperation("This id belongs to another coach.", field="coach_id", allowed="a new id")


def handle_leave_as_coach(programme: Programme, command: LeaveAsCoach) -> list[ProgrammeEvent]:
    """Removes a coach. Returns no event if the coach is not in the programme."""
    joined = programme.coaches.get(command.coach_id)
    if joined is None:
        return []
    require_not_before(command.happened_on, joined.happened_on, "This coach joined on %(day)s.")
    return [CoachLeft(happened_on=command.happened_on, coach_id=command.coach_id)]


def handle_enrol_journey(programme: Programme, command: EnrolJourney) -> list[ProgrammeEvent]:
    """Enrols a journey, also after an earlier enrolment ended. Returns no event if it is enrolled."""
    if command.coach_id and command.coach_id not in programme.coaches:
        raise _unknown_member("coach", field="coach_id")
    if command.journey_id in programme.enrolled:
        return []
    if ended := programme.ended.get(command.journey_id):
        require_not_before(command.happened_on, ended.happened_on, "It left the programme on %(day)s.")
    return [
        JourneyEnrolled(
            happened_on=command.happened_on, journey_id=command.journey_id, coach_id=command.coach_id
        )
    ]


def handle_end_enrolment(programme: Programme, command: EndEnrolment) -> list[ProgrammeEvent]:
    """Ends an enrolment. Returns no event if it has ended."""
    enrolled = programme.enrolled.get(command.journey_id)
    if enrolled is None:
        if command.journey_id in programme.ended:
            return []
        raise _unknown_member("journey", field="journey_id")
    require_not_before(command.happened_on, enrolled.happened_on, "It joined the programme on %(day)s.")
    return [
        EnrolmentEnded(happened_on=command.happened_on, journey_id=command.journey_id, ending=command.ending)
    ]


def _unknown_member(noun: Literal["coach", "journey"], *, field: str) -> InvalidOperation:
    """The error for the id of a coach or journey that is not in the programme."""
    if noun == "coach":
        return InvalidOperation(
            "There is no such coach in this programme.",
            field=field,
            allowed="the id of a coach in the programme",
        )
    return InvalidOperation(
        "There is no such journey in this programme.",
        field=field,
        allowed="the id of a journey in the programme",
    )


def handle_set_stance_questions(programme: Programme, command: SetStanceQuestions) -> list[ProgrammeEvent]:
    """Sets the questions of a stance. Returns no event if they are the present ones."""
    event = StanceQuestionsSet(
        happened_on=command.happened_on,
        stance=command.stance,
        questions=tuple(dict.fromkeys(command.questions)),
    )
    return record_change(
        programme.questions.get(command.stance),
        event,
        "The questions for this style were last changed on %(day)s. Use that date or later.",
    )


def handle_choose_quests(programme: Programme, command: ChooseQuests) -> list[ProgrammeEvent]:
    """Chooses the quests of the programme. Returns no event if they are the present ones."""
    event = QuestsChosen(happened_on=command.happened_on, quests=tuple(dict.fromkeys(command.quests)))
    return record_change(
        programme.quests,
        event,
        "The choice of quests was last changed on %(day)s. Use that date or later.",
    )


HANDLERS: Mapping[type[Command], Callable[[Programme, Any], list[ProgrammeEvent]]] = {
    OpenProgramme: handle_open_programme,
    AdjustProgramme: handle_adjust_programme,
    JoinAsCoach: handle_join_as_coach,
    LeaveAsCoach: handle_leave_as_coach,
    EnrolJourney: handle_enrol_journey,
    EndEnrolment: handle_end_enrolment,
    SetStanceQuestions: handle_set_stance_questions,
    ChooseQuests: handle_choose_quests,
}
