"""The address book: a contact is added once, and never told otherwise without a word."""

from typing import Any

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.network import EmployerInput, SetContactPhone
from domain.journey.events.evidence import Source
from domain.journey.events.network import ContactAdded, ContactPhoneSet, EmployerNamed, Meeting
from tests.domain.journeys import ABOUT_TEACHING, ANOUK, HOSPITAL, contact, day, plan, planned, start
from tests.domain.more_journeys import add_contact
from tests.domain.scenario import given

NAMED = EmployerInput(employer_id=HOSPITAL, name="the hospital")
WHOLE: dict[str, Any] = {"relation": "a former colleague", "employer": NAMED}


def added(**fields: Any) -> ContactAdded:
    plain = {"happened_on": day(1), "contact_id": ANOUK, "name": "Anouk", "source": Source(kind="own")}
    return ContactAdded(**{"tie": "strong", **plain, **fields})


def test_somebody_is_put_into_the_address_book() -> None:
    given(start()).when(add_contact()).then(added())


def test_a_contact_may_come_with_a_relation_and_an_employer() -> None:
    given(start()).when(add_contact(**WHOLE)).then(
        EmployerNamed(happened_on=day(1), employer_id=HOSPITAL, name="the hospital"),
        added(relation="a former colleague", employer_id=HOSPITAL),
    )


@pytest.mark.parametrize("on", [day(1), day(9)])
def test_the_same_contact_again_is_already_so(on: object) -> None:
    given(start(), add_contact(**WHOLE)).when(add_contact(**WHOLE, happened_on=on)).then_nothing()


def test_a_contact_told_again_with_less_is_already_so() -> None:
    given(start(), add_contact(**WHOLE)).when(add_contact()).then_nothing()


def test_a_contact_known_from_a_step_is_already_so() -> None:
    given(*ABOUT_TEACHING, plan(contact=contact())).when(add_contact(happened_on=day(9))).then_nothing()


def test_a_contact_from_the_address_book_needs_no_name_in_a_step() -> None:
    given(*ABOUT_TEACHING, add_contact()).when(plan(contact=contact(name=None, tie="weak"))).then(
        planned(meeting=Meeting(contact_id=ANOUK, tie="weak"))
    )


def test_another_contact_needs_an_id_of_its_own() -> None:
    given(start(), add_contact()).when(add_contact(name="Bo")).then_refused(
        InvalidOperation, field="contact_id", allowed="a new id"
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"tie": "weak"}, "tie"), ({"relation": "a cousin"}, "relation"), ({"employer": NAMED}, "employer")],
    ids=["tie", "relation", "employer"],
)
def test_a_contact_told_otherwise_is_not_lost_without_a_word(fields: dict[str, Any], field: str) -> None:
    given(start(), add_contact()).when(add_contact(**fields)).then_refused(
        InvalidOperation, field=field, allowed="the same details, or a correction"
    )


def test_an_employer_that_is_not_known_needs_a_name() -> None:
    given(start()).when(add_contact(employer=EmployerInput(employer_id=HOSPITAL))).then_refused(
        InvalidOperation, field="employer/name", allowed="a name, the first time"
    )


def test_another_employer_needs_an_id_of_its_own() -> None:
    clinic = EmployerInput(employer_id=HOSPITAL, name="the clinic")

    given(start(), add_contact(**WHOLE)).when(add_contact(employer=clinic)).then_refused(
        InvalidOperation, field="employer/employer_id", allowed="a new id, or no name"
    )


def set_phone(phone: str = "031-390 06 12", **fields: Any) -> SetContactPhone:
    return SetContactPhone(**{"happened_on": day(9), "contact_id": ANOUK, "phone": phone, **fields})


def phone_set(phone: str = "031-390 06 12", on: int = 9) -> ContactPhoneSet:
    return ContactPhoneSet(happened_on=day(on), contact_id=ANOUK, phone=phone)


def test_a_contact_may_come_with_a_phone_number() -> None:
    given(start()).when(add_contact(phone="112")).then(added(), phone_set("112", 1))


def test_a_phone_number_is_noted_and_changed() -> None:
    given(start(), add_contact(phone="112")).when(set_phone()).then(phone_set())


def test_the_same_phone_number_again_is_already_so() -> None:
    given(start(), add_contact(), set_phone()).when(set_phone(happened_on=day(12))).then_nothing()


def test_a_phone_number_is_of_somebody_who_is_known() -> None:
    given(start()).when(set_phone()).then_refused(
        InvalidOperation, field="contact_id", allowed="the id of a contact"
    )


def test_a_phone_number_is_not_noted_before_its_contact() -> None:
    given(start(), add_contact(happened_on=day(9))).when(set_phone(happened_on=day(2))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(9)} or later"
    )
