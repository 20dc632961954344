"""Refusals: the six steps by themselves, what is next, what overtakes a no; the cases, and every journey."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.feedback import FourPointsInput
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.network import EmployerInput
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.roles import RoleDiscovered
from projections.approaches.knocks import last_day_to_ask
from projections.approaches.state import ApproachesState
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.network.projection import NETWORK
from projections.refusals.projection import REFUSALS
from projections.refusals.view import EarlierRefusal, Refusals, RefusalView
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    HOSPITAL,
    LETTER,
    answer,
    ask_why,
    contact,
    day,
    follow_up,
    hear_why,
    plan,
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

CALL = uid("call")
UNSEEN = answer(answer="rejected_unseen")
"""On day 9, a Friday; so the last day to ask is day 14, and the knock is due on day 30."""
REFUSED = (*APPLIED, UNSEEN)


def view_of(events: list[AnyJourneyEvent], on: date) -> Refusals:
    return REFUSALS.view(fold(REFUSALS, entries(events)), on, DEFAULT_PARAMETERS)


def events_of(*told: UserCommand) -> list[AnyJourneyEvent]:
    return decide_commands(told)


def refusals(*told: UserCommand, on: date = LONG_AFTER) -> Refusals:
    return view_of(events_of(*told), on)


def the_refusal(*told: UserCommand, on: int = 3000) -> RefusalView:
    (only,) = refusals(*told, on=day(on)).refusals
    return only


def call(name: str, on: int, **told: Any) -> tuple[UserCommand, ...]:
    """A follow-up to the application, planned and run on one day."""
    about = {"kind": "follow_up", "refers_to": LETTER, **told}
    return (
        plan(experiment_id=uid(name), happened_on=day(on), **about),
        run(experiment_id=uid(name), happened_on=day(on)),
    )


def pause(on: int = 9, *, skipped: bool = False) -> UserCommand:
    return PauseAfterRefusal(happened_on=day(on), experiment_id=LETTER, skipped=skipped)


def conclude(on: int, change: str | None = None) -> UserCommand:
    return ConcludeRefusal(happened_on=day(on), experiment_id=LETTER, change=change)


# What is a refusal.


def test_a_refusal_says_what_was_refused_by_whom_and_when() -> None:
    school = EmployerInput(employer_id=HOSPITAL, name="hospital")
    refused = the_refusal(*ABOUT_TEACHING, write(employer=school), send(), UNSEEN)

    assert (refused.approach_id, refused.kind, refused.role) == (LETTER, "application", "teacher")
    assert (refused.employer_id, refused.employer) == (HOSPITAL, "hospital")
    assert (refused.answer, refused.close, refused.on) == ("rejected_unseen", None, day(9))


def test_the_employer_is_else_that_of_whom_it_was_with() -> None:
    known = contact(employer=EmployerInput(employer_id=HOSPITAL, name="hospital"))
    told = (*ABOUT_TEACHING, plan(contact=known), run(), write(contact=contact(name=None)), send(), UNSEEN)

    assert the_refusal(*told).employer == "hospital"


def test_a_refusal_is_there_from_the_day_it_came() -> None:
    assert refusals(*REFUSED, on=day(8)).refusals == ()
    assert len(refusals(*REFUSED, on=day(9)).refusals) == 1


@pytest.mark.parametrize("close", [True, False])
def test_a_refusal_after_an_interview_says_whether_it_was_close(close: bool) -> None:
    refused = the_refusal(*APPLIED, answer(answer="rejected_after_interview", close=close))

    assert (refused.answer, refused.close) == ("rejected_after_interview", close)


@pytest.mark.parametrize("said", ["invited", "second_round", "called_back", "offer"])
def test_a_good_word_is_no_refusal(said: str) -> None:
    assert refusals(*APPLIED, answer(answer=said)).refusals == ()


def test_a_second_no_stands_and_the_first_is_told_with_it() -> None:
    refused = the_refusal(*APPLIED, silence(), answer(answer="rejected_unseen", happened_on=day(40)))

    assert (refused.answer, refused.on) == ("rejected_unseen", day(40))
    assert refused.earlier == (EarlierRefusal(on=day(30), answer="silence", close=None),)


def test_the_newest_stands_first() -> None:
    other = uid("other")
    told = (
        *REFUSED,
        write(experiment_id=other),
        send(experiment_id=other),
        answer(experiment_id=other, answer="rejected_unseen", happened_on=day(8)),
    )

    assert [one.approach_id for one in refusals(*told).refusals] == [LETTER, other]


def test_a_role_that_is_missing_has_no_title() -> None:
    told: list[AnyJourneyEvent] = [one for one in events_of(*REFUSED) if not isinstance(one, RoleDiscovered)]
    (refused,) = view_of(told, LONG_AFTER).refusals

    assert (refused.role, refused.employer) == (None, None)


# The pause.


def test_the_pause_is_open_until_it_is_taken_or_skipped() -> None:
    states = [
        the_refusal(*REFUSED, *told).flow.pause.state
        for told in ((), (pause(),), (pause(skipped=True),), (pause(skipped=True), pause(10)))
    ]

    assert states == ["open", "taken", "skipped", "taken"]


# Asking.


@pytest.mark.parametrize(
    ("refused_on", "by"),
    [
        (date(2026, 3, 2), date(2026, 3, 5)),
        (date(2026, 3, 4), date(2026, 3, 9)),
        (date(2026, 3, 6), date(2026, 3, 11)),
        (date(2026, 3, 7), date(2026, 3, 11)),
        (date(2026, 3, 8), date(2026, 3, 11)),
    ],
)
def test_there_are_three_working_days_to_ask(refused_on: date, by: date) -> None:
    assert last_day_to_ask(refused_on) == by


def test_asking_is_open_until_its_last_day() -> None:
    states = [the_refusal(*REFUSED, on=on).flow.ask.state for on in (9, 14, 15)]

    assert states == ["open", "open", "passed"]
    assert the_refusal(*REFUSED).flow.ask.by == day(14)


def test_asking_counts_in_the_approach_itself() -> None:
    ask = the_refusal(*REFUSED, ask_why()).flow.ask

    assert (ask.state, ask.on, ask.asked_in) == ("asked", day(10), LETTER)
    assert the_refusal(*REFUSED, ask_why(), on=9).flow.ask.state == "open"


def test_asking_counts_in_a_call_that_refers_to_the_approach() -> None:
    told = (*REFUSED, *call("first", 10), *call("call", 12, refers_to=uid("first")))
    ask = the_refusal(*told, ask_why(experiment_id=CALL, happened_on=day(12))).flow.ask

    assert (ask.state, ask.on, ask.asked_in) == ("asked", day(12), CALL)


def test_asking_counts_in_the_call_in_which_the_refusal_was_heard() -> None:
    heard = answer(answer="rejected_unseen", heard_in=CALL)
    told = (*APPLIED, *call("call", 9, refers_to=None), heard, ask_why(experiment_id=CALL))

    assert the_refusal(*told).flow.ask.asked_in == CALL


def test_asking_about_something_else_does_not_count() -> None:
    told = (*REFUSED, *call("call", 10, refers_to=None), ask_why(experiment_id=CALL))

    assert the_refusal(*told).flow.ask.state == "passed"


def test_what_was_asked_before_the_last_refusal_was_not_asked_about_it() -> None:
    again = answer(answer="rejected_after_interview", close=False, happened_on=day(20))

    assert the_refusal(*REFUSED, ask_why(), again, on=20).flow.ask.state == "open"


def test_leave_to_ring_is_shown_with_its_day() -> None:
    agreed = AgreeFeedback(happened_on=day(2), experiment_id=LETTER)

    assert the_refusal(*APPLIED, agreed, UNSEEN).flow.ask.agreed_on == day(2)
    assert the_refusal(*REFUSED).flow.ask.agreed_on is None


# What came back, and what it changes.


def test_feedback_waits_then_is_usable_or_empty() -> None:
    asked = (*REFUSED, ask_why())
    points = FourPointsInput(competence="depth", self_presentation="too modest")
    usable = the_refusal(*asked, hear_why(usable=True, points=points)).flow.feedback

    assert the_refusal(*REFUSED).flow.feedback.state == "none"
    assert the_refusal(*asked).flow.feedback.state == "waiting"
    assert the_refusal(*asked, hear_why()).flow.feedback.state == "empty"
    assert (usable.state, usable.competence, usable.requirements) == ("usable", "depth", None)
    assert (usable.well_qualified, usable.self_presentation) == (None, "too modest")


def test_it_holds_for_this_post_only_unless_they_say_otherwise() -> None:
    asked = (*REFUSED, ask_why())

    assert the_refusal(*asked).flow.this_post_only
    assert the_refusal(*asked, hear_why()).flow.this_post_only
    assert not the_refusal(*asked, hear_why(this_post_only=False)).flow.this_post_only


def test_one_change_or_nothing_in_it() -> None:
    nothing, drawn = (*REFUSED, conclude(11)), (*REFUSED, conclude(11), conclude(12, "start with the why"))
    change = the_refusal(*drawn).flow.change

    assert the_refusal(*REFUSED).flow.change.state == "open"
    assert the_refusal(*nothing).flow.change.state == "nothing"
    assert (change.state, change.change, change.on) == ("change", "start with the why", day(12))


# The knock.


def test_the_knock_is_due_after_three_weeks() -> None:
    knocks = [the_refusal(*REFUSED, on=on).flow.knock for on in (29, 30)]

    assert [(one.state, one.due) for one in knocks] == [("ahead", day(30)), ("due", day(30))]


@pytest.mark.parametrize(
    "planned",
    [
        follow_up(due=day(40)),
        plan(experiment_id=CALL, kind="follow_up", refers_to=LETTER, planned_for=day(40)),
    ],
)
def test_a_day_set_for_the_knock_takes_its_place(planned: UserCommand) -> None:
    knock = the_refusal(*REFUSED, planned, on=35).flow.knock

    assert (knock.state, knock.due) == ("planned", day(40))


def test_a_follow_up_in_three_weeks_is_the_knock() -> None:
    knock = the_refusal(*REFUSED, *call("call", 31)).flow.knock

    assert (knock.state, knock.on, knock.due) == ("done", day(31), None)
    assert the_refusal(*REFUSED, *call("call", 31), on=30).flow.knock.state == "due"


def test_the_call_to_ask_why_is_no_knock() -> None:
    early = (*REFUSED, *call("call", 12))
    late = (*REFUSED, *call("call", 16), ask_why(experiment_id=CALL, happened_on=day(16)))

    assert the_refusal(*early, on=20).flow.knock.state == "ahead"
    assert the_refusal(*late, on=20).flow.knock.state == "ahead"


def test_papers_are_kept_until_their_day() -> None:
    told = (*REFUSED, KeepOnFile(happened_on=day(10), experiment_id=LETTER, until=day(100)))
    knocks = [the_refusal(*told, on=on).flow.knock for on in (9, 10, 100, 101)]

    assert [one.kept_on_file for one in knocks] == [False, True, True, False]
    assert [one.kept_until for one in knocks] == [None, day(100), day(100), day(100)]


@pytest.mark.parametrize("kept", [True, False, None])
def test_feedback_may_say_that_papers_are_kept(kept: bool | None) -> None:
    told = (*REFUSED, ask_why(), hear_why(kept_on_file=kept))

    assert the_refusal(*told).flow.knock.kept_on_file is bool(kept)


def test_a_signal_that_papers_are_kept_counts_where_it_was_heard() -> None:
    assert the_refusal(
        *APPLIED, answer(answer="rejected_unseen", also_heard=("resource_bank",))
    ).flow.knock.kept_on_file


# What is next.


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        ((), 9, "pause"),
        ((), 14, "pause"),
        ((), 15, "change"),
        ((), 30, "knock"),
        ((pause(),), 9, "ask"),
        ((pause(),), 15, "change"),
        ((ask_why(),), 10, "feedback"),
        ((ask_why(), hear_why()), 10, "change"),
        ((conclude(9),), 9, "knock"),
        ((conclude(9), *call("call", 31)), 31, None),
        (call("call", 31), 31, "change"),
        ((pause(), ask_why(), hear_why(), conclude(11)), 11, "knock"),
    ],
)
def test_the_next_step_is_the_first_open_one(
    told: tuple[UserCommand, ...], on: int, expected: str | None
) -> None:
    assert the_refusal(*REFUSED, *told, on=on).next_step == expected


def test_after_a_silence_there_is_nothing_to_do_unless_somebody_was_asked() -> None:
    silent = (*APPLIED, silence())
    refused = the_refusal(*silent)

    assert (refused.answer, refused.flow.pause.state, refused.flow.change.state) == (
        "silence",
        "not_offered",
        "not_offered",
    )
    assert (refused.flow.ask.state, refused.flow.knock.state) == ("not_offered", "not_offered")
    assert (refused.next_step, refused.flow.ask.by) == (None, None)
    assert the_refusal(*silent, ask_why(happened_on=day(31))).next_step == "feedback"
    assert the_refusal(*silent, follow_up(happened_on=day(31), due=day(50)), on=40).next_step == "knock"


# What overtakes it.


@pytest.mark.parametrize("said", ["invited", "second_round", "called_back", "offer"])
def test_a_good_word_later_overtakes_a_refusal(said: str) -> None:
    told = (*REFUSED, answer(answer=said, happened_on=day(20)))

    assert the_refusal(*told, on=19).overtaken_by is None
    assert (the_refusal(*told).overtaken_by, the_refusal(*told).overtaken_on) == (said, day(20))
    assert the_refusal(*told).next_step is None


def test_a_good_word_to_the_knock_overtakes_the_refusal() -> None:
    told = (
        *REFUSED,
        *call("call", 31),
        answer(experiment_id=CALL, answer="called_back", happened_on=day(32)),
    )

    assert the_refusal(*told).overtaken_by == "called_back"


@pytest.mark.parametrize("said", ["rejected_unseen", "silence", "called_back"])
def test_an_answer_to_the_knock_is_no_refusal_of_its_own(said: str) -> None:
    heard: UserCommand = answer(experiment_id=CALL, answer=said, happened_on=day(60))
    if said == "silence":
        heard = silence(experiment_id=CALL, happened_on=day(60))
    refused = the_refusal(*REFUSED, *call("call", 31), heard)

    assert (refused.on, refused.answer) == (day(9), "rejected_unseen")
    assert (refused.flow.knock.state, refused.flow.knock.answer) == ("done", said)
    assert the_refusal(*REFUSED, *call("call", 31), heard, on=59).flow.knock.answer is None


def test_a_no_to_a_follow_up_that_came_first_is_told_with_the_refusal() -> None:
    unheard = answer(experiment_id=CALL, answer="rejected_unseen", happened_on=day(7))
    refused = the_refusal(*APPLIED, *call("call", 6), unheard, UNSEEN)

    assert (refused.approach_id, refused.on) == (LETTER, day(9))
    assert refused.earlier == (EarlierRefusal(on=day(7), answer="rejected_unseen", close=None),)
    assert the_refusal(*APPLIED, *call("call", 6), unheard, UNSEEN, on=8).approach_id == CALL


def test_a_good_word_before_it_does_not_overtake_a_refusal() -> None:
    late = answer(answer="rejected_after_interview", close=True, happened_on=day(20))

    assert the_refusal(*APPLIED, answer(), late).overtaken_by is None
    assert the_refusal(*REFUSED, answer(happened_on=day(12)), late).overtaken_by is None


def test_of_one_day_the_order_of_telling_says_what_overtakes() -> None:
    refused = answer(answer="rejected_after_interview", close=True)

    assert the_refusal(*APPLIED, refused, answer()).overtaken_by == "invited"
    assert the_refusal(*APPLIED, answer(), refused).overtaken_by is None


# The mix, and what was learned.


def test_the_mix_counts_noes_and_what_asking_gave() -> None:
    second, third, fourth = uid("second"), uid("third"), uid("fourth")
    told = (
        *REFUSED,
        ask_why(),
        hear_why(),
        *(one(experiment_id=key) for key in (second, third, fourth) for one in (write, send)),
        answer(experiment_id=second, answer="rejected_after_interview", close=True),
        ask_why(experiment_id=second),
        hear_why(experiment_id=second, usable=True, points=FourPointsInput(competence="depth")),
        silence(experiment_id=third),
    )
    mix = refusals(*told).mix

    assert (mix.unseen, mix.after_interview, mix.close, mix.silence) == (1, 1, 1, 1)
    assert (mix.made, mix.answered, mix.answered_share) == (4, 2, 0.5)
    assert (mix.asked, mix.usable, mix.empty, mix.usable_share) == (2, 1, 1, 0.5)


def test_without_approaches_there_are_no_shares() -> None:
    mix = refusals(*ABOUT_TEACHING).mix

    assert (mix.made, mix.answered_share, mix.usable_share) == (0, None, None)


def test_changes_and_insights_are_what_was_learned() -> None:
    insight = NameInsight(
        happened_on=day(13),
        insight_id=uid("aha"),
        wording="they look for depth",
        found="experiment",
        found_in=CALL,
    )
    own = NameInsight(happened_on=day(13), insight_id=uid("own"), wording="I like mornings")
    told = (*REFUSED, *call("call", 10), conclude(11), conclude(12, "start with the why"), insight, own)
    learned = refusals(*told).learned

    assert [(one.kind, one.wording, one.on) for one in learned] == [
        ("insight", "they look for depth", day(13)),
        ("change", "start with the why", day(12)),
    ]
    assert {one.approach_id for one in learned} == {LETTER}


# The worked cases.


@cache
def in_week(number: int, week: int) -> Refusals:
    return REFUSALS.view(fold(REFUSALS, entries_of(read(number))), evening(number, week), DEFAULT_PARAMETERS)


def test_the_refused_interview_of_case_1_was_asked_about_and_called_back() -> None:
    before, after = in_week(1, 8).refusals[0], in_week(1, 12).refusals[1]
    asked = before.flow.ask

    assert (before.approach_id, before.close, before.heard_in) == (step(1, "a14"), True, step(1, "a16"))
    assert (asked.on, asked.asked_in, asked.by) == (date(2026, 3, 2), step(1, "a16"), date(2026, 3, 5))
    assert before.flow.feedback.well_qualified == "We had two strong candidates. A luxury problem."
    assert (before.flow.knock.due, before.flow.knock.kept_on_file) == (date(2026, 3, 23), True)
    assert (before.flow.ask.agreed_on, before.flow.pause.state) == (date(2026, 2, 24), "taken")
    assert before.flow.change.change == "open with the medication story, not with what I lack"
    assert (before.next_step, before.overtaken_by) == ("knock", None)
    assert (after.overtaken_by, after.overtaken_on) == ("called_back", date(2026, 3, 23))
    assert after.flow.knock.on == date(2026, 3, 23)


def test_the_empty_phrases_of_case_1_stay_empty() -> None:
    shown = in_week(1, 12)
    bureau = shown.refusals[0]

    assert (bureau.approach_id, bureau.answer) == (step(1, "a22"), "rejected_unseen")
    assert (bureau.flow.feedback.state, bureau.flow.feedback.competence) == ("empty", None)
    assert (shown.mix.usable, shown.mix.empty) == (1, 1)


def test_the_refusal_and_the_silence_of_case_2_are_told_apart() -> None:
    shown = in_week(2, 12)

    assert [(one.approach_id, one.answer) for one in shown.refusals] == [
        (step(2, "a14"), "silence"),
        (step(2, "a17"), "rejected_after_interview"),
    ]
    assert (shown.mix.close, shown.mix.silence) == (1, 1)
    assert shown.mix.answered_share == pytest.approx(3 / 4)


@pytest.mark.parametrize("number", CASES)
def test_before_the_first_no_there_is_none(number: int) -> None:
    assert in_week(number, 6).refusals == ()


# What holds of every journey.


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    told = entries(with_aftermath(history))
    whole, kept = fold(REFUSALS, told), fold(REFUSALS, told[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=ApproachesState)

    assert whole == fold_more(REFUSALS, kept, told[cut:])
    assert REFUSALS.view(whole, on, DEFAULT_PARAMETERS) == REFUSALS.view(
        fold_more(REFUSALS, stored, told[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_approaches_are_counted_as_in_the_network(history: History, on: date) -> None:
    told = entries(with_aftermath(history))

    mix = REFUSALS.view(fold(REFUSALS, told), on, DEFAULT_PARAMETERS).mix
    network = NETWORK.view(fold(NETWORK, told), on, DEFAULT_PARAMETERS)

    assert mix.made == network.approaches.made


@given(histories(), days)
@long_histories
def test_the_refusals_at_a_date_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    told = with_aftermath(history)
    up_to_it = [event for event in told if event.happened_on <= on]

    assert view_of(told, on) == view_of(up_to_it, on)


@given(histories(), days)
@long_histories
def test_every_approach_that_was_refused_is_shown_once(history: History, on: date) -> None:
    told = [one for one in with_aftermath(history) if one.happened_on <= on]
    shown = view_of(told, on)
    calls = {
        one.experiment_id for one in told if isinstance(one, ExperimentPlanned) and one.kind == "follow_up"
    }
    refused = {
        one.experiment_id
        for one in told
        if isinstance(one, SilenceElapsed)
        or (isinstance(one, AnswerReceived) and one.answer.startswith("rejected"))
    }
    keys = [one.approach_id for one in shown.refusals]
    mix = shown.mix

    assert refused - calls == set(keys) - calls
    assert len(keys) == len(set(keys)) == mix.unseen + mix.after_interview + mix.silence
    assert mix.usable + mix.empty <= mix.asked <= len(keys)
    assert mix.answered <= mix.made


@given(histories(), days)
@long_histories
def test_the_next_step_is_one_that_is_open(history: History, on: date) -> None:
    for refused in view_of(with_aftermath(history), on).refusals:
        flow = refused.flow
        open_steps = {
            "pause": flow.pause.state == "open",
            "ask": flow.ask.state == "open",
            "feedback": flow.feedback.state == "waiting",
            "change": flow.change.state == "open",
            "knock": flow.knock.due is not None,
        }

        assert refused.next_step is None or open_steps[refused.next_step]
        assert refused.next_step is None or refused.overtaken_by is None
