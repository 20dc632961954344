"""The pages of an invitation: by whom, to what, for which uses of one's data; and yes or no."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from litestar import Request, Response, get, post

from domain.vocabulary import Purpose
from service.accounts.caller import Role
from service.accounts.errors import InvitationGone, NameRefused, PasswordRefused
from service.accounts.invitations import InvitationView
from service.http.account_dependencies import accounts_of
from service.http.form_body import fields
from service.http.provider_sign_in import providers_at
from service.localization.gettext_noop import marked
from service.web.error_pages import in_words
from service.web.rendering import page
from service.web.sign_in.routes import NONE, to, welcome

ROLES: MappingProxyType[Role, str] = MappingProxyType(
    {
        "client": marked("You explore your next work, with a coach beside you."),
        "coach": marked("You coach clients."),
        "manager": marked("You manage a programme."),
        "researcher": marked("You study histories whose clients agreed to it."),
        "admin": marked("You look after people and their roles."),
    }
)
PURPOSES: MappingProxyType[Purpose, str] = MappingProxyType(
    {
        "coaching": marked("What you record is used to coach you. Who sees it is for you to say."),
        "research": marked("Researchers may study my history, without my name."),
        "contact_after": marked("You may ask me how it went, after it has ended."),
    }
)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY

Page = Response[str]
Asked = Request[Any, Any, Any]


@get("/invitation")
async def invitation_page() -> Page:
    """Where the link of an invitation leads."""
    return page("sign_in/invitation.html", problems=NONE)


@post("/invitation")
async def invitation(request: Request[Any, Any, Any]) -> Page:
    """What the invitation says. Nothing changes by reading it."""
    secret = fields(await request.body()).get("invitation", "").strip()
    found = await accounts_of(request).invitation(secret)
    return gone() if found is None else await offer_page(request, secret, found)


@post("/invitation/answer")
async def answer(request: Request[Any, Any, Any]) -> Page:
    """Accept or decline."""
    answers = fields(await request.body())
    secret, accounts = answers.get("invitation", ""), accounts_of(request)
    if answers.get("answer") != "accept":
        await accounts.decline(secret)
        return page("sign_in/declined.html")
    found = await accounts.invitation(secret)
    if found is None:
        return gone()
    consents = consents_to(found, answers)
    try:
        person = await accounts.accept(
            secret, name=answers.get("name", ""), password=answers.get("password") or None, consents=consents
        )
    except PasswordRefused as refusal:
        return await offer_page(request, secret, found, answers, {"password": in_words(refusal)})
    except NameRefused as refusal:
        return await offer_page(request, secret, found, answers, {"name": in_words(refusal)})
    except InvitationGone:
        return gone()
    return to("/sign-in") if found.known else await welcome(request, await accounts.welcome(person), None)


def consents_to(found: InvitationView, answers: Mapping[str, str]) -> list[Purpose]:
    """What somebody agrees to by accepting, and what they ticked besides."""
    return [*found.purposes, *(one for one in found.consents if answers.get(f"consent_{one}"))]


async def offer_page(
    request: Asked,
    secret: str,
    found: InvitationView,
    answers: Mapping[str, str] = NONE,
    problems: Mapping[str, str] = NONE,
) -> Page:
    """What an invitation says, with the form to answer it."""
    return page(
        "sign_in/offer.html",
        status=REFUSED if problems else HTTPStatus.OK,
        secret=secret,
        offer=found,
        providers=() if found.known else await providers_at(request, found.tenant_id),
        to_what=ROLES[found.role],
        purposes=[PURPOSES[one] for one in found.purposes],
        consents=[(one, PURPOSES[one]) for one in found.consents],
        answers=answers,
        problems=problems,
    )


def gone() -> Page:
    """The page for an invitation that opens nothing any more."""
    problems = {"invitation": in_words(InvitationGone())}
    return page("sign_in/invitation.html", status=REFUSED, problems=problems)
