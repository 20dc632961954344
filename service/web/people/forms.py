"""The forms about people: somebody added, introduced or asked to stand by; a lead."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.market import NoteLead
from domain.journey.commands.network import AddContact, SetContactPhone
from domain.journey.decide import UserCommand
from domain.text import same_name
from domain.vocabulary import Channel, Tie
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.role_and_contact_forms import contact_names, parse_employer, parse_phone

NAME_REQUIRED = gettext_noop("Enter a name. A first name is enough.")
NAME_TAKEN = gettext_noop("You already know someone with this name. Add something to tell them apart.")
LEAD_REQUIRED = gettext_noop("Say in a sentence what you heard about.")
CHANNEL_REQUIRED = gettext_noop("Say how you heard about it.")
PERSON_REQUIRED = gettext_noop("Say who you introduced.")
CARD_REQUIRED = gettext_noop("Say in a sentence how they can help.")


def parse_new_contact(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Somebody the client knows and has not met for this yet."""
    translator = current_translator()
    name = form.text("name", needed=translator.gettext(NAME_REQUIRED), most=200)
    contact_id = form.new_id("contact")
    if name and is_taken(context.journey, name, by=contact_id):
        form.add_error("name", translator.gettext(NAME_TAKEN))
    return [
        AddContact(
            happened_on=context.today,
            contact_id=contact_id,
            name=name or "",
            tie=form.choice("closeness", get_args(Tie)) or "medium",
            relation=form.text("relation", most=200),
            employer=parse_employer(form, context.journey, "employer"),
            phone=parse_phone(form),
            introduced_by=form.uuid("named_by"),
        )
    ]


def parse_introduction(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Two people were brought together."""
    contact_id = form.uuid("introduced", needed=current_translator().gettext(PERSON_REQUIRED))
    introduction_id = form.new_id("introduction")
    return [
        MakeIntroduction(
            happened_on=context.today,
            introduction_id=introduction_id,
            contact_id=contact_id or introduction_id,
            to_contact_id=form.uuid("introduced_to"),
            note=form.text("introduction_note"),
        )
    ]


def parse_lead(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """An opening came to the client's ears."""
    translator = current_translator()
    channels: tuple[Channel, ...] = get_args(Channel)
    return [
        NoteLead(
            happened_on=context.today,
            lead_id=form.new_id("lead"),
            what=form.text("lead", needed=translator.gettext(LEAD_REQUIRED), most=500) or "",
            channel=form.choice("channel", channels, needed=translator.gettext(CHANNEL_REQUIRED)) or "other",
            role_id=form.uuid("lead_role"),
            contact_id=form.uuid("lead_from"),
            employer=parse_employer(form, context.journey, "lead_employer"),
        )
    ]


def parse_ally_card(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The card that says how an ally may help."""
    text = form.text("how_to_help", needed=current_translator().gettext(CARD_REQUIRED))
    contact_id = context.item(form, "contact_id")
    return [InviteAlly(happened_on=context.today, contact_id=contact_id, how_to_help=text or "")]


def parse_contact_phone(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The telephone number of somebody, or another one."""
    phone = parse_phone(form, needed=True)
    contact_id = context.item(form, "contact_id")
    return [SetContactPhone(happened_on=context.today, contact_id=contact_id, phone=phone or "")]


PEOPLE_FORMS: Forms = MappingProxyType(
    {
        "add": Form(
            parse=parse_new_contact,
            confirmation=gettext_noop("Saved. Plan a conversation with them while it is on your mind."),
            fields={"contact_id": "name", "tie": "closeness", "introduced_by": "named_by"},
        ),
        "introduction": Form(
            parse=parse_introduction,
            confirmation=gettext_noop("Saved. People remember who brought them together."),
            fields={
                "contact_id": "introduced",
                "to_contact_id": "introduced_to",
                "note": "introduction_note",
            },
        ),
        "lead": Form(
            parse=parse_lead,
            confirmation=gettext_noop("Saved. You can see how openings reach you."),
            fields={
                "what": "lead",
                "role_id": "lead_role",
                "contact_id": "lead_from",
                "employer": "lead_employer",
            },
        ),
    }
)
"""The forms about everybody, by the end of their address."""
PERSON_FORMS: Forms = MappingProxyType(
    {
        "card": Form(
            parse=parse_ally_card,
            confirmation=gettext_noop("Saved. Give them the card, or read it to them."),
        ),
        "phone": Form(
            parse=parse_contact_phone,
            confirmation=gettext_noop("Saved. You can call them from here."),
        ),
    }
)
"""The forms about one person, by the end of their address."""


def is_taken(journey: Journey, name: str, *, by: UUID) -> bool:
    """Whether somebody else than the one who is added by this very form goes by a name."""
    return any(key != by and same_name(one, name) for key, one in contact_names(journey).items())
