"""Showing again who one is, and setting up a second proof: an authenticator and recovery codes."""

from http import HTTPStatus
from typing import Any

from litestar import Request, get, post

from service.accounts.errors import CodeRefused, SecondFactorNeeded, SignInRefused
from service.http.account_dependencies import Asked, accounts_of, network_of, person_of
from service.http.cookies import form_token
from service.http.form_body import fields
from service.http.provider_sign_in import is_at_home, providers_at
from service.http.redirect_paths import START, local_path
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.account.routes import ACCOUNT, NONE, WRONG, Problems, account_page, renewed
from service.web.error_pages import in_words
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

NOT_YOURS = marked("This is not your password.")
CODES = marked("Your recovery codes")
OPENS_ONCE = marked(
    "Each opens once when your authenticator is lost. They are shown this once: keep them somewhere safe."
)


@get("/account/proof")
async def proof_page(request: Request[Any, Any, Any]) -> Page:
    """The form for showing again who one is."""
    return await _proof(request, wanted=request.query_params.get("next", ""))


@post("/account/proof")
async def proof(request: Request[Any, Any, Any]) -> Page:
    """Show again who one is."""
    caller, _ = person_of(request)
    answers = fields(await request.body())
    code, wanted = answers.get("code") or None, answers.get("next", "")
    try:
        signed = await accounts_of(request).prove_again(
            caller, answers.get("password", ""), code=code, network=network_of(request)
        )
    except SecondFactorNeeded as refusal:
        return await _proof(request, {"code": in_words(refusal)}, wanted=wanted)
    except SignInRefused:
        return await _proof(request, {"password": spoken().gettext(NOT_YOURS)}, wanted=wanted)
    return renewed(request, signed, _wanted(wanted))


@post("/account/second-factor")
async def second_factor(request: Request[Any, Any, Any]) -> Page:
    """Begin with an authenticator."""
    caller, secret = person_of(request)
    offer = await accounts_of(request).start_totp(caller)
    return page("account/authenticator.html", offer=offer, problems=NONE, form_token=form_token(secret))


@post("/account/second-factor/confirm")
async def confirm_second_factor(request: Request[Any, Any, Any]) -> Page:
    """Show the first code of an authenticator: from now on it is asked for."""
    caller, secret = person_of(request)
    code = fields(await request.body()).get("code", "")
    try:
        signed = await accounts_of(request).confirm_totp(caller, code)
    except CodeRefused as refusal:
        # The key stays what it was, and is not shown again.
        return page(
            "account/authenticator.html",
            status=WRONG,
            offer=None,
            problems={"code": in_words(refusal)},
            form_token=form_token(secret),
        )
    return renewed(request, signed, f"{ACCOUNT}?told=authenticator")


@post("/account/second-factor/remove")
async def remove_second_factor(request: Request[Any, Any, Any]) -> Page:
    """Take the authenticator away."""
    caller, _ = person_of(request)
    try:
        await accounts_of(request).remove_totp(caller, fields(await request.body()).get("code", ""))
    except CodeRefused as refusal:
        return await account_page(request, {"remove-code": in_words(refusal)})
    return to(ACCOUNT)


@post("/account/recovery-codes")
async def recovery_codes(request: Request[Any, Any, Any]) -> Page:
    """New recovery codes, shown this once."""
    caller, _ = person_of(request)
    return page(
        "account/shown_once.html",
        title=spoken().gettext(CODES),
        sentence=spoken().gettext(OPENS_ONCE),
        lines=await accounts_of(request).recovery_codes(caller),
    )


async def _proof(request: Asked, problems: Problems = NONE, *, wanted: str = "") -> Page:
    caller, secret = person_of(request)
    accounts = accounts_of(request)
    factors = (await accounts.person(caller.tenant_id, caller.person_id)).factors
    return page(
        "account/reauthenticate.html",
        status=WRONG if problems else HTTPStatus.OK,
        problems=problems,
        form_token=form_token(secret),
        next=_wanted(wanted),
        has_password=await accounts.has_password(caller),
        passkeys=is_at_home(request) and "passkey" in factors,
        providers=await providers_at(request, caller.tenant_id) if "oidc" in factors else (),
    )


def _wanted(path: str) -> str:
    """Where somebody goes on who showed again who they are."""
    found = local_path(path)
    return ACCOUNT if found == START else found
