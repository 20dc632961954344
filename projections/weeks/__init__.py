"""Every week of a journey: plan, run, conclude, review; what it taught, and which number that moved."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count

from domain.journey.course import PlanAdjusted
from domain.journey.insights import InsightNamed
from domain.journey.start import JourneyStarted
from domain.journey.suggestions import SuggestionOffered
from domain.journey.weeks import WeekReviewed
from projections.fold import Projection
from projections.learning_model import state as facts
from projections.learning_model.evidence_index import Daybook, daybook
from projections.learning_model.parameters import DEFAULT, Parameters
from projections.learning_model.promise_attribution import StepMove, step_moves
from projections.weeks.calendar import TO_SUNDAY, Calendar, calendar, mondays
from projections.weeks.learning import learned
from projections.weeks.state import INITIAL, State, evolve
from projections.weeks.steps import plan_of, taken
from projections.weeks.titles import Titles, titles
from projections.weeks.view import Insight, Plan, Review, StepTaken, Suggested, Week, Weeks


def view(state: State, on: date, parameters: Parameters = DEFAULT) -> Weeks:
    """The weeks up to a date, oldest first; what lies after that date does not exist."""
    weeks = tuple(_weeks(state, on, parameters))
    return Weeks(on=on, weeks=weeks, open=tuple(one.monday for one in weeks if one.open))


def _weeks(state: State, on: date, parameters: Parameters) -> Iterator[Week]:
    started = state.learning.started
    if started is None:
        return
    told, known, book = calendar(state, on), titles(state, on), daybook(state.learning, parameters)
    for number, monday in zip(count(1), mondays(started, on), strict=False):
        until = min(monday + TO_SUNDAY, on)
        steps = taken(state, known, told.outcomes.get(monday, ()), on)
        moved = _moved(state.learning, book, steps, until)
        goal = _goal(started, told.goals, until)
        plan = plan_of(state, known, told.plans.get(monday), told.meant.get(monday, ()), on)
        yield _week(known, told, monday, number=number, plan=plan, steps=steps, moved=moved, goal=goal)


def _week(
    known: Titles,
    told: Calendar,
    monday: date,
    *,
    number: int,
    plan: Plan,
    steps: tuple[StepTaken, ...],
    moved: tuple[StepMove, ...],
    goal: int,
) -> Week:
    review, rest = told.reviews.get(monday), monday in told.rests
    is_open = review is None and not rest
    return Week(
        number=number,
        monday=monday,
        plan=plan,
        steps=steps,
        learned=learned(known, told, monday),
        moved=moved,
        insights=_insights(told.insights.get(monday, ())),
        suggestions=_suggestions(known, told.offers.get(monday, ())),
        review=_review(review),
        rest=rest,
        goal=goal,
        done=sum(one.ended != "dropped" for one in steps),
        open=is_open,
        may_close=is_open and all(one.concluded for one in steps if one.ended == "run"),
    )


def _moved(
    learning: facts.State, book: Daybook, steps: Sequence[StepTaken], until: date
) -> tuple[StepMove, ...]:
    happened = (one.experiment_id for one in steps if one.ended != "dropped")
    return step_moves(learning, book, happened, until)


def _goal(started: JourneyStarted, goals: Sequence[PlanAdjusted], until: date) -> int:
    set_last = [one.weekly_goal for one in goals if one.weekly_goal and one.happened_on <= until]
    return set_last[-1] if set_last else started.weekly_goal


def _insights(named: Iterable[InsightNamed]) -> tuple[Insight, ...]:
    return tuple(
        Insight(
            insight_id=one.insight_id,
            wording=one.wording,
            on=one.happened_on,
            source=one.source.kind,
            source_id=one.source.id,
        )
        for one in named
    )


def _suggestions(known: Titles, offered: Iterable[SuggestionOffered]) -> tuple[Suggested, ...]:
    return tuple(
        Suggested(role_id=offer.role_id, role=known.role(offer.role_id), kind=offer.kind)
        for one in offered
        for offer in one.offers
    )


def _review(review: WeekReviewed | None) -> Review | None:
    return Review(on=review.happened_on, conclusion=review.conclusion) if review else None


WEEKS: Projection[State, Weeks] = Projection(
    name="weeks", version=1, initial=INITIAL, evolve=evolve, view=view
)
