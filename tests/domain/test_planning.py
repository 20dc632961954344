"""Planning an experiment: about a role, with a guess, a person and a when-where-if."""

import pytest
from msgspec.structs import replace

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput
from domain.journey.commands.network import EmployerInput
from domain.journey.events.experiments import Forecast, IfThenPlan
from domain.journey.events.network import ContactAdded, EmployerNamed, Meeting
from domain.vocabulary import KINDS_REQUIRING_ROLE, ExperimentKind
from tests.domain.journeys import (
    ABOUT_TEACHING,
    ANOUK,
    FROM_TALK,
    HOSPITAL,
    LETTER,
    RISK,
    SET_OUT,
    TEACHER,
    contact,
    day,
    new_role,
    plan,
    planned,
    role_discovered,
    uid,
)
from tests.domain.scenario import given

MEETS_ANOUK = Meeting(contact_id=ANOUK, tie="strong")
ANOUK_ADDED = ContactAdded(happened_on=day(1), contact_id=ANOUK, name="Anouk", source=FROM_TALK, tie="strong")
HOSPITAL_NAMED = EmployerNamed(happened_on=day(1), employer_id=HOSPITAL, name="hospital")


def employer(name: str | None = "hospital") -> EmployerInput:
    return EmployerInput(employer_id=HOSPITAL, name=name)


def test_an_experiment_is_planned_about_a_known_role() -> None:
    given(*ABOUT_TEACHING).when(plan()).then(planned())


def test_the_whole_plan_is_kept() -> None:
    fields = {
        "hypothesis": "teaching is mostly marking",
        "tests": ("appeal", "odds"),
        "planned_for": day(4),
        "dread_before": 7,
        "channel": "network",
        "refers_to": LETTER,
    }
    command = plan(
        **fields,
        forecast=ForecastInput(appeal=7, invited=0.5),
        plan=IfThenPlanInput(when="Tue 10:00", where="school", if_then="if late then ring"),
        contact=contact(in_role=True, can_hire=True),
    )
    event = planned(
        **fields,
        forecast=Forecast(appeal=7, invited=0.5),
        plan=IfThenPlan(when="Tue 10:00", where="school", if_then="if late then ring"),
        meeting=Meeting(contact_id=ANOUK, tie="strong", in_role=True, can_hire=True),
    )

    given(*ABOUT_TEACHING, plan(experiment_id=LETTER)).when(command).then(ANOUK_ADDED, event)


def test_the_same_plan_again_is_already_so() -> None:
    command = plan(contact=contact(employer=employer()), new_role=new_role(), role_id=None)

    given(*ABOUT_TEACHING, command).when(command).then_nothing()


def test_an_experiment_keeps_its_id() -> None:
    given(*ABOUT_TEACHING, plan()).when(plan(hypothesis="another one")).then_refused(
        InvalidOperation, field="experiment_id", allowed="a new id"
    )


def test_a_plan_brings_a_role_into_view() -> None:
    discovery = role_discovered(
        happened_on=day(1), role_id=RISK, title="risk manager", distance="far", source=FROM_TALK
    )

    given(*ABOUT_TEACHING).when(plan(role_id=None, new_role=new_role())).then(
        discovery, planned(role_id=RISK)
    )


def test_a_role_that_is_new_in_a_plan_may_be_known_already() -> None:
    again = new_role(role_id=TEACHER, title="teacher")

    given(*ABOUT_TEACHING).when(plan(role_id=None, new_role=again)).then(planned())


def test_a_role_that_is_new_in_a_plan_has_an_id_of_its_own() -> None:
    taken = new_role(role_id=TEACHER)

    given(*ABOUT_TEACHING).when(plan(role_id=None, new_role=taken)).then_refused(
        InvalidOperation, field="new_role/role_id", allowed="a new id"
    )


def test_an_experiment_is_about_one_role() -> None:
    given(*ABOUT_TEACHING).when(plan(new_role=new_role())).then_refused(
        InvalidValue, field="new_role", allowed="role_id or new_role"
    )


def test_the_role_was_discovered() -> None:
    given(*ABOUT_TEACHING).when(plan(role_id=RISK)).then_refused(
        InvalidOperation, field="role_id", allowed="the id of a role on the list"
    )


@pytest.mark.parametrize("kind", sorted(KINDS_REQUIRING_ROLE))
def test_some_kinds_need_a_role(kind: ExperimentKind) -> None:
    given(*ABOUT_TEACHING).when(plan(kind=kind, role_id=None)).then_refused(
        InvalidValue, field="role_id", allowed="role_id or new_role"
    )


