"""The classes of events that the course is built from."""

from datetime import date

from domain.journey.events.course import GameSwitched, PhaseEmphasised, PlanAdjusted, TrackSet
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
from domain.journey.events.experiments import (
    ExperimentAttempt,
)
from domain.journey.events.start import JourneyStarted
from projections.event_history import EventHistory

CourseEvent = (
    JourneyStarted
    | TrackSet
    | PhaseEmphasised
    | PlanAdjusted
    | GameSwitched
    | EndingRecorded
    | AfterCarePlanned
    | AfterCareSettled
    | ExperimentAttempt
)

CourseState = EventHistory[CourseEvent]


def step_days(state: CourseState) -> list[date]:
    """The days of the client's steps."""
    return [event.happened_on for event in state.events if isinstance(event, ExperimentAttempt)]
