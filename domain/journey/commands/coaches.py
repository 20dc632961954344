"""The coach of a journey, chosen and changed by the client, and the stance the coach takes at the moment."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, Title
from domain.decision_rules import record_change
from domain.event import Event
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.vocabulary import Stance

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class AssignCoach(Command, frozen=True, kw_only=True, tag="AssignCoach"):
    """Choose a coach, or another one."""

    coach_id: UUID
    name: Title


class SetStance(Command, frozen=True, kw_only=True, tag="SetStance"):
    """Take a stance."""

    stance: Stance


def handle_assign_coach(journey: "Journey", wish: AssignCoach) -> list[Event]:
    """Assign, unless it is that coach already."""
    fact = CoachAssigned(happened_on=wish.happened_on, coach_id=wish.coach_id, name=wish.name)
    return record_change(
        journey.coaches.assigned,
        fact,
        "The coach was last set on %(day)s; an earlier day cannot change that.",
    )


def handle_set_stance(journey: "Journey", wish: SetStance) -> list[Event]:
    """Set the stance, unless it is that already."""
    fact = CoachStanceSet(happened_on=wish.happened_on, stance=wish.stance)
    return record_change(
        journey.coaches.stance, fact, "The stance was last set on %(day)s; an earlier day cannot change that."
    )
