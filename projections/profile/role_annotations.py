"""Annotations of roles that change no number: the client's view and scores, the market, qualities and offers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.roles import RoleBlocked
from projections.learning_model import criteria
from projections.learning_model.market_signals import replaced_from
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import RoleBelief, standing_on
from projections.learning_model.suggestions import TEST_OR_PARK_AFTER_WEEKS
from projections.learning_model.weighted_criteria import WeightedCriterion
from projections.profile.state import ProfileState, events_until
from projections.profile.view import (
    DisputeView,
    MarketView,
    ProfileQuality,
    RolePrompt,
    ScoreView,
    ScoringView,
)


class RoleAnnotations(Struct, frozen=True, kw_only=True):
    """Everything that is shown beside a role's numbers and changes none of them."""

    condition: str | None
    disputed: DisputeView | None
    scored: ScoringView | None
    predicted_appeal: float | None
    qualities: tuple[ProfileQuality, ...]
    market: tuple[MarketView, ...]
    offered: int
    asks: tuple[RolePrompt, ...]


def role_annotations(
    state: ProfileState,
    believed: Mapping[UUID, RoleBelief],
    criteria: Sequence[WeightedCriterion],
    on: date,
    parameters: Parameters,
) -> dict[UUID, RoleAnnotations]:
    """The annotations of every role known at a date."""
    conditions = {one.condition_id: one.wording for one in events_until(state.conditions, on)}
    disputed = {one.role_id: one for one in events_until(state.disputes, on)}
    scored = {one.role_id: one for one in events_until(state.scorings, on)}
    offered, tried = _offered(state, on), _tried(state, on)
    qualities, market = _qualities(state, on), _market(state, on)
    shown: dict[UUID, RoleAnnotations] = {}
    for key, one in believed.items():
        predicted = _predicted(scored.get(key), criteria, parameters)
        shown[key] = RoleAnnotations(
            condition=_condition(one, conditions, on),
            disputed=_disputed(disputed.get(key)),
            scored=_scored(scored.get(key), criteria),
            predicted_appeal=predicted,
            qualities=tuple(qualities[key]),
            market=tuple(market[key]),
            offered=offered[key],
            asks=_asks(one, predicted, 0 if key in tried else offered[key], parameters),
        )
    return shown


def _condition(belief: RoleBelief, conditions: Mapping[UUID, str], on: date) -> str | None:
    standing = standing_on(belief.events, on)
    if not isinstance(standing, RoleBlocked) or standing.condition_id is None:
        return None
    return conditions.get(standing.condition_id)


def _disputed(dispute: OddsDisputed | None) -> DisputeView | None:
    if dispute is None:
        return None
    return DisputeView(on=dispute.happened_on, why=dispute.why, own_reach=dispute.own_reach)


def _scored(scoring: RoleScored | None, criteria: Iterable[WeightedCriterion]) -> ScoringView | None:
    if scoring is None:
        return None
    scores = {one.criterion_id: one.score for one in scoring.scores}
    return ScoringView(
        on=scoring.happened_on,
        scores=tuple(
            ScoreView(criterion_id=key, wording=one.named.wording, score=scores[key])
            for one in criteria
            if (key := one.named.criterion_id) in scores
        ),
    )


def _predicted(
    scoring: RoleScored | None, weighed: Iterable[WeightedCriterion], parameters: Parameters
) -> float | None:
    """The appeal predicted from the client's own criteria."""
    if scoring is None:
        return None
    weights = {str(one.named.criterion_id): one.weight for one in weighed}
    scores = {str(one.criterion_id): one.score for one in scoring.scores}
    return criteria.predicted_appeal(weights, scores, parameters)


def _asks(
    belief: RoleBelief, predicted: float | None, offered_in_vain: int, parameters: Parameters
) -> tuple[RolePrompt, ...]:
    asks: list[RolePrompt] = []
    if criteria.suggests_missing_criterion(predicted, belief.appeal.mean, parameters):
        asks.append("what_is_missing")
    if belief.standing == "in_play" and offered_in_vain >= TEST_OR_PARK_AFTER_WEEKS:
        asks.append("test_or_park")
    return tuple(asks)


def _offered(state: ProfileState, on: date) -> defaultdict[UUID, int]:
    """The number of weeks in which a step about each role was suggested."""
    weeks = {(offer.role_id, one.monday) for one in events_until(state.offers, on) for offer in one.offers}
    counted: defaultdict[UUID, int] = defaultdict(int)
    for role_id, _ in weeks:
        counted[role_id] += 1
    return counted


def _tried(state: ProfileState, on: date) -> set[UUID | None]:
    """The roles of the steps that took place."""
    return {
        step.planned.role_id
        for step in state.steps.values()
        if isinstance(step.happened, ExperimentRun) and step.happened.happened_on <= on
    }


def _qualities(state: ProfileState, on: date) -> defaultdict[UUID, list[ProfileQuality]]:
    named = state.qualities_on(on)
    seen: defaultdict[UUID, list[ProfileQuality]] = defaultdict(list)
    for one in events_until(state.seen, on):
        if quality := named.get(one.quality_id):
            view = ProfileQuality(quality_id=one.quality_id, wording=quality.wording, on=one.happened_on)
            seen[one.role_id].append(view)
    return seen


def _market(state: ProfileState, on: date) -> defaultdict[UUID, list[MarketView]]:
    """The market signals of each role, the latest published first."""
    noted: defaultdict[UUID, list[MarketView]] = defaultdict(list)
    replaced = {key: day for key, day in replaced_from(state).items() if day <= on}
    for one in sorted(events_until(state.market, on), key=lambda one: one.published, reverse=True):
        noted[one.role_id].append(_signal(one, replaced.get(one.signal_id)))
    return noted


def _signal(noted: MarketSignalNoted, replaced_on: date | None) -> MarketView:
    return MarketView(
        signal_id=noted.signal_id,
        signal=noted.signal,
        published=noted.published,
        on=noted.happened_on,
        replaced_on=replaced_on,
        source=noted.source,
        address=noted.address,
        weak=noted.weak,
    )
