"""Contacts and employers: people and organisations met, each with an id of its own, so that a name can be forgotten."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event, EventPart
from domain.growing import with_entry
from domain.journey.events.evidence import Source
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, StructuralBool, StructuralId
from domain.vocabulary import Tie


class ContactAdded(Event, frozen=True, kw_only=True, tag="ContactAdded.2"):
    """A contact was added. Personal data about them is in this event and in `ContactPhoneSet`, and in no other."""

    label = translatable("a new contact")
    creates = ("contact",)

    contact_id: StructuralId
    name: PersonalText
    source: Source
    """The step they came along with, or the client's own address book."""
    tie: Annotated[Tie | None, C1] = None
    """How well the client knew them on that date."""
    relation: PersonalText | None = None
    employer_id: Annotated[UUID | None, C1] = None
    introduced_by: Annotated[UUID | None, C1] = None
    """The contact who named them, before there was a step with them."""
    ask_first: StructuralBool = False
    """Whoever named them asks them first; the client waits to hear."""


class ContactAddedV1(Event, frozen=True, kw_only=True, tag="ContactAdded"):
    """The first form of ContactAdded, without where the contact came from and how well the client knew them."""

    contact_id: StructuralId
    name: PersonalText
    relation: PersonalText | None = None
    employer_id: Annotated[UUID | None, C1] = None

    def upcast(self) -> ContactAdded:
        """The second version; the source, which the first did not have, becomes the client."""
        return ContactAdded(
            happened_on=self.happened_on,
            contact_id=self.contact_id,
            name=self.name,
            source=Source(kind="own"),
            relation=self.relation,
            employer_id=self.employer_id,
        )


class ContactPhoneSet(Event, frozen=True, kw_only=True, tag="ContactPhoneSet"):
    """The telephone number of a contact was noted, or another one."""

    label = translatable("a phone number")
    part_of = ("contact",)

    contact_id: StructuralId
    phone: PersonalText


class EmployerNamed(Event, frozen=True, kw_only=True, tag="EmployerNamed"):
    """An employer was named in the journey."""

    label = translatable("the name of an employer")
    creates = ("employer",)

    employer_id: StructuralId
    name: PersonalText


class Meeting(EventPart, frozen=True, kw_only=True):
    """Who a step is with, and what they were to the client and the role on that date."""

    contact_id: StructuralId
    tie: Annotated[Tie, C1]
    in_role: StructuralBool = False
    can_hire: StructuralBool = False


class NetworkSlice(Struct, frozen=True):
    """Contacts as they were first added, their telephone numbers, and the names of employers, by id."""

    contacts: dict[UUID, ContactAdded] = {}
    phones: dict[UUID, str] = {}
    employers: dict[UUID, str] = {}


NetworkEvent = ContactAdded | ContactPhoneSet | EmployerNamed


def evolve(network: NetworkSlice, event: NetworkEvent) -> NetworkSlice:
    """Adds a contact, a telephone number or an employer."""
    match event:
        case ContactAdded():
            return replace(network, contacts=with_entry(network.contacts, event.contact_id, event))
        case ContactPhoneSet():
            return replace(network, phones=with_entry(network.phones, event.contact_id, event.phone))
        case EmployerNamed():
            return replace(network, employers=with_entry(network.employers, event.employer_id, event.name))


EVOLVERS = slice_evolvers("network", evolve)
