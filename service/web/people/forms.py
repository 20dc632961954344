"""From the forms about people to what is told: somebody added, introduced or asked to stand by; a lead."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.contacts import AddContact, EmployerInput
from domain.journey.commands.market import NoteLead
from domain.journey.decide import UserCommand
from domain.vocabulary import Channel, Tie
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.role_and_contact_forms import contact_names

NAME_REQUIRED = gettext_noop("Say who it is: a first name is enough.")
NAME_TAKEN = gettext_noop("You know somebody of this name. Add something that tells them apart.")
LEAD_REQUIRED = gettext_noop("Say in a sentence what you heard of.")
CHANNEL_REQUIRED = gettext_noop("Say how it came to you.")
PERSON_REQUIRED = gettext_noop("Say whom you introduced.")
CARD_REQUIRED = gettext_noop("Say in a sentence how they can help.")

PeopleFormParser = Callable[[FormData, Journey, date], UserCommand]
"""Reads a form. What it returns counts when the answers have no problems."""


def parse_new_contact(answers: FormData, journey: Journey, today: date) -> UserCommand:
    """Somebody the client knows and has not met for this yet."""
    words = current_translator()
    name = answers.text("name", needed=words.gettext(NAME_REQUIRED), most=200)
    contact_id = uuid5(answers.command_id, "contact")
    if name and _is_taken(journey, name, answers):
        answers.add_error("name", words.gettext(NAME_TAKEN))
    return AddContact(
        happened_on=today,
        contact_id=contact_id,
        name=name or "",
        tie=answers.choice("closeness", get_args(Tie)) or "medium",
        relation=answers.text("relation", most=200),
        employer=_employer(answers, journey, "employer"),
    )


def parse_introduction(answers: FormData, _journey: Journey, today: date) -> UserCommand:
    """Two people were brought together."""
    who = answers.uuid("introduced", needed=current_translator().gettext(PERSON_REQUIRED))
    introduction_id = uuid5(answers.command_id, "introduction")
    return MakeIntroduction(
        happened_on=today,
        introduction_id=introduction_id,
        contact_id=who or introduction_id,
        to_contact_id=answers.uuid("introduced_to"),
        note=answers.text("introduction_note"),
    )


def parse_lead(answers: FormData, journey: Journey, today: date) -> UserCommand:
    """An opening came to the client's ears."""
    words = current_translator()
    channels: tuple[Channel, ...] = get_args(Channel)
    return NoteLead(
        happened_on=today,
        lead_id=uuid5(answers.command_id, "lead"),
        what=answers.text("lead", needed=words.gettext(LEAD_REQUIRED), most=500) or "",
        channel=answers.choice("channel", channels, needed=words.gettext(CHANNEL_REQUIRED)) or "other",
        role_id=answers.uuid("lead_role"),
        contact_id=answers.uuid("lead_from"),
        employer=_employer(answers, journey, "lead_employer"),
    )


PEOPLE_FORMS: Mapping[str, PeopleFormParser] = MappingProxyType(
    {"add": parse_new_contact, "introduction": parse_introduction, "lead": parse_lead}
)
"""By the end of their address."""
FORM_FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "add": {"contact_id": "name", "tie": "closeness"},
        "introduction": {
            "contact_id": "introduced",
            "to_contact_id": "introduced_to",
            "note": "introduction_note",
        },
        "lead": {
            "what": "lead",
            "role_id": "lead_role",
            "contact_id": "lead_from",
            "employer": "lead_employer",
        },
    }
)
"""What the fields of a command are called in its form."""


def _is_taken(journey: Journey, name: str, answers: FormData) -> bool:
    """Whether somebody else goes by a name; whom this very form added is its own."""
    own = uuid5(answers.command_id, "contact")
    return any(
        key != own and one.casefold() == name.casefold() for key, one in contact_names(journey).items()
    )


def _employer(answers: FormData, journey: Journey, field: str) -> EmployerInput | None:
    """An organisation by its name: one that is known, or a new one."""
    name = answers.text(field, most=200)
    if name is None:
        return None
    new = uuid5(answers.command_id, field)
    known = journey.network.employers.items()
    found = next((key for key, one in known if key != new and one.casefold() == name.casefold()), None)
    return EmployerInput(employer_id=found) if found else EmployerInput(employer_id=new, name=name)


def parse_ally_card(answers: FormData, contact_id: UUID, today: date) -> InviteAlly:
    """The card that says how an ally may help."""
    text = answers.text("how_to_help", needed=current_translator().gettext(CARD_REQUIRED))
    return InviteAlly(happened_on=today, contact_id=contact_id, how_to_help=text or "")
