"""Answers to an approach: what came, on which day, and what it says of the chances; silence when nothing came."""

from datetime import timedelta

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.decide import UserCommand
from domain.journey.events.answers import FollowUpPlanned, SilenceElapsed
from domain.vocabulary import SILENCE_DAYS, AnswerSignal, ApproachAnswer
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    FROM_LETTER,
    FROM_TALK,
    LETTER,
    TALK,
    answer,
    answered,
    cancel,
    day,
    drop,
    follow_up,
    heard,
    plan,
    refuse,
    run,
    send,
    silence,
    start,
    uid,
    write,
)
from tests.domain.scenario import given

NEEDS_A_STEP = "the id of a planned step"
FOLLOWED_UP = (plan(kind="follow_up", refers_to=LETTER), run(happened_on=day(5)))


@pytest.mark.parametrize(
    ("came", "signal"),
    [
        ("invited", "invited"),
        ("rejected_unseen", "rejected_unseen"),
        ("offer", "offer"),
        ("called_back", "called_back"),
    ],
)
def test_an_answer_carries_its_signal(came: ApproachAnswer, signal: AnswerSignal) -> None:
    given(*APPLIED).when(answer(answer=came, note="by phone")).then(
        answered(answer=came, note="by phone"),
        heard(signal, happened_on=day(9), source=FROM_LETTER, answer_to=LETTER),
    )


def test_a_second_round_by_itself_says_nothing_of_the_chances() -> None:
    given(*APPLIED).when(answer(answer="second_round")).then(answered(answer="second_round"))


@pytest.mark.parametrize(("close", "signal"), [(True, "rejected_close"), (False, "rejected_not_close")])
def test_a_refusal_after_an_interview_was_close_or_not(close: bool, signal: AnswerSignal) -> None:
    given(*APPLIED).when(answer(answer="rejected_after_interview", close=close)).then(
        answered(answer="rejected_after_interview", close=close),
        heard(signal, happened_on=day(9), source=FROM_LETTER, answer_to=LETTER),
    )


@pytest.mark.parametrize(
    "unfit",
    [answer(answer="rejected_after_interview"), answer(close=True), answer(answer="offer", close=False)],
    ids=["refused without", "invited with", "offer with"],
)
def test_whether_it_was_close_is_said_of_a_refusal_after_an_interview_and_only_of_that(
    unfit: UserCommand,
) -> None:
    given(*APPLIED).when(unfit).then_refused(
        InvalidValue, field="close", allowed="true or false for rejected_after_interview, otherwise nothing"
    )


def test_more_may_be_heard_along_with_an_answer() -> None:
    given(*APPLIED).when(answer(answer="rejected_unseen", also_heard=("one_of_many", "resource_bank"))).then(
        answered(answer="rejected_unseen"),
        heard("one_of_many", happened_on=day(9), source=FROM_LETTER, answer_to=LETTER),
        heard("resource_bank", happened_on=day(9), source=FROM_LETTER, answer_to=LETTER),
        heard("rejected_unseen", happened_on=day(9), source=FROM_LETTER, answer_to=LETTER),
    )


def test_an_answer_heard_in_a_later_step_still_answers_the_approach() -> None:
    given(*APPLIED, *FOLLOWED_UP).when(answer(heard_in=TALK)).then(
        answered(heard_in=TALK),
        heard("invited", happened_on=day(9), source=FROM_TALK, answer_to=LETTER),
    )


def test_an_answer_to_a_step_without_a_role_moves_no_chances() -> None:
    given(start(), plan(role_id=None), run()).when(answer(experiment_id=TALK)).then(
        answered(experiment_id=TALK)
    )


def test_an_answer_on_the_day_of_the_approach() -> None:
    given(*APPLIED).when(answer(happened_on=day(2), answer="second_round")).then(
        answered(happened_on=day(2), answer="second_round")
    )


def test_no_answer_comes_before_the_approach() -> None:
    given(*APPLIED).when(answer(happened_on=day(1))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2)} or later"
    )


def test_no_answer_comes_from_the_future() -> None:
    given(*APPLIED).when(answer(), today=day(8)).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(8)} or earlier"
    )


def test_the_same_answer_again_is_already_so() -> None:
    given(*APPLIED, answer()).when(answer()).then_nothing()


def test_a_second_answer_follows_the_first() -> None:
    given(*APPLIED, answer()).when(answer(happened_on=day(20), answer="second_round")).then(
        answered(happened_on=day(20), answer="second_round")
    )


@pytest.mark.parametrize("command", [answer(), silence()], ids=["answer", "silence"])
def test_what_is_answered_was_planned(command: UserCommand) -> None:
    given(*ABOUT_TEACHING).when(command).then_refused(
        InvalidOperation, field="experiment_id", allowed=NEEDS_A_STEP
    )


@pytest.mark.parametrize("command", [answer(), silence()], ids=["answer", "silence"])
@pytest.mark.parametrize("so_far", [(), (drop(experiment_id=LETTER),)], ids=["planned", "dropped"])
def test_what_is_answered_was_run(so_far: tuple[UserCommand, ...], command: UserCommand) -> None:
    given(*ABOUT_TEACHING, write(), *so_far).when(command).then_refused(
        InvalidOperation,
        field="experiment_id",
        allowed="a step that took place, or was cancelled or declined",
    )


