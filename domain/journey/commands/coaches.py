"""The coach of a journey, chosen and changed by the client, and the stance the coach takes at the moment."""

from uuid import UUID

from domain.command import Command, Title
from domain.decision_rules import record_change
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.vocabulary import Stance


class AssignCoach(Command, frozen=True, kw_only=True, tag="AssignCoach"):
    """Set the coach of the journey. A later one replaces them."""

    coach_id: UUID
    name: Title


class SetStance(Command, frozen=True, kw_only=True, tag="SetStance"):
    """Choose a coaching style."""

    stance: Stance


def handle_assign_coach(journey: Journey, command: AssignCoach) -> list[JourneyEvent]:
    """Assigns a coach. Returns no event if it is the present one."""
    event = CoachAssigned(happened_on=command.happened_on, coach_id=command.coach_id, name=command.name)
    return record_change(
        journey.coaches.assigned,
        event,
        "The coach was last changed on %(day)s. Use that date or later.",
    )


def handle_set_stance(journey: Journey, command: SetStance) -> list[JourneyEvent]:
    """Sets the stance. Returns no event if it is the present one."""
    event = CoachStanceSet(happened_on=command.happened_on, stance=command.stance)
    return record_change(
        journey.coaches.stance,
        event,
        "The coaching style was last changed on %(day)s. Use that date or later.",
    )


HANDLERS: CommandHandlers = {
    AssignCoach: handle_assign_coach,
    SetStance: handle_set_stance,
}
