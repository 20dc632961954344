"""Points of each step, for planning, running, learning, surprise, courage and asking; never for outcomes.

Source: the game's rules, `points = round(rep x (plan + run + learn) + surprise + courage + ask)`.
"""

from collections import Counter
from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentAttempt, ExperimentPlanned, ExperimentRun
from domain.journey.events.weeks import monday_of
from domain.vocabulary import ExperimentKind
from projections.game.rules import PointRules
from projections.game.state import GameState


class StepPoints(Struct, frozen=True, kw_only=True):
    """The points of one step; `step_points` is the rounded sum of the parts."""

    experiment_id: UUID
    kind: ExperimentKind
    role_id: UUID | None
    on: date
    plan: int
    run: float
    learn: int
    surprise: int
    courage: int
    ask: int
    rep: float
    """What is left of plan, run and learn when the same kind and role came before in the same week."""
    points: int


def step_points(state: GameState, on: date, rules: PointRules) -> tuple[StepPoints, ...]:
    """The points of every step up to a date, in the order of recording, so that a late entry lowers nothing."""
    earned: list[StepPoints] = []
    times = Counter[tuple[date, ExperimentKind, UUID | None]]()
    courage = Counter[date]()
    for step in state.steps:
        if step.happened_on > on:
            continue
        planned, week = state.plans[step.experiment_id], monday_of(step.happened_on)
        alike = (week, planned.kind, planned.role_id)
        left = rules.courage_most_a_week - courage[week]
        earned.append(_earned(state, step, on, rules, before=times[alike], courage_left=left))
        times[alike] += 1
        courage[week] += earned[-1].courage
    return tuple(earned)


def _earned(
    state: GameState, step: ExperimentAttempt, on: date, rules: PointRules, *, before: int, courage_left: int
) -> StepPoints:
    planned = state.plans[step.experiment_id]
    rep = rules.repeats[min(before, len(rules.repeats) - 1)]
    plan, run, learn = (
        _plan(planned, rules),
        _run(planned.kind, step, rules),
        _learn(state, planned, on, rules),
    )
    surprise, ask = _surprise(state, planned, on, rules), _ask(state, planned, on, rules)
    courage = min(_courage(planned, rules), courage_left)
    return StepPoints(
        experiment_id=step.experiment_id,
        kind=planned.kind,
        role_id=planned.role_id,
        on=step.happened_on,
        plan=plan,
        run=float(run),
        learn=learn,
        surprise=surprise,
        courage=courage,
        ask=ask,
        rep=float(rep),
        # `round` takes a Decimal's half to the even side.
        points=round(rep * (plan + run + learn) + surprise + courage + ask),
    )


def _plan(planned: ExperimentPlanned, rules: PointRules) -> int:
    forecast = planned.forecast
    guessed = forecast is not None and (forecast.appeal, forecast.invited) != (None, None)
    return (
        rules.hypothesis * bool(planned.hypothesis)
        + rules.forecast * guessed
        + rules.plan * (planned.plan is not None)
    )


def _run(kind: ExperimentKind, step: ExperimentAttempt, rules: PointRules) -> Decimal:
    if isinstance(step, ExperimentRun):
        long = kind == "job_shadow" and (step.hours or 0) >= rules.long_shadow_hours
        return Decimal(rules.long_shadow if long else rules.run[kind])
    # A shadowing that was called off has no hours: it counts as the whole day it was meant to be.
    full = rules.long_shadow if kind == "job_shadow" else rules.run[kind]
    return full * rules.called_off


def _learn(state: GameState, planned: ExperimentPlanned, on: date, rules: PointRules) -> int:
    learned = state.learned.get(planned.experiment_id, {})
    learnings = rules.learning * sum(day <= on for day in learned.values())
    concluded = state.concluded.get(planned.experiment_id, date.max) <= on
    return min(rules.learnings_most, learnings) + rules.conclusion * concluded


def _surprise(state: GameState, planned: ExperimentPlanned, on: date, rules: PointRules) -> int:
    expected = planned.forecast.appeal if planned.forecast else None
    if expected is None:
        return 0
    ratings = state.ratings.get(planned.experiment_id, ())
    surprised = any(
        abs(one.rating - expected) >= rules.surprise_from for one in ratings if one.happened_on <= on
    )
    return rules.surprise * surprised


def _courage(planned: ExperimentPlanned, rules: PointRules) -> int:
    above = max(0, (planned.dread_before or 0) - rules.courage_above)
    return min(rules.courage_most, rules.courage_per_point * above)


def _ask(state: GameState, planned: ExperimentPlanned, on: date, rules: PointRules) -> int:
    return rules.ask * (state.asked.get(planned.experiment_id, date.max) <= on)