@pytest.mark.parametrize("kind", ["conversation", "desk_research", "follow_up", "reflection"])
def test_other_kinds_may_do_without_a_role(kind: ExperimentKind) -> None:
    given(*ABOUT_TEACHING).when(plan(kind=kind, role_id=None)).then(planned(kind=kind, role_id=None))


def test_a_plan_refers_to_an_experiment_that_was_planned() -> None:
    given(*ABOUT_TEACHING).when(plan(refers_to=LETTER)).then_refused(
        InvalidOperation, field="refers_to", allowed="the id of a planned step"
    )


def test_a_plan_is_not_for_a_day_before_the_journey() -> None:
    given(*ABOUT_TEACHING).when(plan(planned_for=day(-1))).then_refused(
        InvalidValue, field="planned_for", allowed=f"{SET_OUT} or later"
    )


def test_a_contact_has_a_name_the_first_time() -> None:
    given(*ABOUT_TEACHING).when(plan(contact=contact(name=None))).then_refused(
        InvalidOperation, field="contact/name", allowed="a name, the first time"
    )


def test_a_contact_becomes_known_with_the_employer() -> None:
    added = replace(ANOUK_ADDED, relation="neighbour", employer_id=HOSPITAL)
    command = plan(contact=contact(relation="neighbour", employer=employer()))

    given(*ABOUT_TEACHING).when(command).then(
        HOSPITAL_NAMED, added, planned(meeting=MEETS_ANOUK, employer_id=HOSPITAL)
    )


@pytest.mark.parametrize("name", [None, "Anouk"])
def test_a_contact_who_is_known_is_only_met(name: str | None) -> None:
    again = plan(experiment_id=LETTER, contact=contact(name=name, tie="weak", can_hire=True))
    meeting = Meeting(contact_id=ANOUK, tie="weak", can_hire=True)

    given(*ABOUT_TEACHING, plan(contact=contact())).when(again).then(
        planned(experiment_id=LETTER, meeting=meeting)
    )


def test_a_contact_keeps_the_name() -> None:
    again = plan(experiment_id=LETTER, contact=contact(name="Anna"))

    given(*ABOUT_TEACHING, plan(contact=contact())).when(again).then_refused(
        InvalidOperation, field="contact/contact_id", allowed="a new id, or no name"
    )


def test_an_employer_has_a_name_the_first_time() -> None:
    given(*ABOUT_TEACHING).when(plan(employer=employer(None))).then_refused(
        InvalidOperation, field="employer/name", allowed="a name, the first time"
    )


def test_a_contacts_employer_has_a_name_the_first_time() -> None:
    given(*ABOUT_TEACHING).when(plan(contact=contact(employer=employer(None)))).then_refused(
        InvalidOperation, field="contact/employer/name", allowed="a name, the first time"
    )


def test_an_employer_is_named_once() -> None:
    given(*ABOUT_TEACHING, plan(employer=employer())).when(
        plan(experiment_id=LETTER, employer=employer(None))
    ).then(planned(experiment_id=LETTER, employer_id=HOSPITAL))


def test_an_employer_keeps_the_name() -> None:
    given(*ABOUT_TEACHING, plan(employer=employer())).when(
        plan(experiment_id=LETTER, employer=employer("clinic"))
    ).then_refused(InvalidOperation, field="employer/employer_id", allowed="a new id, or no name")


def test_an_employer_is_named() -> None:
    given(*ABOUT_TEACHING).when(plan(employer=employer())).then(HOSPITAL_NAMED, planned(employer_id=HOSPITAL))


def test_an_employer_told_twice_in_one_plan_is_named_once() -> None:
    added = replace(ANOUK_ADDED, employer_id=HOSPITAL)

    given(*ABOUT_TEACHING).when(plan(contact=contact(employer=employer()), employer=employer())).then(
        HOSPITAL_NAMED, added, planned(meeting=MEETS_ANOUK, employer_id=HOSPITAL)
    )


def test_a_step_may_be_at_another_employer_than_the_contacts() -> None:
    school = EmployerNamed(happened_on=day(1), employer_id=uid("school"), name="school")
    added = replace(ANOUK_ADDED, employer_id=HOSPITAL)
    command = plan(
        contact=contact(employer=employer()), employer=EmployerInput(employer_id=uid("school"), name="school")
    )

    given(*ABOUT_TEACHING).when(command).then(
        HOSPITAL_NAMED, school, added, planned(meeting=MEETS_ANOUK, employer_id=uid("school"))
    )


def test_plans_are_told_apart_by_their_ids() -> None:
    given(*ABOUT_TEACHING, plan()).when(plan(experiment_id=LETTER)).then(planned(experiment_id=LETTER))


def test_a_plan_for_later_may_be_told_today() -> None:
    given(*ABOUT_TEACHING).when(plan(planned_for=day(9)), today=day(1)).then(planned(planned_for=day(9)))
