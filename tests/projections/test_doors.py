"""Open doors: papers on file, knocks, calls back, invitations and referrals; the cases, and every journey."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.evidence import OddsSignalInput
from domain.journey.commands.network import EmployerInput
from domain.journey.commands.refusals import KeepOnFile
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.roles import RoleDiscovered
from domain.vocabulary import HeardSignal
from projections.approaches.state import ApproachesState
from projections.doors.projection import DOORS
from projections.doors.view import Doors, DoorView
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    HOSPITAL,
    LETTER,
    TALK,
    answer,
    ask_why,
    cancel,
    check_in,
    contact,
    day,
    discover,
    follow_up,
    hear_why,
    learn,
    park,
    plan,
    reopen,
    run,
    send,
    silence,
    uid,
    write,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.after_refusals import with_aftermath
from tests.projections.small_games import LONG_AFTER, entries
from tests.projections.worked_cases import CASES, entries_of, evening, read, step

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 150).map(lambda ahead: SET_OUT + timedelta(days=ahead))

CALL, MEETING = uid("call"), uid("meeting")
SCHOOL = EmployerInput(employer_id=HOSPITAL, name="school")
UNSEEN = answer(answer="rejected_unseen")
"""On day 9; so the knock is due on day 30."""
REFUSED = (*APPLIED, UNSEEN)
KEPT = (*REFUSED, KeepOnFile(happened_on=day(10), experiment_id=LETTER, until=day(100)))
INVITED = (*ABOUT_TEACHING, write(employer=SCHOOL), send(), answer())


def view_of(events: list[AnyJourneyEvent], on: date) -> Doors:
    return DOORS.view(fold(DOORS, entries(events)), on, DEFAULT_PARAMETERS)


def events_of(*told: UserCommand) -> list[AnyJourneyEvent]:
    return decide_commands(told)


def doors(*told: UserCommand, on: int = 3000) -> Doors:
    return view_of(events_of(*told), day(on))


def the(kind: str, *told: UserCommand, on: int = 3000) -> DoorView:
    (only,) = (one for one in doors(*told, on=on).doors if one.kind == kind)
    return only


def state(door: DoorView) -> tuple[bool, str, str | None]:
    return door.open, door.why, door.next_move


def call(on: int, **told: Any) -> tuple[UserCommand, ...]:
    """A follow-up to the application, planned and run on one day."""
    return (
        plan(experiment_id=CALL, kind="follow_up", refers_to=LETTER, happened_on=day(on), **told),
        run(experiment_id=CALL, happened_on=day(on)),
    )


def meet(**told: Any) -> UserCommand:
    """An interview at the school, planned on day 12."""
    return plan(
        **{
            "experiment_id": MEETING,
            "kind": "interview",
            "employer": EmployerInput(employer_id=HOSPITAL),
            "happened_on": day(12),
            **told,
        }
    )


def test_where_nothing_was_answered_there_is_no_door() -> None:
    assert doors(*APPLIED).doors == ()
    assert doors(*APPLIED, silence()).doors == ()


def test_a_door_says_where_it_is() -> None:
    with_somebody = write(contact=contact(employer=SCHOOL))
    door = the("knock", *ABOUT_TEACHING, with_somebody, send(), UNSEEN)

    assert (door.step_id, door.role, door.since) == (LETTER, "teacher", day(9))
    assert (door.employer_id, door.employer, door.contact) == (HOSPITAL, "school", "Anouk")


def test_a_door_whose_names_are_gone_is_still_one() -> None:
    told: list[AnyJourneyEvent] = events_of(
        *ABOUT_TEACHING, write(contact=contact(employer=SCHOOL)), send(), UNSEEN
    )
    nameless = (ContactAdded, EmployerNamed, RoleDiscovered)
    (door,) = view_of([one for one in told if not isinstance(one, nameless)], LONG_AFTER).doors

    assert (door.role, door.employer, door.contact) == (None, None, None)


# Papers on file.


@pytest.mark.parametrize(
    ("on", "expected", "left"),
    [
        (10, (True, "kept", "ask_for_openings"), 90),
        (85, (True, "kept", "ask_for_openings"), 15),
        (86, (True, "kept", "ask_to_keep_longer"), 14),
        (100, (True, "kept", "ask_to_keep_longer"), 0),
        (101, (False, "expired", "ask_to_keep_again"), -1),
    ],
)
def test_papers_open_a_door_until_their_day(
    on: int, expected: tuple[bool, str, str | None], left: int
) -> None:
    door = the("kept_on_file", *KEPT, on=on)

    assert (state(door), door.due, door.days_left) == (expected, day(100), left)


def test_papers_may_be_kept_longer() -> None:
    longer = KeepOnFile(happened_on=day(110), experiment_id=LETTER, until=day(200))

    assert the("kept_on_file", *KEPT, longer, on=105).why == "expired"
    assert (the("kept_on_file", *KEPT, longer, on=110).due, the("kept_on_file", *KEPT, longer).since) == (
        day(200),
        day(10),
    )


def test_papers_without_a_day_are_kept() -> None:
    door = the("kept_on_file", *REFUSED, ask_why(), hear_why(kept_on_file=True))

    assert (state(door), door.due, door.days_left) == ((True, "kept", "ask_for_openings"), None, None)


def test_feedback_may_say_that_they_keep_the_papers_no_more() -> None:
    told = (*KEPT, ask_why(happened_on=day(20)), hear_why(kept_on_file=False, happened_on=day(20)))

    assert the("kept_on_file", *told, on=19).open
    assert state(the("kept_on_file", *told)) == (False, "not_kept", None)


def test_a_role_that_was_set_aside_closes_the_door_until_it_is_in_play_again() -> None:
    parked = (*KEPT, park(happened_on=day(20)))
    again = (*parked, reopen(happened_on=day(25)))

    assert [state(one) for one in doors(*parked, on=22).doors] == [(False, "role_set_aside", None)] * 2
    assert doors(*again, on=26).open == 2


# The knock.


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        ((), 9, (True, "knock_ahead", "plan_knock")),
        ((), 30, (True, "knock_due", "knock")),
        ((follow_up(due=day(40)),), 30, (True, "knock_ahead", "wait")),
        ((follow_up(due=day(40)),), 40, (True, "knock_due", "knock")),
        (call(12), 20, (True, "knock_ahead", "plan_knock")),
        (call(31), 31, (True, "knocked", "wait")),
        (call(31), 59, (True, "knocked", "wait")),
        (call(31), 60, (False, "no_answer", None)),
    ],
)
def test_a_refusal_asks_for_a_knock(
    told: tuple[UserCommand, ...], on: int, expected: tuple[bool, str, str | None]
) -> None:
    assert state(the("knock", *REFUSED, *told, on=on)) == expected


def test_a_knock_says_when_it_is_due_and_when_it_was_done() -> None:
    ahead, done = the("knock", *REFUSED, on=20), the("knock", *REFUSED, *call(31), on=40)

    assert (ahead.due, ahead.days_left, ahead.knocked_on) == (day(30), 10, None)
    assert (done.due, done.days_left, done.knocked_on) == (day(59), 19, day(31))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("called_back", "called_back"),
        ("offer", "offer"),
        ("invited", "went_on"),
        ("rejected_unseen", "refused"),
    ],
)
def test_an_answer_to_the_knock_settles_it(said: str, why: str) -> None:
    heard = answer(answer=said, experiment_id=CALL, happened_on=day(33))
    door = the("knock", *REFUSED, *call(31), heard)

    assert (state(door), door.answer) == ((False, why, None), said)
    assert (door.due, door.days_left, door.knocked_on) == (None, None, day(31))


def test_a_second_refusal_after_an_invitation_asks_for_a_knock_of_its_own() -> None:
    again = answer(answer="rejected_after_interview", close=True, happened_on=day(60))
    told = (*REFUSED, *call(31), answer(happened_on=day(33)), again)

    assert (the("knock", *told, on=61).since, the("knock", *told, on=61).due) == (day(60), day(81))


# A word that opened it.


@pytest.mark.parametrize(
    ("said", "kind"), [("called_back", "called_back"), ("invited", "invited"), ("second_round", "invited")]
)
def test_a_good_word_opens_a_door(said: str, kind: str) -> None:
    door = the(kind, *APPLIED, answer(answer=said))

    assert (state(door), door.since) == ((True, kind, "arrange_meeting"), day(9))


def test_a_call_back_to_the_knock_is_a_door_of_the_approach() -> None:
    heard = answer(answer="called_back", experiment_id=CALL, happened_on=day(33))
    door = the("called_back", *REFUSED, *call(31), heard)

    assert (door.step_id, door.since) == (LETTER, day(33))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((meet(),), (True, "step_planned", "go_to_meeting")),
        ((meet(), run(experiment_id=MEETING, happened_on=day(14))), (True, "waiting_for_answer", "wait")),
        (
            (
                meet(),
                run(experiment_id=MEETING, happened_on=day(14)),
                answer(experiment_id=MEETING, answer="offer", happened_on=day(15)),
            ),
            (False, "went_on", None),
        ),
        ((meet(), cancel(experiment_id=MEETING, happened_on=day(14))), (True, "invited", "arrange_meeting")),
        ((meet(kind="reflection"),), (True, "invited", "arrange_meeting")),
        ((meet(employer=None),), (True, "invited", "arrange_meeting")),
        ((meet(employer=None, refers_to=LETTER),), (True, "step_planned", "go_to_meeting")),
    ],
)
def test_an_invitation_is_followed_to_the_meeting(
    told: tuple[UserCommand, ...], expected: tuple[bool, str, str | None]
) -> None:
    assert state(the("invited", *INVITED, *told)) == expected


def test_a_meeting_before_the_invitation_does_not_follow_on_it() -> None:
    met = (meet(happened_on=day(3)), run(experiment_id=MEETING, happened_on=day(3)))
    told = (*ABOUT_TEACHING, write(employer=SCHOOL), send(), *met, answer())

    assert the("invited", *told).why == "invited"


@pytest.mark.parametrize(
    ("said", "close", "why"), [("offer", None, "offer"), ("rejected_after_interview", True, "refused")]
)
def test_a_last_word_closes_what_was_open(said: str, close: bool | None, why: str) -> None:
    door = the("invited", *INVITED, answer(answer=said, close=close, happened_on=day(20)))

    assert (state(door), door.answer) == ((False, why, None), said)


def test_an_invitation_that_nobody_knows_of_any_more_is_closed() -> None:
    told = (*INVITED, *call(12), silence(experiment_id=CALL, happened_on=day(50)))

    assert state(the("invited", *told)) == (False, "no_answer", None)


# What somebody pointed at.


def heard(signal: HeardSignal, **told: Any) -> tuple[UserCommand, ...]:
    """A talk at the school on day 2 in which it was said."""
    return (
        *ABOUT_TEACHING,
        plan(contact=contact(employer=SCHOOL)),
        run(),
        learn(odds=(OddsSignalInput(signal=signal, **told),)),
    )


@pytest.mark.parametrize(("signal", "move"), [("asked_for_cv", "send_papers"), ("referral", "use_referral")])
def test_a_door_is_pointed_at_by_somebody(signal: HeardSignal, move: str) -> None:
    door = the(signal, *heard(signal))

    assert (state(door), door.since, door.step_id) == ((True, "not_used", move), day(2), TALK)
    assert (door.role, door.employer, door.contact) == ("teacher", "school", "Anouk")


def test_other_signals_open_no_door() -> None:
    assert doors(*heard("market_growing")).doors == ()


@pytest.mark.parametrize(
    ("signal", "employer", "why"),
    [
        ("asked_for_cv", EmployerInput(employer_id=HOSPITAL), "used"),
        ("asked_for_cv", None, "used"),
        ("asked_for_cv", EmployerInput(employer_id=uid("elsewhere"), name="elsewhere"), "not_used"),
        ("referral", EmployerInput(employer_id=uid("elsewhere"), name="elsewhere"), "used"),
    ],
)
def test_an_application_uses_it(signal: HeardSignal, employer: EmployerInput | None, why: str) -> None:
    told = (*heard(signal), write(employer=employer), send(happened_on=day(8)))

    assert the(signal, *told, on=7).why == "not_used"
    assert the(signal, *told).why == why


def test_an_application_for_another_role_does_not_use_it() -> None:
    other = uid("other")
    told = (
        *heard("referral"),
        discover(role_id=other, title="other"),
        write(role_id=other),
        send(happened_on=day(8)),
    )

    assert the("referral", *told).why == "not_used"


def test_what_came_before_does_not_use_it() -> None:
    told = (*ABOUT_TEACHING, write(), send(happened_on=day(1)), *heard("referral")[2:])

    assert the("referral", *told).why == "not_used"


def test_what_was_heard_in_a_check_in_is_a_door_without_a_step() -> None:
    said = learn(
        from_step=None,
        check_in_id=uid("check-in"),
        odds=(OddsSignalInput(signal="referral", role_id=uid("teacher")),),
    )
    door = the("referral", *ABOUT_TEACHING, check_in(), said)

    assert (door.step_id, door.contact, door.employer, door.role) == (None, None, None, "teacher")


# All of them.


def test_open_doors_stand_first_and_those_due_soonest_before_the_rest() -> None:
    shown = doors(*heard("asked_for_cv"), *KEPT[2:], on=20)

    assert [(one.kind, one.open) for one in shown.doors] == [
        ("knock", True),
        ("kept_on_file", True),
        ("asked_for_cv", False),
    ]
    assert shown.open == 2


# The worked cases.


@cache
def in_week(number: int, week: int) -> Doors:
    return DOORS.view(fold(DOORS, entries_of(read(number))), evening(number, week), DEFAULT_PARAMETERS)


def at(shown: Doors, number: int, action: str) -> dict[str, tuple[bool, str, str | None]]:
    return {one.kind: state(one) for one in shown.doors if one.step_id == step(number, action)}


def test_the_refused_interview_of_case_1_opened_again() -> None:
    assert at(in_week(1, 9), 1, "a14") == {
        "knock": (True, "knock_ahead", "plan_knock"),
        "kept_on_file": (True, "kept", "ask_for_openings"),
    }
    assert at(in_week(1, 12), 1, "a14") == {
        "knock": (False, "called_back", None),
        "kept_on_file": (True, "kept", "ask_for_openings"),
        "called_back": (True, "step_planned", "go_to_meeting"),
    }


def test_the_invitations_of_case_1_led_on() -> None:
    assert at(in_week(1, 7), 1, "a12") == {"invited": (True, "waiting_for_answer", "wait")}
    assert at(in_week(1, 12), 1, "a12") == {"invited": (False, "went_on", None)}
    assert at(in_week(1, 12), 1, "a23") == {"invited": (True, "step_planned", "go_to_meeting")}


def test_a_colleague_of_case_1_still_waits_for_the_papers() -> None:
    assert at(in_week(1, 12), 1, "a05") == {"asked_for_cv": (True, "not_used", "send_papers")}


def test_the_hospital_of_case_2_keeps_the_papers_and_is_due_for_a_knock() -> None:
    knock = next(one for one in in_week(2, 12).doors if one.kind == "knock")

    assert (knock.step_id, knock.due, knock.days_left) == (step(2, "a17"), date(2026, 4, 14), 2)
    assert at(in_week(2, 12), 2, "a17")["kept_on_file"] == (True, "kept", "ask_for_openings")
    assert at(in_week(2, 12), 2, "a18") == {"asked_for_cv": (False, "used", None)}


@pytest.mark.parametrize(("number", "expected"), [(1, 5), (2, 3)])
def test_so_many_doors_are_open_at_the_end(number: int, expected: int) -> None:
    assert in_week(number, 12).open == expected


@pytest.mark.parametrize("number", CASES)
def test_in_the_first_week_there_are_no_doors(number: int) -> None:
    assert in_week(number, 1).doors == ()


# What holds of every journey.


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    told = entries(with_aftermath(history))
    whole, kept = fold(DOORS, told), fold(DOORS, told[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=ApproachesState)

    assert whole == fold_more(DOORS, kept, told[cut:])
    assert DOORS.view(whole, on, DEFAULT_PARAMETERS) == DOORS.view(
        fold_more(DOORS, stored, told[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_the_doors_at_a_date_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    told = with_aftermath(history)
    up_to_it = [event for event in told if event.happened_on <= on]

    assert view_of(told, on) == view_of(up_to_it, on)


@given(histories(), days)
@long_histories
def test_a_door_stands_once_and_the_open_ones_stand_first(history: History, on: date) -> None:
    shown = view_of(with_aftermath(history), on)
    places = [(one.kind, one.step_id, one.role_id) for one in shown.doors if one.step_id]
    are_open = [one.open for one in shown.doors]

    assert are_open == sorted(are_open, reverse=True)
    assert shown.open == sum(are_open)
    assert len(places) == len(set(places))


@given(histories(), days)
@long_histories
def test_an_open_door_has_a_move_and_a_closed_one_at_most_that_papers_be_kept_again(
    history: History, on: date
) -> None:
    for door in view_of(with_aftermath(history), on).doors:
        allowed = {None, "ask_to_keep_again"}

        assert (door.next_move in allowed) is not door.open
        assert door.since <= on
        assert (door.days_left is None) is (door.due is None)
