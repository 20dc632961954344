"""Gaps: found, decided and closed; what roles ask for, and what feedback hints at; the cases, and every journey."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.evidence import GapInput, OddsSignalInput
from domain.journey.commands.feedback import FourPointsInput, PointsHeardInput
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import GapFound, OddsSignalHeard
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.roles import RoleDiscovered
from domain.vocabulary import GapDecision, HeardSignal
from projections.fold import fold, fold_more
from projections.gaps.projection import GAPS
from projections.gaps.state import GapsState
from projections.gaps.view import Gaps, GapView, RoleRequirements
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    APPLIED,
    LETTER,
    RISK,
    TALKED,
    TEACHER,
    answer,
    ask_why,
    day,
    discover,
    hear_why,
    learn,
    plan,
    run,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import LONG_AFTER, entries
from tests.projections.worked_cases import CASES, entries_of, evening, read, step, told

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))

LICENCE = uid("licence")
DECISIONS: tuple[GapDecision, ...] = get_args(GapDecision)


def view_of(events: list[AnyJourneyEvent], on: date) -> Gaps:
    return GAPS.view(fold(GAPS, entries(events)), on, DEFAULT_PARAMETERS)


def events_of(*told: UserCommand) -> list[AnyJourneyEvent]:
    return decide_commands(told)


def gaps(*told: UserCommand, on: date = LONG_AFTER) -> Gaps:
    return view_of(events_of(*TALKED, *told), on)


def the_gap(*told: UserCommand, on: date = LONG_AFTER) -> GapView:
    (only,) = gaps(*told, on=on).gaps
    return only


def missing(**told: Any) -> UserCommand:
    """The licence is missing, as the talk of day 2 showed."""
    return learn(gaps=(GapInput(**{"gap_id": LICENCE, "wording": "the licence", "closable": True, **told}),))


def decide(on: int, decision: GapDecision = "close", **told: Any) -> UserCommand:
    return DecideGap(happened_on=day(on), gap_id=LICENCE, decision=decision, **told)


def close(on: int) -> UserCommand:
    return CloseGap(happened_on=day(on), gap_id=LICENCE)


def another_talk(name: str, on: int, *learned: GapInput) -> tuple[UserCommand, ...]:
    return (
        plan(experiment_id=uid(name), happened_on=day(on)),
        run(experiment_id=uid(name), happened_on=day(on)),
        learn(from_step=uid(name), happened_on=day(on), gaps=learned),
    )


# Found.


def test_a_gap_is_there_from_the_day_of_the_step_that_showed_it() -> None:
    assert gaps(missing(), on=day(1)).gaps == ()
    assert the_gap(missing(), on=day(2)).found_on == day(2)


def test_a_gap_says_where_it_was_found_and_for_which_roles() -> None:
    again = GapInput(gap_id=LICENCE, wording="the full licence", closable=False, role_id=RISK)
    found = the_gap(
        missing(), discover(role_id=RISK, title="risk manager"), *another_talk("second", 5, again)
    )

    assert (found.wording, found.closable, found.times) == ("the full licence", False, 2)
    assert [(one.role_id, one.title) for one in found.roles] == [(TEACHER, "teacher"), (RISK, "risk manager")]
    assert [(one.on, one.source_id) for one in found.found] == [
        (day(2), uid("talk")),
        (day(5), uid("second")),
    ]


def test_a_gap_of_no_role_is_a_gap() -> None:
    assert (
        the_gap(learn(from_step=None, gaps=(GapInput(gap_id=LICENCE, wording="x", closable=True),))).roles
        == ()
    )


def test_a_role_that_is_missing_has_no_title() -> None:
    told: list[AnyJourneyEvent] = [
        one for one in events_of(*TALKED, missing()) if not isinstance(one, RoleDiscovered)
    ]
    shown = view_of(told, LONG_AFTER)

    assert [one.title for one in shown.gaps[0].roles] == [None]
    assert [one.role for one in shown.roles] == [None]


# Decided and closed.


@pytest.mark.parametrize(
    ("decision", "is_open"), [("close", True), ("go_round", False), ("live_with", False)]
)
def test_only_a_gap_that_is_to_be_closed_stays_open(decision: GapDecision, is_open: bool) -> None:
    gap = the_gap(missing(), decide(5, decision))

    assert (gap.decision, gap.decided_on, gap.open) == (decision, day(5), is_open)
    assert the_gap(missing(), decide(5, decision), on=day(4)).decision is None


def test_a_decision_says_how_and_by_when() -> None:
    gap = the_gap(missing(), decide(5, how="an evening course", due=day(90)))

    assert (gap.how, gap.due) == ("an evening course", day(90))


def test_a_closed_gap_is_not_open_and_deciding_anew_opens_it() -> None:
    closed = (missing(), decide(5), close(8))
    anew = (*closed, decide(12, how="once more"))

    assert (the_gap(*closed).closed_on, the_gap(*closed).open) == (day(8), False)
    assert (the_gap(*anew).closed_on, the_gap(*anew).open, the_gap(*anew).how) == (None, True, "once more")
    assert the_gap(*anew, on=day(11)).closed_on == day(8)


def test_a_gap_that_is_missed_after_it_was_closed_says_so() -> None:
    again = GapInput(gap_id=LICENCE, wording="the licence", closable=True)
    told = (missing(), close(8), *another_talk("second", 12, again))

    assert not the_gap(*told, on=day(11)).missed_since
    assert (the_gap(*told).missed_since, the_gap(*told).open) == (True, False)


def test_open_gaps_stand_first() -> None:
    other = GapInput(gap_id=uid("other"), wording="audits", closable=True)
    shown = gaps(missing(), *another_talk("second", 5, other), decide(6, "live_with"))

    assert [one.wording for one in shown.gaps] == ["audits", "the licence"]


# What roles ask for.


def heard(*signals: HeardSignal) -> UserCommand:
    return learn(odds=tuple(OddsSignalInput(signal=one) for one in signals))


def test_a_role_counts_requirements_and_open_gaps() -> None:
    shown = gaps(missing(), heard("requirement_met", "requirement_missing", "market_growing"))
    expected = RoleRequirements(role_id=TEACHER, role="teacher", met=1, missing=1, open_gaps=(LICENCE,))

    assert shown.roles == (expected,)
    assert [one.open_gaps for one in gaps(missing(), close(8)).roles] == [()]


def test_a_role_nobody_asked_anything_of_is_left_out() -> None:
    assert gaps(heard("market_growing")).roles == ()


# What feedback hints at.


def asked_why(
    points: FourPointsInput | None, heard: PointsHeardInput | None = None
) -> tuple[UserCommand, ...]:
    feedback = hear_why(
        usable=points is not None,
        points=points or FourPointsInput(),
        heard=heard or PointsHeardInput(),
        happened_on=day(12),
    )
    return (*APPLIED, answer(answer="rejected_unseen"), ask_why(), feedback)


def hints(*told: UserCommand, on: date = LONG_AFTER) -> Gaps:
    return view_of(events_of(*told), on)


@pytest.mark.parametrize("point", ["competence", "requirements"])
def test_feedback_on_what_one_can_or_has_is_a_possible_gap(point: str) -> None:
    told = asked_why(FourPointsInput(**{point: "not deep enough"}))
    (possible,) = hints(*told).possible

    assert (possible.approach_id, possible.role, possible.on) == (LETTER, "teacher", day(12))
    assert getattr(possible, point) == "not deep enough"
    assert hints(*told, on=day(11)).possible == ()


@pytest.mark.parametrize(
    "points",
    [FourPointsInput(well_qualified="luxury problem"), FourPointsInput(self_presentation="too modest"), None],
)
def test_other_feedback_is_no_gap(points: FourPointsInput | None) -> None:
    assert hints(*asked_why(points)).possible == ()


def test_what_was_heard_to_be_enough_is_no_gap() -> None:
    heard = PointsHeardInput(competence="enough", requirements="not_enough")
    points = FourPointsInput(competence="plenty of it", requirements="a licence")
    (possible,) = hints(*asked_why(points, heard)).possible

    assert (possible.competence, possible.requirements) == (None, "a licence")
    assert hints(*asked_why(FourPointsInput(competence="plenty of it"), heard)).possible == ()


def test_a_gap_that_was_named_there_is_not_possible_but_found() -> None:
    told = (*asked_why(FourPointsInput(competence="depth")), learn(from_step=LETTER, happened_on=day(13)))
    named = (
        *told,
        learn(
            from_step=LETTER,
            happened_on=day(13),
            gaps=(GapInput(gap_id=LICENCE, wording="depth", closable=True),),
        ),
    )

    assert len(hints(*told).possible) == 1
    assert hints(*named).possible == ()


def test_what_was_heard_in_a_call_goes_back_to_the_approach() -> None:
    call = uid("call")
    told = (
        *APPLIED,
        answer(answer="rejected_unseen"),
        plan(experiment_id=call, kind="follow_up", refers_to=LETTER, happened_on=day(10)),
        run(experiment_id=call, happened_on=day(10)),
        ask_why(experiment_id=call),
        hear_why(experiment_id=call, usable=True, points=FourPointsInput(requirements="a certificate")),
    )

    assert [(one.experiment_id, one.approach_id) for one in hints(*told).possible] == [(call, LETTER)]


# The worked cases.


@cache
def in_the_end(number: int) -> Gaps:
    return GAPS.view(fold(GAPS, entries_of(read(number))), evening(number, 12), DEFAULT_PARAMETERS)


@pytest.mark.parametrize("number", CASES)
def test_the_open_gaps_of_the_cases(number: int) -> None:
    still_open = sorted(one.wording for one in in_the_end(number).gaps if one.open)

    assert told(number)["expected"]["open_gaps"] == still_open


def test_the_method_of_case_1_was_missed_three_times_in_two_roles() -> None:
    method = next(one for one in in_the_end(1).gaps if one.wording == "incident-analysis method")

    assert (method.times, method.found_on) == (3, date(2026, 1, 27))
    assert [one.title for one in method.roles] == ["risk manager zorg", "adviseur kwaliteit en veiligheid"]
    assert method.found[-1].source_id == step(1, "a16")


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [
        (1, "risk manager zorg", (1, 0, 2)),
        (1, "docent verpleegkunde mbo", (0, 1, 1)),
        (2, "servicetekniker medicinteknik", (2, 0, 2)),
        (2, "servicetekniker hiss", (0, 1, 2)),
    ],
)
def test_what_the_roles_of_the_cases_ask_for(number: int, title: str, expected: tuple[int, int, int]) -> None:
    asked = next(one for one in in_the_end(number).roles if one.role == title)

    assert (asked.met, asked.missing, len(asked.open_gaps)) == expected


@pytest.mark.parametrize("number", CASES)
def test_the_feedback_of_the_cases_was_named_as_gaps(number: int) -> None:
    assert in_the_end(number).possible == ()


# What holds of every journey.


def enriched(history: History) -> list[AnyJourneyEvent]:
    """A journey in which gaps are decided on and closed."""
    return [more for event in history.events for more in (event, *_after(event))]


def _after(event: AnyJourneyEvent) -> Iterator[AnyJourneyEvent]:
    if not isinstance(event, GapFound):
        return
    chance = Random(f"{event}")
    on = event.happened_on + timedelta(days=chance.randint(0, 20))
    if chance.random() < 0.6:
        yield GapDecided(happened_on=on, gap_id=event.gap_id, decision=chance.choice(DECISIONS))
    if chance.random() < 0.4:
        yield GapClosed(happened_on=on + timedelta(days=chance.randint(0, 9)), gap_id=event.gap_id)


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    told = entries(enriched(history))
    whole, kept = fold(GAPS, told), fold(GAPS, told[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=GapsState)

    assert whole == fold_more(GAPS, kept, told[cut:])
    assert GAPS.view(whole, on, DEFAULT_PARAMETERS) == GAPS.view(
        fold_more(GAPS, stored, told[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_the_gaps_at_a_date_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    told = enriched(history)
    up_to_it = [event for event in told if event.happened_on <= on]

    assert view_of(told, on) == view_of(up_to_it, on)


@given(histories(), days)
@long_histories
def test_the_parts_add_up_to_the_whole(history: History, on: date) -> None:
    told = [event for event in enriched(history) if event.happened_on <= on]
    shown = view_of(told, on)
    signals = [one.signal for one in told if isinstance(one, OddsSignalHeard)]
    open_ids = {one.gap_id for one in shown.gaps if one.open}

    assert sum(one.times for one in shown.gaps) == sum(isinstance(one, GapFound) for one in told)
    assert sum(one.met for one in shown.roles) == signals.count("requirement_met")
    assert sum(one.missing for one in shown.roles) == signals.count("requirement_missing")
    assert {gap_id for one in shown.roles for gap_id in one.open_gaps} <= open_ids


@given(histories(), days)
@long_histories
def test_what_is_closed_or_settled_is_not_open(history: History, on: date) -> None:
    for gap in view_of(enriched(history), on).gaps:
        settled = gap.closed_on is not None or gap.decision in ("go_round", "live_with")

        assert gap.open is not settled
