"""Points of each step, for planning, running, learning, surprise, courage, asking and coming back; never for outcomes.

Source: the game's rules, `points = round(rep x (plan + run + learn) + surprise + courage + ask) + coming back`.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentAttempt, ExperimentPlanned, ExperimentRun, Forecast
from domain.journey.events.weeks import monday_of
from domain.vocabulary import ExperimentKind
from projections.game.rules import PointRules
from projections.game.state import GameState

PlanPart = Literal["belief", "guess", "when_and_where"]


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
    coming_back: int
    rep: float
    """What is left of plan, run and learn when the same kind and role came before in the same week."""
    points: int


class _BesideTheStep(Struct, frozen=True, kw_only=True):
    """What the points of a step depend on besides the step itself."""

    before: int
    """How many steps of its kind and role came before in the week."""
    courage_left: int
    """Of what courage pays in the week."""
    asked: bool
    came_back: bool


def step_points(
    state: GameState, on: date, rules: PointRules, returned: Collection[UUID]
) -> tuple[StepPoints, ...]:
    """The points of every step up to a date, in the order of recording, so that a late entry lowers nothing.

    `returned` are the steps with which the client came back after missed weeks.
    """
    asked = _asked_in(state, on)
    earned: list[StepPoints] = []
    times = Counter[tuple[date, ExperimentKind, UUID | None]]()
    courage = Counter[date]()
    for step in state.steps:
        if step.happened_on > on:
            continue
        planned, week = state.plans[step.experiment_id], monday_of(step.happened_on)
        alike = (week, planned.kind, planned.role_id)
        beside = _BesideTheStep(
            before=times[alike],
            courage_left=rules.courage_most_a_week - courage[week],
            asked=step.experiment_id in asked,
            came_back=step.experiment_id in returned,
        )
        earned.append(_earned(state, step, on, rules, beside))
        times[alike] += 1
        courage[week] += earned[-1].courage
    return tuple(earned)


def _earned(
    state: GameState, step: ExperimentAttempt, on: date, rules: PointRules, beside: _BesideTheStep
) -> StepPoints:
    planned = state.plans[step.experiment_id]
    rep = rules.repeats[min(beside.before, len(rules.repeats) - 1)]
    plan, run, learn = (
        sum(plan_points(planned, rules).values()),
        _run(planned.kind, step, rules),
        _learn(state, planned, on, rules),
    )
    surprise, ask = _surprise(state, planned, on, rules), rules.ask * beside.asked
    courage = min(_courage(planned, rules), beside.courage_left)
    coming_back = rules.coming_back * beside.came_back
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
        coming_back=coming_back,
        rep=float(rep),
        # `round` takes a Decimal's half to the even side.
        points=round(rep * (plan + run + learn) + surprise + courage + ask) + coming_back,
    )


def plan_points(planned: ExperimentPlanned, rules: PointRules) -> Mapping[PlanPart, int]:
    """What planning a step earns, part by part."""
    guessed = planned.forecast not in (None, Forecast())
    return {
        "belief": rules.hypothesis * bool(planned.hypothesis),
        "guess": rules.forecast * guessed,
        "when_and_where": rules.plan * (planned.plan is not None),
    }


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


def _asked_in(state: GameState, on: date) -> set[UUID]:
    """The steps in which feedback was first asked for on an approach, by call or in writing."""
    first: dict[UUID, UUID] = {}
    for one in state.asked:
        if one.happened_on <= on:
            first.setdefault(_approach(state, one.experiment_id), one.experiment_id)
    return set(first.values())


def _approach(state: GameState, experiment_id: UUID) -> UUID:
    """The approach that a step goes back to: an application, or else the first step of all."""
    passed = dict[UUID, None]()
    at: UUID | None = experiment_id
    while at and at not in passed:
        passed[at] = None
        planned = state.plans.get(at)
        at = planned.refers_to if planned and planned.kind != "application" else None
    return list(passed)[-1]
