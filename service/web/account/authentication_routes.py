"""Showing again who one is, and setting up a second proof: an authenticator and recovery codes."""

from http import HTTPStatus

from litestar import get, post

from service.accounts.accounts import Accounts
from service.accounts.errors import InvalidCode, SecondFactorRequired, SignInFailed
from service.http.account_dependencies import attempt_source, require_person
from service.http.dependencies import AccountsDependency, AccountServicesDependency, AnyRequest
from service.http.form_body import parse_fields
from service.http.provider_sign_in import is_canonical_origin, organisation_providers
from service.http.redirect_paths import HOME_PATH, safe_redirect_path
from service.http.request_headers import csrf_token
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.account.page import (
    ACCOUNT,
    NO_ERRORS,
    UNPROCESSABLE,
    FieldErrors,
    redirect_with_new_session,
    render_account_page,
)
from service.web.error_pages import account_error_text
from service.web.rendering import HtmlResponse, redirect_to, render_page

WRONG_PASSWORD = gettext_noop("This is not your password.")
RECOVERY_CODES_TITLE = gettext_noop("Your recovery codes")
RECOVERY_CODES_WARNING = gettext_noop(
    "Use one if you lose your authenticator app. Each works once. They are shown only "
    "once: keep them somewhere safe."
)


@get("/account/proof")
async def reauthentication_page(accounts: AccountsDependency, request: AnyRequest) -> HtmlResponse:
    """The form for showing again who one is."""
    return await _proof(request, accounts, wanted=request.query_params.get("next", ""))


@post("/account/proof")
async def reauthenticate(accounts: AccountsDependency, request: AnyRequest) -> HtmlResponse:
    """Show again who one is."""
    caller, _ = require_person()
    form = parse_fields(await request.body())
    code, wanted = form.get("code") or None, form.get("next", "")
    try:
        signed = await accounts.reauthenticate(
            caller, form.get("password", ""), code=code, source=attempt_source(request.scope)
        )
    except SecondFactorRequired as error:
        return await _proof(request, accounts, {"code": account_error_text(error)}, wanted=wanted)
    except SignInFailed:
        return await _proof(
            request, accounts, {"password": current_translator().gettext(WRONG_PASSWORD)}, wanted=wanted
        )
    return redirect_with_new_session(request, signed, _wanted(wanted))


@post("/account/second-factor")
async def start_authenticator(accounts: AccountsDependency) -> HtmlResponse:
    """Begin with an authenticator."""
    caller, secret = require_person()
    offer = await accounts.credentials.start_totp(caller)
    return render_page(
        "account/authenticator.html", offer=offer, errors=NO_ERRORS, form_token=csrf_token(secret)
    )


@post("/account/second-factor/confirm")
async def confirm_authenticator(accounts: AccountsDependency, request: AnyRequest) -> HtmlResponse:
    """Show the first code of an authenticator: from now on it is asked for."""
    caller, secret = require_person()
    code = parse_fields(await request.body()).get("code", "")
    try:
        signed = await accounts.credentials.confirm_totp(caller, code, attempt_source(request.scope))
    except InvalidCode as error:
        # The key stays what it was, and is not shown again.
        return render_page(
            "account/authenticator.html",
            status=UNPROCESSABLE,
            offer=None,
            errors={"code": account_error_text(error)},
            form_token=csrf_token(secret),
        )
    return redirect_with_new_session(request, signed, f"{ACCOUNT}?told=authenticator")


@post("/account/second-factor/remove")
async def remove_authenticator(
    account_services: AccountServicesDependency, request: AnyRequest
) -> HtmlResponse:
    """Take the authenticator away."""
    caller, _ = require_person()
    try:
        await account_services.accounts.credentials.remove_totp(
            caller, parse_fields(await request.body()).get("code", ""), attempt_source(request.scope)
        )
    except InvalidCode as error:
        return await render_account_page(
            request, account_services, {"remove-code": account_error_text(error)}
        )
    return redirect_to(ACCOUNT)


@post("/account/recovery-codes")
async def new_recovery_codes(accounts: AccountsDependency) -> HtmlResponse:
    """New recovery codes, shown this once."""
    caller, _ = require_person()
    return render_page(
        "account/shown_once.html",
        title=current_translator().gettext(RECOVERY_CODES_TITLE),
        sentence=current_translator().gettext(RECOVERY_CODES_WARNING),
        lines=await accounts.credentials.new_recovery_codes(caller),
    )


async def _proof(
    request: AnyRequest, accounts: Accounts, errors: FieldErrors = NO_ERRORS, *, wanted: str = ""
) -> HtmlResponse:
    caller, secret = require_person()
    factors = (await accounts.get_person(caller.tenant_id, caller.person_id)).factors
    return render_page(
        "account/reauthenticate.html",
        status=UNPROCESSABLE if errors else HTTPStatus.OK,
        errors=errors,
        form_token=csrf_token(secret),
        next=_wanted(wanted),
        has_password=await accounts.credentials.has_password(caller),
        passkeys=is_canonical_origin(request) and "passkey" in factors,
        providers=await organisation_providers(request, caller.tenant_id) if "oidc" in factors else (),
    )


def _wanted(path: str) -> str:
    """Where somebody goes on who showed again who they are."""
    found = safe_redirect_path(path)
    return ACCOUNT if found == HOME_PATH else found
