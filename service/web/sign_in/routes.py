"""The pages for coming in: by password and code, or by a link; and the way out."""

from collections.abc import Awaitable, Mapping
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from service.accounts.errors import (
    EmailRefused,
    SecondFactorNeeded,
    SignInRefused,
    Throttled,
    WhichOrganisation,
)
from service.accounts.session_tokens import SignedIn
from service.http.account_dependencies import Asked, accounts_of, end_earlier, id_of, network_of, person_of
from service.http.cookies import (
    browser_secret,
    forget_session,
    keep_browser,
    keep_session,
    new_browser_secret,
)
from service.http.form_body import fields
from service.http.provider_sign_in import is_at_home, providers_here
from service.http.redirect_paths import local_path
from service.http.sealed_form_state import opened_step, sealed_step
from service.http.security_headers import CLEARED
from service.http.sign_in_link_email import send_link
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.error_pages import in_words
from service.web.rendering import page

AGAIN = marked("That took too long, or began in another browser. Begin again.")
CODE = "/sign-in/code"
LINK_REFUSED = marked(
    "This link does not open anything any more: it works once, for ten minutes, in the browser that asked for it."
)

Moment = NamedDependency[SkipValidation[datetime]]
Page = Response[str]
Answers = Mapping[str, str]

WHOLE = ""
"""Where a sentence stands that concerns no field."""
NONE: Mapping[str, str] = MappingProxyType({})


@get("/sign-in")
async def sign_in_page(request: Request[Any, Any, Any]) -> Page:
    """The forms for signing in."""
    return await _form(request, {"next": request.query_params.get("next", "")})


@post("/sign-in")
async def sign_in(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """Sign in with an address and a password."""
    answers = fields(await request.body())
    return await _attempt(request, answers, moment)


@post("/sign-in/code")
async def sign_in_code(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """The second step: the code of the authenticator, or which organisation is meant."""
    given = fields(await request.body())
    kept = opened_step(browser_secret(request.scope) or "", given.get("step", ""), moment)
    if kept is None:
        return await _form(request, {}, {WHOLE: spoken().gettext(AGAIN)})
    answers = kept | {name: given[name] for name in ("code", "tenant") if given.get(name)}
    return await _attempt(request, answers, moment)


@post("/sign-in/link")
async def ask_for_link(request: Request[Any, Any, Any]) -> Page:
    """Send a link, if there is somebody of that address; what is answered does not say whether."""
    answers = fields(await request.body())
    try:
        browser = await send_link(request, answers.get("email", ""))
    except EmailRefused as refusal:
        return await _form(request, answers, {"link-email": in_words(refusal)})
    except Throttled as refusal:
        return await _throttled(request, answers, refusal)
    answer = page("sign_in/link_asked.html")
    answer.headers["set-cookie"] = keep_browser(request.scope, browser)
    return answer


@get("/enter")
async def enter_page() -> Page:
    """Where a link leads. Opening it does nothing yet: programs that look through letters open every link."""
    return page("sign_in/enter.html", problems={})


@post("/enter")
async def enter(request: Request[Any, Any, Any], moment: Moment) -> Page:
    """Come in by a link."""
    answers = fields(await request.body())
    return await _attempt(request, {"link": answers.get("link", "").strip()}, moment)


@post("/sign-out")
async def sign_out(request: Request[Any, Any, Any]) -> Page:
    """End the session, and have the browser forget what it holds of us."""
    await accounts_of(request).sign_out(person_of(request)[0])
    answer = to("/sign-in")
    answer.headers["set-cookie"] = forget_session(request.scope)
    answer.headers["clear-site-data"] = CLEARED
    return answer


async def _attempt(request: Asked, answers: Answers, moment: Moment) -> Page:
    """Sign in with all that was answered so far; what else is asked for is asked on the next page."""
    by_link = "link" in answers
    try:
        signed = await (_by_link(request, answers) if by_link else _by_password(request, answers))
    except SecondFactorNeeded as needed:
        problems = {"code": in_words(needed)} if needed.wrong else {}
        return _step(request, "sign_in/code.html", answers, moment, action=CODE, problems=problems)
    except WhichOrganisation as which:
        return _step(request, "sign_in/organisation.html", answers, moment, choices=which.choices)
    except Throttled as refusal:
        return await _throttled(request, answers, refusal)
    except SignInRefused as refusal:
        if by_link:
            problems = {"link": spoken().gettext(LINK_REFUSED)}
            return page("sign_in/enter.html", status=_REFUSED, problems=problems)
        return await _form(request, answers, _mismatch(refusal))
    except EmailRefused:
        # Said as to any address that opens nothing.
        return await _form(request, answers, _mismatch(SignInRefused()))
    return await welcome(request, signed, answers.get("next"))


_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def _mismatch(refusal: SignInRefused) -> dict[str, str]:
    """Said once, of the two fields: nobody learns which of them it was."""
    return {"email": in_words(refusal), "password": ""}


def _by_password(request: Asked, answers: Answers) -> Awaitable[SignedIn]:
    return accounts_of(request).sign_in(
        answers.get("email", ""),
        answers.get("password", ""),
        code=answers.get("code"),
        network=network_of(request),
        organisation=id_of(answers.get("tenant", "")),
    )


def _by_link(request: Asked, answers: Answers) -> Awaitable[SignedIn]:
    browser = browser_secret(request.scope) or ""
    return accounts_of(request).enter_by_link(answers["link"], browser, code=answers.get("code"))


async def welcome(request: Asked, signed: SignedIn, wanted: str | None) -> Page:
    """Somebody has signed in: a session that was there before, whoever's, has ended."""
    await end_earlier(request)
    answer = to("/account" if signed.needs else local_path(wanted))
    answer.headers["set-cookie"] = keep_session(request.scope, signed.secret)
    return answer


async def _form(request: Asked, answers: Answers, problems: Mapping[str, str] = NONE) -> Page:
    answer = page(
        "sign_in/sign_in.html",
        status=_REFUSED if problems else HTTPStatus.OK,
        problems=problems,
        email=answers.get("email", ""),
        next=local_path(answers.get("next")),
        providers=await providers_here(request),
        passkeys=is_at_home(request),
    )
    return _known(request, answer)


async def _throttled(request: Asked, answers: Answers, refusal: Throttled) -> Page:
    answer = await _form(request, answers, {WHOLE: in_words(refusal)})
    answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
    answer.headers["retry-after"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return answer


def _step(request: Asked, template: str, answers: Answers, moment: Moment, **context: object) -> Page:
    """The next page, with what was answered so far sealed for this browser."""
    browser = browser_secret(request.scope) or new_browser_secret()
    kept = {name: answer for name, answer in answers.items() if name != "code"}
    answer = page(template, status=_REFUSED, step=sealed_step(browser, kept, moment), **context)
    answer.headers["set-cookie"] = keep_browser(request.scope, browser)
    return answer


def _known(request: Asked, answer: Page) -> Page:
    if browser_secret(request.scope) is None:
        answer.headers["set-cookie"] = keep_browser(request.scope, new_browser_secret())
    return answer


def to(path: str) -> Page:
    """Go on to another page."""
    return Response("", status_code=HTTPStatus.SEE_OTHER, headers={"location": path}, media_type="text/html")
