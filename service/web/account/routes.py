"""The page of one's own account: the language of letters, where one is signed in, the password, tokens for programs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from litestar import Request, get, post

from service.accounts.errors import (
    AccountError,
    InvalidPassword,
    NotAllowed,
    SignInFailed,
    StepUpRequired,
    Throttled,
)
from service.accounts.session_tokens import NewSession
from service.authorization.policy import TokenScope
from service.http.account_dependencies import (
    AnyRequest,
    client_network,
    get_accounts,
    get_passkeys,
    parse_uuid,
    require_person,
)
from service.http.cookies import csrf_token, set_session_cookie
from service.http.form_body import parse_fields
from service.http.provider_sign_in import get_oidc_client, is_canonical_origin, organisation_providers
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.locales import LANGUAGE_NAMES, LANGUAGES, negotiate_language, parse_language
from service.web.error_pages import refusal_text
from service.web.form_data import read_form
from service.web.rendering import render_page
from service.web.sign_in.routes import HtmlResponse, NowDependency, redirect_to

ACCOUNT, PROOF = "/account", "/account/proof"
MAX_TOKEN_DAYS = 366
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
TOKEN_SCOPES: Mapping[TokenScope, str] = MappingProxyType(
    {
        "read": gettext_noop("Read what I may read"),
        "tell": gettext_noop("Tell what I may tell"),
        "lead": gettext_noop("Manage programmes"),
        "people": gettext_noop("Look after people"),
    }
)
"""What a token may be for."""
CONFIRMATIONS = {
    "language": gettext_noop("Your e-mails come in this language from now on."),
    "password": gettext_noop("Your password is set. You were signed out everywhere else."),
    "unlinked": gettext_noop("That account opens yours no longer. You were signed out everywhere else."),
    "authenticator": gettext_noop("Your authenticator is asked for a code from now on."),
}
WRONG_PASSWORD = gettext_noop("The password you have now is not that one.")
NO_TOKEN_SCOPE = gettext_noop("Tick what it may do.")
TOKEN_DAYS_OUT_OF_RANGE = gettext_noop("This is a number of days from 1 to %(most)s.")
TOKEN_TITLE = gettext_noop("Your token")
TOKEN_WARNING = gettext_noop("It is shown this once. Whoever has it can do what it may do.")
BACK_TO_ACCOUNT = gettext_noop("Back to your account")

FieldErrors = Mapping[str, str]
"""A sentence for each field that is not right, by its id; under `""` what concerns no field."""
NO_ERRORS: FieldErrors = MappingProxyType({})


@get("/account")
async def account(request: Request[Any, Any, Any]) -> HtmlResponse:
    """One's own account."""
    receipt = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return await render_account_page(request, receipt=receipt)


@post("/account/language")
async def language(request: Request[Any, Any, Any]) -> HtmlResponse:
    """In which language letters are written."""
    caller, _ = require_person(request)
    answers = await read_form(request)
    chosen = answers.choice("locale", LANGUAGES, needed=True)
    if chosen is None:
        return await render_account_page(request, answers.problems)
    await get_accounts(request).set_email_language(caller, chosen)
    return redirect_to(f"{ACCOUNT}?told=language")


@post("/account/revoke")
async def revoke(request: Request[Any, Any, Any]) -> HtmlResponse:
    """Sign out somewhere else, or revoke a token."""
    caller, _ = require_person(request)
    token_id = parse_uuid(parse_fields(await request.body()).get("token_id", ""))
    if token_id:
        await get_accounts(request).revoke_token(caller, token_id)
    return redirect_to(ACCOUNT)


@post("/account/password")
async def password(request: Request[Any, Any, Any]) -> HtmlResponse:
    """Set a password."""
    caller, _ = require_person(request)
    answers = parse_fields(await request.body())
    current = answers.get("current") or None
    try:
        signed = await get_accounts(request).set_password(
            caller, answers.get("password", ""), current=current, network=client_network(request)
        )
    except SignInFailed:
        return await render_account_page(request, {"current": current_translator().gettext(WRONG_PASSWORD)})
    except InvalidPassword as refusal:
        return await render_account_page(request, {"password": refusal_text(refusal)})
    return redirect_with_new_session(request, signed, f"{ACCOUNT}?told=password")


