"""The timeline week by week: what was done in each, and how it was concluded."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.weeks import monday_of, week_number
from projections.timeline.view import Timeline, TimelineStep


class WeekLogItem(Struct, frozen=True, kw_only=True):
    """An experiment, or a check-in."""

    on: date
    step: TimelineStep | None = None
    check_in: CheckInHeld | None = None


class WeekLog(Struct, frozen=True, kw_only=True):
    """What was done in one week, the latest first."""

    number: int
    happenings: tuple[WeekLogItem, ...]
    conclusion: str | None
    rest: bool


def build_week_logs(timeline: Timeline, started_on: date, until: int) -> tuple[WeekLog, ...]:
    """The weeks in which there was anything, from a week back to the first."""
    by_week: defaultdict[int, list[WeekLogItem]] = defaultdict(list)
    for one in _happenings(timeline):
        by_week[week_number(started_on, one.on)].append(one)
    logs = (_week_log(timeline, by_week[number], started_on, number) for number in range(until, 0, -1))
    return tuple(one for one in logs if one.happenings or one.conclusion or one.rest)


def _happenings(timeline: Timeline) -> Iterator[WeekLogItem]:
    for step in timeline.steps.values():
        yield WeekLogItem(on=step.on, step=step)
    for held in timeline.check_ins:
        yield WeekLogItem(on=held.happened_on, check_in=held)


def _week_log(timeline: Timeline, happenings: list[WeekLogItem], started_on: date, number: int) -> WeekLog:
    monday = monday_of(started_on) + timedelta(weeks=number - 1)
    # Turned round after sorting, so that of one day what was recorded later stands first.
    happenings = sorted(happenings, key=lambda one: one.on)[::-1]
    return WeekLog(
        number=number,
        happenings=tuple(happenings),
        conclusion=timeline.conclusions.get(monday),
        rest=monday in timeline.rests,
    )
