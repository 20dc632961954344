"""Roles: discovered once, judged, set aside and taken up again."""

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.evidence import LearningInput
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import AppealRated, Source
from domain.journey.events.roles import RoleBlocked, RoleJudged, RoleParked, RoleReopened
from tests.domain.journeys import (
    ABOUT_TEACHING,
    FROM_INTAKE,
    FROM_TALK,
    MEETING,
    NIGHTS,
    RISK,
    SET_OUT,
    TALK,
    TALKED,
    TEACHER,
    block,
    check_in,
    conclude,
    concluded,
    condition,
    day,
    discover,
    drop,
    judge,
    learn,
    new_role,
    park,
    plan,
    reopen,
    role_discovered,
    start,
    uid,
)
from tests.domain.scenario import given

ON_THE_LIST = "the id of a role on the list"
UNKNOWN = uid("nobody knows")


def test_a_role_comes_into_view() -> None:
    given(start()).when(discover()).then(role_discovered())


def test_a_role_from_the_atlas_has_its_occupation_group() -> None:
    given(start()).when(discover(found="atlas", isco_group="2330")).then(
        role_discovered(source=Source(kind="atlas"), isco_group="2330")
    )


def test_a_role_is_found_in_an_experiment_that_happened() -> None:
    given(*TALKED).when(discover(role_id=RISK, title="risk", found="experiment", found_in=TALK)).then(
        role_discovered(role_id=RISK, title="risk", source=FROM_TALK)
    )


def test_a_role_is_found_in_a_check_in_that_was_held() -> None:
    given(start(), check_in()).when(discover(found="check_in", found_in=MEETING)).then(
        role_discovered(source=Source(kind="check_in", id=MEETING))
    )


def test_a_role_the_client_brought_along_has_a_starting_appeal() -> None:
    imagined = AppealRated(happened_on=SET_OUT, role_id=TEACHER, rating=8, source=FROM_INTAKE)

    given(start()).when(discover(found="intake", starting_appeal=8)).then(
        role_discovered(source=FROM_INTAKE), imagined
    )


def test_nothing_is_imagined_of_a_role_that_was_discovered() -> None:
    given(start()).when(discover(found="coach", starting_appeal=8)).then_refused(
        InvalidValue,
        field="starting_appeal",
        allowed="no starting appeal, or found: intake or own",
    )


def test_a_role_that_is_known_is_not_discovered_again() -> None:
    given(*ABOUT_TEACHING).when(discover(found="atlas", happened_on=day(9))).then_nothing()


def test_a_known_role_gets_no_second_starting_appeal() -> None:
    given(*ABOUT_TEACHING).when(discover(starting_appeal=9)).then_nothing()


def test_a_role_keeps_its_title() -> None:
    given(*ABOUT_TEACHING).when(discover(title="trainer")).then_refused(
        InvalidOperation, field="role_id", allowed="a new id"
    )


def test_an_experiment_that_was_not_planned_finds_no_role() -> None:
    given(start()).when(discover(found="experiment", found_in=TALK)).then_refused(
        InvalidOperation, field="found_in", allowed="the id of a planned step"
    )


@pytest.mark.parametrize("so_far", [(), (drop(),)])
def test_an_experiment_that_did_not_happen_finds_no_role(so_far: tuple[UserCommand, ...]) -> None:
    given(*ABOUT_TEACHING, plan(), *so_far).when(
        discover(role_id=RISK, title="risk", found="experiment", found_in=TALK)
    ).then_refused(
        InvalidOperation, field="found_in", allowed="a step that took place, or was cancelled or declined"
    )


def test_a_find_in_an_experiment_names_the_experiment() -> None:
    given(start()).when(discover(found="experiment")).then_refused(
        InvalidOperation, field="found_in", allowed="the id of a step"
    )


def test_a_find_in_a_check_in_names_one_that_was_held() -> None:
    given(start()).when(discover(found="check_in", found_in=MEETING)).then_refused(
        InvalidOperation, field="found_in", allowed="the id of a session"
    )


def test_other_finds_have_no_source_id() -> None:
    given(start()).when(discover(found="own", found_in=MEETING)).then_refused(
        InvalidOperation, field="found_in", allowed="no id"
    )


