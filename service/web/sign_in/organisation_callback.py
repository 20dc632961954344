"""The way back from the identity provider of somebody's organisation, and what they left for."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType

from litestar import get, post

from service.accounts.accounts import Accounts
from service.accounts.authentication_result import AuthenticationFailed, AuthenticationResult
from service.accounts.errors import AccountError, InvitationGone, SecondFactorRequired, SignInFailed
from service.accounts.identities import IdentityTaken, UnlinkedIdentity
from service.accounts.identity_providers import UnknownProvider
from service.accounts.oidc_client import CALLBACK_PATH
from service.accounts.provider_http import ProviderUnavailable
from service.http.account_dependencies import attempt_source
from service.http.cookies import set_session_cookie
from service.http.dependencies import AccountsDependency, AnyRequest
from service.http.form_body import parse_fields
from service.http.provider_sign_in import (
    ProviderVisit,
    current_provider_visit,
    finish_provider_visit,
    get_oidc_client,
)
from service.http.request_headers import session_secret
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import account_error_text
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.sign_in.invitation_routes import consents_given
from service.web.sign_in.routes import NowDependency, complete_sign_in

log = logging.getLogger(__name__)

ACCOUNT, CODE = "/account", "/sign-in/organisation/code"
CALLBACK_FAILED = gettext_noop(
    "It may have taken too long, started in another browser, or been refused by your "
    "organisation. You are not signed in."
)
NOT_LINKED_YET = gettext_noop(
    "If you were invited, open the link in your email again and accept with this "
    "account. If you already have an account here, sign in another way and add your "
    "organisation on your account page."
)
TRY_ANOTHER_WAY = gettext_noop("For now, you can sign in another way.")


class NoAccountForIdentity(AccountError):
    """The provider knows somebody whom nobody here does: an e-mail address that is the same links nothing."""

    def __init__(self) -> None:
        super().__init__("No account here is linked to this account with your organisation.")


HANDLED_ERRORS = (
    IdentityTaken,
    InvitationGone,
    NoAccountForIdentity,
    UnknownProvider,
    AuthenticationFailed,
    ProviderUnavailable,
    SignInFailed,
)
"""Errors that get a page of sign-in; all others are shown as everywhere."""


@get(CALLBACK_PATH)
async def provider_callback(
    accounts: AccountsDependency, request: AnyRequest, moment: NowDependency
) -> HtmlResponse:
    """Where a provider sends people back to. A state counts once, in the browser that left with it."""
    try:
        visit = current_provider_visit(request, moment)
        came = await finish_provider_visit(request, visit)
        return await HANDLER_BY_INTENT[visit.intent["for"]](request, accounts, visit, came)
    except HANDLED_ERRORS as error:
        return sign_in_failed_page(error, "/sign-in")


@post(CODE)
async def submit_code(
    accounts: AccountsDependency, request: AnyRequest, moment: NowDependency
) -> HtmlResponse:
    """The code of the authenticator, where the provider asked for less than two proofs."""
    form = parse_fields(await request.body())
    try:
        visit = current_provider_visit(request, moment)
        proof = await get_oidc_client(request).take_pending_result(visit.secret, form.get("step", ""))
        return await _enter(request, accounts, visit, proof, form.get("code"))
    except HANDLED_ERRORS as error:
        return sign_in_failed_page(error, "/sign-in")


async def _to_sign_in(
    request: AnyRequest,
    accounts: Accounts,
    visit: ProviderVisit,
    came: AuthenticationResult | UnlinkedIdentity,
) -> HtmlResponse:
    if isinstance(came, UnlinkedIdentity):
        raise NoAccountForIdentity
    return await _enter(request, accounts, visit, came)


async def _to_accept(
    request: AnyRequest,
    accounts: Accounts,
    visit: ProviderVisit,
    came: AuthenticationResult | UnlinkedIdentity,
) -> HtmlResponse:
    if isinstance(came, AuthenticationResult):
        return await _enter(request, accounts, visit, came)
    secret = visit.intent["invitation"]
    found = await accounts.get_invitation(secret)
    if found is None:
        raise InvitationGone
    if found.person_id != came.person_id:
        raise AuthenticationFailed("state")
    person = await accounts.accept_invitation(
        secret, name=visit.intent["name"], consents=consents_given(found, visit.intent)
    )
    return await _enter(
        request, accounts, visit, await get_oidc_client(request).link_identity(came, person.person_id)
    )


async def _to_link(
    request: AnyRequest,
    accounts: Accounts,
    _visit: ProviderVisit,
    came: AuthenticationResult | UnlinkedIdentity,
) -> HtmlResponse:
    """Whoever is signed in here now has to be whom the visit was begun for, and to have shown so lately."""
    secret = session_secret(request.scope)
    caller = await accounts.authenticate(secret) if secret else None
    if caller is None:
        raise AuthenticationFailed("state")
    await accounts.credentials.require_step_up(caller)
    lacked = await accounts.session_requirements(caller)
    if isinstance(came, UnlinkedIdentity):
        proof = await get_oidc_client(request).link_identity(came, caller.person_id)
        await accounts.credentials.record_sign_in_change(caller)
    elif came.person_id == caller.person_id:
        proof = came
    else:
        raise IdentityTaken
    answer = redirect_to(ACCOUNT)
    if proof.strong and "set_up_second_factor" in lacked:
        signed = await accounts.credentials.upgrade_session(caller, "oidc")
        answer.headers["set-cookie"] = set_session_cookie(request.scope, signed.secret)
    return answer


async def _enter(
    request: AnyRequest,
    accounts: Accounts,
    visit: ProviderVisit,
    proof: AuthenticationResult,
    code: str | None = None,
) -> HtmlResponse:
    try:
        signed = await accounts.complete_sign_in(proof, code, source=attempt_source(request.scope))
    except SecondFactorRequired as needed:
        return render_page(
            "sign_in/code.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            action=CODE,
            step=await get_oidc_client(request).save_pending_result(proof, visit.secret),
            errors={"code": account_error_text(needed)} if needed.wrong else {},
        )
    return await complete_sign_in(request, accounts, signed, visit.intent.get("next"))


HANDLER_BY_INTENT: Mapping[
    str,
    Callable[
        [AnyRequest, Accounts, ProviderVisit, AuthenticationResult | UnlinkedIdentity],
        Awaitable[HtmlResponse],
    ],
] = MappingProxyType(
    {"sign-in": _to_sign_in, "proof": _to_sign_in, "invitation": _to_accept, "link": _to_link}
)
"""What to do with somebody who came back, by what they left for."""


def sign_in_failed_page(error: AccountError, href: str) -> HtmlResponse:
    """The page shown when nobody was signed in."""
    status, sentence = HTTPStatus.FORBIDDEN, CALLBACK_FAILED
    match error:
        case ProviderUnavailable():
            log.warning("a provider is of no use: %r", error.detail)
            status, sentence = HTTPStatus.SERVICE_UNAVAILABLE, TRY_ANOTHER_WAY
        case AuthenticationFailed():
            log.warning("a visit to a provider proved nothing: %s", error.reason)
        case NoAccountForIdentity():
            sentence = NOT_LINKED_YET
        case _:
            sentence = TRY_ANOTHER_WAY
    translator = current_translator()
    return render_page(
        "error.html",
        status=status,
        title=account_error_text(error),
        sentence=translator.gettext(sentence),
        href=href,
        link=translator.gettext("Start again"),
    )
