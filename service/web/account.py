"""The pages of one's own account: where one is signed in, the password, the second proof, tokens for programs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from litestar import Request, get, post

from service.accounts.refusals import (
    AccountRefusal,
    NotAllowed,
    SecondFactorNeeded,
    SignInRefused,
    StepUpNeeded,
    Throttled,
)
from service.accounts.tokens import SignedIn
from service.door.cookies import form_token, keep_session
from service.door.forms import fields
from service.door.people import Asked, accounts_of, id_of, network_of, person_of
from service.rights.policy import Scope
from service.web.rendering import page
from service.web.sign_in import Moment, Page, to

ACCOUNT, PROOF = "/account", "/account/proof"
MOST_DAYS = 366
SCOPES: Mapping[Scope, str] = MappingProxyType(
    {
        "read": "Read what I may read",
        "tell": "Tell what I may tell",
        "lead": "Manage programmes",
        "people": "Look after people",
    }
)
"""What a token may be for."""


@get("/account")
async def account(request: Request[Any, Any, Any]) -> Page:
    """One's own account."""
    return await _account(request)


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
        return await _account(request, "The password you have now is not that one.")
    return _renewed(request, signed)


@get("/account/proof")
async def proof_page(request: Request[Any, Any, Any]) -> Page:
    """The form for showing again who one is."""
    return _proof(request)


@post("/account/proof")
async def proof(request: Request[Any, Any, Any]) -> Page:
    """Show again who one is."""
    caller, _ = person_of(request)
    answers = fields(await request.body())
    code = answers.get("code") or None
    try:
        signed = await accounts_of(request).prove_again(
            caller, answers.get("password", ""), code=code, network=network_of(request)
        )
    except (SignInRefused, SecondFactorNeeded) as refusal:
        wrong = "code" if isinstance(refusal, SecondFactorNeeded) else "password"
        sentence = str(refusal) if wrong == "code" else "This is not your password."
        return _proof(request, sentence, wrong)
    return _renewed(request, signed)


@post("/account/second-factor")
async def second_factor(request: Request[Any, Any, Any]) -> Page:
    """Begin with an authenticator."""
    caller, secret = person_of(request)
    offer = await accounts_of(request).start_totp(caller)
    return page("account/authenticator.html", offer=offer, form_token=form_token(secret))


@post("/account/second-factor/confirm")
async def confirm_second_factor(request: Request[Any, Any, Any]) -> Page:
    """Show the first code of an authenticator: from now on it is asked for."""
    caller, _ = person_of(request)
    code = fields(await request.body()).get("code", "")
    return _renewed(request, await accounts_of(request).confirm_totp(caller, code))


@post("/account/second-factor/remove")
async def remove_second_factor(request: Request[Any, Any, Any]) -> Page:
    """Take the authenticator away."""
    caller, _ = person_of(request)
    await accounts_of(request).remove_totp(caller, fields(await request.body()).get("code", ""))
    return to(ACCOUNT)


@post("/account/recovery-codes")
async def recovery_codes(request: Request[Any, Any, Any]) -> Page:
    """New recovery codes, shown this once."""
    caller, _ = person_of(request)
    return page(
        "account/once.html",
        title="Your recovery codes",
        sentence="Each opens once when your authenticator is lost. They are shown this once: keep them somewhere safe.",
        lines=await accounts_of(request).recovery_codes(caller),
    )


@post("/account/tokens")
async def make_token(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """A token for a program, shown this once."""
    caller, _ = person_of(request)
    answers = fields(await request.body())
    until, scopes = _until(answers.get("days", ""), moment), [one for one in SCOPES if answers.get(one)]
    if until is None or not scopes:
        return await _account(request, f"A token is for something, and for 1 to {MOST_DAYS} days.")
    made = await accounts_of(request).make_api_token(caller, answers.get("label", ""), scopes, until)
    return page(
        "account/once.html",
        title="Your token",
        sentence="It is shown this once. Whoever has it can do what it may do.",
        lines=(made,),
    )


def refused(_request: Request[Any, Any, Any], refusal: AccountRefusal) -> Page:
    """What is shown when an account refuses something and its page has nothing better to say."""
    if isinstance(refusal, StepUpNeeded):
        return to(PROOF)
    status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.UNPROCESSABLE_ENTITY
    answer = page("trouble.html", status=status, title=str(refusal), sentence="", href=ACCOUNT, link="Back")
    if isinstance(refusal, Throttled):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["retry-after"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return answer


async def _account(request: Asked, sentence: str = "") -> Page:
    caller, secret = person_of(request)
    accounts = accounts_of(request)
    person, places = (
        await accounts.person(caller.tenant_id, caller.person_id),
        await accounts.sessions(caller),
    )
    return page(
        "account/account.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if sentence else HTTPStatus.OK,
        sentence=sentence,
        form_token=form_token(secret),
        sessions=[one for one in places if one.way == "browser"],
        tokens=[one for one in places if one.way == "api"],
        needs=await accounts.needs(caller),
        factors=person.factors,
        scopes=SCOPES,
        has_password=await accounts.has_password(caller),
    )


def _proof(request: Asked, sentence: str = "", wrong: str = "") -> Page:
    _, secret = person_of(request)
    return page(
        "account/proof.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if sentence else HTTPStatus.OK,
        sentence=sentence,
        wrong=(wrong,),
        form_token=form_token(secret),
    )


def _renewed(request: Asked, signed: SignedIn) -> Page:
    """Back to the account, with the new session in the place of the old one."""
    answer = to(ACCOUNT)
    answer.headers["set-cookie"] = keep_session(request.scope, signed.secret)
    return answer


def _until(days: str, moment: datetime) -> datetime | None:
    return (
        moment + timedelta(days=int(days))
        if days.isdecimal() and len(days) <= 3 and 1 <= int(days) <= MOST_DAYS
        else None
    )
