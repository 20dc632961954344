"""An answer that is told again is the same answer, whenever, in whichever step and by whomever it is heard."""

from datetime import date
from typing import get_args
from uuid import UUID

import pytest

from domain.errors import InvalidOperation
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import Source
from domain.vocabulary import ApproachAnswer
from tests.domain.journeys import (
    APPLIED,
    FROM_LETTER,
    FROM_TALK,
    LETTER,
    TALK,
    answer,
    answered,
    day,
    heard,
    plan,
    run,
    uid,
)
from tests.domain.scenario import given

AGAIN = uid("again")
CALLED = (plan(kind="follow_up", refers_to=LETTER, happened_on=day(12)), run(happened_on=day(12)))
"""The call about the application."""
EVERY_ANSWER = [
    (one, False if one == "rejected_after_interview" else None) for one in get_args(ApproachAnswer)
]


@pytest.mark.parametrize(("came", "close"), EVERY_ANSWER)
@pytest.mark.parametrize(
    "again",
    [
        {"happened_on": day(9), "heard_in": TALK},
        {"happened_on": day(12)},
        {"happened_on": day(12), "heard_in": TALK},
        {"happened_on": day(8)},
    ],
    ids=["that day", "later", "in a call", "for an earlier day"],
)
def test_an_answer_told_again_is_already_so(
    came: ApproachAnswer, close: bool | None, again: dict[str, object]
) -> None:
    first = answer(answer=came, close=close)

    given(*APPLIED, first, *CALLED).when(answer(answer=came, close=close, **again)).then_nothing()


def test_what_else_is_heard_when_it_is_told_again_counts() -> None:
    given(*APPLIED, answer(answer="rejected_unseen"), *CALLED).when(
        answer(answer="rejected_unseen", happened_on=day(12), heard_in=TALK, also_heard=("one_of_many",))
    ).then(heard("one_of_many", happened_on=day(12), source=FROM_TALK, answer_to=LETTER))


@pytest.mark.parametrize("again", [{}, {"heard_in": TALK}], ids=["by itself", "in a call"])
def test_what_was_heard_with_it_is_not_heard_anew_when_it_is_told_again(again: dict[str, object]) -> None:
    told = {"answer": "rejected_unseen", "also_heard": ("requirement_missing",)}

    given(*APPLIED, answer(**told), *CALLED).when(answer(happened_on=day(12), **told, **again)).then_nothing()


@pytest.mark.parametrize("on", [day(12), day(30)])
def test_an_answer_after_another_is_a_new_one(on: date) -> None:
    given(*APPLIED, answer(answer="rejected_unseen"), answer(happened_on=day(10)), *CALLED).when(
        answer(answer="rejected_unseen", happened_on=on)
    ).then(
        answered(answer="rejected_unseen", happened_on=on),
        heard("rejected_unseen", happened_on=on, source=FROM_LETTER, answer_to=LETTER),
    )


def test_another_approach_has_its_own_answer() -> None:
    other = uid("other letter")
    given(
        *APPLIED,
        answer(),
        plan(experiment_id=other, kind="application"),
        run(experiment_id=other),
    ).when(answer(experiment_id=other)).then(
        answered(experiment_id=other),
        heard("invited", happened_on=day(9), source=Source(kind="experiment", id=other), answer_to=other),
    )


@pytest.mark.parametrize(
    ("so_far", "again", "field"),
    [
        (
            answer(answer="rejected_after_interview", close=False),
            answer(answer="rejected_after_interview", close=True, happened_on=day(12)),
            "close",
        ),
        (answer(), answer(note="by phone", happened_on=day(12)), "note"),
    ],
    ids=["close", "note"],
)
def test_other_details_of_a_known_answer_are_not_lost_silently(
    so_far: UserCommand, again: UserCommand, field: str
) -> None:
    given(*APPLIED, so_far).when(again).then_refused(
        InvalidOperation,
        field=field,
        allowed="the same reply without other details, or a correction of its entry",
    )


CALLED_AGAIN = (
    plan(experiment_id=AGAIN, kind="follow_up", refers_to=TALK, role_id=None, happened_on=day(13)),
    run(experiment_id=AGAIN, happened_on=day(13)),
)
"""A second call, about the first."""
each_call = pytest.mark.parametrize("call", [TALK, AGAIN], ids=["the call", "a call about the call"])


