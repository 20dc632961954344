"""Asking somebody in: to whom, to what, and the letter with the link, or the link itself where there is no mail server."""

from datetime import date
from typing import Any, get_args
from uuid import UUID

from litestar import Request
from msgspec import Struct

from domain.vocabulary import Language
from service.accounts.caller import Role
from service.accounts.invitation_terms import LASTS
from service.accounts.invitations import Invited
from service.email.background_sending import send_soon
from service.email.emails import invitation
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.administration.forms import Office
from service.web.form_data import Answers

Asked = Request[Any, Any, Any]

NO_ADDRESS = marked("Say to which address the invitation goes.")
NO_ROLE = marked("Say as what they come.")
CLIENTS_ONLY = marked("Only a client can be given a coach.")


class Terms(Struct, frozen=True, kw_only=True):
    """Who is asked in, and to what."""

    email: str
    role: Role
    locale: Language
    coach_id: UUID | None


class Letter(Struct, frozen=True, kw_only=True):
    """What became of an invitation."""

    email: str
    link: str | None
    """To be handed over where there is no mail server; shown this once."""
    expires_on: date
    waits: bool
    """The role is theirs when a second administrator has confirmed it."""


def terms_of(answers: Answers) -> Terms | None:
    """What a form asks for."""
    words = spoken()
    email = answers.text("email", needed=words.gettext(NO_ADDRESS), most=254)
    role = answers.one_of("role", get_args(Role), needed=words.gettext(NO_ROLE))
    locale = answers.one_of("locale", get_args(Language)) or words.language
    coach_id = answers.id("coach_id")
    if coach_id and role != "client":
        answers.complain("coach_id", words.gettext(CLIENTS_ONLY))
    if not (email and role) or answers.problems:
        return None
    return Terms(email=email, role=role, locale=locale, coach_id=coach_id)


async def asked_in(request: Asked, office: Office, terms: Terms) -> Letter:
    """Ask somebody in; an earlier invitation to the same role is taken back. Raises `AccountRefusal`."""
    if terms.coach_id:
        await office.accounts.coach(office.by.tenant_id, terms.coach_id)
    invited = await office.accounts.invite(
        office.by, terms.email, terms.role, locale=terms.locale, coach_id=terms.coach_id
    )
    return _sent(request, invited)


async def renewed(request: Asked, office: Office, invitation_id: UUID) -> Letter:
    """Another link, for another fourteen days. Raises `AccountRefusal`."""
    return _sent(request, await office.accounts.renew_invitation(office.by, invitation_id))


def _sent(request: Asked, invited: Invited) -> Letter:
    state = request.app.state
    origin = state.settings.origin or str(request.base_url).rstrip("/")
    link = f"{origin}/invitation#{invited.link_secret}"
    if state.post:
        send_soon(state.post, invitation(invited.email, invited.locale, link, LASTS))
    return Letter(
        email=invited.email,
        link=None if state.post else link,
        expires_on=invited.expires_at.date(),
        waits=invited.waits,
    )
