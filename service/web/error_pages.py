"""The pages for what is not there or went wrong: a sentence, and a way on."""

import logging
import re
from http import HTTPStatus

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.routes import HTTPRoute

from domain.errors import UnknownJourney
from domain.messages import Message
from service.accounts.errors import AccountError, Throttled
from service.authorization.errors import Forbidden
from service.http.dependencies import AnyRequest
from service.http.request_log import describe_failure, method_and_pattern
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.postgres.errors import Overloaded, StoreUnavailable
from service.web.rendering import Layout, NavigationTab, redirect_to, render_page

log = logging.getLogger(__name__)

SEE_ALL_JOURNEYS = gettext_noop("See all journeys")
SEE_ALL_STUDIES = gettext_noop("See all studies")
YOUR_ACCOUNT = gettext_noop("Your account")
ROLE_MISSING_TEXT = gettext_noop(
    "You do not have the rights for this now. If you work here, set up a second step of signing in first: in your account."
)
NOT_UNDERSTOOD_TEXTS = gettext_noop("This request was not understood"), gettext_noop("Nothing was changed.")
TOO_MANY_TEXTS = (
    gettext_noop("Too many attempts from your network"),
    gettext_noop("Nothing was changed. Wait a little and try again."),
)


class PageError(HTTPException):
    """A page that cannot be shown: why, in the words of the reader's language, and where to go instead."""

    def __init__(
        self,
        sentence: str,
        *,
        status: HTTPStatus,
        title: str,
        href: str = "/",
        link: str = SEE_ALL_JOURNEYS,
    ) -> None:
        super().__init__(detail=sentence, status_code=status)
        self.title = title
        self.href = href
        self.link = link


class CatchingUp(HTTPException):
    """What was just recorded is not known here yet: a page that says so, with nothing older on it."""

    def __init__(self, tabs: tuple[NavigationTab, ...]) -> None:
        super().__init__(status_code=HTTPStatus.ACCEPTED)
        self.tabs = tabs


def error_page(request: AnyRequest, exception: Exception) -> Response[str]:
    """The page for an exception; for paths that belong to no API."""
    if isinstance(exception, CatchingUp):
        return render_page(
            "catching_up.html",
            status=HTTPStatus.ACCEPTED,
            layout=Layout(tabs=exception.tabs),
            href=f"{request.url.path}?{request.url.query}",
        )
    if request.method == "GET" and _status(exception) is HTTPStatus.METHOD_NOT_ALLOWED:
        # The address of a form, opened afresh: the page on which the form stands.
        return redirect_to(_page_above(request))
    if isinstance(exception, PageError):
        problem = exception
    else:
        status = _status(exception)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("%s %s failed: %s", *method_and_pattern(request.scope), describe_failure(exception))
        title, sentence = (current_translator().gettext(one) for one in _title_and_text(status))
        problem = PageError(sentence, status=status, title=title)
        if isinstance(exception, Forbidden):
            problem = _denied(exception, problem)
    answer = render_page(
        "error.html",
        status=HTTPStatus(problem.status_code),
        title=problem.title,
        sentence=problem.detail,
        href=problem.href,
        link=current_translator().gettext(problem.link),
    )
    if isinstance(exception, Throttled):
        answer.headers["retry-after"] = str(exception.seconds)
    return answer


def _denied(error: Forbidden, usual: PageError) -> PageError:
    """Why it is not allowed, where that is not about who may see a journey, and where to go on."""
    why, translator = error.decision.why, current_translator()
    if why == "role_missing":
        return PageError(
            translator.gettext(ROLE_MISSING_TEXT),
            status=HTTPStatus.FORBIDDEN,
            title=usual.title,
            href="/account",
            link=translator.gettext(YOUR_ACCOUNT),
        )
    if why not in ("restricted", "not_of_study", "not_leading"):
        return usual
    sentence = translate_message(translator, error.decision.message)
    if why == "restricted":
        return PageError(sentence, status=HTTPStatus.FORBIDDEN, title=usual.title)
    return PageError(
        sentence,
        status=HTTPStatus.FORBIDDEN,
        title=usual.title,
        href="/studies",
        link=translator.gettext(SEE_ALL_STUDIES),
    )


def _page_above(request: AnyRequest) -> str:
    """The nearest address above the asked one that can be read."""
    readable = [
        re.compile(re.sub(r"\{[^}]*\}", "[^/]+", one.path_format))
        for one in request.app.routes
        if isinstance(one, HTTPRoute) and "GET" in one.methods
    ]
    path = request.url.path
    while path := path.rpartition("/")[0]:
        if any(one.fullmatch(path) for one in readable):
            return path
    return "/"


def account_error_text(error: AccountError) -> str:
    """An error of the accounts, in the language of the request."""
    message = error.args[0] if error.args else ""
    return (
        translate_message(current_translator(), message)
        if isinstance(message, Message)
        else current_translator().gettext(str(message))
    )


def _status(exception: Exception) -> HTTPStatus:
    match exception:
        case UnknownJourney():
            return HTTPStatus.NOT_FOUND
        case Forbidden():
            return HTTPStatus.FORBIDDEN
        case Throttled():
            return HTTPStatus.TOO_MANY_REQUESTS
        case HTTPException():
            return HTTPStatus(exception.status_code)
        case Overloaded() | StoreUnavailable():
            return HTTPStatus.SERVICE_UNAVAILABLE
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR


def _title_and_text(status: HTTPStatus) -> tuple[str, str]:
    match status:
        case HTTPStatus.NOT_FOUND:
            return gettext_noop("There is no such page"), gettext_noop(
                "The address may be mistyped, or the page may have moved."
            )
        case HTTPStatus.FORBIDDEN:
            return gettext_noop("You do not have permission to see this"), gettext_noop(
                "A journey belongs to its client, who decides who sees what."
            )
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return gettext_noop("You can only read this page"), gettext_noop("Nothing was changed.")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return TOO_MANY_TEXTS
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return gettext_noop("The service is busy"), gettext_noop(
                "Nothing was lost. Try again in a minute."
            )
        case _ if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return NOT_UNDERSTOOD_TEXTS
        case _:
            return gettext_noop("Something went wrong on our side"), gettext_noop(
                "Nothing was lost. Try again in a minute."
            )
