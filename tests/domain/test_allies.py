"""Allies with a card that says how to help, and introductions the client made."""

from typing import Any

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.events.allies import AllyInvited, IntroductionMade
from tests.domain.journeys import ANOUK, day, uid
from tests.domain.more_journeys import BO, KNOWING, ON, STRANGER, as_sent, later_than
from tests.domain.scenario import given

COFFEE = uid("coffee")
A_CONTACT = "the id of a contact"


def invite(**fields: Any) -> InviteAlly:
    return InviteAlly(
        **{"happened_on": ON, "contact_id": ANOUK, "how_to_help": "listen, no advice", **fields}
    )


def invited(**fields: Any) -> AllyInvited:
    return AllyInvited(
        **{"happened_on": ON, "contact_id": ANOUK, "how_to_help": "listen, no advice", **fields}
    )


def introduce(**fields: Any) -> MakeIntroduction:
    return MakeIntroduction(**{"happened_on": ON, "introduction_id": COFFEE, "contact_id": ANOUK, **fields})


def introduced(**fields: Any) -> IntroductionMade:
    return IntroductionMade(**{"happened_on": ON, "introduction_id": COFFEE, "contact_id": ANOUK, **fields})


def test_a_contact_is_asked_to_stand_by() -> None:
    given(*KNOWING).when(invite()).then(invited())


def test_the_same_card_again_is_already_so() -> None:
    given(*KNOWING, invite()).when(invite(happened_on=day(9))).then_nothing()


def test_a_later_card_replaces_the_earlier_one() -> None:
    given(*KNOWING, invite()).when(invite(how_to_help="a walk on Friday", happened_on=day(9))).then(
        invited(how_to_help="a walk on Friday", happened_on=day(9))
    )


def test_an_earlier_card_does_not_replace_a_later_one() -> None:
    given(*KNOWING, invite()).when(invite(how_to_help="a walk", happened_on=day(3))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(ON)
    )


def test_each_ally_has_a_card() -> None:
    given(*KNOWING, invite()).when(invite(contact_id=BO, happened_on=day(3))).then(
        invited(contact_id=BO, happened_on=day(3))
    )


def test_a_stranger_is_no_ally() -> None:
    given(*KNOWING).when(invite(contact_id=STRANGER)).then_refused(
        InvalidOperation, field="contact_id", allowed=A_CONTACT
    )


def test_a_card_says_how_to_help() -> None:
    with pytest.raises(msgspec.ValidationError, match="how_to_help"):
        as_sent(invite(how_to_help=""))


def test_an_introduction_is_noted() -> None:
    given(*KNOWING).when(introduce(note="")).then(introduced())


def test_an_introduction_may_bring_two_contacts_together() -> None:
    given(*KNOWING).when(introduce(to_contact_id=BO, note="both bake")).then(
        introduced(to_contact_id=BO, note="both bake")
    )


def test_the_same_introduction_again_is_already_so() -> None:
    given(*KNOWING, introduce()).when(introduce()).then_nothing()


def test_another_introduction_needs_an_id_of_its_own() -> None:
    given(*KNOWING, introduce()).when(introduce(to_contact_id=BO)).then_refused(
        InvalidOperation, field="introduction_id", allowed="a new id"
    )


def test_nobody_is_introduced_to_themselves() -> None:
    given(*KNOWING).when(introduce(to_contact_id=ANOUK)).then_refused(
        InvalidValue, field="to_contact_id", allowed="another contact"
    )


@pytest.mark.parametrize("field", ["contact_id", "to_contact_id"])
def test_an_introduction_is_between_contacts(field: str) -> None:
    given(*KNOWING).when(introduce(**{field: STRANGER})).then_refused(
        InvalidOperation, field=field, allowed=A_CONTACT
    )
