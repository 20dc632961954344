"""What models say of every role on any day of one history: the shipped one, that under other parameters, and two plain ones.

All of them view one folded state, so a history is folded once for all weeks and all models. They need none of the research
tools. The plain average says what the package in `docs/plain_average` says.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.answers import INVITING_ANSWERS, AnswerReceived
from domain.journey.events.evidence import AppealRated
from projections.learning_model.belief_series import BeliefSeries
from projections.learning_model.beliefs import OddsBelief
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.state import LearningState, StepEvents

WeeklyModel = Literal["last_report", "plain_average", "forgets_sooner", "trusts_ratings"]
"""What the shipped model is held against."""


class ModelFigures(Struct, frozen=True, kw_only=True):
    """What a model says of a role: all from 0 to 100, and None for what it says nothing of."""

    appeal: float | None = None
    spread: float | None = None
    """How far off the appeal may be: one standard deviation."""
    chance: float | None = None
    """Of an interview after one application."""
    chance_spread: float | None = None


FiguresOnDay = Callable[[date], Mapping[UUID, ModelFigures]]
"""What a model says on a day of the roles that it says anything of."""

FORGETS_SOONER = replace(
    DEFAULT_PARAMETERS,
    appeal=replace(DEFAULT_PARAMETERS.appeal, half_life=6.0),
    odds=replace(DEFAULT_PARAMETERS.odds, half_life=4.0),
)
"""A rating counts for half after six weeks, and what was heard about the chances after four."""
TRUSTS_RATINGS = replace(DEFAULT_PARAMETERS, appeal=replace(DEFAULT_PARAMETERS.appeal, weight=0.25))
"""What is believed of a role that nobody rated counts for a quarter of a talk."""


def learning_model(state: LearningState, parameters: Parameters = DEFAULT_PARAMETERS) -> FiguresOnDay:
    """The shipped model, or the same under other parameters."""
    series = BeliefSeries(state, parameters)

    def on(day: date) -> Mapping[UUID, ModelFigures]:
        return {
            role_id: ModelFigures(
                appeal=one.appeal.mean,
                spread=one.appeal.spread,
                chance=100 * one.odds.mean,
                chance_spread=100 * odds_spread(one.odds),
            )
            for role_id, one in series.on(day).items()
        }

    return on


def odds_spread(odds: OddsBelief) -> float:
    """The standard deviation of a belief about the chances."""
    total = odds.alpha + odds.beta
    return math.sqrt(odds.alpha * odds.beta / (total + 1)) / total


def last_report(state: LearningState) -> FiguresOnDay:
    """The last rating and the last answer to an application, by the day they happened, and nothing before."""
    return _plain(state, lambda figures: figures[-1])


def plain_average(state: LearningState) -> FiguresOnDay:
    """Every rating alike, and the share of the answered applications that an interview followed."""
    return _plain(state, lambda figures: sum(figures) / len(figures))


OTHER_MODELS: Mapping[WeeklyModel, Callable[[LearningState], FiguresOnDay]] = MappingProxyType(
    {
        "last_report": last_report,
        "plain_average": plain_average,
        "forgets_sooner": lambda state: learning_model(state, FORGETS_SOONER),
        "trusts_ratings": lambda state: learning_model(state, TRUSTS_RATINGS),
    }
)


def ratings_until(state: LearningState, day: date) -> dict[UUID, list[AppealRated]]:
    """The ratings of each role up to a day, by the day; on one day in the order of recording."""
    found = defaultdict[UUID, list[AppealRated]](list)
    for one in sorted(state.ratings, key=lambda one: one.happened_on):
        if one.happened_on <= day:
            found[one.role_id].append(one)
    return found


def _plain(state: LearningState, combine: Callable[[list[float]], float]) -> FiguresOnDay:
    def on(day: date) -> Mapping[UUID, ModelFigures]:
        ratings, answers = ratings_until(state, day), _answers_until(state.steps.values(), day)
        return {
            role_id: ModelFigures(
                appeal=combine([10.0 * one.rating for one in ratings[role_id]])
                if role_id in ratings
                else None,
                chance=combine(answers[role_id]) if role_id in answers else None,
            )
            for role_id in ratings.keys() | answers.keys()
        }

    return on


def _answers_until(steps: Iterable[StepEvents], day: date) -> dict[UUID, list[float]]:
    """Of the applications for each role that were answered by a day, in the order of their last answer: 100 for an interview."""
    answered = list[tuple[date, UUID, float]]()
    for step in steps:
        by_then = [one for one in step.answers if one.happened_on <= day]
        if step.planned.kind == "application" and step.planned.role_id and by_then:
            invited = any(
                isinstance(one, AnswerReceived) and one.answer in INVITING_ANSWERS for one in by_then
            )
            last = max(one.happened_on for one in by_then)
            answered.append((last, step.planned.role_id, 100.0 if invited else 0.0))
    found = defaultdict[UUID, list[float]](list)
    for _, role_id, answer in sorted(answered, key=itemgetter(0)):
        found[role_id].append(answer)
    return found
