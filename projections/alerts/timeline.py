"""A journey's events sorted by day, so that a rule can be evaluated cheaply on many days."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from domain.journey.events.answers import AnswerReceived
from domain.journey.events.course import PlanAdjusted
from domain.journey.events.experiments import ExperimentAttempt, ExperimentPlanned, ExperimentRun
from domain.journey.events.start import JourneyStarted
from domain.vocabulary import KINDS_AWAITING_ANSWER
from projections.alerts.state import AlertsState
from projections.alerts.thresholds import AlertThresholds
from projections.approaches.state import ApproachesState
from projections.learning_model import state
from projections.learning_model.evidence_index import EvidenceIndex, build_evidence_index
from projections.learning_model.forecasts import ForecastQuality, answered_forecasts, forecast_quality
from projections.learning_model.parameters import Parameters

T = TypeVar("T")

_REFUSED = frozenset({"rejected_unseen", "rejected_after_interview"})


class DatedSeries(Struct, Generic[T], frozen=True):
    """Items sorted by day; on one day in the order of recording."""

    days: Sequence[date]
    things: Sequence[T]

    def count_until(self, on: date) -> int:
        """The number of items up to and including a day."""
        return bisect_right(self.days, on)

    def latest_day(self, on: date) -> date | None:
        """The day of the last item up to a day; None if there is none."""
        count = self.count_until(on)
        return self.days[count - 1] if count else None

    def last_items(self, on: date, most: int) -> Sequence[T]:
        """At most `most` items up to a day, the last ones, oldest first."""
        count = self.count_until(on)
        return self.things[max(0, count - most) : count]

    def items_within(self, on: date, days: int) -> Sequence[T]:
        """The items of the day itself and the `days - 1` days before it."""
        return self.things[self.count_until(on - timedelta(days=days)) : self.count_until(on)]


def dated_series(things: Iterable[tuple[date, T]]) -> DatedSeries[T]:
    """Sorts pairs of day and item into a series."""
    by_day = sorted(things, key=lambda one: one[0])
    return DatedSeries([day for day, _ in by_day], [thing for _, thing in by_day])


class AlertStep(Struct, frozen=True):
    """An experiment that was run, cancelled or refused."""

    planned: ExperimentPlanned
    happened: ExperimentAttempt


class JourneyTimeline(Struct, frozen=True, kw_only=True):
    """A journey's events sorted by date, with the parameters of the rules.

    Results per day and per experiment are cached.
    """

    learning: state.LearningState
    approaches: ApproachesState
    started: JourneyStarted
    parameters: Parameters
    rules: AlertThresholds
    steps: DatedSeries[AlertStep]
    runs: DatedSeries[AlertStep]
    lessons: DatedSeries[AlertStep]
    """The runs that have a role."""
    plans: DatedSeries[ExperimentPlanned]
    refusals: DatedSeries[UUID]
    """The application or interview that was refused, by the day the answer came."""
    closings: DatedSeries[UUID]
    """Every application that was answered or met silence, by that day."""
    contacts: DatedSeries[date]
    asked: DatedSeries[date]
    trust: DatedSeries[int]
    endings: DatedSeries[date]
    adjusted: DatedSeries[PlanAdjusted]
    daybook: EvidenceIndex
    moved: dict[UUID, bool] = {}
    effective: dict[date, float] = {}
    qualities: dict[int, ForecastQuality | None] = {}


def journey_timeline(
    state: AlertsState, started: JourneyStarted, parameters: Parameters, rules: AlertThresholds
) -> JourneyTimeline:
    """Builds the timeline of a journey."""
    known = state.learning.steps
    attempts = (known[one] for one in state.learning.attempts)
    steps = [AlertStep(one.planned, one.happened) for one in attempts if one.happened]
    runs = [one for one in steps if isinstance(one.happened, ExperimentRun)]
    return JourneyTimeline(
        learning=state.learning,
        approaches=state.approaches,
        started=started,
        parameters=parameters,
        rules=rules,
        steps=_by_day(steps),
        runs=_by_day(runs),
        lessons=_by_day(one for one in runs if one.planned.role_id is not None),
        plans=dated_series((one.planned.happened_on, one.planned) for one in known.values()),
        refusals=dated_series(_refusals(state.learning)),
        closings=dated_series(_closings(state.learning)),
        contacts=dated_series((one, one) for one in state.contacts),
        asked=dated_series((one, one) for one in state.asked),
        trust=dated_series((one.happened_on, one.rating) for one in state.trust),
        endings=dated_series((one, one) for one in state.endings),
        adjusted=dated_series((one.happened_on, one) for one in state.learning.plans if one.programme_end),
        daybook=build_evidence_index(state.learning, parameters),
    )


def _by_day(steps: Iterable[AlertStep]) -> DatedSeries[AlertStep]:
    return dated_series((one.happened.happened_on, one) for one in steps)


def _refusals(learning: state.LearningState) -> Iterator[tuple[date, UUID]]:
    for key, step in learning.steps.items():
        if step.planned.kind in KINDS_AWAITING_ANSWER:
            for one in step.answers:
                if isinstance(one, AnswerReceived) and one.answer in _REFUSED:
                    yield one.happened_on, key


def _closings(learning: state.LearningState) -> Iterator[tuple[date, UUID]]:
    for key, step in learning.steps.items():
        if step.planned.kind == "application":
            for one in step.answers:
                yield one.happened_on, key


def days_between(since: date, on: date) -> int:
    """The number of days from `since` to `on`."""
    return (on - since).days


def forecast_quality_on(past: JourneyTimeline, on: date) -> ForecastQuality | None:
    """The quality of the forecasts answered by a day; None below four cases."""
    count = past.closings.count_until(on)
    if count not in past.qualities:
        pairs = [pair for step in past.learning.steps.values() for pair in answered_forecasts(step, on)]
        past.qualities[count] = forecast_quality(pairs, past.parameters)
    return past.qualities[count]


def effective_roles_on(past: JourneyTimeline, on: date) -> float:
    """The number of roles the client effectively chose between, on a day."""
    if on not in past.effective:
        past.effective[on] = past.daybook.effective_roles_on(on)
    return past.effective[on]


def step_moved_promise(past: JourneyTimeline, step: AlertStep) -> bool:
    """True if the step moved a promise on its own day. Discovering a role counts as a move."""
    key = step.planned.experiment_id
    if key not in past.moved:
        past.moved[key] = past.daybook.moved_promise(key, step.happened.happened_on, past.rules.moved_from)
    return past.moved[key]


def programme_end_on(past: JourneyTimeline, on: date) -> date | None:
    """The last day of the programme, as planned by a day."""
    adjusted = past.adjusted.last_items(on, 1)
    return adjusted[0].programme_end if adjusted else past.started.programme_end


def had_ended(past: JourneyTimeline, on: date) -> bool:
    """True if the journey ended by the day."""
    return past.endings.count_until(on) > 0
