"""Feedback after a refusal: asked for once, useful in four points or worthless, never overwritten; a reply by a link stands beside it."""

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.feedback import FourPointsInput, PointsHeardInput
from domain.journey.decide import UserCommand
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested, FourPoints, PointsHeard
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    LETTER,
    ask_why,
    cancel,
    day,
    drop,
    hear_why,
    write,
)
from tests.domain.scenario import given

ASKED = (*APPLIED, ask_why())
POINTS = {
    "competence": "depth is there",
    "requirements": "the licence",
    "well_qualified": "second of four",
    "self_presentation": "start with the why",
}


def test_a_client_asks_why() -> None:
    given(*APPLIED).when(ask_why(channel="phone")).then(
        FeedbackRequested(happened_on=day(10), experiment_id=LETTER, channel="phone")
    )


def test_asking_again_is_already_so() -> None:
    given(*ASKED).when(ask_why(happened_on=day(12), channel="mail")).then_nothing()


def test_why_is_not_asked_before_the_step() -> None:
    given(*APPLIED).when(ask_why(happened_on=day(1))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2)} or later"
    )


@pytest.mark.parametrize(
    ("so_far", "allowed"),
    [
        ((), "the id of a planned step"),
        ((write(),), "a step that took place, or was cancelled or declined"),
        ((write(), drop(experiment_id=LETTER)), "a step that took place, or was cancelled or declined"),
    ],
    ids=["unknown", "planned", "dropped"],
)
def test_why_is_asked_in_a_step_that_happened(so_far: tuple[UserCommand, ...], allowed: str) -> None:
    given(*ABOUT_TEACHING, *so_far).when(ask_why()).then_refused(
        InvalidOperation, field="experiment_id", allowed=allowed
    )


def test_why_may_be_asked_when_the_other_side_called_off() -> None:
    given(*ABOUT_TEACHING, write(), cancel(experiment_id=LETTER)).when(ask_why()).then(
        FeedbackRequested(happened_on=day(10), experiment_id=LETTER)
    )


def test_a_useful_answer_is_kept_in_its_four_points() -> None:
    command = hear_why(
        usable=True,
        points=FourPointsInput(**POINTS),
        this_post_only=False,
        kept_on_file=True,
        note="friendly",
    )

    given(*ASKED).when(command).then(
        FeedbackReceived(
            happened_on=day(10),
            experiment_id=LETTER,
            usable=True,
            points=FourPoints(**POINTS),
            this_post_only=False,
            kept_on_file=True,
            note="friendly",
        )
    )


@pytest.mark.parametrize("point", POINTS)
def test_one_point_is_enough_to_be_useful(point: str) -> None:
    given_point = {point: POINTS[point]}

    given(*ASKED).when(hear_why(usable=True, points=FourPointsInput(**given_point))).then(
        FeedbackReceived(
            happened_on=day(10), experiment_id=LETTER, usable=True, points=FourPoints(**given_point)
        )
    )


def test_empty_phrases_are_kept_without_points() -> None:
    given(*ASKED).when(hear_why(note="we wish you luck")).then(
        FeedbackReceived(happened_on=day(10), experiment_id=LETTER, usable=False, note="we wish you luck")
    )


def test_useful_feedback_answers_at_least_one_point() -> None:
    given(*ASKED).when(hear_why(usable=True)).then_refused(
        InvalidValue, field="points", allowed="one point or more, or usable: false without points"
    )


def test_useless_feedback_answers_none() -> None:
    given(*ASKED).when(hear_why(points=FourPointsInput(requirements="papers"))).then_refused(
        InvalidValue, field="usable", allowed="one point or more, or usable: false without points"
    )


@pytest.mark.parametrize("so_far", [(), APPLIED], ids=["unknown step", "not asked"])
def test_feedback_comes_to_who_asked(so_far: tuple[UserCommand, ...]) -> None:
    given(*(so_far or ABOUT_TEACHING)).when(hear_why()).then_refused(
        InvalidOperation, field="experiment_id", allowed="a step where feedback was asked for"
    )


def test_the_same_feedback_again_is_already_so() -> None:
    given(*ASKED, hear_why()).when(hear_why()).then_nothing()


def test_feedback_is_not_overwritten() -> None:
    given(*ASKED, hear_why()).when(hear_why(note="sorry")).then_refused(
        InvalidOperation, field="experiment_id", allowed="a step still waiting for feedback"
    )


def test_a_reply_by_a_link_stands_beside_what_was_recorded() -> None:
    by_link = hear_why(
        happened_on=day(11), usable=True, points=FourPointsInput(competence="depth"), via="link"
    )
    recorded = FeedbackReceived(
        happened_on=day(11),
        experiment_id=LETTER,
        usable=True,
        points=FourPoints(competence="depth"),
        via="link",
    )

    given(*ASKED, hear_why()).when(by_link).then(recorded)
    given(*ASKED, hear_why(), by_link).when(by_link).then_nothing()


def test_feedback_comes_not_from_the_future() -> None:
    given(*ASKED).when(hear_why(happened_on=day(12)), today=day(11)).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(11)} or earlier"
    )


@pytest.mark.parametrize(
    ("usable", "heard", "refused"),
    [
        (True, PointsHeardInput(competence="not_enough"), None),
        (True, PointsHeardInput(well_qualified="enough"), None),
        (False, PointsHeardInput(competence="not_said"), None),
        (False, PointsHeardInput(), None),
        (True, PointsHeardInput(competence="not_said"), "points"),
        (False, PointsHeardInput(competence="enough"), "usable"),
    ],
)
def test_a_tap_on_a_point_is_useful_unless_it_was_not_said(
    usable: bool, heard: PointsHeardInput, refused: str | None
) -> None:
    asked = given(*ASKED).when(hear_why(usable=usable, heard=heard, via="call"))

    if refused:
        asked.then_refused(
            InvalidValue, field=refused, allowed="one point or more, or usable: false without points"
        )
    else:
        asked.then(
            FeedbackReceived(
                happened_on=day(10),
                experiment_id=LETTER,
                usable=usable,
                heard=PointsHeard(competence=heard.competence, well_qualified=heard.well_qualified),
                via="call",
            )
        )
