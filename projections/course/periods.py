"""Periods of a course: tracks, phases with their loops, and plans, each with its first and last day."""

from bisect import bisect_right
from collections import Counter

from domain.journey.events.course import PhaseEmphasised, PlanAdjusted, TrackSet
from domain.journey.events.start import JourneyStarted
from domain.vocabulary import Phase
from projections.course.state import CourseState, step_days
from projections.course.view import PhasePeriod, PlanView, TrackPeriod


def track_periods(known: CourseState, started: JourneyStarted | None) -> tuple[TrackPeriod, ...]:
    """The track of the start and each that replaced it."""
    if started is None:
        return ()
    set_so = [TrackSet(happened_on=started.happened_on, track=started.track), *known.events_of(TrackSet)]
    ends = [*(one.happened_on for one in set_so[1:]), None]
    return tuple(
        TrackPeriod(track=one.track, since=one.happened_on, until=until)
        for one, until in zip(set_so, ends, strict=True)
    )


def phase_periods(known: CourseState) -> tuple[PhasePeriod, ...]:
    """The periods with one phase in the foreground, and the number of steps in each."""
    begun = _begun(known)
    starts = [one.happened_on for one in begun]
    taken = Counter(bisect_right(starts, day) for day in step_days(known))
    been = set[Phase]()
    spells = list[PhasePeriod]()
    for number, (one, until) in enumerate(zip(begun, [*starts[1:], None], strict=False), 1):
        spell = PhasePeriod(
            phase=one.phase,
            since=one.happened_on,
            until=until,
            again=one.phase in been,
            steps=taken[number],
        )
        been.add(one.phase)
        spells.append(spell)
    return tuple(spells)


def _begun(known: CourseState) -> list[PhaseEmphasised]:
    begun = list[PhaseEmphasised]()
    for one in known.events_of(PhaseEmphasised):
        if not begun or begun[-1].phase != one.phase:
            begun.append(one)
    return begun


def plan_views(known: CourseState, started: JourneyStarted | None) -> tuple[PlanView, ...]:
    """The plan of the start and each adjusted one. What an adjustment leaves out stays as it was."""
    if started is None:
        return ()
    plan = PlanView(
        since=started.happened_on,
        weekly_goal=started.weekly_goal,
        programme_end=started.programme_end,
        locale=started.locale,
    )
    fitted = [plan]
    for one in known.events_of(PlanAdjusted):
        plan = PlanView(
            since=one.happened_on,
            weekly_goal=one.weekly_goal or plan.weekly_goal,
            programme_end=one.programme_end or plan.programme_end,
            locale=one.locale or plan.locale,
        )
        fitted.append(plan)
    return tuple(fitted)
