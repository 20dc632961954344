"""Invitations: to whom, to what, and the e-mail with the link, or the link itself where there is no mail server."""

from datetime import date
from typing import get_args
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Language
from service.accounts.caller import AccountRole
from service.accounts.invitations import SentInvitation
from service.http.dependencies import AnyRequest
from service.http.invitation_email import send_invitation_email
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.administration.forms import AdministrationContext
from service.web.form_data import FormData

ADDRESS_REQUIRED = gettext_noop("Enter the address to send the invitation to.")
ROLE_REQUIRED = gettext_noop("Choose what they are invited as.")
CLIENTS_ONLY = gettext_noop("Only a client can be given a coach.")


class InvitationForm(Struct, frozen=True, kw_only=True):
    """The person to invite, with a role and its terms."""

    email: str
    role: AccountRole
    locale: Language
    coach_id: UUID | None


class InvitationOutcome(Struct, frozen=True, kw_only=True):
    """What became of an invitation."""

    email: str
    link: str | None
    """To be handed over where there is no mail server; shown this once."""
    expires_on: date
    waits: bool
    """They get the role once a second administrator has confirmed it."""


def parse_invitation(form: FormData) -> InvitationForm | None:
    """What a form asks for."""
    translator = current_translator()
    email = form.text("email", needed=translator.gettext(ADDRESS_REQUIRED), most=254)
    role = form.choice("role", get_args(AccountRole), needed=translator.gettext(ROLE_REQUIRED))
    locale = form.choice("locale", get_args(Language)) or translator.language
    coach_id = form.uuid("coach_id")
    if coach_id and role != "client":
        form.add_error("coach_id", translator.gettext(CLIENTS_ONLY))
    if not (email and role) or form.errors:
        return None
    return InvitationForm(email=email, role=role, locale=locale, coach_id=coach_id)


async def send_invitation(
    request: AnyRequest, office: AdministrationContext, terms: InvitationForm
) -> InvitationOutcome:
    """Invites a person; an earlier invitation to the same role is withdrawn. Raises `AccountError`."""
    if terms.coach_id:
        await office.accounts.get_coach(office.by.tenant_id, terms.coach_id)
    invited = await office.accounts.invite(
        office.by, terms.email, terms.role, locale=terms.locale, coach_id=terms.coach_id
    )
    return _send(request, invited)


async def resend_invitation(
    request: AnyRequest, office: AdministrationContext, invitation_id: UUID
) -> InvitationOutcome:
    """Another link, for another fourteen days. Raises `AccountError`."""
    return _send(request, await office.accounts.renew_invitation(office.by, invitation_id))


def _send(request: AnyRequest, invitation: SentInvitation) -> InvitationOutcome:
    return InvitationOutcome(
        email=invitation.email,
        link=send_invitation_email(request, invitation),
        expires_on=invitation.expires_at.date(),
        waits=invitation.waits,
    )
