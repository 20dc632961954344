"""Comebacks: steps taken after missed weeks."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from domain.journey.events.weeks import monday_of
from projections.game.history import AttemptedStep, GameHistory

_WEEK = timedelta(days=7)


def comebacks(trail: GameHistory, misses: int) -> Iterator[AttemptedStep]:
    """Yields the steps that followed at least `misses` weeks without one. Each missed week counts once.

    Weeks off do not count, if they were declared before the step was logged. Steps are taken in the order they were
    logged, so that nothing recorded later takes a comeback away.
    """
    if trail.started is None:
        return
    first, rests = monday_of(trail.started.happened_on), list(reversed(trail.rests))
    rested, over = set[date](), set[date]()
    for step in trail.logged:
        while rests and rests[-1].steps_before <= step.number:
            rested.add(rests.pop().declared.monday)
        monday = monday_of(step.happened_on)
        missed = list(_missed_before(monday, first, rested, over))
        if monday not in over and len(missed) >= misses:
            yield step
            over.update(missed)
        over.add(monday)


def comeback_days(trail: GameHistory, misses: int) -> Iterator[date]:
    """Yields the days of the comebacks."""
    return (step.happened_on for step in comebacks(trail, misses))


def _missed_before(
    monday: date, first: date, rested: Collection[date], over: Collection[date]
) -> Iterator[date]:
    """The Mondays of the missed weeks right before a week, the latest first; `over` has those with a step, or that counted."""
    monday -= _WEEK
    while monday >= first and monday not in over:
        if monday not in rested:
            yield monday
        monday -= _WEEK
