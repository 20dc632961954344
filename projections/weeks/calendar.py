"""The events of a journey up to a date, by week."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from msgspec import Struct

from domain.event import Event
from domain.journey.events.course import PlanAdjusted
from domain.journey.events.evidence import (
    AppealRated,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import ExperimentOutcome, ExperimentPlanned
from domain.journey.events.insights import InsightNamed
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import JourneyStarted
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.weeks import WeekPlanned, WeekReviewed, monday_of
from projections.weeks.state import WeeksState

F = TypeVar("F", bound=Event)
E = TypeVar("E", AppealRated, OddsSignalHeard, TradeoffMade, StrengthObserved, GapFound, RoleDiscovered)

ONE_WEEK = timedelta(days=7)
MONDAY_TO_SUNDAY = timedelta(days=6)

EventsByMonday = Mapping[date, list[F]]
"""Events by the Monday of their week; of one day in the order of recording."""


class WeeklyCalendar(Struct, frozen=True, kw_only=True):
    """The events of each week, by its Monday."""

    plans: dict[date, WeekPlanned]
    reviews: dict[date, WeekReviewed]
    rests: frozenset[date]
    goals: list[PlanAdjusted]
    """Each is the whole plan as it is from its day on; by day."""
    planned: EventsByMonday[ExperimentPlanned]
    outcomes: EventsByMonday[ExperimentOutcome]
    ratings: EventsByMonday[AppealRated]
    signals: EventsByMonday[OddsSignalHeard]
    tradeoffs: EventsByMonday[TradeoffMade]
    strengths: EventsByMonday[StrengthObserved]
    gaps: EventsByMonday[GapFound]
    roles: EventsByMonday[RoleDiscovered]
    insights: EventsByMonday[InsightNamed]
    offers: EventsByMonday[SuggestionOffered]


def weekly_calendar(state: WeeksState, on: date) -> WeeklyCalendar:
    """Builds the calendar, ignoring what happened after a date."""
    learning = state.learning
    steps = (one.planned for one in learning.steps.values())
    return WeeklyCalendar(
        plans={one.monday: one for one in _until(state.plans, on)},
        reviews={one.monday: one for one in _until(state.reviews, on)},
        rests=frozenset(one.monday for one in _until(learning.rests, on)),
        goals=_until(learning.plans, on),
        planned=_weekly(steps, on, by=_meant_for),
        outcomes=_weekly(state.outcomes.values(), on),
        ratings=_found(learning.ratings, on),
        signals=_found(learning.signals, on),
        tradeoffs=_found(learning.tradeoffs, on),
        strengths=_found(learning.strengths, on),
        gaps=_found(learning.gaps, on),
        roles=_found((one.discovered for one in learning.roles.values()), on),
        insights=_weekly(state.insights, on),
        offers=_weekly(state.offers, on, by=_offered_for),
    )


def journey_mondays(started: JourneyStarted | None, on: date) -> Iterator[date]:
    """The Mondays from the week of the start to that of a date."""
    if started is None or on < started.happened_on:
        return
    monday = monday_of(started.happened_on)
    while monday <= on:
        yield monday
        monday += ONE_WEEK


def _until(events: Iterable[F], on: date) -> list[F]:
    return sorted((one for one in events if one.happened_on <= on), key=_day)


def _day(event: Event) -> date:
    return event.happened_on


def _meant_for(planned: ExperimentPlanned) -> date:
    return planned.planned_for or planned.happened_on


def _offered_for(offered: SuggestionOffered) -> date:
    return offered.monday


def _found(evidence: Iterable[E], on: date) -> dict[date, list[E]]:
    """Strengths or gaps found in each week, without those of the intake."""
    return _weekly((one for one in evidence if one.source.kind != "intake"), on)


def _weekly(events: Iterable[F], on: date, by: Callable[[F], date] = _day) -> dict[date, list[F]]:
    weekly: defaultdict[date, list[F]] = defaultdict(list)
    for one in events:
        if one.happened_on <= on:
            weekly[monday_of(by(one))].append(one)
    for week in weekly.values():
        week.sort(key=by)
    return weekly