@pytest.mark.parametrize("command", [answer(), silence()], ids=["answer", "silence"])
@pytest.mark.parametrize(
    "called_off", [cancel(experiment_id=LETTER), refuse(experiment_id=LETTER)], ids=["cancelled", "refused"]
)
def test_what_was_called_off_has_no_answer(called_off: UserCommand, command: UserCommand) -> None:
    given(*ABOUT_TEACHING, write(), called_off).when(command).then_refused(
        InvalidOperation, field="experiment_id", allowed="a step that took place"
    )


@pytest.mark.parametrize(
    "command", [answer(heard_in=TALK), silence(heard_in=TALK)], ids=["answer", "silence"]
)
@pytest.mark.parametrize(
    ("so_far", "allowed"),
    [((), NEEDS_A_STEP), ((plan(),), "a step that took place, or was cancelled or declined")],
    ids=["unknown", "planned"],
)
def test_an_answer_is_heard_in_a_step_that_happened(
    so_far: tuple[UserCommand, ...], allowed: str, command: UserCommand
) -> None:
    given(*APPLIED, *so_far).when(command).then_refused(InvalidOperation, field="heard_in", allowed=allowed)


def test_silence_closes_an_approach_after_28_days() -> None:
    given(*APPLIED).when(silence()).then(
        SilenceElapsed(happened_on=day(30), experiment_id=LETTER),
        heard("no_answer_28d", happened_on=day(30), source=FROM_LETTER, answer_to=LETTER),
    )


def test_silence_may_be_noticed_in_a_follow_up() -> None:
    given(*APPLIED, *FOLLOWED_UP).when(silence(heard_in=TALK)).then(
        SilenceElapsed(happened_on=day(30), experiment_id=LETTER, heard_in=TALK),
        heard("no_answer_28d", happened_on=day(30), source=FROM_TALK, answer_to=LETTER),
    )


def test_silence_about_no_role_moves_no_chances() -> None:
    given(start(), plan(role_id=None), run()).when(silence(experiment_id=TALK)).then(
        SilenceElapsed(happened_on=day(30), experiment_id=TALK)
    )


def test_27_days_are_no_silence() -> None:
    given(*APPLIED).when(silence(happened_on=day(29))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2) + timedelta(days=SILENCE_DAYS)} or later"
    )


def test_silence_again_is_already_so() -> None:
    given(*APPLIED, silence()).when(silence(happened_on=day(40))).then_nothing()


def test_an_approach_that_was_answered_is_not_silent() -> None:
    given(*APPLIED, answer()).when(silence()).then_refused(
        InvalidOperation, field="experiment_id", allowed="an approach without a reply"
    )


def test_a_late_answer_may_follow_the_silence() -> None:
    given(*APPLIED, silence()).when(answer(happened_on=day(60))).then(
        answered(happened_on=day(60)),
        heard("invited", happened_on=day(60), source=FROM_LETTER, answer_to=LETTER),
    )


def test_a_day_to_knock_again_is_set() -> None:
    given(*APPLIED).when(follow_up()).then(
        FollowUpPlanned(
            happened_on=day(9),
            follow_up_id=uid("knock"),
            experiment_id=LETTER,
            due=day(30),
            what="knock again",
        )
    )


def test_the_same_follow_up_again_is_already_so() -> None:
    given(*APPLIED, follow_up()).when(follow_up()).then_nothing()


def test_a_follow_up_keeps_its_id() -> None:
    given(*APPLIED, follow_up()).when(follow_up(due=day(31))).then_refused(
        InvalidOperation, field="follow_up_id", allowed="a new id"
    )


def test_a_follow_up_lies_ahead() -> None:
    given(*APPLIED).when(follow_up(due=day(8))).then_refused(
        InvalidValue, field="due", allowed=f"{day(9)} or later"
    )


def test_a_follow_up_may_be_due_today() -> None:
    given(*APPLIED).when(follow_up(due=day(9))).then(
        FollowUpPlanned(
            happened_on=day(9),
            follow_up_id=uid("knock"),
            experiment_id=LETTER,
            due=day(9),
            what="knock again",
        )
    )


@pytest.mark.parametrize(
    ("so_far", "allowed"),
    [((), NEEDS_A_STEP), ((write(),), "a step that took place, or was cancelled or declined")],
    ids=["unknown", "planned"],
)
def test_a_follow_up_follows_a_step_that_happened(so_far: tuple[UserCommand, ...], allowed: str) -> None:
    given(*ABOUT_TEACHING, *so_far).when(follow_up()).then_refused(
        InvalidOperation, field="experiment_id", allowed=allowed
    )


def test_a_step_that_was_called_off_can_be_followed_up() -> None:
    given(*ABOUT_TEACHING, write(), cancel(experiment_id=LETTER)).when(follow_up(what="a new date")).then(
        FollowUpPlanned(
            happened_on=day(9),
            follow_up_id=uid("knock"),
            experiment_id=LETTER,
            due=day(30),
            what="a new date",
        )
    )


def test_the_application_went_out_before_it_was_answered() -> None:
    given(*ABOUT_TEACHING, write(), send(happened_on=day(10))).when(answer()).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(10)} or later"
    )
