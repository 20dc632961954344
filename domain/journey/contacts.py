"""Contacts and employers: people and organisations met, each with an id of its own, so that a name can be forgotten."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Struct

from domain.errors import IllegalStep
from domain.journey.forms import Employer, Fact, Given, Part, Title
from domain.sensitivity import C1, Flag, Id, Words
from domain.vocabulary import Tie

if TYPE_CHECKING:
    from domain.journey.state import Journey


class ContactAdded(Fact, frozen=True, kw_only=True, tag="ContactAdded"):
    """A person came into the journey. All that is personal about them stands here and nowhere else."""

    contact_id: Id
    name: Words
    relation: Words | None = None
    employer_id: Annotated[UUID | None, C1] = None


class EmployerNamed(Fact, frozen=True, kw_only=True, tag="EmployerNamed"):
    """An organisation came into the journey."""

    employer_id: Id
    name: Words


class Meeting(Part, frozen=True, kw_only=True):
    """Who a step is with, and what they were to the client and the role that day."""

    contact_id: Id
    tie: Annotated[Tie, C1]
    in_role: Flag = False
    can_hire: Flag = False


class Network(Struct, frozen=True):
    """Who is known by which name."""

    contacts: dict[UUID, str] = {}
    employers: dict[UUID, str] = {}


def evolve(network: Network, fact: ContactAdded | EmployerNamed) -> Network:
    """Remember each name."""
    match fact:
        case ContactAdded():
            return Network(
                contacts={**network.contacts, fact.contact_id: fact.name}, employers=network.employers
            )
        case EmployerNamed():
            return Network(
                contacts=network.contacts, employers={**network.employers, fact.employer_id: fact.name}
            )


class Contact(Given, frozen=True, kw_only=True):
    """A person a step is with. The name is needed the first time; tie and position are as of that step."""

    contact_id: UUID
    tie: Tie
    in_role: bool = False
    """Does or did this very work."""
    can_hire: bool = False
    """Decides on hiring for it."""
    name: Title | None = None
    relation: Title | None = None
    employer: Employer | None = None


def introduced(journey: "Journey", contact: Contact, on: date, *, field: str) -> list[Fact]:
    """The event that makes a contact known; nothing when it is."""
    known = journey.network.contacts.get(contact.contact_id)
    _same_name(known, contact.name, "contact", field=field)
    if known is None and contact.name:
        added = ContactAdded(
            happened_on=on,
            contact_id=contact.contact_id,
            name=contact.name,
            relation=contact.relation,
            employer_id=contact.employer.employer_id if contact.employer else None,
        )
        return [added]
    return []


def named(journey: "Journey", employers: Mapping[str, Employer | None], on: date) -> list[Fact]:
    """The events that make employers known, by the field that names each; nothing for those that are."""
    known = dict(journey.network.employers)
    facts: list[Fact] = []
    for field, employer in employers.items():
        if employer is None:
            continue
        name = known.get(employer.employer_id)
        _same_name(name, employer.name, "employer", field=field)
        if name is None and employer.name:
            facts.append(EmployerNamed(happened_on=on, employer_id=employer.employer_id, name=employer.name))
            known[employer.employer_id] = employer.name
    return facts


def _same_name(known: str | None, name: str | None, what: str, *, field: str) -> None:
    if known is None and name is None:
        raise IllegalStep(
            f"This {what} is not known yet.", field=f"{field}/name", allowed="a name, the first time"
        )
    if known and name and known != name:
        raise IllegalStep(
            f"Another {what} has this id.", field=f"{field}/{what}_id", allowed="an id of its own, or no name"
        )
