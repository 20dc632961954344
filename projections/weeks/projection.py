"""The projection of the weeks."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from operator import itemgetter

from domain.journey.events.insights import InsightNamed
from domain.journey.events.start import JourneyStarted
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.weeks import WeekReviewed
from projections.fold import Projection
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from projections.learning_model.promise_attribution import PromiseAttribution, period_attributions
from projections.weeks.calendar import MONDAY_TO_SUNDAY, WeeklyCalendar, journey_mondays, weekly_calendar
from projections.weeks.learning import week_learning
from projections.weeks.state import INITIAL, WeeksState, evolve
from projections.weeks.steps import asks_conclusion, week_plan, week_steps
from projections.weeks.titles import TitleLookup, build_title_lookup
from projections.weeks.view import SuggestedStep, WeekInsight, WeekPlan, WeekReview, Weeks, WeekStep, WeekView


def view(state: WeeksState, on: date, parameters: Parameters = DEFAULT_PARAMETERS) -> Weeks:
    """The weeks up to a date, oldest first. Events after that date are ignored."""
    weeks = tuple(_weeks(state, on, parameters))
    return Weeks(on=on, weeks=weeks, open=tuple(one.monday for one in weeks if one.open))


def _weeks(state: WeeksState, on: date, parameters: Parameters) -> Iterator[WeekView]:
    started = state.learning.started
    if started is None:
        return
    calendar, known, index = (
        weekly_calendar(state, on),
        build_title_lookup(state, on),
        build_evidence_index(state.learning, parameters),
    )
    goals = [(one.happened_on, one.weekly_goal) for one in calendar.goals if one.weekly_goal]
    for number, monday in zip(count(1), journey_mondays(started, on), strict=False):
        until = min(monday + MONDAY_TO_SUNDAY, on)
        steps = week_steps(state, known, calendar.outcomes.get(monday, ()), on)
        moved = period_attributions(state.learning, index, monday, until)
        goal = _goal(started, goals, until)
        plan = week_plan(state, known, calendar.plans.get(monday), calendar.planned.get(monday, ()), on)
        yield _week(known, calendar, monday, number=number, plan=plan, steps=steps, moved=moved, goal=goal)


def _week(
    known: TitleLookup,
    calendar: WeeklyCalendar,
    monday: date,
    *,
    number: int,
    plan: WeekPlan,
    steps: tuple[WeekStep, ...],
    moved: tuple[PromiseAttribution, ...],
    goal: int,
) -> WeekView:
    review, rest = calendar.reviews.get(monday), monday in calendar.rests
    is_open = review is None and not rest
    return WeekView(
        number=number,
        monday=monday,
        plan=plan,
        steps=steps,
        learned=week_learning(known, calendar, monday),
        moved=moved,
        insights=_insights(calendar.insights.get(monday, ())),
        suggestions=_suggestions(known, calendar.offers.get(monday, ())),
        review=_review(review),
        rest=rest,
        goal=goal,
        done=sum(one.ended != "dropped" for one in steps),
        open=is_open,
        may_close=is_open and all(one.concluded for one in steps if asks_conclusion(one)),
    )


def _goal(started: JourneyStarted, goals: Sequence[tuple[date, int]], until: date) -> int:
    set_until = bisect_right(goals, until, key=itemgetter(0))
    return goals[set_until - 1][1] if set_until else started.weekly_goal


def _insights(named: Iterable[InsightNamed]) -> tuple[WeekInsight, ...]:
    return tuple(
        WeekInsight(
            insight_id=one.insight_id,
            wording=one.wording,
            on=one.happened_on,
            source=one.source.kind,
            source_id=one.source.id,
        )
        for one in named
    )


def _suggestions(known: TitleLookup, offered: Iterable[SuggestionOffered]) -> tuple[SuggestedStep, ...]:
    return tuple(
        SuggestedStep(role_id=offer.role_id, role=known.role(offer.role_id), kind=offer.kind)
        for one in offered
        for offer in one.offers
    )


def _review(review: WeekReviewed | None) -> WeekReview | None:
    return WeekReview(on=review.happened_on, conclusion=review.conclusion) if review else None


WEEKS: Projection[WeeksState, Weeks] = Projection(
    name="weeks", version=10, initial=INITIAL, evolve=evolve, view=view
)
