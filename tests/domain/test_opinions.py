"""Opinions: odds that the client sees otherwise, and roles scored wish by wish."""

from typing import Any

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.opinions import CriterionScoreInput, DisputeOdds, ScoreRole
from domain.journey.decide import UserCommand
from domain.journey.events.opinions import CriterionScore, OddsDisputed, RoleScored
from tests.domain.journeys import ABOUT_TEACHING, PAY, PEACE, TEACHER, day, name_criterion
from tests.domain.more_journeys import ON, STRANGER, as_sent, later_than
from tests.domain.scenario import given

KNOWING_CRITERIA = (*ABOUT_TEACHING, name_criterion(), name_criterion(criterion_id=PEACE, wording="peace"))


def dispute(**fields: Any) -> DisputeOdds:
    return DisputeOdds(**{"happened_on": ON, "role_id": TEACHER, "why": "they asked me twice", **fields})


def disputed(**fields: Any) -> OddsDisputed:
    return OddsDisputed(**{"happened_on": ON, "role_id": TEACHER, "why": "they asked me twice", **fields})


def points(criterion_id: Any = PAY, score: int = 40) -> CriterionScoreInput:
    return CriterionScoreInput(criterion_id=criterion_id, score=score)


def score(*scores: CriterionScoreInput, **fields: Any) -> ScoreRole:
    return ScoreRole(**{"happened_on": ON, "role_id": TEACHER, "scores": scores or (points(),), **fields})


def scored(*scores: CriterionScore, **fields: Any) -> RoleScored:
    return RoleScored(**{"happened_on": ON, "role_id": TEACHER, "scores": scores, **fields})


LITTLE, MUCH = CriterionScore(criterion_id=PAY, score=40), CriterionScore(criterion_id=PEACE, score=90)
BOTH = (points(), points(PEACE, 90))


@pytest.mark.parametrize("own_reach", [None, 0.0, 0.8, 1.0])
def test_odds_are_disputed(own_reach: float | None) -> None:
    given(*ABOUT_TEACHING).when(dispute(own_reach=own_reach)).then(disputed(own_reach=own_reach))


@pytest.mark.parametrize("own_reach", [-0.1, 1.1])
def test_a_chance_lies_between_0_and_1(own_reach: float) -> None:
    with pytest.raises(msgspec.ValidationError, match="own_reach"):
        as_sent(dispute(own_reach=own_reach))


def test_the_same_dispute_again_is_already_so() -> None:
    given(*ABOUT_TEACHING, dispute()).when(dispute(happened_on=day(9))).then_nothing()


def test_a_dispute_is_said_anew() -> None:
    given(*ABOUT_TEACHING, dispute()).when(dispute(own_reach=0.5, happened_on=day(9))).then(
        disputed(own_reach=0.5, happened_on=day(9))
    )


def test_a_role_is_scored_wish_by_wish() -> None:
    given(*KNOWING_CRITERIA).when(score(*BOTH)).then(scored(LITTLE, MUCH))


def test_the_same_scores_again_are_already_so() -> None:
    given(*KNOWING_CRITERIA, score(*BOTH)).when(score(*BOTH, happened_on=day(9))).then_nothing()


def test_a_later_scoring_replaces_the_whole_of_the_earlier_one() -> None:
    given(*KNOWING_CRITERIA, score(*BOTH)).when(score(happened_on=day(9))).then(
        scored(LITTLE, happened_on=day(9))
    )


def test_only_wishes_with_a_name_are_scored() -> None:
    given(*KNOWING_CRITERIA).when(score(points(), points(STRANGER))).then_refused(
        InvalidOperation, field="scores/1/criterion_id", allowed="the id of a priority"
    )


def test_each_wish_is_scored_once() -> None:
    given(*KNOWING_CRITERIA).when(score(points(), points(PEACE), points(score=50))).then_refused(
        InvalidValue, field="scores/2/criterion_id", allowed="each priority once"
    )


@pytest.mark.parametrize("given_score", [-1, 101])
def test_a_score_lies_between_0_and_100(given_score: int) -> None:
    with pytest.raises(msgspec.ValidationError, match="score"):
        as_sent(score(points(score=given_score)))


@pytest.mark.parametrize(
    ("earlier", "other"),
    [(dispute(), dispute(why="a hunch")), (score(*BOTH), score())],
    ids=["odds", "scores"],
)
def test_an_earlier_opinion_does_not_replace_a_later_one(earlier: UserCommand, other: Any) -> None:
    early = msgspec.structs.replace(other, happened_on=day(3))

    given(*KNOWING_CRITERIA, earlier).when(early).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(ON)
    )


@pytest.mark.parametrize("command", [dispute(role_id=STRANGER), score(role_id=STRANGER)])
def test_an_opinion_is_about_a_role_on_the_list(command: UserCommand) -> None:
    given(*KNOWING_CRITERIA).when(command).then_refused(
        InvalidOperation, field="role_id", allowed="the id of a role on the list"
    )
