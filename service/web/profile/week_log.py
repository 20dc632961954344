"""What was done, week by week, the latest first."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from domain.journey.events.check_ins import CheckInHeld
from projections.timeline.view import Timeline, TimelineStep
from service.web.journey_weeks import journey_week, week_number_of


class WeekLogItem(Struct, frozen=True, kw_only=True):
    """An experiment, or a talk with the coach."""

    on: date
    step: TimelineStep | None = None
    check_in: CheckInHeld | None = None


class WeekLog(Struct, frozen=True, kw_only=True):
    """What was done in one week, the latest first."""

    number: int
    happenings: tuple[WeekLogItem, ...]
    conclusion: str | None
    rest: bool


def build_week_logs(facts: Timeline, started_on: date, until: int) -> tuple[WeekLog, ...]:
    """The weeks in which there was anything, from a week back to the first."""
    by_week: defaultdict[int, list[WeekLogItem]] = defaultdict(list)
    for one in _happenings(facts):
        by_week[week_number_of(started_on, one.on)].append(one)
    logs = (_week_log(facts, by_week[number], started_on, number) for number in range(until, 0, -1))
    return tuple(one for one in logs if one.happenings or one.conclusion or one.rest)


def _happenings(facts: Timeline) -> Iterator[WeekLogItem]:
    for step in facts.steps.values():
        yield WeekLogItem(on=step.on, step=step)
    for held in facts.check_ins:
        yield WeekLogItem(on=held.happened_on, check_in=held)


def _week_log(facts: Timeline, happenings: list[WeekLogItem], started_on: date, number: int) -> WeekLog:
    monday = journey_week(started_on, number).monday
    # Turned round after sorting, so that of one day what was told later stands first.
    happenings = sorted(happenings, key=lambda one: one.on)[::-1]
    return WeekLog(
        number=number,
        happenings=tuple(happenings),
        conclusion=facts.conclusions.get(monday),
        rest=monday in facts.rests,
    )
