"""Contacts and employers: people and organisations met, each with an id of its own, so that a name can be forgotten."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from domain.command import ADDED_LATER, Command, CommandPart, PhoneNumber, Title
from domain.decision_rules import require_not_before, unknown_reference
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import Source
from domain.journey.events.network import ContactAdded, ContactPhoneSet, EmployerNamed
from domain.redacted import is_readable
from domain.text import same_name
from domain.vocabulary import Tie


class EmployerInput(CommandPart, frozen=True, kw_only=True):
    """An employer. The name is needed the first time."""

    employer_id: UUID
    name: Title | None = None


class ContactInput(CommandPart, frozen=True, kw_only=True):
    """The person a step is with. The name is needed the first time. Tie and position are as on the date of that step."""

    contact_id: UUID
    tie: Tie
    in_role: bool = False
    """Does or did this very work."""
    can_hire: bool = False
    """Decides on hiring for it."""
    name: Title | None = None
    relation: Title | None = None
    employer: EmployerInput | None = None


class AddContact(Command, frozen=True, kw_only=True, tag="AddContact"):
    """Add a contact before there is a step with them."""

    contact_id: UUID
    name: Title
    tie: Tie
    relation: Title | None = None
    employer: EmployerInput | None = None
    phone: Annotated[PhoneNumber | None, ADDED_LATER] = None
    introduced_by: Annotated[UUID | None, ADDED_LATER] = None
    ask_first: Annotated[bool, ADDED_LATER] = False
    """Whoever named them asks them first; the client waits to hear."""


class SetContactPhone(Command, frozen=True, kw_only=True, tag="SetContactPhone"):
    """Note the telephone number of a contact, or another one."""

    contact_id: UUID
    phone: PhoneNumber


def handle_add_contact(journey: Journey, command: AddContact) -> list[JourneyEvent]:
    """Adds a contact. Returns no event for a known one with the same details; other details raise `InvalidOperation`."""
    if known := journey.network.contacts.get(command.contact_id):
        _require_same_details(known, command)
        return [
            *employer_events(journey, {"employer": command.employer}, command.happened_on),
            *_phone_events(journey, command),
        ]
    contact = ContactInput(
        contact_id=command.contact_id,
        name=command.name,
        tie=command.tie,
        relation=command.relation,
        employer=command.employer,
    )
    if command.introduced_by and command.introduced_by not in journey.network.contacts:
        raise unknown_reference("contact", field="introduced_by")
    source = Source(kind="own")
    added = contact_events(
        journey,
        contact,
        command.happened_on,
        source,
        introduced_by=command.introduced_by,
        ask_first=command.ask_first,
        field="",
    )
    return [
        *employer_events(journey, {"employer": command.employer}, command.happened_on),
        *added,
        *_phone_events(journey, command),
    ]


def handle_set_contact_phone(journey: Journey, command: SetContactPhone) -> list[JourneyEvent]:
    """Notes a telephone number of a known contact. Returns no event for the same number."""
    known = journey.network.contacts.get(command.contact_id)
    if known is None:
        raise unknown_reference("contact", field="contact_id")
    if not is_readable(known.name):
        raise forgotten_name_error("contact_id")
    require_not_before(command.happened_on, known.happened_on, "This contact was added on %(day)s.")
    return _phone_events(journey, command)


def _phone_events(journey: Journey, command: AddContact | SetContactPhone) -> list[JourneyEvent]:
    """The event that notes a number, if there is one and it is not the known one."""
    if command.phone is None or journey.network.phones.get(command.contact_id) == command.phone:
        return []
    return [
        ContactPhoneSet(happened_on=command.happened_on, contact_id=command.contact_id, phone=command.phone)
    ]


def _require_same_details(known: ContactAdded, command: AddContact) -> None:
    if not is_readable(known.name):
        raise forgotten_name_error("contact_id")
    if not same_name(command.name, known.name):
        raise InvalidOperation("This id belongs to another contact.", field="contact_id", allowed="a new id")
    employer_id = command.employer.employer_id if command.employer else None
    details = {
        "tie": command.tie in {None, known.tie},
        "relation": command.relation is None or same_name(command.relation, known.relation),
        "employer": employer_id in {None, known.employer_id},
        "introduced_by": command.introduced_by in {None, known.introduced_by},
        "ask_first": command.ask_first in {False, known.ask_first},
    }
    for field, same in details.items():
        if not same:
            raise InvalidOperation(
                "This contact is already recorded with other details. Nothing is overwritten.",
                field=field,
                allowed="the same details, or a correction",
            )


def contact_events(
    journey: Journey,
    contact: ContactInput,
    on: date,
    source: Source,
    *,
    introduced_by: UUID | None = None,
    ask_first: bool = False,
    field: str,
) -> list[JourneyEvent]:
    """The event that adds a contact; none if the contact is known."""
    known = journey.network.contacts.get(contact.contact_id)
    _require_same_name(known.name if known else None, contact.name, "contact", field=field)
    if known is None and contact.name:
        added = ContactAdded(
            happened_on=on,
            contact_id=contact.contact_id,
            name=contact.name,
            source=source,
            tie=contact.tie,
            relation=contact.relation,
            employer_id=contact.employer.employer_id if contact.employer else None,
            introduced_by=introduced_by,
            ask_first=ask_first,
        )
        return [added]
    return []


def employer_events(
    journey: Journey, employers: Mapping[str, EmployerInput | None], on: date
) -> list[JourneyEvent]:
    """The events that name employers, none for those that are known. `employers` is keyed by the field of the command."""
    known = dict(journey.network.employers)
    events: list[JourneyEvent] = []
    for field, employer in employers.items():
        if employer is None:
            continue
        name = known.get(employer.employer_id)
        _require_same_name(name, employer.name, "employer", field=field)
        if name is None and employer.name:
            events.append(EmployerNamed(happened_on=on, employer_id=employer.employer_id, name=employer.name))
            known[employer.employer_id] = employer.name
    return events


def _require_same_name(
    known: str | None, name: str | None, what: Literal["contact", "employer"], *, field: str
) -> None:
    if known is None and name is None:
        raise InvalidOperation(
            "This contact does not exist yet." if what == "contact" else "This employer does not exist yet.",
            field=f"{field}/name".lstrip("/"),
            allowed="a name, the first time",
        )
    if name and not is_readable(known):
        raise forgotten_name_error(f"{field}/{what}_id".lstrip("/"))
    if known and name and not same_name(known, name):
        raise InvalidOperation(
            "This id belongs to another contact."
            if what == "contact"
            else "This id belongs to another employer.",
            field=f"{field}/{what}_id".lstrip("/"),
            allowed="a new id, or no name",
        )


def forgotten_name_error(field: str) -> InvalidOperation:
    """The error for a name under an id whose name cannot be read: it might be another, and must not come back."""
    return InvalidOperation(
        "This name was forgotten or can no longer be read, so it cannot be used again.",
        field=field,
        allowed="no name, or a new id",
    )


HANDLERS: CommandHandlers = {
    AddContact: handle_add_contact,
    SetContactPhone: handle_set_contact_phone,
}
