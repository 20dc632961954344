"""Coming back after missed weeks, reserve weeks, and asking once: by example, and as laws over any journey."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.journey.commands.feedback import RequestFeedback
from domain.journey.commands.weeks import DeclareRest
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.evidence import Source, TradeoffMade
from domain.journey.events.experiments import ExperimentAttempt, ExperimentPlanned, ExperimentRun
from domain.journey.events.feedback import FeedbackRequested
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.start import JourneyStarted
from domain.journey.events.weeks import RestDeclared, monday_of
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    LETTER,
    MONDAY,
    answer,
    ask_why,
    cancel,
    day,
    plan,
    run,
    uid,
)
from tests.histories import SET_OUT, History, histories, sample_journey
from tests.projections.small_games import LONG_AFTER, game, step_of, view_of

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 200).map(lambda ahead: SET_OUT + timedelta(days=ahead))


def week(number: int) -> date:
    """The Monday of a week, 0 for the one of the start."""
    return MONDAY + timedelta(weeks=number)


def went(name: str, number: int) -> tuple[UserCommand, ...]:
    """Desk research on the Wednesday of a week."""
    return step_of(name, week(number) + timedelta(days=2), kind="desk_research")


def rest(number: int, *, at: date, reserve: bool = False) -> DeclareRest:
    return DeclareRest(happened_on=at, monday=week(number), reserve=reserve)


def returns(*told: UserCommand) -> dict[str, int]:
    """What coming back paid, by the name of the step."""
    names = {uid(name): name for name in "abcdefgh"}
    steps = game(*ABOUT_TEACHING, *told).steps
    return {names[one.experiment_id]: one.coming_back for one in steps if one.coming_back}


@pytest.mark.parametrize(
    ("told", "paid"),
    [
        ((*went("a", 0), *went("b", 2)), {}),
        ((*went("a", 0), *went("b", 3)), {"b": 5}),
        ((*went("a", 0), *went("b", 9)), {"b": 5}),
        ((*went("a", 0), *went("b", 3), *went("c", 3), *went("d", 4)), {"b": 5}),
        ((*went("a", 0), *went("b", 3), *went("c", 6)), {"b": 5, "c": 5}),
        (went("a", 2), {"a": 5}),
        ((*went("a", 0), rest(1, at=day(0)), *went("b", 3)), {}),
        ((*went("a", 0), rest(2, at=day(0)), *went("b", 4)), {"b": 5}),
        ((*went("a", 0), *went("b", 9), *went("c", 5)), {"b": 5}),
    ],
    ids=[
        "one missed week",
        "two",
        "eight",
        "one lapse, more steps",
        "two lapses",
        "from the start on",
        "one of two rested",
        "two around a week off",
        "a late entry within a lapse that paid",
    ],
)
def test_coming_back_pays_five_once_for_each_lapse(
    told: tuple[UserCommand, ...], paid: dict[str, int]
) -> None:
    assert returns(*told) == paid


def test_coming_back_is_a_part_of_its_own() -> None:
    (step,) = (one for one in game(*ABOUT_TEACHING, *went("a", 0), *went("b", 3)).steps if one.coming_back)

    assert (step.run, step.coming_back, step.points) == (4, 5, 9)


def test_a_step_that_was_called_off_is_a_way_back_too() -> None:
    back = (plan(experiment_id=uid("b")), cancel(experiment_id=uid("b"), happened_on=week(3)))

    assert returns(*went("a", 0), *back) == {"b": 5}


def test_a_reserve_week_used_after_the_step_that_came_back_takes_nothing() -> None:
    # On the day itself: which comes first is a matter of the log.
    at = week(3) + timedelta(days=2)
    before, after = (
        (*went("a", 0), rest(2, at=at, reserve=True), *went("b", 3)),
        (*went("a", 0), *went("b", 3), rest(2, at=at, reserve=True)),
    )

    assert returns(*before) == {}
    assert returns(*after) == {"b": 5}


def test_a_reserve_week_counts_as_rest_for_momentum() -> None:
    told = (*ABOUT_TEACHING, *went("a", 0))
    kept = rest(1, at=week(2), reserve=True)
    missed, rested = (game(*told, *more, on=week(2)).momentum for more in ((), (kept,)))

    assert rested.weeks[1].rest
    assert rested.now == rested.weeks[0].momentum > missed.weeks[1].momentum


# Asking.


def asks(*told: UserCommand) -> list[int]:
    return [one.ask for one in game(*told).steps]


def test_asking_pays_once_for_an_approach_by_call_or_in_writing() -> None:
    call = {"experiment_id": uid("call")}
    called = (
        plan(**call, kind="follow_up", refers_to=LETTER, happened_on=day(11)),
        run(**call, happened_on=day(11)),
        RequestFeedback(happened_on=day(11), experiment_id=uid("call"), channel="phone"),
    )
    refused = (*APPLIED, answer(answer="rejected_unseen"))

    assert asks(*refused, ask_why(), *called) == [10, 0]
    assert asks(*refused, *called) == [0, 10]
    assert asks(*refused, *called, ask_why(happened_on=day(12))) == [0, 10]


def test_asking_about_another_approach_pays_again() -> None:
    again = {"experiment_id": uid("again")}
    told = (
        *APPLIED,
        ask_why(),
        plan(**again, kind="application", refers_to=LETTER, happened_on=day(12)),
        run(**again, happened_on=day(12)),
        ask_why(**again, happened_on=day(13)),
    )

    assert asks(*told) == [10, 10]


# Laws.


def lapsed(history: History, lapses: Sequence[tuple[int, int]]) -> list[AnyJourneyEvent]:
    """A journey in which so many weeks pass without an event after so many events."""
    events = list(history.events)
    for cut, weeks in lapses:
        later = timedelta(weeks=weeks)
        place = 1 + cut % len(events)
        events = [*events[:place], *(_later(one, later) for one in events[place:])]
    return events


def _later(event: AnyJourneyEvent, by: timedelta) -> AnyJourneyEvent:
    moved: dict[str, Any] = {"happened_on": event.happened_on + by}
    if isinstance(event, RestDeclared):
        moved["monday"] = event.monday + by
    return replace(event, **moved)


LAPSES = st.lists(st.tuples(st.integers(0, 200), st.integers(2, 5)), max_size=4)


def gone_on(events: Sequence[AnyJourneyEvent]) -> list[AnyJourneyEvent]:
    """The same journey, with the smallest step in each week that had been missed when a step came after it."""
    started = next(one for one in events if isinstance(one, JourneyStarted))
    first, busy, rested = monday_of(started.happened_on), set[date](), set[date]()
    going_on = list[AnyJourneyEvent]()
    for event in events:
        if isinstance(event, ExperimentAttempt):
            monday = monday_of(event.happened_on)
            missed = list(_missed(monday, first, busy, rested)) if monday not in busy else []
            if len(missed) >= 2:
                going_on.extend(
                    one for at in reversed(missed) for one in _smallest_step(max(at, started.happened_on))
                )
                busy.update(missed)
            busy.add(monday)
        elif isinstance(event, RestDeclared):
            rested.add(event.monday)
        going_on.append(event)
    return going_on


def _missed(monday: date, first: date, busy: set[date], rested: set[date]) -> Iterator[date]:
    monday -= timedelta(weeks=1)
    while monday >= first and monday not in busy:
        if monday not in rested:
            yield monday
        monday -= timedelta(weeks=1)


def _smallest_step(on: date) -> Iterator[AnyJourneyEvent]:
    experiment_id = uuid5(uid("smallest"), str(on))
    yield ExperimentPlanned(
        happened_on=on, experiment_id=experiment_id, kind="desk_research", role_id=experiment_id
    )
    yield ExperimentRun(happened_on=on, experiment_id=experiment_id)


@given(histories(), LAPSES)
@long_histories
def test_lapsing_never_out_earns_going_on(history: History, lapses: list[tuple[int, int]]) -> None:
    events = lapsed(history, lapses)
    away, steady = view_of(events), view_of(gone_on(events))
    added = len(steady.steps) - len(away.steps)
    came_back = sum(one.coming_back for one in away.steps)

    assert steady.total >= away.total
    assert steady.total - away.total == 4 * added - came_back + sum(one.coming_back for one in steady.steps)


def test_the_histories_of_these_laws_come_back() -> None:
    events = lapsed(sample_journey(4, 300), [(40, 3), (90, 4), (150, 2)])

    assert sum(one.coming_back > 0 for one in view_of(events).steps) >= 2


@given(histories(), LAPSES, st.integers(0, 200), st.integers(0, 3), st.booleans())
@long_histories
def test_a_week_off_or_a_reserve_week_changes_no_points(
    history: History, lapses: list[tuple[int, int]], place: int, weeks: int, reserve: bool
) -> None:
    events = lapsed(history, lapses)
    on = events[place % len(events)].happened_on
    off = RestDeclared(happened_on=on, monday=monday_of(on) - timedelta(weeks=weeks), reserve=reserve)
    without, rested = view_of(events), view_of([*events, off])

    assert rested.steps == without.steps
    assert (rested.total, rested.level) == (without.total, without.level)


def small_acts(on: date, experiment_id: Any) -> Iterator[AnyJourneyEvent]:
    """What takes two minutes, and what says whether a guess was right."""
    yield EnergyRated(happened_on=on, rating=7)
    yield TradeoffMade(
        happened_on=on, winner=uid("pay"), loser=uid("peace"), met_in_reality=False, source=Source(kind="own")
    )
    yield BeliefJudged(happened_on=on, experiment_id=experiment_id, verdict="held_up")
    yield BeliefJudged(happened_on=on, experiment_id=experiment_id, verdict="did_not")


@given(histories(), LAPSES, days)
@long_histories
def test_small_acts_and_being_right_earn_nothing(
    history: History, lapses: list[tuple[int, int]], on: date
) -> None:
    events = lapsed(history, lapses)
    steps = [one.experiment_id for one in events if isinstance(one, ExperimentPlanned)]
    acts = small_acts(on, steps[0] if steps else uid("none"))
    without, acted = view_of(events), view_of([*events, *acts])

    assert (acted.steps, acted.total) == (without.steps, without.total)


@given(histories(), LAPSES, days)
@long_histories
def test_no_event_lowers_a_total_through_lapses(
    history: History, lapses: list[tuple[int, int]], on: date
) -> None:
    events = lapsed(history, lapses)
    totals = [view_of(events[:upto], on).total for upto in range(1, len(events) + 1)]

    assert totals == sorted(totals)


@given(histories())
@long_histories
def test_asking_pays_no_more_than_once_for_an_approach(history: History) -> None:
    asked = {one.experiment_id for one in history.events if isinstance(one, FeedbackRequested)}
    plans = {one.experiment_id: one for one in history.events if isinstance(one, ExperimentPlanned)}
    paid = [one.experiment_id for one in view_of(list(history.events), LONG_AFTER).steps if one.ask]

    def approach(key: Any) -> Any:
        at = plans[key]
        return key if at.kind == "application" or at.refers_to is None else approach(at.refers_to)

    assert set(paid) <= asked
    assert len(paid) == len({approach(key) for key in paid}) == len({approach(key) for key in asked})
