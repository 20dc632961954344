"""What one step, or the reply to it, did to what the client believed: the profile with and without it, on one day.

Figures are compared as they are printed: what changed by less than a point did not change.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.evidence import AppealRated, OddsSignalHeard, TradeoffMade
from domain.vocabulary import BeliefVerdict
from projections.learning_model import wording
from projections.learning_model.attribution import CriterionMove, criterion_moves
from projections.learning_model.counting_signals import counting_signals
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.potential_order import (
    OrderMove,
    PlaceInOrder,
    order_move,
    places_in_order,
    printed_change,
)
from projections.learning_model.role_beliefs import RoleBelief, role_beliefs
from projections.learning_model.state import LearningState, StepEvents, without_experiment
from projections.learning_model.wording import round_half_up

Reply = AnswerReceived | SilenceElapsed
BeliefReason = AppealRated | OddsSignalHeard
"""A piece of evidence that moved a role."""


class RevealedRole(Struct, frozen=True, kw_only=True):
    """A role without the step and with it."""

    role_id: UUID
    title: str
    before: BelievedFigures | None
    """None for a role that the step discovered."""
    now: BelievedFigures
    place_before: PlaceInOrder | None
    place: PlaceInOrder | None
    """In the order of the active roles; None for one that is parked or ruled out."""

    @property
    def promise_change(self) -> int:
        """By how much the printed potential changed; 0 for a role that is new."""
        return printed_change(self.before.promise, self.now.promise) if self.before else 0

    @property
    def appeal_change(self) -> int:
        """By how much the printed appeal changed; 0 for a role that is new."""
        return printed_change(self.before.appeal, self.now.appeal) if self.before else 0

    @property
    def reach_change(self) -> int:
        """By how many printed percent the chances changed; 0 for a role that is new."""
        return printed_change(100 * self.before.reach, 100 * self.now.reach) if self.before else 0

    @property
    def surer(self) -> bool:
        """Whether its printed spread fell; not of a role that is new."""
        return self.before is not None and printed_change(self.before.spread, self.now.spread) < 0

    @property
    def moved(self) -> bool:
        """Whether any of its printed figures changed."""
        return any((self.promise_change, self.appeal_change, self.reach_change))


class StepReveal(Struct, frozen=True, kw_only=True):
    """A step, what was guessed of it, and what it moved."""

    experiment_id: UUID
    step: StepEvents
    rating: int | None
    """How much the client would like the work, as rated after it, 0-10."""
    verdict: BeliefVerdict | None
    """Whether the belief it was to test held up."""
    about: RevealedRole | None
    """The role it is about."""
    moved: tuple[RevealedRole, ...]
    """The roles of which a printed figure changed, the most moved first; then those that it brought."""
    order: OrderMove | None
    places: tuple[RevealedRole, ...]
    """The active roles in their order, as it is with the step."""
    reasons: tuple[BeliefReason, ...]
    """What moved the most moved role, the strongest first."""
    tradeoffs: tuple[TradeoffMade, ...]
    criteria: tuple[CriterionMove, ...]
    """The priorities that were traded off, and those it brought up."""

    @property
    def brought(self) -> tuple[RevealedRole, ...]:
        """The roles it brought."""
        return tuple(one for one in self.moved if one.before is None)

    @property
    def most(self) -> RevealedRole | None:
        """The role that moved most; None if none that was known moved."""
        return next((one for one in self.moved if one.before), None)


def reveal_step(
    state: LearningState, experiment_id: UUID, on: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> StepReveal:
    """What a step did, with all that came of it, as seen on a day. Raises KeyError for an unknown step."""
    return _reveal(state, without_experiment(state, experiment_id), experiment_id, on, parameters)


def reveal_reply(
    state: LearningState,
    experiment_id: UUID,
    reply: Reply,
    on: date,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> StepReveal:
    """What a reply to a step did, as seen on a day: without that reply and with it. Raises KeyError for an unknown step."""
    return _reveal(state, _without_reply(state, experiment_id, reply), experiment_id, on, parameters)


def latest_reply(step: StepEvents, on: date) -> Reply | None:
    """The last reply to a step by a day, or that none came; of one day the last recorded."""
    known = sorted((one for one in step.answers if one.happened_on <= on), key=lambda one: one.happened_on)
    return known[-1] if known else None


def _without_reply(state: LearningState, experiment_id: UUID, reply: Reply) -> LearningState:
    def came_with_it(one: OddsSignalHeard) -> bool:
        is_reply = one.answer_to is not None and experiment_id in (one.answer_to, one.source.id)
        return is_reply and one.happened_on == reply.happened_on

    return replace(state, signals=tuple(one for one in state.signals if not came_with_it(one)))


def _reveal(
    state: LearningState, bare: LearningState, experiment_id: UUID, on: date, parameters: Parameters
) -> StepReveal:
    step = state.steps[experiment_id]
    before, now = role_beliefs(bare, on, parameters), role_beliefs(state, on, parameters)
    roles = _roles(before, now, parameters)
    moved = sorted((one for one in roles.values() if one.moved or one.before is None), key=_most_moved_first)
    tradeoffs = [one for one in state.tradeoffs if one.source.id == experiment_id and one.happened_on <= on]
    weighed = {side for one in tradeoffs for side in (one.winner, one.loser)}
    most = next((one for one in moved if one.before), None)
    return StepReveal(
        experiment_id=experiment_id,
        step=step,
        rating=next((one.rating for one in reversed(state.ratings) if one.source.id == experiment_id), None),
        verdict=next((one.verdict for one in reversed(step.judged) if one.happened_on <= on), None),
        about=roles.get(step.planned.role_id) if step.planned.role_id else None,
        moved=tuple(moved),
        order=order_move(_potentials(before), _potentials(now)),
        places=tuple(
            sorted(
                (one for one in roles.values() if one.place),
                key=lambda one: (-round_half_up(one.now.promise), -one.now.promise, str(one.role_id)),
            )
        ),
        reasons=tuple(_reasons(state, bare, most.role_id, on, parameters)) if most else (),
        tradeoffs=tuple(tradeoffs),
        criteria=tuple(
            one
            for one in criterion_moves(state, bare, on, parameters)
            if one.criterion_id in weighed or one.weight_before is None
        ),
    )


def _roles(
    before: Mapping[UUID, RoleBelief], now: Mapping[UUID, RoleBelief], parameters: Parameters
) -> dict[UUID, RevealedRole]:
    was, places = places_in_order(_potentials(before)), places_in_order(_potentials(now))
    return {
        role_id: RevealedRole(
            role_id=role_id,
            title=one.events.discovered.title,
            before=_figures(before[role_id], parameters) if role_id in before else None,
            now=_figures(one, parameters),
            place_before=was.get(role_id),
            place=places.get(role_id),
        )
        for role_id, one in now.items()
    }


def _potentials(believed: Mapping[UUID, RoleBelief]) -> dict[UUID, float]:
    return {role_id: one.promise for role_id, one in believed.items() if one.standing == "in_play"}


def _figures(one: RoleBelief, parameters: Parameters) -> BelievedFigures:
    return BelievedFigures(
        appeal=one.appeal.mean,
        spread=one.appeal.spread,
        reach=one.reach,
        promise=one.promise,
        appeal_word=wording.appeal_word(round_half_up(one.appeal.mean), parameters),
        reach_word=wording.reach_word(round_half_up(100 * one.reach) / 100, parameters),
    )


def _most_moved_first(one: RevealedRole) -> tuple[bool, int, int, str]:
    beside = abs(one.appeal_change) + abs(one.reach_change)
    return one.before is None, -abs(one.promise_change), -beside, str(one.role_id)


def _reasons(
    state: LearningState, bare: LearningState, role_id: UUID, on: date, parameters: Parameters
) -> Iterator[BeliefReason]:
    """The evidence of a role that only the full state has, by how much the potential would differ without it."""
    kept: list[BeliefReason] = [*bare.ratings, *bare.signals]
    known = {id(one) for one in kept}
    evidence: list[BeliefReason] = [*state.ratings, *counting_signals(state, on)]
    news = [
        one for one in evidence if one.role_id == role_id and one.happened_on <= on and id(one) not in known
    ]
    own = replace(state, roles={role_id: state.roles[role_id]})
    full = role_beliefs(own, on, parameters)[role_id].promise

    def size(reason: BeliefReason) -> float:
        less = replace(
            own,
            ratings=tuple(one for one in own.ratings if one is not reason),
            signals=tuple(one for one in own.signals if one is not reason),
        )
        return abs(role_beliefs(less, on, parameters)[role_id].promise - full)

    yield from sorted(news, key=size, reverse=True)
