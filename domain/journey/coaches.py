"""The coach of a journey, chosen and changed by the client, and the stance the coach takes at the moment."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.decision_rules import record_change
from domain.journey.forms import Command, Event, Title
from domain.sensitivity import C1, PersonalText, StructuralId
from domain.vocabulary import Stance

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class CoachAssigned(Event, frozen=True, kw_only=True, tag="CoachAssigned"):
    """From this day on, this coach; another one replaces them."""

    coach_id: StructuralId
    name: PersonalText


class CoachStanceSet(Event, frozen=True, kw_only=True, tag="CoachStanceSet"):
    """Adviser, coach, marketer or sales manager: each asks other questions."""

    stance: Annotated[Stance, C1]


class CoachesSlice(Struct, frozen=True):
    """What later decisions need: who it is, and how."""

    assigned: CoachAssigned | None = None
    stance: CoachStanceSet | None = None


def evolve(coaches: CoachesSlice, fact: CoachAssigned | CoachStanceSet) -> CoachesSlice:
    """Remember the latest of each."""
    match fact:
        case CoachAssigned():
            return replace(coaches, assigned=fact)
        case CoachStanceSet():
            return replace(coaches, stance=fact)


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
