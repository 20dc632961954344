"""The pages for coming in: by password and code, or by a link; and the way out."""

from collections.abc import Awaitable, Mapping
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from service.accounts.accounts import Accounts
from service.accounts.errors import (
    AmbiguousOrganisation,
    InvalidEmail,
    SecondFactorRequired,
    SignInFailed,
    Throttled,
)
from service.accounts.session_tokens import NewSession
from service.http.account_dependencies import (
    attempt_source,
    parse_uuid,
    require_person,
    set_signed_in_cookies,
)
from service.http.cookies import (
    clear_session_cookie,
    new_browser_secret,
    set_browser_cookie,
)
from service.http.dependencies import AccountsDependency, AnyRequest
from service.http.form_body import parse_fields
from service.http.provider_sign_in import default_providers, is_canonical_origin
from service.http.redirect_paths import safe_redirect_path
from service.http.request_headers import browser_secret
from service.http.responses import CLEAR_SITE_DATA
from service.http.sealed_form_state import open_form_state, seal_form_state
from service.http.sign_in_link_email import send_sign_in_link
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import account_error_text
from service.web.rendering import HtmlResponse, redirect_to, render_page

SIGN_IN_EXPIRED = gettext_noop("That took too long, or started in another browser. Start again.")


CODE_PATH = "/sign-in/code"


LINK_NO_LONGER_VALID = gettext_noop(
    "This link no longer works. It works once, for ten minutes, in the browser that asked for it."
)


NowDependency = NamedDependency[SkipValidation[datetime]]


SignInFields = Mapping[str, str]


FORM_ERROR = ""
"""Where a sentence stands that concerns no field."""


NO_ERRORS: Mapping[str, str] = MappingProxyType({})


@get("/sign-in")
async def sign_in_page(request: AnyRequest) -> HtmlResponse:
    """The forms for signing in."""
    return await _form(request, {"next": request.query_params.get("next", "")})


@post("/sign-in")
async def sign_in(accounts: AccountsDependency, request: AnyRequest, moment: NowDependency) -> HtmlResponse:
    """Sign in with an address and a password."""
    form = parse_fields(await request.body())
    return await _attempt(request, accounts, form, moment)


@post("/sign-in/code")
async def sign_in_code(
    accounts: AccountsDependency, request: AnyRequest, moment: NowDependency
) -> HtmlResponse:
    """The second step: the code of the authenticator, or which organisation is meant."""
    given = parse_fields(await request.body())
    kept = open_form_state(browser_secret(request.scope) or "", given.get("step", ""), moment)
    if kept is None:
        return await _form(request, {}, {FORM_ERROR: current_translator().gettext(SIGN_IN_EXPIRED)})
    form = kept | {name: given[name] for name in ("code", "tenant") if given.get(name)}
    return await _attempt(request, accounts, form, moment)


@post("/sign-in/link")
async def ask_for_link(accounts: AccountsDependency, request: AnyRequest) -> HtmlResponse:
    """Send a link, if there is somebody of that address; what is answered does not say whether."""
    form = parse_fields(await request.body())
    try:
        browser = await send_sign_in_link(request, accounts, form.get("email", ""))
    except InvalidEmail as error:
        return await _form(request, form, {"link-email": account_error_text(error)})
    except Throttled as error:
        return await _throttled(request, form, error)
    answer = render_page("sign_in/link_asked.html")
    answer.headers["set-cookie"] = set_browser_cookie(request.scope, browser)
    return answer


@get("/enter")
async def enter_page() -> HtmlResponse:
    """Where a link leads. Opening it does nothing yet: programs that look through e-mails open every link."""
    return render_page("sign_in/enter.html", errors={})


@post("/enter")
async def enter_by_link(
    accounts: AccountsDependency, request: AnyRequest, moment: NowDependency
) -> HtmlResponse:
    """Come in by a link."""
    form = parse_fields(await request.body())
    return await _attempt(request, accounts, {"link": form.get("link", "").strip()}, moment)


