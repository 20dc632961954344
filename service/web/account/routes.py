"""The page of one's own account: the language of e-mails, where one is signed in, the password, tokens for programs."""

from datetime import datetime, timedelta

from litestar import get, post

from service.accounts.coach_profiles import CoachProfile
from service.accounts.errors import InvalidName, InvalidPassword, SignInFailed
from service.http.account_dependencies import attempt_source, parse_uuid, require_person
from service.http.dependencies import AccountsDependency, AccountServicesDependency, AnyRequest
from service.http.form_body import parse_fields
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.locales import LANGUAGES
from service.web.account.labels import CONFIRMATIONS, TOKEN_SCOPES
from service.web.account.page import ACCOUNT, FieldErrors, redirect_with_new_session, render_account_page
from service.web.error_pages import account_error_text
from service.web.form_data import parse_number, read_form
from service.web.privacy.coach_choice import ACCENTS
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.sign_in.routes import NowDependency

MAX_TOKEN_DAYS = 366


WRONG_PASSWORD = gettext_noop("That is not your current password.")


NO_TOKEN_SCOPE = gettext_noop("Tick what it can do.")


TOKEN_DAYS_OUT_OF_RANGE = gettext_noop("Enter a number of days from 1 to %(most)s.")


TOKEN_TITLE = gettext_noop("Your token")


TOKEN_WARNING = gettext_noop("It is shown only once. Anyone who has it can use it.")


@get("/account")
async def account(account_services: AccountServicesDependency, request: AnyRequest) -> HtmlResponse:
    """One's own account."""
    confirmation = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return await render_account_page(request, account_services, confirmation=confirmation)


@post("/account/language")
async def language(account_services: AccountServicesDependency, request: AnyRequest) -> HtmlResponse:
    """Sets the language of e-mails."""
    caller, _ = require_person()
    form = await read_form(request)
    chosen = form.choice("locale", LANGUAGES, needed=True)
    if chosen is None:
        return await render_account_page(request, account_services, form.errors)
    await account_services.accounts.set_email_language(caller, chosen)
    return redirect_to(f"{ACCOUNT}?told=language")


@post("/account/coaching")
async def coaching(account_services: AccountServicesDependency, request: AnyRequest) -> HtmlResponse:
    """Sets what clients read about a coach when they choose one."""
    caller, _ = require_person()
    form = await read_form(request)
    profile = CoachProfile(
        accents=tuple(form.choices("accents", tuple(ACCENTS))),
        languages=tuple(form.choices("languages", LANGUAGES)),
        about=form.text("about", most=200),
    )
    if form.errors:
        return await render_account_page(
            request, account_services, form.errors, {"about": form.first("about")}
        )
    await account_services.accounts.set_coach_profile(caller, profile)
    return redirect_to(f"{ACCOUNT}?told=coaching")


@post("/account/revoke")
async def revoke(accounts: AccountsDependency, request: AnyRequest) -> HtmlResponse:
    """Sign out somewhere else, or revoke a token."""
    caller, _ = require_person()
    token_id = parse_uuid(parse_fields(await request.body()).get("token_id", ""))
    if token_id:
        await accounts.revoke_token(caller, token_id)
    return redirect_to(ACCOUNT)


@post("/account/password")
async def password(account_services: AccountServicesDependency, request: AnyRequest) -> HtmlResponse:
    """Set a password."""
    caller, _ = require_person()
    form = parse_fields(await request.body())
    current = form.get("current") or None
    try:
        signed = await account_services.accounts.credentials.set_password(
            caller, form.get("password", ""), current=current, source=attempt_source(request.scope)
        )
    except SignInFailed:
        return await render_account_page(
            request, account_services, {"current": current_translator().gettext(WRONG_PASSWORD)}
        )
    except InvalidPassword as error:
        return await render_account_page(request, account_services, {"password": account_error_text(error)})
    return redirect_with_new_session(request, signed, f"{ACCOUNT}?told=password")


@post("/account/tokens")
async def make_token(
    account_services: AccountServicesDependency, request: AnyRequest, moment: NowDependency
) -> HtmlResponse:
    """A token for a program, shown this once."""
    caller, _ = require_person()
    form = parse_fields(await request.body())
    until, scopes = _until(form.get("days", ""), moment), [one for one in TOKEN_SCOPES if form.get(one)]
    if until is None or not scopes:
        errors = _of_token(long=until is not None, something=bool(scopes))
        return await render_account_page(request, account_services, errors, form)
    try:
        made = await account_services.accounts.create_api_token(caller, form.get("label", ""), scopes, until)
    except InvalidName as error:
        return await render_account_page(
            request, account_services, {"label": account_error_text(error)}, form
        )
    return render_page(
        "account/shown_once.html",
        title=current_translator().gettext(TOKEN_TITLE),
        sentence=current_translator().gettext(TOKEN_WARNING),
        lines=(made,),
    )


def _of_token(*, long: bool, something: bool) -> FieldErrors:
    """What is not right about a token that somebody wants."""
    translator, errors = current_translator(), dict[str, str]()
    if not something:
        errors["scopes"] = translator.gettext(NO_TOKEN_SCOPE)
    if not long:
        errors["days"] = translator.gettext(TOKEN_DAYS_OUT_OF_RANGE) % {
            "most": translator.number(MAX_TOKEN_DAYS)
        }
    return errors


def _until(days: str, moment: datetime) -> datetime | None:
    number = parse_number(days, digits=3)
    return moment + timedelta(days=number) if number and number <= MAX_TOKEN_DAYS else None