@each_call
@pytest.mark.parametrize(("came", "close"), EVERY_ANSWER)
def test_an_answer_told_again_as_one_to_the_call_settles_the_call_and_is_heard_once(
    came: ApproachAnswer, close: bool | None, call: UUID
) -> None:
    first = answer(answer=came, close=close)

    given(*APPLIED, first, *CALLED, *CALLED_AGAIN).when(
        answer(answer=came, close=close, experiment_id=call, happened_on=day(14))
    ).then(answered(answer=came, close=close, experiment_id=call, happened_on=day(14)))


@each_call
def test_what_else_is_heard_when_it_is_told_as_one_to_the_call_counts(call: UUID) -> None:
    given(*APPLIED, answer(answer="rejected_unseen"), *CALLED, *CALLED_AGAIN).when(
        answer(answer="rejected_unseen", experiment_id=call, happened_on=day(14), also_heard=("one_of_many",))
    ).then(
        answered(answer="rejected_unseen", experiment_id=call, happened_on=day(14)),
        heard(
            "one_of_many",
            happened_on=day(14),
            source=Source(kind="experiment", id=call),
            answer_to=LETTER,
        ),
    )


def test_other_details_of_it_are_not_lost_when_it_is_told_as_one_to_the_call() -> None:
    given(*APPLIED, answer(answer="rejected_unseen"), *CALLED).when(
        answer(answer="rejected_unseen", experiment_id=TALK, happened_on=day(13), note="by phone")
    ).then(answered(answer="rejected_unseen", experiment_id=TALK, happened_on=day(13), note="by phone"))


def test_what_else_comes_of_the_call_itself_is_another_answer() -> None:
    given(*APPLIED, answer(answer="rejected_unseen"), *CALLED).when(
        answer(answer="called_back", experiment_id=TALK, happened_on=day(13)),
    ).then(
        answered(answer="called_back", experiment_id=TALK, happened_on=day(13)),
        heard("called_back", happened_on=day(13), source=FROM_TALK, answer_to=TALK),
    )


def test_after_another_answer_to_the_call_it_is_a_new_one() -> None:
    given(
        *APPLIED,
        answer(answer="rejected_unseen"),
        *CALLED,
        answer(answer="called_back", experiment_id=TALK, happened_on=day(13)),
    ).when(answer(answer="rejected_unseen", experiment_id=TALK, happened_on=day(20))).then(
        answered(answer="rejected_unseen", experiment_id=TALK, happened_on=day(20)),
        heard("rejected_unseen", happened_on=day(20), source=FROM_TALK, answer_to=TALK),
    )


def test_a_note_told_again_is_already_so() -> None:
    given(*APPLIED, answer(note="by phone")).when(answer(note="by phone", happened_on=day(12))).then_nothing()


def test_what_was_heard_with_it_is_heard_once_through_calls_about_calls() -> None:
    told = {"answer": "rejected_unseen", "also_heard": ("requirement_missing",)}

    given(
        *APPLIED,
        answer(**told),
        *CALLED,
        *CALLED_AGAIN,
        answer(experiment_id=TALK, happened_on=day(13), **told),
    ).when(answer(experiment_id=AGAIN, happened_on=day(14), **told)).then(
        answered(answer="rejected_unseen", experiment_id=AGAIN, happened_on=day(14))
    )


def test_a_call_that_was_settled_goes_back_to_what_is_answered_then() -> None:
    given(
        *APPLIED,
        answer(answer="rejected_unseen"),
        *CALLED,
        answer(answer="rejected_unseen", experiment_id=TALK, happened_on=day(13)),
        answer(happened_on=day(16)),
    ).when(answer(experiment_id=TALK, happened_on=day(18))).then(
        answered(experiment_id=TALK, happened_on=day(18))
    )


def test_an_answer_to_the_step_on_a_later_day_was_not_told_before_it() -> None:
    given(*APPLIED, *CALLED, answer(happened_on=day(20))).when(
        answer(experiment_id=TALK, happened_on=day(14))
    ).then(
        answered(experiment_id=TALK, happened_on=day(14)),
        heard("invited", happened_on=day(14), source=FROM_TALK, answer_to=TALK),
    )


def test_what_an_old_log_holds_as_heard_with_the_answer_to_a_call_is_known() -> None:
    old = (
        answered(answer="rejected_unseen", experiment_id=TALK, happened_on=day(13)),
        heard("one_of_many", happened_on=day(13), answer_to=TALK),
        heard("rejected_unseen", happened_on=day(13), answer_to=TALK),
    )

    given(*APPLIED, answer(answer="rejected_unseen"), *CALLED, *old).when(
        answer(answer="rejected_unseen", happened_on=day(20), also_heard=("one_of_many",))
    ).then_nothing()
