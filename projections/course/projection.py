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
    tracks, phases, plans = track_periods(known, started), phase_periods(known), plan_views(known, started)
    plan, care = plans[-1] if plans else None, after_care_views(known)
    return Course(
        on=on,
        started=since,
        track=tracks[-1] if tracks else None,
        tracks=tracks,
        good_endings=GOOD_ENDINGS[tracks[-1].track] if tracks else (),
        phase=phases[-1] if phases else None,
        phases=phases,
        loops=sum(one.again for one in phases),
        steps=len(step_days(known)),
        plan=plan,
        plans=plans,
        game_on=switched.on if switched else started is not None,
        game_since=switched.happened_on if switched else since,
        ending=ending_view(known, tracks),
        after_care=tuple(one for one in care if one.due >= on and not one.answered_on),
        after_care_past=tuple(one for one in care if one.due < on or one.answered_on),
        days_since_programme_end=days_since_programme_end(plan, on),
        start_speed=start_speed(known, started, on),
    )


COURSE: Projection[CourseState, Course] = Projection(
    name="course", version=2, initial=EventHistory(), evolve=keep_events(CourseEvent), view=view
)
