"""From the forms about people to what is told: somebody added, introduced or asked to stand by; a lead."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.journey.allies import InviteAlly, MakeIntroduction
from domain.journey.contacts import AddContact
from domain.journey.decide import Command
from domain.journey.forms import Employer
from domain.journey.market import NoteLead
from domain.vocabulary import Channel, Tie
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers
from service.web.role_and_contact_forms import known_people

WITHOUT_NAME = marked("Say who it is: a first name is enough.")
SAME_NAME = marked("You know somebody of this name. Add something that tells them apart.")
WITHOUT_LEAD = marked("Say in a sentence what you heard of.")
WITHOUT_CHANNEL = marked("Say how it came to you.")
WITHOUT_PERSON = marked("Say whom you introduced.")
WITHOUT_CARD = marked("Say in a sentence how they can help.")

Deed = Callable[[Answers, Journey, date], Command]
"""Reads a form. What it returns counts when the answers have no problems."""


def added(answers: Answers, journey: Journey, today: date) -> Command:
    """Somebody the client knows and has not met for this yet."""
    words = spoken()
    name = answers.text("name", needed=words.gettext(WITHOUT_NAME), most=200)
    contact_id = uuid5(answers.command_id, "contact")
    if name and _is_taken(journey, name, answers):
        answers.complain("name", words.gettext(SAME_NAME))
    return AddContact(
        happened_on=today,
        contact_id=contact_id,
        name=name or "",
        tie=answers.one_of("closeness", get_args(Tie)) or "medium",
        relation=answers.text("relation", most=200),
        employer=_employer(answers, journey, "employer"),
    )


def introduced(answers: Answers, _journey: Journey, today: date) -> Command:
    """Two people were brought together."""
    who = answers.id("introduced", needed=spoken().gettext(WITHOUT_PERSON))
    introduction_id = uuid5(answers.command_id, "introduction")
    return MakeIntroduction(
        happened_on=today,
        introduction_id=introduction_id,
        contact_id=who or introduction_id,
        to_contact_id=answers.id("introduced_to"),
        note=answers.text("introduction_note"),
    )


def heard_of(answers: Answers, journey: Journey, today: date) -> Command:
    """An opening came to the client's ears."""
    words = spoken()
    channels: tuple[Channel, ...] = get_args(Channel)
    return NoteLead(
        happened_on=today,
        lead_id=uuid5(answers.command_id, "lead"),
        what=answers.text("lead", needed=words.gettext(WITHOUT_LEAD), most=500) or "",
        channel=answers.one_of("channel", channels, needed=words.gettext(WITHOUT_CHANNEL)) or "other",
        role_id=answers.id("lead_role"),
        contact_id=answers.id("lead_from"),
        employer=_employer(answers, journey, "lead_employer"),
    )


DEEDS: Mapping[str, Deed] = MappingProxyType({"add": added, "introduction": introduced, "lead": heard_of})
"""By the end of their address."""
FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
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


def _is_taken(journey: Journey, name: str, answers: Answers) -> bool:
    """Whether somebody else goes by a name; whom this very form added is its own."""
    own = uuid5(answers.command_id, "contact")
    return any(key != own and one.casefold() == name.casefold() for key, one in known_people(journey).items())


def _employer(answers: Answers, journey: Journey, field: str) -> Employer | None:
    """An organisation by its name: one that is known, or a new one."""
    name = answers.text(field, most=200)
    if name is None:
        return None
    new = uuid5(answers.command_id, field)
    known = journey.network.employers.items()
    found = next((key for key, one in known if key != new and one.casefold() == name.casefold()), None)
    return Employer(employer_id=found) if found else Employer(employer_id=new, name=name)


def card(answers: Answers, contact_id: UUID, today: date) -> InviteAlly:
    """The card that says how an ally may help."""
    text = answers.text("how_to_help", needed=spoken().gettext(WITHOUT_CARD))
    return InviteAlly(happened_on=today, contact_id=contact_id, how_to_help=text or "")
