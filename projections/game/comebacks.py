"""Comebacks: steps taken after missed weeks."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from domain.journey.events.weeks import monday_of
from projections.game.history import AttemptedStep, GameHistory

_WEEK = timedelta(days=7)


def comeback_days(trail: GameHistory, misses: int) -> Iterator[date]:
    """Yields the days of steps that followed at least `misses` weeks without one. Rest weeks are not counted.

    Steps are taken in the order they were logged, so that one recorded late takes nothing back.
    """
    if trail.started is None:
        return
    first = monday_of(trail.started.happened_on)
    rested: dict[date, date] = {}
    for one in trail.rests:
        rested[one.monday] = min(rested.get(one.monday, one.happened_on), one.happened_on)
    busy = set[date]()
    for step in trail.logged:
        monday = monday_of(step.happened_on)
        weeks = _weeks_before(rested, step, first)
        if monday not in busy and _missed(weeks, busy, misses):
            yield step.happened_on
        busy.add(monday)


def _weeks_before(rested: Mapping[date, date], step: AttemptedStep, first: date) -> Iterator[date]:
    """The Mondays of the weeks before a step that were not declared rest by then, the latest first.

    `rested` holds the day on which each week was first declared one.
    """
    monday = monday_of(step.happened_on) - _WEEK
    while monday >= first:
        if rested.get(monday, date.max) > step.happened_on:
            yield monday
        monday -= _WEEK


def _missed(weeks: Iterator[date], busy: set[date], misses: int) -> bool:
    latest = [monday for _, monday in zip(range(misses), weeks, strict=False)]
    return len(latest) == misses and busy.isdisjoint(latest)
