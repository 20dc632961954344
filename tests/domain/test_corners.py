"""Corners that were wrong once: nothing told is lost without a word, and nothing counts twice."""

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.evidence import LearningInput, OddsSignalInput
from domain.journey.commands.feedback import FourPointsInput
from domain.journey.commands.network import EmployerInput
from domain.journey.events.evidence import OddsSignalHeard
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    FROM_CHECK_IN,
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

MANY = OddsSignalInput(signal="vacancies_many")


def test_a_signal_told_twice_in_one_command_is_one_signal() -> None:
    given(*TALKED).when(learn(odds=(MANY, MANY))).then(heard("vacancies_many"))


def test_a_role_told_twice_in_one_command_is_discovered_once() -> None:
    found = role_discovered(
        happened_on=day(2), role_id=RISK, title="risk manager", distance="far", source=FROM_TALK
    )

    given(*TALKED).when(learn(roles=(new_role(), new_role()))).then(found)


def test_two_roles_in_one_command_need_two_ids() -> None:
    given(*TALKED).when(learn(roles=(new_role(), new_role(title="auditor")))).then_refused(
        InvalidOperation, field="learned/roles/1/role_id", allowed="a new id"
    )


def test_a_judgement_of_an_earlier_day_cannot_follow_a_later_one() -> None:
    given(*ABOUT_TEACHING, judge(happened_on=day(4))).when(
        judge(happened_on=day(3), distance="far")
    ).then_refused(InvalidOperation, field="happened_on", allowed=f"{day(4)} or later")


def test_feedback_does_not_come_before_it_was_asked_for() -> None:
    given(*APPLIED, ask_why()).when(hear_why(happened_on=day(1))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(10)} or later"
    )


def test_a_point_without_words_is_not_answered() -> None:
    given(*APPLIED, ask_why()).when(
        hear_why(usable=True, points=FourPointsInput(competence=""))
    ).then_refused(InvalidValue, field="points", allowed="one point or more, or usable: false without points")


def test_more_heard_with_a_known_answer_is_not_lost() -> None:
    given(*APPLIED, answer()).when(answer(also_heard=("one_of_many",))).then(
        heard("one_of_many", happened_on=day(9), source=FROM_LETTER, answer_to=LETTER)
    )


def test_more_learned_in_a_known_check_in_is_not_lost() -> None:
    odds = (OddsSignalInput(signal="market_growing", role_id=TEACHER),)

    given(*ABOUT_TEACHING, check_in()).when(check_in(learned=LearningInput(odds=odds))).then(
        OddsSignalHeard(
            happened_on=check_in().happened_on,
            role_id=TEACHER,
            signal="market_growing",
            source=FROM_CHECK_IN,
        )
    )


def test_a_signal_of_the_market_may_be_told_again_months_later() -> None:
    odds = (OddsSignalInput(signal="market_growing", role_id=TEACHER),)
    first, again = (learn(from_step=None, odds=odds, happened_on=day(on)) for on in (4, 150))

    given(*ABOUT_TEACHING, first).when(again).then(
        OddsSignalHeard(happened_on=day(150), role_id=TEACHER, signal="market_growing", source=FROM_INTAKE)
    )


def test_an_employer_told_twice_in_one_plan_has_one_name() -> None:
    hospital, clinic = (EmployerInput(employer_id=HOSPITAL, name=name) for name in ("hospital", "clinic"))

    given(*ABOUT_TEACHING).when(plan(contact=contact(employer=hospital), employer=clinic)).then_refused(
        InvalidOperation, field="employer/employer_id", allowed="a new id, or no name"
    )


def test_a_step_is_not_followed_up_before_it_happened() -> None:
    given(*APPLIED).when(follow_up(happened_on=day(0))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2)} or later"
    )
