"""The page of one's own account: the language of letters, where one is signed in, the password, tokens for programs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from litestar import Request, get, post

from service.accounts.errors import (
    AccountRefusal,
    NotAllowed,
    PasswordRefused,
    SignInRefused,
    StepUpNeeded,
    Throttled,
)
from service.accounts.session_tokens import SignedIn
from service.authorization.policy import Scope
from service.http.account_dependencies import Asked, accounts_of, id_of, network_of, passkeys_of, person_of
from service.http.cookies import form_token, keep_session
from service.http.form_body import fields
from service.http.provider_sign_in import is_at_home, provider_of_people, providers_at
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.localization.locales import LOCALES, NAMES, language_of, nearest
from service.web.error_pages import in_words
from service.web.form_data import answers_of
from service.web.rendering import page
from service.web.sign_in.routes import Moment, Page, to

ACCOUNT, PROOF = "/account", "/account/proof"
MOST_DAYS = 366
WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
SCOPES: Mapping[Scope, str] = MappingProxyType(
    {
        "read": marked("Read what I may read"),
        "tell": marked("Tell what I may tell"),
        "lead": marked("Manage programmes"),
        "people": marked("Look after people"),
    }
)
"""What a token may be for."""
RECEIPTS = {
    "language": marked("Your e-mails come in this language from now on."),
    "password": marked("Your password is set. You were signed out everywhere else."),
    "unlinked": marked("That account opens yours no longer. You were signed out everywhere else."),
    "authenticator": marked("Your authenticator is asked for a code from now on."),
}
NOT_THAT = marked("The password you have now is not that one.")
FOR_NOTHING = marked("Tick what it may do.")
HOW_LONG = marked("This is a number of days from 1 to %(most)s.")
TOKEN = marked("Your token")
WHOEVER = marked("It is shown this once. Whoever has it can do what it may do.")
BACK = marked("Back to your account")

Problems = Mapping[str, str]
"""A sentence for each field that is not right, by its id; under `""` what concerns no field."""
NONE: Problems = MappingProxyType({})


@get("/account")
async def account(request: Request[Any, Any, Any]) -> Page:
    """One's own account."""
    receipt = RECEIPTS.get(request.query_params.get("told", ""), "")
    return await account_page(request, receipt=receipt)


@post("/account/language")
async def language(request: Request[Any, Any, Any]) -> Page:
    """In which language letters are written."""
    caller, _ = person_of(request)
    answers = await answers_of(request)
    chosen = answers.one_of("locale", LOCALES, needed=True)
    if chosen is None:
        return await account_page(request, answers.problems)
    await accounts_of(request).write_in(caller, chosen)
    return to(f"{ACCOUNT}?told=language")


@post("/account/revoke")
async def revoke(request: Request[Any, Any, Any]) -> Page:
    """Sign out somewhere else, or revoke a token."""
    caller, _ = person_of(request)
    token_id = id_of(fields(await request.body()).get("token_id", ""))
    if token_id:
        await accounts_of(request).revoke(caller, token_id)
    return to(ACCOUNT)


@post("/account/password")
async def password(request: Request[Any, Any, Any]) -> Page:
    """Set a password."""
    caller, _ = person_of(request)
    answers = fields(await request.body())
    current = answers.get("current") or None
    try:
        signed = await accounts_of(request).set_password(
            caller, answers.get("password", ""), current=current, network=network_of(request)
        )
    except SignInRefused:
        return await account_page(request, {"current": spoken().gettext(NOT_THAT)})
    except PasswordRefused as refusal:
        return await account_page(request, {"password": in_words(refusal)})
    return renewed(request, signed, f"{ACCOUNT}?told=password")


@post("/account/tokens")
async def make_token(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """A token for a program, shown this once."""
    caller, _ = person_of(request)
    answers = fields(await request.body())
    until, scopes = _until(answers.get("days", ""), moment), [one for one in SCOPES if answers.get(one)]
    if until is None or not scopes:
        problems = _of_token(long=until is not None, something=bool(scopes))
        return await account_page(request, problems, answers)
    made = await accounts_of(request).make_api_token(caller, answers.get("label", ""), scopes, until)
    return page(
        "account/shown_once.html",
        title=spoken().gettext(TOKEN),
        sentence=spoken().gettext(WHOEVER),
        lines=(made,),
    )


def refused(_request: Request[Any, Any, Any], refusal: AccountRefusal) -> Page:
    """What is shown when an account refuses something and its page has nothing better to say."""
    if isinstance(refusal, StepUpNeeded):
        return to(PROOF)
    status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.UNPROCESSABLE_ENTITY
    answer = page(
        "error.html",
        status=status,
        title=in_words(refusal),
        sentence="",
        href=ACCOUNT,
        link=spoken().gettext(BACK),
    )
    if isinstance(refusal, Throttled):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["retry-after"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return answer


async def account_page(
    request: Asked,
    problems: Problems = NONE,
    answers: Mapping[str, str] = NONE,
    receipt: str = "",
) -> Page:
    """The account, with what is not right beside its field."""
    caller, secret = person_of(request)
    accounts = accounts_of(request)
    person, places = (
        await accounts.person(caller.tenant_id, caller.person_id),
        await accounts.sessions(caller),
    )
    return page(
        "account/account.html",
        status=WRONG if problems else HTTPStatus.OK,
        problems=problems,
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        form_token=form_token(secret),
        sessions=[one for one in places if one.way == "browser"],
        tokens=[one for one in places if one.way == "api"],
        needs=await accounts.needs(caller),
        email=person.email or "",
        factors=person.factors,
        written_in=language_of(person.locale) or nearest(None),
        names=NAMES,
        passkeys=await passkeys_of(request).own(caller),
        at_home=is_at_home(request),
        providers=await providers_at(request, caller.tenant_id),
        linked={one.provider_id for one in await provider_of_people(request).linked(caller)},
        scopes=SCOPES,
        has_password=await accounts.has_password(caller),
    )


def renewed(request: Asked, signed: SignedIn, path: str) -> Page:
    """On, with the new session in the place of the old one."""
    answer = to(path)
    answer.headers["set-cookie"] = keep_session(request.scope, signed.secret)
    return answer


def _of_token(*, long: bool, something: bool) -> Problems:
    """What is not right about a token that somebody wants."""
    words, problems = spoken(), dict[str, str]()
    if not something:
        problems["scopes"] = words.gettext(FOR_NOTHING)
    if not long:
        problems["days"] = words.gettext(HOW_LONG) % {"most": words.number(MOST_DAYS)}
    return problems


def _until(days: str, moment: datetime) -> datetime | None:
    return (
        moment + timedelta(days=int(days))
        if days.isdecimal() and len(days) <= 3 and 1 <= int(days) <= MOST_DAYS
        else None
    )
