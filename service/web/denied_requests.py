"""What people are shown whom the door does not let in: a page that says why, or the way to sign in."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import quote

from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

from service.http.middleware import Refusal
from service.http.origins import changes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.rendering import html

SIGN_IN = "/sign-in"
BACK = marked("Back to the start")

FOREIGN = (
    marked("This did not come from one of our pages"),
    marked("Nothing was changed. Go back, load the page again, and try once more."),
)
SAID: Mapping[Refusal, tuple[HTTPStatus, str, str]] = MappingProxyType(
    {
        "cross-site": (HTTPStatus.FORBIDDEN, *FOREIGN),
        "form-token": (HTTPStatus.FORBIDDEN, *FOREIGN),
        "form-too-large": (
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            marked("That is more than a form can hold"),
            marked("Nothing was changed. Go back and make it shorter."),
        ),
        "busy": (
            HTTPStatus.SERVICE_UNAVAILABLE,
            marked("The service is busy"),
            marked("Nothing was lost. Try again in a minute."),
        ),
    }
)
OURS = (
    HTTPStatus.INTERNAL_SERVER_ERROR,
    marked("Something went wrong on our side"),
    marked("Nothing was lost. Try again in a minute."),
)


def turned_away_page(refusal: Refusal) -> ASGIApp:
    """The page for a request that was not let in."""
    if refusal == "not-signed-in":
        return _to_sign_in
    status, title, sentence = SAID.get(refusal, OURS)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        words = spoken()
        body = html(
            "error.html",
            title=words.gettext(title),
            sentence=words.gettext(sentence),
            href="/",
            link=words.gettext(BACK),
        )
        await ASGIResponse(body=body.encode(), status_code=status, media_type="text/html")(
            scope, receive, send
        )

    return answer


async def _to_sign_in(scope: Scope, receive: Receive, send: Send) -> None:
    """To the page for signing in, and back afterwards; what was sent with a form has to be sent again."""
    wanted = scope["path"] if not changes(scope) else "/"
    query = scope["query_string"].decode("latin-1")
    back = quote(f"{wanted}?{query}" if query and wanted != "/" else wanted, safe="/")
    where = SIGN_IN if back == "/" else f"{SIGN_IN}?next={back}"
    answer = ASGIResponse(status_code=HTTPStatus.SEE_OTHER, headers={"location": where})
    await answer(scope, receive, send)
