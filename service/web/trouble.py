"""The pages for what is not there or went wrong: a sentence, and a way on."""

import logging
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from service.door.notes import asked, fault
from service.store.log import Busy, Unavailable
from service.web.rendering import page

log = logging.getLogger(__name__)


class PageTrouble(HTTPException):
    """A page that cannot be shown: why, in words for a reader, and where to go instead."""

    def __init__(
        self,
        sentence: str,
        *,
        status: HTTPStatus,
        title: str,
        href: str = "/",
        link: str = "See all journeys",
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
        title, sentence = _said(status)
        trouble = PageTrouble(sentence, status=status, title=title)
    return page(
        "trouble.html",
        status=HTTPStatus(trouble.status_code),
        title=trouble.title,
        sentence=trouble.detail,
        href=trouble.href,
        link=trouble.link,
    )


def _status(exception: Exception) -> HTTPStatus:
    match exception:
        case HTTPException():
            return HTTPStatus(exception.status_code)
        case Busy() | Unavailable():
            return HTTPStatus.SERVICE_UNAVAILABLE
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR


def _said(status: HTTPStatus) -> tuple[str, str]:
    match status:
        case HTTPStatus.NOT_FOUND:
            return "There is no such page", "The address may be mistyped, or the page may have moved."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return "This page can only be read", "Nothing was changed."
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return "The service is busy", "Nothing was lost. Try again in a minute."
        case _ if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return "This request was not understood", "Nothing was changed."
        case _:
            return "Something went wrong on our side", "Nothing was lost. Try again in a minute."
