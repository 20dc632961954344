"""The pages for what is not there or went wrong: a sentence, and a way on."""

import logging
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from domain.errors import UnknownJourney
from domain.messages import Sentence
from service.accounts.errors import AccountRefusal
from service.authorization.errors import Forbidden
from service.event_store.log import Busy, Unavailable
from service.http.request_log import asked, fault
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.localization.message_translation import told
from service.web.rendering import page

log = logging.getLogger(__name__)

SEE_ALL = marked("See all journeys")


class PageTrouble(HTTPException):
    """A page that cannot be shown: why, in the words of the reader's language, and where to go instead."""

    def __init__(
        self,
        sentence: str,
        *,
        status: HTTPStatus,
        title: str,
        href: str = "/",
        link: str = SEE_ALL,
    ) -> None:
        super().__init__(detail=sentence, status_code=status)
        self.title = title
        self.href = href
        self.link = link


def trouble_page(request: Request[Any, Any, Any], exception: Exception) -> Response[str]:
    """The page for an exception; for paths that belong to no API."""
    if isinstance(exception, PageTrouble):
        trouble = exception
    else:
        status = _status(exception)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("%s %s failed: %s", *asked(request.scope), fault(exception))
        title, sentence = (spoken().gettext(one) for one in _said(status))
        if isinstance(exception, Forbidden) and exception.verdict.why == "restricted":
            sentence = told(spoken(), exception.verdict.sentence)
        trouble = PageTrouble(sentence, status=status, title=title)
    return page(
        "error.html",
        status=HTTPStatus(trouble.status_code),
        title=trouble.title,
        sentence=trouble.detail,
        href=trouble.href,
        link=spoken().gettext(trouble.link),
    )


def in_words(refusal: AccountRefusal) -> str:
    """What accounts refuse, in the language of the request."""
    said = refusal.args[0] if refusal.args else ""
    return told(spoken(), said) if isinstance(said, Sentence) else spoken().gettext(str(said))


def _status(exception: Exception) -> HTTPStatus:
    match exception:
        case UnknownJourney():
            return HTTPStatus.NOT_FOUND
        case Forbidden():
            return HTTPStatus.FORBIDDEN
        case HTTPException():
            return HTTPStatus(exception.status_code)
        case Busy() | Unavailable():
            return HTTPStatus.SERVICE_UNAVAILABLE
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR


def _said(status: HTTPStatus) -> tuple[str, str]:
    match status:
        case HTTPStatus.NOT_FOUND:
            return marked("There is no such page"), marked(
                "The address may be mistyped, or the page may have moved."
            )
        case HTTPStatus.FORBIDDEN:
            return marked("This is not for you to see"), marked(
                "A journey is its client's: who sees what of it she decides."
            )
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return marked("This page can only be read"), marked("Nothing was changed.")
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return marked("The service is busy"), marked("Nothing was lost. Try again in a minute.")
        case _ if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return marked("This request was not understood"), marked("Nothing was changed.")
        case _:
            return marked("Something went wrong on our side"), marked(
                "Nothing was lost. Try again in a minute."
            )
