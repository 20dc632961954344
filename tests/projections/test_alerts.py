"""What a coach is told: each stuck rule at its border, both worked cases, and what holds of every journey."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.course import AdjustPlan
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.evidence import OddsSignalInput
from domain.journey.commands.experiments import ForecastInput
from domain.journey.commands.pulses import RateTrust
from domain.journey.commands.refusals import PauseAfterRefusal
from domain.journey.commands.weeks import DeclareRest
from domain.journey.decide import UserCommand
from domain.journey.events.endings import EndingRecorded
from domain.vocabulary import ApproachAnswer, StuckRule
from projections.alerts.projection import ALERTS, alerts_by_day, has_week_off
from projections.alerts.rulebook import RULEBOOK, AlertRule
from projections.alerts.state import AlertsState
from projections.alerts.thresholds import ALERT_THRESHOLDS
from projections.alerts.timeline import journey_timeline, step_moved_promise
from projections.alerts.view import Alert
from projections.fold import fold, fold_more
from projections.learning_model.attribution import experiment_move
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.role_beliefs import focus_over_roles, role_beliefs
from projections.profile.projection import PROFILE
from tests.domain.journeys import (
    ABOUT_TEACHING,
    MONDAY,
    RISK,
    TALKED,
    answer,
    ask_why,
    cancel,
    check_in,
    day,
    discover,
    learn,
    new_role,
    park,
    plan,
    refuse,
    run,
    start,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import LONG_AFTER, entries, step_of
from tests.projections.worked_cases import CASES, entries_of, evening, read, told

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 90).map(lambda ahead: SET_OUT + timedelta(days=ahead))

Told = Sequence[UserCommand]
ONE_DAY = timedelta(days=1)
A_WEEK_OFF = DeclareRest(happened_on=day(1), monday=MONDAY + timedelta(days=7))


def journey(*commands: UserCommand) -> AlertsState:
    events = decide_commands(commands)
    return fold(ALERTS, entries(events))


def alerts(*commands: UserCommand, on: date) -> tuple[Alert, ...]:
    return ALERTS.view(journey(*commands), on, DEFAULT_PARAMETERS)


def rules(*commands: UserCommand, on: date) -> set[StuckRule]:
    return {one.rule for one in alerts(*commands, on=on)}


def the(rule: StuckRule, *commands: UserCommand, on: date) -> Alert:
    return next(one for one in alerts(*commands, on=on) if one.rule == rule)


class AlertOpening(NamedTuple):
    """The day a rule began to hold. Each such day is a new alert."""

    rule: StuckRule
    on: date


def alert_openings(state: AlertsState, first: date, last: date) -> list[AlertOpening]:
    """The days from `first` to `last` on which a rule began to hold, by day, then most pressing first."""
    (_, before), *following = alerts_by_day(state, first - timedelta(days=1), last)
    found, held = list[AlertOpening](), {one.rule for one in before}
    for on, alerts in following:
        found += [AlertOpening(one.rule, on) for one in alerts if one.rule not in held]
        held = {one.rule for one in alerts}
    return found


def opened(rule: StuckRule, *commands: UserCommand, until: date) -> list[date]:
    return [one.on for one in alert_openings(journey(*commands), day(0), until) if one.rule == rule]


# The worked cases.


@cache
def folded(number: int) -> AlertsState:
    return fold(ALERTS, entries_of(read(number)))


def opened_in(number: int) -> list[AlertOpening]:
    return alert_openings(folded(number), read(number).client.start_date, evening(number, 12))


SIX = {
    "silence",
    "tunnel",
    "refusals_without_asking",
    "worse_than_feared",
    "too_hopeful",
    "programme_ending",
}


@pytest.mark.parametrize("number", CASES)
def test_of_the_six_rules_of_the_cases_exactly_those_open_that_are_listed(number: int) -> None:
    expected = [(one["rule"], date.fromisoformat(one["date"])) for one in told(number)["expected"]["alerts"]]

    assert expected == [(one.rule, one.on) for one in opened_in(number) if one.rule in SIX]


def test_the_rest_week_of_case_1_raises_no_alert_for_the_coach() -> None:
    monday = date(2026, 3, 9)
    raised = {one.rule for one in alert_openings(folded(1), monday, monday + timedelta(days=6))}

    assert raised <= {"coach_silent", "no_session"}


def test_a08_of_case_2_went_worse_than_feared_and_the_coach_hears_it_on_the_same_day() -> None:
    (first, *_) = ALERTS.view(folded(2), date(2026, 2, 9), DEFAULT_PARAMETERS)

    assert (first.rule, first.since, first.to) == ("worse_than_feared", date(2026, 2, 9), "coach")
    assert "Dread rose from 8 to 9" in first.reason


def test_the_rest_of_week_5_in_case_2_raises_no_silence() -> None:
    assert "silence" not in {one.rule for one in opened_in(2)}


# Each rule at its border.


def letters(*names: str, said: ApproachAnswer = "rejected_unseen", **planned: Any) -> list[UserCommand]:
    """Applications sent on day 2 and answered on day 9."""
    close = True if said == "rejected_after_interview" else None
    return [
        command
        for name in names
        for command in (
            *step_of(name, day(2), kind="application", **planned),
            answer(experiment_id=uid(name), answer=said, close=close),
        )
    ]


DAY_2 = day(2)


def reading(*names: str, on: date = DAY_2, **planned: Any) -> list[UserCommand]:
    return [one for name in names for one in step_of(name, on, kind="desk_research", **planned)]


def plans(*names: str) -> list[UserCommand]:
    return [plan(experiment_id=uid(name)) for name in names]


def roles(*names: str) -> list[UserCommand]:
    return [discover(role_id=uid(name), title=name) for name in names]


def musing(*names: str) -> list[UserCommand]:
    return [one for name in names for one in step_of(name, day(20), kind="reflection", role_id=None)]


def trust(*ratings: int) -> list[UserCommand]:
    return [RateTrust(happened_on=day(ahead), rating=one) for ahead, one in enumerate(ratings, 1)]


def hoping(chance: float) -> ForecastInput:
    return ForecastInput(invited=chance)


def paused(ahead: int, *, go_on: bool = False) -> PauseAfterRefusal:
    return PauseAfterRefusal(happened_on=day(ahead), experiment_id=uid("1"), skipped=go_on)


REJECTED = (*ABOUT_TEACHING, *letters("1", said="rejected_after_interview"))
TO_DAY_60 = start(programme_end=day(60))
ENDED = RecordEnding(happened_on=day(46), ending="new_work")
PROLONGED = AdjustPlan(happened_on=day(40), programme_end=day(100))
ON_RISK = discover(role_id=RISK, title="risk manager")
TWO_READ = (*ABOUT_TEACHING, *reading("1", "2"), *reading("3", on=day(4)))

BORDERS: list[tuple[StuckRule, Told, int, bool]] = [
    ("silence", [start()], 8, False),
    ("silence", [start()], 9, True),
    ("silence", TALKED, 10, False),
    ("silence", TALKED, 11, True),
    ("silence", [*ABOUT_TEACHING, plan(), cancel()], 10, False),
    ("silence", [*ABOUT_TEACHING, plan(), refuse()], 10, False),
    ("silence", [start(), check_in()], 9, True),
    ("silence", [start(), A_WEEK_OFF], 19, False),
    ("silence", [start(), A_WEEK_OFF], 20, True),
    ("silence", [start(), DeclareRest(happened_on=day(1), monday=MONDAY + timedelta(days=70))], 9, True),
    ("plans_without_steps", [*ABOUT_TEACHING, *plans("1", "2", "3")], 14, True),
    ("plans_without_steps", [*ABOUT_TEACHING, *plans("1", "2", "3")], 15, False),
    ("plans_without_steps", [*ABOUT_TEACHING, *plans("1", "2")], 14, False),
    (
        "plans_without_steps",
        [*ABOUT_TEACHING, *plans("1", "2", "3", "talk"), run(happened_on=day(1))],
        14,
        False,
    ),
    (
        "plans_without_steps",
        [*ABOUT_TEACHING, *plans("1", "2", "3", "talk"), refuse(happened_on=day(1))],
        14,
        True,
    ),
    ("steps_without_learning", TWO_READ, 22, True),
    ("steps_without_learning", TWO_READ, 23, False),
    ("steps_without_learning", TWO_READ[:-2], 4, False),
    ("steps_without_learning", [*TWO_READ, learn(from_step=uid("3"), appeal=6)], 4, True),
    ("steps_without_learning", [*TWO_READ, learn(from_step=uid("3"), appeal=9)], 4, False),
    (
        "steps_without_learning",
        [*TWO_READ, learn(from_step=uid("3"), odds=(OddsSignalInput(signal="referral"),))],
        4,
        False,
    ),
    ("steps_without_learning", [*TWO_READ, learn(from_step=uid("3"), roles=(new_role(),))], 4, False),
    ("tunnel", [*ABOUT_TEACHING, *reading(*"12345")], 22, True),
    ("tunnel", [*ABOUT_TEACHING, *reading(*"12345")], 23, False),
    ("tunnel", [*ABOUT_TEACHING, *reading(*"1234")], 22, False),
    ("tunnel", [*ABOUT_TEACHING, *reading(*"1234"), *reading("5", role_id=None)], 22, False),
    ("tunnel", [*ABOUT_TEACHING, ON_RISK, *reading(*"1234"), *reading("5", role_id=RISK)], 22, True),
    ("tunnel", [*ABOUT_TEACHING, ON_RISK, *reading(*"123"), *reading(*"45", role_id=RISK)], 22, False),
    ("tunnel", [*ABOUT_TEACHING, *reading(*"12345"), plan(), run()], 22, False),
    ("refusals_without_asking", [*ABOUT_TEACHING, *letters(*"123")], 29, True),
    ("refusals_without_asking", [*ABOUT_TEACHING, *letters(*"123")], 30, False),
    ("refusals_without_asking", [*ABOUT_TEACHING, *letters(*"12")], 29, False),
    ("refusals_without_asking", [*ABOUT_TEACHING, *letters(*"12"), *letters("3", said="invited")], 29, False),
    (
        "refusals_without_asking",
        [*ABOUT_TEACHING, *letters(*"12"), *letters("3", said="rejected_after_interview")],
        29,
        True,
    ),
    (
        "refusals_without_asking",
        [*ABOUT_TEACHING, *letters(*"123"), ask_why(experiment_id=uid("1"), happened_on=day(8))],
        28,
        False,
    ),
    (
        "refusals_without_asking",
        [*ABOUT_TEACHING, *letters(*"123"), ask_why(experiment_id=uid("1"), happened_on=day(8))],
        29,
        True,
    ),
    ("worse_than_feared", [*ABOUT_TEACHING, plan(dread_before=7), run(dread_after=8)], 2, True),
    ("worse_than_feared", [*ABOUT_TEACHING, plan(dread_before=7), refuse(dread_after=8)], 8, True),
    ("worse_than_feared", [*ABOUT_TEACHING, plan(dread_before=7), run(dread_after=8)], 9, False),
    ("worse_than_feared", [*ABOUT_TEACHING, plan(dread_before=6), run(dread_after=7)], 2, False),
    ("worse_than_feared", [*ABOUT_TEACHING, plan(dread_before=8), run(dread_after=8)], 2, False),
    ("worse_than_feared", [*ABOUT_TEACHING, plan(), run(dread_after=9)], 2, False),
    ("too_hopeful", [*ABOUT_TEACHING, *letters(*"1234", forecast=hoping(0.6))], 9, True),
    ("too_hopeful", [*ABOUT_TEACHING, *letters(*"1234", forecast=hoping(0.6))], 8, False),
    ("too_hopeful", [*ABOUT_TEACHING, *letters(*"1234", forecast=hoping(0.59))], 9, False),
    ("too_hopeful", [*ABOUT_TEACHING, *letters(*"123", forecast=hoping(1.0))], 9, False),
    ("too_hopeful", [*ABOUT_TEACHING, *letters(*"1234", said="invited", forecast=hoping(0.1))], 9, False),
    ("scatter", [start(), *roles(*"abcd"), *musing(*"123456")], 28, True),
    ("scatter", [start(), *roles(*"abcd"), *musing(*"123456")], 27, False),
    ("scatter", [start(), *roles(*"abcd"), *musing(*"123456")], 47, True),
    ("scatter", [start(), *roles(*"abcd"), *musing(*"123456")], 48, False),
    ("scatter", [start(), *roles(*"abcd"), *musing(*"12345")], 28, False),
    ("scatter", [start(), *roles(*"abc"), *musing(*"123456")], 28, False),
    ("scatter", [start(), *roles(*"abcde"), *musing(*"123456"), park(role_id=uid("a"))], 28, False),
    ("trust_low", [start(), *trust(4)], 1, True),
    ("trust_low", [start(), *trust(5)], 1, False),
    ("trust_low", [start(), *trust(9, 6)], 2, True),
    ("trust_low", [start(), *trust(9, 7)], 2, False),
    ("trust_low", [start(), *trust(9, 6, 6)], 3, False),
    ("trust_low", [start()], 3, False),
    ("programme_ending", [TO_DAY_60], 45, False),
    ("programme_ending", [TO_DAY_60], 46, True),
    ("programme_ending", [TO_DAY_60], 70, True),
    ("programme_ending", [TO_DAY_60, ENDED], 46, False),
    ("programme_ending", [start()], 46, False),
    ("programme_ending", [TO_DAY_60, PROLONGED], 39, False),
    ("programme_ending", [TO_DAY_60, PROLONGED], 46, False),
    ("programme_ending", [TO_DAY_60, PROLONGED], 86, True),
    ("programme_ending", [start(), PROLONGED], 86, True),
    ("programme_ending", [TO_DAY_60, AdjustPlan(happened_on=day(40), weekly_goal=3)], 46, True),
    ("no_session", [start()], 13, False),
    ("no_session", [start()], 14, True),
    ("no_session", [start(), check_in()], 18, False),
    ("no_session", [start(), check_in()], 19, True),
    ("no_after_interview", REJECTED, 8, False),
    ("no_after_interview", REJECTED, 9, True),
    ("no_after_interview", REJECTED, 15, True),
    ("no_after_interview", REJECTED, 16, False),
    ("no_after_interview", [*ABOUT_TEACHING, *letters("1")], 9, False),
    ("no_after_interview", [*REJECTED, paused(9, go_on=True)], 9, False),
    ("no_after_interview", [*REJECTED, paused(9)], 9, True),
    ("no_after_interview", [*REJECTED, paused(9)], 10, False),
    (
        "no_after_interview",
        [*REJECTED, answer(experiment_id=uid("1"), answer="offer", happened_on=day(10))],
        10,
        False,
    ),
    ("coach_silent", [start()], 13, False),
    ("coach_silent", [start()], 14, True),
    ("coach_silent", [start(), check_in()], 18, False),
    ("coach_silent", [start(), check_in()], 19, True),
]


@pytest.mark.parametrize(("rule", "commands", "ahead", "holds"), BORDERS)
def test_a_rule_holds_up_to_its_border(rule: StuckRule, commands: Told, ahead: int, holds: bool) -> None:
    assert holds == (rule in rules(*commands, on=day(ahead)))


def test_every_rule_is_in_the_book_and_is_seen_on_both_sides_of_its_border() -> None:
    names = set(get_args(StuckRule))

    assert names == {one.name for one in RULEBOOK} == {rule for rule, *_ in BORDERS}
    assert all({True, False} == {holds for rule, *_, holds in BORDERS if rule == name} for name in names)


# Messages of alerts.


def test_before_the_start_nothing_holds() -> None:
    assert ALERTS.view(ALERTS.initial, SET_OUT, DEFAULT_PARAMETERS) == ()
    assert alert_openings(ALERTS.initial, SET_OUT, LONG_AFTER) == []
    assert alerts(start(), *trust(1), on=day(-1)) == ()


def test_after_ten_days_without_an_event_time_alone_raises_silence() -> None:
    told = the("silence", start(), on=day(10))

    assert told.since == day(9)
    assert told.reason == "No step for 10 days since the start on 2026-01-14."


def test_the_alerts_of_a_later_day_are_right_though_nothing_was_told_since() -> None:
    told: Told = (
        start(programme_end=day(25)),
        discover(),
        plan(dread_before=7),
        run(dread_after=9),
        check_in(),
    )

    assert [one.rule for one in alerts(*told, on=day(5))] == ["worse_than_feared"]
    assert [(one.rule, one.since) for one in alerts(*told, on=day(15))] == [
        ("silence", day(11)),
        ("programme_ending", day(11)),
    ]
    assert [(one.rule, one.since) for one in alerts(*told, on=day(19))] == [
        ("silence", day(11)),
        ("no_session", day(19)),
        ("programme_ending", day(11)),
        ("coach_silent", day(19)),
    ]


def test_every_check_in_counts_as_a_contact_whatever_it_taught() -> None:
    later = check_in(check_in_id=uid("a short call"), happened_on=day(12), minutes=2)

    assert opened("coach_silent", start(), check_in(), later, until=day(30)) == [day(26)]


def test_an_end_that_was_put_off_closes_the_alert_from_that_day_on() -> None:
    put_off = AdjustPlan(happened_on=day(50), programme_end=day(100))

    assert opened("programme_ending", TO_DAY_60, put_off, until=day(120)) == [day(46), day(86)]
    assert "programme_ending" in rules(TO_DAY_60, put_off, on=day(49))
    assert "programme_ending" not in rules(TO_DAY_60, put_off, on=day(50))
    assert (
        the("programme_ending", TO_DAY_60, put_off, on=day(90)).reason
        == "The programme ends on 2026-04-24, and no outcome is recorded."
    )


def test_after_an_ending_nobody_is_silent_or_scattered_any_more() -> None:
    told: Told = (*TALKED, ENDED)

    assert rules(*told, on=day(45)) == {"silence", "no_session", "coach_silent"}
    assert rules(*told, on=day(46)) == set()
    assert opened("silence", *told, until=day(200)) == [day(11)]


def test_after_an_ending_a_bad_step_and_low_trust_are_still_told() -> None:
    told: Told = (
        *TALKED,
        ENDED,
        plan(experiment_id=uid("new work"), happened_on=day(60), dread_before=7),
        run(experiment_id=uid("new work"), happened_on=day(61), dread_after=9),
        RateTrust(happened_on=day(62), rating=2),
    )

    assert rules(*told, on=day(63)) == {"worse_than_feared", "trust_low"}


def test_a_rest_week_raises_no_silence() -> None:
    assert opened("silence", *TALKED, A_WEEK_OFF, until=day(19)) == []


def test_a_week_off_hides_the_alerts_and_leaves_them_as_they_are() -> None:
    resting, later = MONDAY + timedelta(days=14), MONDAY + timedelta(days=21)
    rest = DeclareRest(happened_on=resting, monday=resting)
    state, busy = journey(start(), rest), journey(start())

    assert [has_week_off(state, on) for on in (resting - ONE_DAY, resting, later - ONE_DAY, later)] == [
        False,
        True,
        True,
        False,
    ]
    assert not has_week_off(busy, resting)
    assert "no_session" in {one.rule for one in ALERTS.view(state, day(15), DEFAULT_PARAMETERS)}
    assert opened("no_session", start(), rest, until=day(40)) == [day(14)]


def test_a_rule_that_holds_again_is_a_new_opening() -> None:
    told = (*ABOUT_TEACHING, *reading("first", on=day(12)))

    assert opened("silence", *told, until=day(30)) == [day(9), day(21)]
    assert the("silence", *told, on=day(30)).since == day(21)


def test_a_stretch_that_goes_on_is_one_opening() -> None:
    assert opened("silence", start(), until=day(300)) == [day(9)]
    assert alert_openings(journey(start()), day(10), day(300)) == [
        AlertOpening("no_session", day(14)),
        AlertOpening("coach_silent", day(14)),
    ]


def test_a_second_bad_step_within_the_week_prolongs_the_alert() -> None:
    bad: Told = (
        *ABOUT_TEACHING,
        *(plan(experiment_id=uid(name), dread_before=8) for name in "ab"),
        run(experiment_id=uid("a"), dread_after=9),
        run(experiment_id=uid("b"), dread_after=10, happened_on=day(9)),
    )

    assert opened("worse_than_feared", *bad, until=day(40)) == [day(2)]
    assert "Dread rose from 8 to 10" in the("worse_than_feared", *bad, on=day(15)).reason


def test_only_a_silent_coach_goes_to_the_manager() -> None:
    assert {one.name for one in RULEBOOK if one.to == "manager"} == {"coach_silent"}


def test_the_most_pressing_comes_first() -> None:
    told = alerts(TO_DAY_60, *trust(2), on=day(50))

    assert [one.rule for one in told] == [
        "trust_low",
        "silence",
        "no_session",
        "programme_ending",
        "coach_silent",
    ]


@pytest.mark.parametrize(
    ("rule", "commands", "ahead", "reason", "brief"),
    [
        ("silence", TALKED, 11, "No step for 9 days: the last was on 2026-01-16.", "No step for 9 days"),
        (
            "silence",
            [start(), A_WEEK_OFF],
            20,
            "No step for 9 days: the week off ended on 2026-01-25.",
            "No step for 9 days since the week off",
        ),
        (
            "plans_without_steps",
            [*ABOUT_TEACHING, *plans("1", "2", "3")],
            2,
            "3 steps planned in 14 days, and none has happened.",
            "3 steps planned in 14 days, none has happened",
        ),
        (
            "steps_without_learning",
            TWO_READ,
            4,
            (
                "None of the last steps changed a role's potential by 2 points: "
                "desk research on 2026-01-16, desk research on 2026-01-16 and desk research on 2026-01-18."
            ),
            "The last 3 steps moved no role by 2 points",
        ),
        (
            "tunnel",
            [*ABOUT_TEACHING, *reading(*"12345")],
            2,
            (
                "5 of 5 steps in 21 days were on “teacher”, with no conversation, job shadowing, "
                "interview or work trial."
            ),
            "5 of 5 steps about one role, no one met",
        ),
        (
            "refusals_without_asking",
            [*ABOUT_TEACHING, *letters(*"123")],
            9,
            "3 rejections in 21 days; feedback never asked for.",
            "3 rejections in 21 days, feedback not asked for",
        ),
        (
            "worse_than_feared",
            [*ABOUT_TEACHING, plan(dread_before=7), run(dread_after=8)],
            3,
            "Worse than feared: conversation on 2026-01-16. Dread rose from 7 to 8.",
            "Worse than feared: dread 7 before, 8 after",
        ),
        (
            "too_hopeful",
            [*ABOUT_TEACHING, *letters(*"1234", forecast=hoping(0.6))],
            9,
            (
                "Expected an interview in 60% of applications; it came in 0%. "
                "The Brier score is 0.36, above 0.35."
            ),
            "Expected an interview in 60%, got one in 0%",
        ),
        (
            "no_session",
            [start()],
            15,
            "No session for 15 days, since the start on 2026-01-14.",
            "No session yet, 15 days after the start",
        ),
        (
            "no_session",
            [start(), check_in()],
            19,
            "No session for 14 days: the last was on 2026-01-19.",
            "No session for 14 days",
        ),
        (
            "scatter",
            [start(), *roles(*"abcd"), *musing(*"123456")],
            28,
            "6 steps in 28 days, but no clearer choice: in effect between 4.0 roles then, 4.0 now.",
            "6 steps in 28 days, still choosing between 4",
        ),
        (
            "trust_low",
            [start(), *trust(4)],
            1,
            "Trust was rated 4 out of 10 on 2026-01-15.",
            "Trust was rated 4 out of 10 on 15 January",
        ),
        (
            "trust_low",
            [start(), *trust(9, 6)],
            2,
            "Trust was rated 6 out of 10 on 2026-01-16, down from 9.",
            "Trust went from 9 to 6 on 16 January",
        ),
        (
            "programme_ending",
            [TO_DAY_60],
            46,
            "The programme ends on 2026-03-15, and no outcome is recorded.",
            "The programme ends in 14 days",
        ),
        (
            "coach_silent",
            [start(), check_in()],
            19,
            "No contact from the coach for 14 days: the last session was on 2026-01-19.",
            "No contact from the coach for 14 days",
        ),
        (
            "silence",
            [start()],
            9,
            "No step for 9 days since the start on 2026-01-14.",
            "No step yet, 9 days after the start",
        ),
        (
            "trust_low",
            [start(), *trust(2, 4)],
            2,
            "Trust was rated 4 out of 10 on 2026-01-16.",
            "Trust was rated 4 out of 10 on 16 January",
        ),
        (
            "programme_ending",
            [TO_DAY_60],
            60,
            "The programme ends on 2026-03-15, and no outcome is recorded.",
            "The programme ends today",
        ),
        (
            "programme_ending",
            [TO_DAY_60],
            61,
            "The programme ended on 2026-03-15, and no outcome is recorded.",
            "The programme ended 1 day ago",
        ),
    ],
)
def test_an_alert_gives_the_facts_and_a_move_in_a_sentence(
    rule: StuckRule, commands: Told, ahead: int, reason: str, brief: str
) -> None:
    told = the(rule, *commands, on=day(ahead))

    assert (reason, brief) == (told.reason, told.brief)
    assert told.move.endswith(".")


SHORT = 60
"""Letters that fit on a line of the desk."""


@pytest.mark.parametrize("rule", RULEBOOK, ids=lambda one: one.name)
def test_what_might_help_has_a_short_form(rule: AlertRule) -> None:
    assert rule.short_move.endswith(".")
    assert len(rule.short_move) <= SHORT


# What holds of every journey.


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    entries = history.entries()
    whole, kept = fold(ALERTS, entries), fold(ALERTS, entries[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=AlertsState)

    assert whole == fold_more(ALERTS, kept, entries[cut:])
    assert ALERTS.view(whole, on, DEFAULT_PARAMETERS) == ALERTS.view(
        fold_more(ALERTS, stored, entries[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_every_reason_has_a_short_form_without_a_year(history: History, on: date) -> None:
    for one in ALERTS.view(fold(ALERTS, history.entries()), on, DEFAULT_PARAMETERS):
        assert len(one.brief) <= SHORT
        assert not re.search(r"\d{4}|\.$", one.brief)


@given(histories(), days)
@long_histories
def test_the_alerts_of_a_day_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    up_to_it = [event for event in history.events if event.happened_on <= on]

    whole = fold(ALERTS, entries(list(history.events)))
    assert ALERTS.view(whole, on, DEFAULT_PARAMETERS) == ALERTS.view(
        fold(ALERTS, entries(up_to_it)), on, DEFAULT_PARAMETERS
    )


@given(histories(), days, st.integers(0, 30))
@long_histories
def test_each_day_of_many_is_the_view_of_that_day(history: History, first: date, many: int) -> None:
    state = fold(ALERTS, history.entries())
    last = first + timedelta(days=many)

    assert [
        (on, ALERTS.view(state, on, DEFAULT_PARAMETERS)) for on, _ in alerts_by_day(state, first, last)
    ] == list(alerts_by_day(state, first, last))
    assert [on for on, _ in alerts_by_day(state, first, last)] == [
        first + timedelta(days=ahead) for ahead in range(many + 1)
    ]


@given(histories(), days)
@long_histories
def test_an_alert_has_held_since_its_last_opening(history: History, on: date) -> None:
    state = fold(ALERTS, history.entries())
    last = {one.rule: one.on for one in alert_openings(state, SET_OUT, on)}

    assert all(last[one.rule] == one.since for one in ALERTS.view(state, on, DEFAULT_PARAMETERS))


@given(histories())
@long_histories
def test_whether_a_step_moved_a_promise_is_read_from_its_move(history: History) -> None:
    state = fold(ALERTS, history.entries())
    started = state.learning.started
    assert started is not None
    past = journey_timeline(state, started, DEFAULT_PARAMETERS, ALERT_THRESHOLDS)

    for one in past.lessons.things:
        found = experiment_move(state.learning, one.planned.experiment_id, one.happened.happened_on)
        assert step_moved_promise(past, one) == any(
            role.promise_before is None or abs(role.promise - role.promise_before) >= 2
            for role in found.roles
        )


@given(histories(), days)
@long_histories
def test_effective_roles_are_those_of_the_learning_model(history: History, on: date) -> None:
    state = fold(PROFILE, history.entries())
    believed = role_beliefs(state, on, DEFAULT_PARAMETERS)

    assert focus_over_roles(believed, DEFAULT_PARAMETERS).effective_roles == build_evidence_index(
        state, DEFAULT_PARAMETERS
    ).effective_roles_on(on)


@given(histories(), days)
@long_histories
def test_the_promises_of_the_daybook_are_those_of_the_learning_model(history: History, on: date) -> None:
    state = fold(PROFILE, history.entries())
    book = build_evidence_index(state, DEFAULT_PARAMETERS)

    for role_id, believed in role_beliefs(state, on, DEFAULT_PARAMETERS).items():
        assert believed.promise == book.promise_on(role_id, on)


@given(histories(), days)
@long_histories
def test_after_an_ending_only_what_hurts_is_told(history: History, on: date) -> None:
    ended = [one.happened_on for one in history.events if isinstance(one, EndingRecorded)]
    shown = ALERTS.view(fold(ALERTS, history.entries()), on, DEFAULT_PARAMETERS)

    if ended and on > ended[0]:
        assert {one.rule for one in shown} <= {"worse_than_feared", "trust_low"}
