"""Start and end of a course: days to the first experiment, the ending, and after-care."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.start import JourneyStarted
from domain.vocabulary import Ending, Track
from projections.course.state import CourseState
from projections.course.view import AfterCareView, EndingView, PlanView, StartSpeed, TrackPeriod

GOOD_ENDINGS: Mapping[Track, tuple[Ending, ...]] = MappingProxyType(
    {
        "curative": ("new_work", "own_business", "education", "volunteering"),
        "preventive": ("stayed_and_changed", "new_work", "own_business", "education"),
        "re_integration": (
            "return_to_work",
            "stayed_and_changed",
            "new_work",
            "own_business",
            "education",
            "volunteering",
            "rest",
        ),
    }
)
"""What counts as a good ending of each track, the nearest first: the aim is wider than a job (product, idea 34)."""

FIRST_EXPERIMENT_DAYS = 7
"""Days from the start within which a first experiment is to be run (product, idea 21)."""


def start_speed(known: CourseState, started: JourneyStarted | None, on: date) -> StartSpeed:
    """The days from the start to the first experiment that was run; None if none was."""
    if started is None:
        return StartSpeed(first_run=None, days=None, in_time=None)
    first = next((one.happened_on for one in known.events_of(ExperimentRun)), None)
    gone = ((first or on) - started.happened_on).days
    late = gone > FIRST_EXPERIMENT_DAYS
    return StartSpeed(
        first_run=first, days=gone if first else None, in_time=not late if first or late else None
    )


def ending_view(known: CourseState, tracks: tuple[TrackPeriod, ...]) -> EndingView | None:
    """The ending, with the track of that day; None if none is recorded."""
    event = next(reversed(known.events_of(EndingRecorded)), None)
    if event is None:
        return None
    spell = next((one for one in reversed(tracks) if one.since <= event.happened_on), None)
    return EndingView(
        ending=event.ending,
        on=event.happened_on,
        good=spell is not None and event.ending in GOOD_ENDINGS[spell.track],
        note=event.note,
    )


def days_since_programme_end(plan: PlanView | None, on: date) -> int | None:
    """Days since the programme ended by the present plan; None if it has not ended."""
    if plan is None or plan.programme_end is None or on < plan.programme_end:
        return None
    return (on - plan.programme_end).days


def after_care_views(known: CourseState) -> list[AfterCareView]:
    """The days of aftercare that were not dropped, the first due first."""
    settled = {one.after_care_id: one for one in known.events_of(AfterCareSettled)}
    cared = [
        _after_care_view(one, settled.get(one.after_care_id)) for one in known.events_of(AfterCarePlanned)
    ]
    return sorted((one for one in cared if one), key=lambda one: one.due)


def _after_care_view(planned: AfterCarePlanned, settled: AfterCareSettled | None) -> AfterCareView | None:
    if settled and settled.answer is None:
        return None
    return AfterCareView(
        after_care_id=planned.after_care_id,
        planned_on=planned.happened_on,
        due=planned.due,
        what=planned.what,
        answered_on=settled.happened_on if settled else None,
        answer=settled.answer if settled else None,
    )
