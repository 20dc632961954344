"""The way back from the identity provider of somebody's organisation, and what they left for."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from litestar import Request, get, post

from service.accounts.authentication_result import Proof, ProofRefused
from service.accounts.errors import AccountRefusal, InvitationGone, SecondFactorNeeded, SignInRefused
from service.accounts.identities import IdentityTaken, Newcomer
from service.accounts.identity_providers import NoSuchProvider
from service.accounts.provider_http import ProviderUnavailable
from service.http.account_dependencies import Asked, accounts_of
from service.http.cookies import keep_session, session_secret
from service.http.form_body import fields
from service.http.provider_sign_in import BACK, Visit, begun, come_back, provider_of_people
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.error_pages import in_words
from service.web.invitation import consents_to
from service.web.rendering import page
from service.web.sign_in.routes import Moment, Page, to, welcome

log = logging.getLogger(__name__)

ACCOUNT, CODE = "/account", "/sign-in/organisation/code"
BEGIN_AGAIN = marked(
    "It may have taken too long, begun in another browser, or been turned down at your organisation. "
    "You are not signed in by it."
)
FIRST_LINK = marked(
    "If you are invited, open the link in your e-mail again and accept with this account. "
    "If you have an account here, sign in another way and add your organisation on the page of your account."
)
OTHERWISE = marked("You can sign in another way meanwhile.")


class NobodyHere(AccountRefusal):
    """The provider knows somebody whom nobody here does: an e-mail address that is the same links nothing."""

    def __init__(self) -> None:
        super().__init__("Nobody here is known by this account of your organisation.")


REFUSALS = (
    IdentityTaken,
    InvitationGone,
    NobodyHere,
    NoSuchProvider,
    ProofRefused,
    ProviderUnavailable,
    SignInRefused,
)
"""What is told on a page here; the rest as everywhere."""


@get(BACK)
async def back(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """Where a provider sends people back to. A state counts once, in the browser that left with it."""
    try:
        visit = begun(request, moment)
        came = await come_back(request, visit)
        return await ARRIVALS[visit.meant["for"]](request, visit, came)
    except REFUSALS as refusal:
        return refused(refusal, "/sign-in")


@post(CODE)
async def code(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """The code of the authenticator, where the provider asked for less than two proofs."""
    answers = fields(await request.body())
    try:
        visit = begun(request, moment)
        proof = await provider_of_people(request).held(visit.secret, answers.get("step", ""))
        return await _enter(request, visit, proof, answers.get("code"))
    except REFUSALS as refusal:
        return refused(refusal, "/sign-in")


async def _to_sign_in(request: Asked, visit: Visit, came: Proof | Newcomer) -> Page:
    if isinstance(came, Newcomer):
        raise NobodyHere
    return await _enter(request, visit, came)


async def _to_accept(request: Asked, visit: Visit, came: Proof | Newcomer) -> Page:
    if isinstance(came, Proof):
        return await _enter(request, visit, came)
    accounts, secret = accounts_of(request), visit.meant["invitation"]
    found = await accounts.invitation(secret)
    if found is None:
        raise InvitationGone
    if found.person_id != came.person_id:
        raise ProofRefused("state")
    person = await accounts.accept(secret, name=visit.meant["name"], consents=consents_to(found, visit.meant))
    return await _enter(request, visit, await provider_of_people(request).link(came, person.person_id))


async def _to_link(request: Asked, _visit: Visit, came: Proof | Newcomer) -> Page:
    """Whoever is signed in here now has to be whom the visit was begun for, and to have shown so lately."""
    accounts, secret = accounts_of(request), session_secret(request.scope)
    caller = await accounts.caller(secret) if secret else None
    if caller is None:
        raise ProofRefused("state")
    await accounts.may_set_up(caller)
    lacked = await accounts.needs(caller)
    if isinstance(came, Newcomer):
        proof = await provider_of_people(request).link(came, caller.person_id)
        await accounts.tell_sign_in_changed(caller)
    elif came.person_id == caller.person_id:
        proof = came
    else:
        raise IdentityTaken
    answer = to(ACCOUNT)
    if proof.strong and "set_up_second_factor" in lacked:
        signed = await accounts.strengthen(caller, "oidc")
        answer.headers["set-cookie"] = keep_session(request.scope, signed.secret)
    return answer


async def _enter(request: Asked, visit: Visit, proof: Proof, code: str | None = None) -> Page:
    try:
        signed = await accounts_of(request).let_in(proof, code)
    except SecondFactorNeeded as needed:
        return page(
            "sign_in/code.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            action=CODE,
            step=await provider_of_people(request).hold(proof, visit.secret),
            problems={"code": in_words(needed)} if needed.wrong else {},
        )
    return await welcome(request, signed, visit.meant.get("next"))


ARRIVALS: Mapping[str, Callable[[Asked, Visit, Proof | Newcomer], Awaitable[Page]]] = MappingProxyType(
    {"sign-in": _to_sign_in, "proof": _to_sign_in, "invitation": _to_accept, "link": _to_link}
)
"""What to do with somebody who came back, by what they left for."""


def refused(refusal: AccountRefusal, href: str) -> Page:
    """What is told on a page of its own when nobody came in."""
    status, sentence = HTTPStatus.FORBIDDEN, BEGIN_AGAIN
    match refusal:
        case ProviderUnavailable():
            log.warning("a provider is of no use: %r", refusal.detail)
            status, sentence = HTTPStatus.SERVICE_UNAVAILABLE, OTHERWISE
        case ProofRefused():
            log.warning("a visit to a provider proved nothing: %s", refusal.reason)
        case NobodyHere():
            sentence = FIRST_LINK
        case _:
            sentence = OTHERWISE
    words = spoken()
    return page(
        "error.html",
        status=status,
        title=in_words(refusal),
        sentence=words.gettext(sentence),
        href=href,
        link=words.gettext("Begin again"),
    )
