"""Reserve weeks: missed weeks that count as weeks off after all. They are there from the start, and nothing earns or costs them."""

from datetime import date

from domain.journey.events.start import JourneyStarted
from domain.journey.events.weeks import reserve_weeks
from projections.game.rules import ReserveRules
from projections.game.state import GameState


def reserve_weeks_left(state: GameState, on: date, rules: ReserveRules) -> int:
    """The reserve weeks that can still be used: one for so many weeks of the programme.

    Without an end of the programme it is one for so many weeks that have begun. Weeks off that were declared ahead use none.
    """
    started = state.started
    if started is None or started.happened_on > on:
        return 0
    end = _programme_end(state, started, on)
    there_are = reserve_weeks(started.happened_on, end, on, rules.weeks_each)
    used = sum(one.declared.reserve for one in state.rests if one.declared.happened_on <= on)
    return max(0, there_are - used)


def _programme_end(state: GameState, started: JourneyStarted, on: date) -> date | None:
    """The end of the programme as it was set by a date; each change of the plan holds the whole plan."""
    changes = [one for one in state.plan_changes if one.happened_on <= on]
    return (
        max(reversed(changes), key=lambda one: one.happened_on).programme_end
        if changes
        else started.programme_end
    )
