"""What is not right yet, each with what ought to happen. Strict: once it is put right, the mark must go."""

import pytest

from domain.errors import IllegalStep, InvalidValue
from domain.journey.evidence import OddsSignalHeard
from domain.journey.feedback import PointsGiven
from domain.journey.forms import Employer
from domain.journey.learning import Learned, Odds
from domain.journey.roles import RoleJudged
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    FROM_INTAKE,
    FROM_LETTER,
    FROM_TALK,
    HOSPITAL,
    LETTER,
    RISK,
    TALKED,
    TEACHER,
    answer,
    ask_why,
    check_in,
    contact,
    day,
    follow_up,
    hear_why,
    heard,
    judge,
    learn,
    new_role,
    plan,
    role_discovered,
)
from tests.domain.scenario import given

MANY = Odds(signal="vacancies_many")


@pytest.mark.xfail(reason="told in two commands it counts once, told twice in one command it counts twice")
def test_a_signal_told_twice_in_one_command_is_one_signal() -> None:
    given(*TALKED).when(learn(odds=(MANY, MANY))).then(heard("vacancies_many"))


@pytest.mark.xfail(
    reason="two discoveries of one role; the second takes the place of the first in every fold"
)
def test_a_role_told_twice_in_one_command_is_discovered_once() -> None:
    found = role_discovered(
        happened_on=day(2), role_id=RISK, title="risk manager", distance="far", source=FROM_TALK
    )

    given(*TALKED).when(learn(roles=(new_role(), new_role()))).then(found)


@pytest.mark.xfail(reason="both are recorded, though one id stands for two roles")
def test_two_roles_in_one_command_need_two_ids() -> None:
    given(*TALKED).when(learn(roles=(new_role(), new_role(title="auditor")))).then_refused(
        IllegalStep, field="learned/roles/1/role_id", allowed="an id of its own"
    )


@pytest.mark.xfail(reason="decisions know the judgement told last, the profile the one dated last")
def test_a_judgement_told_late_does_not_make_a_newer_one_already_so() -> None:
    told_late = judge(happened_on=day(1), distance="far")

    given(*ABOUT_TEACHING, judge(), told_late).when(judge(happened_on=day(6), distance="far")).then(
        RoleJudged(happened_on=day(6), role_id=TEACHER, distance="far")
    )


@pytest.mark.xfail(reason="the day feedback came is compared with nothing")
def test_feedback_does_not_come_before_it_was_asked_for() -> None:
    given(*APPLIED, ask_why()).when(hear_why(happened_on=day(1))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(10)} or later"
    )


@pytest.mark.xfail(reason="an empty text counts as an answered point")
def test_a_point_without_words_is_not_answered() -> None:
    given(*APPLIED, ask_why()).when(hear_why(usable=True, points=PointsGiven(competence=""))).then_refused(
        InvalidValue, field="points", allowed="one point or more, or usable: false without points"
    )


@pytest.mark.xfail(reason="the answer is already so, and what was heard along with it is lost without a word")
def test_more_heard_with_a_known_answer_is_not_lost() -> None:
    given(*APPLIED, answer()).when(answer(also_heard=("one_of_many",))).then(
        heard("one_of_many", happened_on=day(9), source=FROM_LETTER, answer_to=LETTER)
    )


@pytest.mark.xfail(
    reason="the check-in is already so, and what it taught is lost; a conclusion is refused then"
)
def test_more_learned_in_a_known_check_in_is_not_lost() -> None:
    odds = (Odds(signal="market_growing", role_id=TEACHER),)

    given(*ABOUT_TEACHING, check_in()).when(check_in(learned=Learned(odds=odds))).then_refused(
        IllegalStep, field="check_in_id", allowed="an id of its own"
    )


@pytest.mark.xfail(reason="without a step or check-in a signal is heard once for ever, whatever the day")
def test_a_signal_of_the_market_may_be_told_again_months_later() -> None:
    odds = (Odds(signal="market_growing", role_id=TEACHER),)
    first, again = (learn(from_step=None, odds=odds, happened_on=day(on)) for on in (4, 150))

    given(*ABOUT_TEACHING, first).when(again).then(
        OddsSignalHeard(happened_on=day(150), role_id=TEACHER, signal="market_growing", source=FROM_INTAKE)
    )


@pytest.mark.xfail(reason="the contact's employer and the step's are each compared with the journey only")
def test_an_employer_told_twice_in_one_plan_has_one_name() -> None:
    hospital, clinic = (Employer(employer_id=HOSPITAL, name=name) for name in ("hospital", "clinic"))

    given(*ABOUT_TEACHING).when(plan(contact=contact(employer=hospital), employer=clinic)).then_refused(
        IllegalStep, field="employer/employer_id", allowed="an id of its own, or no name"
    )


@pytest.mark.xfail(reason="nothing compares the day with the step's")
def test_a_step_is_not_followed_up_before_it_happened() -> None:
    given(*APPLIED).when(follow_up(happened_on=day(0))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2)} or later"
    )
