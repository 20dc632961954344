"""What people are shown whom the door does not let in: a page that says why, or the way to sign in."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import quote

from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

from service.http.denied_requests import DenialReason
from service.http.request_headers import is_unsafe_method
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import NOT_UNDERSTOOD_TEXTS, TOO_MANY_TEXTS
from service.web.rendering import render_template

SIGN_IN_PATH = "/sign-in"
BACK = gettext_noop("Back to the start")

CROSS_SITE_TEXTS = (
    gettext_noop("This did not come from one of our pages"),
    gettext_noop("Nothing was changed. Go back, reload the page and try again."),
)
TEXTS_BY_REASON: Mapping[DenialReason, tuple[HTTPStatus, str, str]] = MappingProxyType(
    {
        "cross-site": (HTTPStatus.FORBIDDEN, *CROSS_SITE_TEXTS),
        "form-token": (HTTPStatus.FORBIDDEN, *CROSS_SITE_TEXTS),
        "form-too-large": (
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            gettext_noop("Your text is too long for this form"),
            gettext_noop("Nothing was changed. Go back and make it shorter."),
        ),
        "form-unfinished": (HTTPStatus.BAD_REQUEST, *NOT_UNDERSTOOD_TEXTS),
        "too-many": (HTTPStatus.TOO_MANY_REQUESTS, *TOO_MANY_TEXTS),
        "too-many-at-once": (
            HTTPStatus.TOO_MANY_REQUESTS,
            gettext_noop("Too many pages at once"),
            gettext_noop("Nothing was changed. Close some of them, or wait a little and try again."),
        ),
        "busy": (
            HTTPStatus.SERVICE_UNAVAILABLE,
            gettext_noop("The service is busy"),
            gettext_noop("Nothing was lost. Try again in a minute."),
        ),
    }
)
INTERNAL_ERROR_TEXTS = (
    HTTPStatus.INTERNAL_SERVER_ERROR,
    gettext_noop("Something went wrong on our side"),
    gettext_noop("Nothing was lost. Try again in a minute."),
)


def denied_request_page(reason: DenialReason) -> ASGIApp:
    """The page for a request that was not let in."""
    if reason == "not-signed-in":
        return _to_sign_in
    status, title, sentence = TEXTS_BY_REASON.get(reason, INTERNAL_ERROR_TEXTS)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        translator = current_translator()
        body = render_template(
            "error.html",
            title=translator.gettext(title),
            sentence=translator.gettext(sentence),
            href="/",
            link=translator.gettext(BACK),
        )
        await ASGIResponse(body=body.encode(), status_code=status, media_type="text/html")(
            scope, receive, send
        )

    return answer


async def _to_sign_in(scope: Scope, receive: Receive, send: Send) -> None:
    """To the page for signing in, and back afterwards; what was sent with a form has to be sent again."""
    wanted = scope["path"] if not is_unsafe_method(scope) else "/"
    query = scope["query_string"].decode("latin-1")
    back = quote(f"{wanted}?{query}" if query and wanted != "/" else wanted, safe="/")
    where = SIGN_IN_PATH if back == "/" else f"{SIGN_IN_PATH}?next={back}"
    answer = ASGIResponse(status_code=HTTPStatus.SEE_OTHER, headers={"location": where})
    await answer(scope, receive, send)