def test_a_conclusion_discovers_a_role() -> None:
    found = role_discovered(
        happened_on=day(2), role_id=RISK, title="risk manager", distance="far", source=FROM_TALK
    )

    given(*TALKED).when(conclude(learned=LearningInput(roles=(new_role(),)))).then(found, concluded())


def test_a_role_discovered_by_the_way_may_be_known_already() -> None:
    again = new_role(role_id=TEACHER, title="teacher")

    given(*TALKED).when(learn(roles=(again,))).then_nothing()


def test_a_role_discovered_by_the_way_needs_an_id_of_its_own() -> None:
    roles = (new_role(), new_role(role_id=TEACHER, title="trainer"))

    given(*TALKED).when(learn(roles=roles)).then_refused(
        InvalidOperation, field="learned/roles/1/role_id", allowed="a new id"
    )


def test_a_role_is_judged_anew() -> None:
    given(*ABOUT_TEACHING).when(judge()).then(
        RoleJudged(happened_on=day(3), role_id=TEACHER, distance="licence")
    )


def test_a_judgement_that_changes_nothing_is_already_so() -> None:
    given(*ABOUT_TEACHING, judge()).when(judge(happened_on=day(4))).then_nothing()


def test_a_role_is_parked() -> None:
    given(*ABOUT_TEACHING).when(park()).then(RoleParked(happened_on=day(3), role_id=TEACHER, reason="not it"))


def test_a_parked_role_stays_parked() -> None:
    given(*ABOUT_TEACHING, park()).when(park(reason="really not")).then_nothing()


def test_a_role_is_blocked_by_a_declared_condition() -> None:
    given(*ABOUT_TEACHING, condition()).when(block(condition_id=NIGHTS)).then(
        RoleBlocked(happened_on=day(3), role_id=TEACHER, reason="nights", condition_id=NIGHTS)
    )


def test_a_role_is_blocked_with_a_reason_alone() -> None:
    given(*ABOUT_TEACHING).when(block()).then(
        RoleBlocked(happened_on=day(3), role_id=TEACHER, reason="nights")
    )


def test_a_blocked_role_stays_blocked() -> None:
    given(*ABOUT_TEACHING, block()).when(block(reason="nights and weekends")).then_nothing()


def test_a_condition_that_blocks_was_declared() -> None:
    given(*ABOUT_TEACHING).when(block(condition_id=NIGHTS)).then_refused(
        InvalidOperation, field="condition_id", allowed="the id of an existing limit, or none"
    )


@pytest.mark.parametrize("set_aside", [park(), block()])
def test_a_role_set_aside_is_reopened(set_aside: UserCommand) -> None:
    given(*ABOUT_TEACHING, set_aside).when(reopen()).then(RoleReopened(happened_on=day(5), role_id=TEACHER))


def test_a_role_in_play_needs_no_reopening() -> None:
    given(*ABOUT_TEACHING).when(reopen()).then_nothing()


def test_a_parked_role_may_be_blocked() -> None:
    given(*ABOUT_TEACHING, park()).when(block(happened_on=day(4))).then(
        RoleBlocked(happened_on=day(4), role_id=TEACHER, reason="nights")
    )


@pytest.mark.parametrize("change", [block(happened_on=day(2)), reopen(happened_on=day(2))])
def test_an_earlier_day_cannot_change_where_a_role_stands(change: UserCommand) -> None:
    given(*ABOUT_TEACHING, park()).when(change).then_refused(
        InvalidOperation, field="happened_on", allowed=f"{day(3)} or later"
    )


def test_a_role_is_not_parked_before_it_was_discovered() -> None:
    given(start(), discover(happened_on=day(4))).when(park()).then_refused(
        InvalidOperation, field="happened_on", allowed=f"{day(4)} or later"
    )


@pytest.mark.parametrize(
    "change",
    [judge(role_id=UNKNOWN), block(role_id=UNKNOWN), park(role_id=UNKNOWN), reopen(role_id=UNKNOWN)],
    ids=lambda one: type(one).__name__,
)
def test_a_role_was_discovered_before_anything_is_said_of_it(change: UserCommand) -> None:
    given(*ABOUT_TEACHING).when(change).then_refused(InvalidOperation, field="role_id", allowed=ON_THE_LIST)