@post("/account/tokens")
async def make_token(request: Request[Any, Any, Any], moment: NowDependency) -> HtmlResponse:
    """A token for a program, shown this once."""
    caller, _ = require_person(request)
    answers = parse_fields(await request.body())
    until, scopes = _until(answers.get("days", ""), moment), [one for one in TOKEN_SCOPES if answers.get(one)]
    if until is None or not scopes:
        problems = _of_token(long=until is not None, something=bool(scopes))
        return await render_account_page(request, problems, answers)
    made = await get_accounts(request).create_api_token(caller, answers.get("label", ""), scopes, until)
    return render_page(
        "account/shown_once.html",
        title=current_translator().gettext(TOKEN_TITLE),
        sentence=current_translator().gettext(TOKEN_WARNING),
        lines=(made,),
    )


def account_refusal_page(_request: Request[Any, Any, Any], refusal: AccountError) -> HtmlResponse:
    """What is shown when an account refuses something and its page has nothing better to say."""
    if isinstance(refusal, StepUpRequired):
        return redirect_to(PROOF)
    status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.UNPROCESSABLE_ENTITY
    answer = render_page(
        "error.html",
        status=status,
        title=refusal_text(refusal),
        sentence="",
        href=ACCOUNT,
        link=current_translator().gettext(BACK_TO_ACCOUNT),
    )
    if isinstance(refusal, Throttled):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["retry-after"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return answer


async def render_account_page(
    request: AnyRequest,
    problems: FieldErrors = NO_ERRORS,
    answers: Mapping[str, str] = NO_ERRORS,
    receipt: str = "",
) -> HtmlResponse:
    """The account, with what is not right beside its field."""
    caller, secret = require_person(request)
    accounts = get_accounts(request)
    person, places = (
        await accounts.get_person(caller.tenant_id, caller.person_id),
        await accounts.list_sessions(caller),
    )
    return render_page(
        "account/account.html",
        status=UNPROCESSABLE if problems else HTTPStatus.OK,
        problems=problems,
        answers=answers,
        receipt=current_translator().gettext(receipt) if receipt else "",
        form_token=csrf_token(secret),
        sessions=[one for one in places if one.way == "browser"],
        tokens=[one for one in places if one.way == "api"],
        needs=await accounts.session_requirements(caller),
        email=person.email or "",
        factors=person.factors,
        written_in=parse_language(person.locale) or negotiate_language(None),
        names=LANGUAGE_NAMES,
        passkeys=await get_passkeys(request).list_own(caller),
        at_home=is_canonical_origin(request),
        providers=await organisation_providers(request, caller.tenant_id),
        linked={one.provider_id for one in await get_oidc_client(request).linked_providers(caller)},
        scopes=TOKEN_SCOPES,
        has_password=await accounts.has_password(caller),
    )


def redirect_with_new_session(request: AnyRequest, signed: NewSession, path: str) -> HtmlResponse:
    """On, with the new session in the place of the old one."""
    answer = redirect_to(path)
    answer.headers["set-cookie"] = set_session_cookie(request.scope, signed.secret)
    return answer


def _of_token(*, long: bool, something: bool) -> FieldErrors:
    """What is not right about a token that somebody wants."""
    words, problems = current_translator(), dict[str, str]()
    if not something:
        problems["scopes"] = words.gettext(NO_TOKEN_SCOPE)
    if not long:
        problems["days"] = words.gettext(TOKEN_DAYS_OUT_OF_RANGE) % {"most": words.number(MAX_TOKEN_DAYS)}
    return problems


def _until(days: str, moment: datetime) -> datetime | None:
    return (
        moment + timedelta(days=int(days))
        if days.isdecimal() and len(days) <= 3 and 1 <= int(days) <= MAX_TOKEN_DAYS
        else None
    )