@post("/sign-out")
async def sign_out(accounts: AccountsDependency, request: AnyRequest) -> HtmlResponse:
    """End the session, and have the browser forget what it holds of us."""
    await accounts.sign_out(require_person()[0])
    answer = redirect_to("/sign-in")
    answer.headers["set-cookie"] = clear_session_cookie(request.scope)
    answer.headers["clear-site-data"] = CLEAR_SITE_DATA
    return answer


async def _attempt(
    request: AnyRequest, accounts: Accounts, form: SignInFields, moment: NowDependency
) -> HtmlResponse:
    """Sign in with all that was answered so far; what else is asked for is asked on the next page."""
    by_link = "link" in form
    try:
        signed = await (
            _by_link(request, accounts, form) if by_link else _by_password(request, accounts, form)
        )
    except SecondFactorRequired as needed:
        errors = {"code": account_error_text(needed)} if needed.wrong else {}
        return _step(request, "sign_in/code.html", form, moment, action=CODE_PATH, errors=errors)
    except AmbiguousOrganisation as which:
        return _step(request, "sign_in/organisation.html", form, moment, choices=which.choices)
    except Throttled as error:
        return await _throttled(request, form, error)
    except SignInFailed as error:
        if by_link:
            errors = {"link": current_translator().gettext(LINK_NO_LONGER_VALID)}
            return render_page("sign_in/enter.html", status=_REFUSED, errors=errors)
        return await _form(request, form, _mismatch(error))
    except InvalidEmail:
        # Said as to any address that opens nothing.
        return await _form(request, form, _mismatch(SignInFailed()))
    return await complete_sign_in(request, accounts, signed, form.get("next"))


_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def _mismatch(error: SignInFailed) -> dict[str, str]:
    """Said once, of the two fields: nobody learns which of them it was."""
    return {"email": account_error_text(error), "password": ""}


def _by_password(request: AnyRequest, accounts: Accounts, form: SignInFields) -> Awaitable[NewSession]:
    return accounts.sign_in(
        form.get("email", ""),
        form.get("password", ""),
        code=form.get("code"),
        source=attempt_source(request.scope),
        organisation=parse_uuid(form.get("tenant", "")),
    )


def _by_link(request: AnyRequest, accounts: Accounts, form: SignInFields) -> Awaitable[NewSession]:
    browser = browser_secret(request.scope) or ""
    source = attempt_source(request.scope)
    return accounts.sign_in_by_link(form["link"], browser, code=form.get("code"), source=source)


async def complete_sign_in(
    request: AnyRequest, accounts: Accounts, signed: NewSession, wanted: str | None
) -> HtmlResponse:
    """Somebody has signed in: a session that was there before, whoever's, has ended."""
    answer = redirect_to("/account" if signed.needs else safe_redirect_path(wanted))
    await set_signed_in_cookies(request, accounts, signed, answer)
    return answer


async def _form(
    request: AnyRequest, form: SignInFields, errors: Mapping[str, str] = NO_ERRORS
) -> HtmlResponse:
    answer = render_page(
        "sign_in/sign_in.html",
        status=_REFUSED if errors else HTTPStatus.OK,
        errors=errors,
        email=form.get("email", ""),
        next=safe_redirect_path(form.get("next")),
        providers=await default_providers(request),
        passkeys=is_canonical_origin(request),
    )
    return _known(request, answer)


async def _throttled(request: AnyRequest, form: SignInFields, error: Throttled) -> HtmlResponse:
    answer = await _form(request, form, {FORM_ERROR: account_error_text(error)})
    answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
    answer.headers["retry-after"] = str(error.seconds)
    return answer


def _step(
    request: AnyRequest, template: str, form: SignInFields, moment: NowDependency, **context: object
) -> HtmlResponse:
    """The next page, with what was answered so far sealed for this browser."""
    browser = browser_secret(request.scope) or new_browser_secret()
    kept = {name: answer for name, answer in form.items() if name != "code"}
    answer = render_page(template, status=_REFUSED, step=seal_form_state(browser, kept, moment), **context)
    answer.headers["set-cookie"] = set_browser_cookie(request.scope, browser)
    return answer


def _known(request: AnyRequest, answer: HtmlResponse) -> HtmlResponse:
    if browser_secret(request.scope) is None:
        answer.headers["set-cookie"] = set_browser_cookie(request.scope, new_browser_secret())
    return answer
