"""Who coaches in a programme, and whose journeys are part of it until they end."""

from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from domain.decision_rules import require_not_before
from domain.errors import InvalidOperation
from domain.journey.forms import Command, Event, Title
from domain.sensitivity import C1, PersonalText, StructuralId
from domain.vocabulary import Ending

if TYPE_CHECKING:
    from domain.programme.state import Programme


class CoachJoined(Event, frozen=True, kw_only=True, tag="CoachJoined"):
    """A coach works in the programme."""

    coach_id: StructuralId
    name: PersonalText


class CoachLeft(Event, frozen=True, kw_only=True, tag="CoachLeft"):
    """A coach works there no longer."""

    coach_id: StructuralId


class JourneyEnrolled(Event, frozen=True, kw_only=True, tag="JourneyEnrolled"):
    """A journey became part of the programme, perhaps with a coach from the start."""

    journey_id: StructuralId
    coach_id: Annotated[UUID | None, C1] = None


class EnrolmentEnded(Event, frozen=True, kw_only=True, tag="EnrolmentEnded"):
    """A journey is part of it no longer, with the ending it had, if any."""

    journey_id: StructuralId
    ending: Annotated[Ending | None, C1] = None


class JoinAsCoach(Command, frozen=True, kw_only=True, tag="JoinAsCoach"):
    """Take a coach into the programme."""

    coach_id: UUID
    name: Title


class LeaveAsCoach(Command, frozen=True, kw_only=True, tag="LeaveAsCoach"):
    """Let a coach go. Journeys keep their history with them, and need another coach."""

    coach_id: UUID


class EnrolJourney(Command, frozen=True, kw_only=True, tag="EnrolJourney"):
    """Enrol a journey: the programme's default for the game, its quests and the coach are handed to it."""

    journey_id: UUID
    coach_id: UUID | None = None


class EndEnrolment(Command, frozen=True, kw_only=True, tag="EndEnrolment"):
    """End a journey's part in the programme."""

    journey_id: UUID
    ending: Ending | None = None


def handle_join_as_coach(programme: "Programme", wish: JoinAsCoach) -> list[Event]:
    """Join, once until they leave."""
    known = programme.coaches.get(wish.coach_id)
    if known is None:
        return [CoachJoined(happened_on=wish.happened_on, coach_id=wish.coach_id, name=wish.name)]
    if known.name == wish.name:
        return []
    raise InvalidOperation("Another coach has this id.", field="coach_id", allowed="an id of its own")


def handle_leave_as_coach(programme: "Programme", wish: LeaveAsCoach) -> list[Event]:
    """Leave what one joined; who is not there has left already."""
    joined = programme.coaches.get(wish.coach_id)
    if joined is None:
        return []
    require_not_before(wish.happened_on, joined.happened_on, "This coach joined on %(day)s.")
    return [CoachLeft(happened_on=wish.happened_on, coach_id=wish.coach_id)]


def handle_enrol_journey(programme: "Programme", wish: EnrolJourney) -> list[Event]:
    """Enrol a journey that is not part of it at the moment; one whose part ended may come back."""
    if wish.coach_id and wish.coach_id not in programme.coaches:
        raise _nobody("coach", field="coach_id")
    if wish.journey_id in programme.enrolled:
        return []
    if ended := programme.ended.get(wish.journey_id):
        require_not_before(wish.happened_on, ended.happened_on, "Its part in it ended on %(day)s.")
    return [JourneyEnrolled(happened_on=wish.happened_on, journey_id=wish.journey_id, coach_id=wish.coach_id)]


def handle_end_enrolment(programme: "Programme", wish: EndEnrolment) -> list[Event]:
    """End an enrolment that lasts; one that has ended is already so."""
    enrolled = programme.enrolled.get(wish.journey_id)
    if enrolled is None:
        if wish.journey_id in programme.ended:
            return []
        raise _nobody("journey", field="journey_id")
    require_not_before(wish.happened_on, enrolled.happened_on, "It was enrolled on %(day)s.")
    return [EnrolmentEnded(happened_on=wish.happened_on, journey_id=wish.journey_id, ending=wish.ending)]


def _nobody(noun: Literal["coach", "journey"], *, field: str) -> InvalidOperation:
    """The refusal of an id that stands for nobody here."""
    if noun == "coach":
        return InvalidOperation(
            "There is no such coach in this programme.", field=field, allowed="the id of a coach in it"
        )
    return InvalidOperation(
        "There is no such journey in this programme.", field=field, allowed="the id of a journey in it"
    )
