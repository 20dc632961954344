"""The projection of the course."""

from datetime import date

from domain.journey.events.course import GameSwitched
from domain.journey.events.start import JourneyStarted
from projections.course.endings import (
    GOOD_ENDINGS,
    after_care_views,
    days_since_programme_end,
    ending_view,
    start_speed,
)
from projections.course.periods import phase_periods, plan_views, track_periods
from projections.course.state import CourseEvent, CourseState, step_days
from projections.course.view import Course
from projections.event_history import EventHistory, keep_events
from projections.fold import Projection
from projections.learning_model.parameters import Parameters


def view(state: CourseState, on: date, _parameters: Parameters) -> Course:
    """The course at a date. Events after that date are ignored."""
    known = state.as_of(on).in_day_order()
    started = next(iter(known.events_of(JourneyStarted)), None)
    since = started.happened_on if started else None
    switched = next(reversed(known.events_of(GameSwitched)), None)
    held, lived, fitted = track_periods(known, started), phase_periods(known), plan_views(known, started)
    plan, care = fitted[-1] if fitted else None, after_care_views(known)
    return Course(
        on=on,
        started=since,
        track=held[-1] if held else None,
        tracks=held,
        good_endings=GOOD_ENDINGS[held[-1].track] if held else (),
        phase=lived[-1] if lived else None,
        phases=lived,
        loops=sum(one.again for one in lived),
        steps=len(step_days(known)),
        plan=plan,
        plans=fitted,
        game_on=switched.on if switched else started is not None,
        game_since=switched.happened_on if switched else since,
        ending=ending_view(known, held),
        after_care=tuple(one for one in care if one.due >= on),
        after_care_past=tuple(one for one in care if one.due < on),
        days_since_programme_end=days_since_programme_end(plan, on),
        start_speed=start_speed(known, started, on),
    )


COURSE: Projection[CourseState, Course] = Projection(
    name="course", version=1, initial=EventHistory(), evolve=keep_events(CourseEvent), view=view
)
