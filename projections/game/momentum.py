"""Momentum, 0-1, week by week: a missed week lowers it by a part, and a rest week leaves it as it is."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from domain.journey.events.answers import AnswerReceived
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.offers import OfferDeclined, offers_from
from domain.journey.events.start import JourneyStarted
from domain.journey.events.weeks import monday_of
from projections.game.rules import MomentumRules
from projections.game.state import GameState
from projections.learning_model.wording import round_half_up

MomentumWord = Literal["rising", "steady", "slowing"]

_WEEK = timedelta(days=7)
_TO_SUNDAY = timedelta(days=6)


class MomentumWeek(Struct, frozen=True, kw_only=True):
    """One week: the steps taken, the goal, and the momentum at its end."""

    number: int
    """1 in the calendar week of the start."""
    monday: date
    done: int
    goal: int
    """Another goal holds from the week in which it was set; earlier weeks keep theirs."""
    rest: bool
    over: bool
    """From its Sunday on. Until then a week may lift momentum and takes nothing."""
    momentum: float


class Momentum(Struct, frozen=True, kw_only=True):
    """The momentum now, and that of each week so far."""

    now: float
    weeks: tuple[MomentumWeek, ...]
    return_quest: bool
    """True if the ten-minute quest is offered: after two missed weeks, until the next step or rest."""


def momentum_on(state: GameState, on: date, rules: MomentumRules) -> Momentum:
    """The momentum of every week up to a date."""
    started = state.started
    weeks = tuple(_weeks(state, started, on, rules)) if started else ()
    return Momentum(
        now=weeks[-1].momentum if weeks else rules.start,
        weeks=weeks,
        return_quest=_away(weeks, rules.return_after),
    )


def momentum_word(momentum: Momentum, on: date, *, spared: bool = False) -> MomentumWord | None:
    """How momentum went from one to the other of the last two weeks that are over; None before week 3.

    The running week is left out: it could only be told too early. Percentages are compared as they are printed. Who
    has this week off or is `spared` is not told to be slowing down.
    """
    closed = [one.momentum for one in momentum.weeks if one.monday < monday_of(on)]
    if len(closed) < 2:
        return None
    before, after = (round_half_up(100 * one) for one in closed[-2:])
    if after < before:
        return None if spared or momentum.weeks[-1].rest else "slowing"
    return "rising" if after > before else "steady"


def has_arrived(state: GameState, on: date) -> bool:
    """Whether the journey has ended, or an offer waits for an answer."""
    known = [one for one in state.events if one.happened_on <= on]
    ended = any(isinstance(one, EndingRecorded) for one in known)
    offers = offers_from(
        (one for one in known if isinstance(one, AnswerReceived)),
        {one.experiment_id: one for one in known if isinstance(one, OfferDeclined)},
        (),
        ended=ended,
    )
    return ended or any(one.stage == "open" for one in offers.values())


def _weeks(
    state: GameState, started: JourneyStarted, on: date, rules: MomentumRules
) -> Iterator[MomentumWeek]:
    done = Counter(monday_of(step.happened_on) for step in state.steps if step.happened_on <= on)
    rests = {one.declared.monday for one in state.rests if one.declared.happened_on <= on}
    goals = _goals(state, on)
    goal, now, monday, number = started.weekly_goal, rules.start, monday_of(started.happened_on), 1
    while started.happened_on <= on and monday <= on:
        over, goal = monday + _TO_SUNDAY <= on, goals.get(monday, goal)
        if monday not in rests:
            after = _after(now, done[monday], goal, rules)
            now = after if over else max(now, after)
        yield MomentumWeek(
            number=number,
            monday=monday,
            done=done[monday],
            goal=goal,
            rest=monday in rests,
            over=over,
            momentum=now,
        )
        monday, number = monday + _WEEK, number + 1


def _goals(state: GameState, on: date) -> dict[date, int]:
    """The weekly goals by the Monday from which they hold; of several set in one week the last."""
    in_order = sorted(state.plan_changes, key=lambda one: one.happened_on)
    return {
        monday_of(one.happened_on): one.weekly_goal
        for one in in_order
        if one.weekly_goal and one.happened_on <= on
    }


def _after(now: float, done: int, goal: int, rules: MomentumRules) -> float:
    kept: float = 0.5 ** (1 / rules.half_life)
    return kept * now + (1 - kept) * min(1.0, done / goal)


def _away(weeks: tuple[MomentumWeek, ...], misses: int) -> bool:
    if not weeks or weeks[-1].rest or weeks[-1].done:
        return False
    done = [one.done for one in weeks if one.over and not one.rest]
    return len(done) >= misses and not any(done[-misses:])
