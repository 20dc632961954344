"""What was learned in a week and moved a role by a point or more, as printed, by the step it came from."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.vocabulary import ExperimentKind
from projections.learning_model.attribution import experiment_move
from projections.learning_model.potential_order import printed_change
from projections.learning_model.promise_attribution import PromiseAttribution, PromiseMove
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from service.web.role_and_contact_forms import contact_names


class StepMove(Struct, frozen=True, kw_only=True):
    """A step with the role that it moved most in a week: the potential without what was learned from it then and with it."""

    experiment_id: UUID
    kind: ExperimentKind
    who: str | None
    on: date
    earlier: bool
    """Whether it was a step of an earlier week."""
    role: str
    without: int
    now: int
    appeal: bool
    """Whether it moved how much the work would be liked."""
    chances: bool
    priorities: bool
    """Whether it moved what matters more."""
    replied: bool
    """Whether a reply to it is part of the move."""

    @property
    def change(self) -> int:
        """The change, in points."""
        return self.now - self.without


def step_moves(
    learning: LearningState,
    journey: Journey,
    moved: Sequence[PromiseAttribution],
    days: tuple[date, date],
    *,
    most: int,
) -> tuple[StepMove, ...]:
    """The steps that moved a known role by a point or more between two days; those that moved most first, `most` of them."""
    known = [(one, one.roles[0]) for one in moved if one.roles and one.roles[0].promise_before is not None]
    moving = [(one, role) for one, role in known if role.points]
    moving.sort(key=lambda pair: -abs(pair[1].points))
    people = contact_names(journey)
    return tuple(_step_move(learning, people, one, role, days) for one, role in moving[:most])


def _step_move(
    learning: LearningState,
    people: Mapping[UUID, str],
    one: PromiseAttribution,
    role: PromiseMove,
    days: tuple[date, date],
) -> StepMove:
    first, last = days
    move = experiment_move(learning, one.experiment_id, last, since=first)
    figures = next(each for each in move.roles if each.role_id == role.role_id)
    step = learning.steps[one.experiment_id]
    meeting = step.planned.meeting
    return StepMove(
        experiment_id=one.experiment_id,
        kind=one.kind,
        who=people.get(meeting.contact_id) if meeting else None,
        on=one.on,
        earlier=one.on < first,
        role=role.title,
        without=round_half_up(role.promise_before or 0.0),
        now=round_half_up(role.promise),
        appeal=printed_change(figures.appeal_before or 0.0, figures.appeal) != 0,
        chances=printed_change(100 * (figures.reach_before or 0.0), 100 * figures.reach) != 0,
        priorities=bool(move.criteria),
        replied=any(first <= each.happened_on <= last for each in step.answers),
    )
