"""The events of a programme: its offer, its coaches, its enrolments, and what it asks and offers journeys."""

from typing import Annotated
from uuid import UUID

from domain.event import Event
from domain.sensitivity import C1, C2, PersonalText, StructuralBool, StructuralId
from domain.vocabulary import Ending, Language, Quest, Stance, Track


class ProgrammeOpened(Event, frozen=True, kw_only=True, tag="ProgrammeOpened"):
    """An organisation opened a programme."""

    name: PersonalText
    tracks: Annotated[tuple[Track, ...], C1]
    languages: Annotated[tuple[Language, ...], C1]
    time_zone: Annotated[str, C1]
    game: StructuralBool


class ProgrammeAdjusted(Event, frozen=True, kw_only=True, tag="ProgrammeAdjusted"):
    """A programme was changed: its name, its tracks or languages, or whether it uses the game."""

    name: PersonalText
    tracks: Annotated[tuple[Track, ...], C1]
    languages: Annotated[tuple[Language, ...], C1]
    game: StructuralBool


class CoachJoined(Event, frozen=True, kw_only=True, tag="CoachJoined"):
    """A coach joined the programme."""

    coach_id: StructuralId
    name: PersonalText


class CoachLeft(Event, frozen=True, kw_only=True, tag="CoachLeft"):
    """A coach left the programme."""

    coach_id: StructuralId


class JourneyEnrolled(Event, frozen=True, kw_only=True, tag="JourneyEnrolled"):
    """A journey was enrolled in the programme, perhaps with a coach from the start."""

    journey_id: StructuralId
    coach_id: Annotated[UUID | None, C1] = None


class EnrolmentEnded(Event, frozen=True, kw_only=True, tag="EnrolmentEnded"):
    """A journey left the programme, with the ending it had, if any."""

    journey_id: StructuralId
    ending: Annotated[Ending | None, C1] = None


class QuestsChosen(Event, frozen=True, kw_only=True, tag="QuestsChosen"):
    """Which quests a journey is offered when it is enrolled."""

    quests: Annotated[tuple[Quest, ...], C1]


class StanceQuestionsSet(Event, frozen=True, kw_only=True, tag="StanceQuestionsSet"):
    """The programme's own questions for a coaching style."""

    stance: Annotated[Stance, C1]
    questions: Annotated[tuple[str, ...], C2]


ProgrammeEvent = (
    ProgrammeOpened
    | ProgrammeAdjusted
    | StanceQuestionsSet
    | QuestsChosen
    | CoachJoined
    | CoachLeft
    | JourneyEnrolled
    | EnrolmentEnded
)
"""Every event of a programme."""
