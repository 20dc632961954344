"""Where the weekly e-mail is switched off without signing in: by the button of a mail program (RFC 8058), or by hand."""

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.accounts.throttle import FEED
from service.http.account_dependencies import attempt_source
from service.http.dependencies import AccountsDependency, AnyRequest
from service.web.rendering import HtmlResponse, render_page


@get("/unsubscribe/{token:str}", name="unsubscribe")
async def unsubscribe_page(token: FromPath[str]) -> HtmlResponse:
    """Opening the address ends nothing yet: programs that look through e-mails open every link."""
    return render_page("agenda/unsubscribe.html", token=token, done=False)


@post("/unsubscribe/{token:str}", name="unsubscribe_now")
async def unsubscribe(
    request: AnyRequest, accounts: AccountsDependency, token: FromPath[str]
) -> HtmlResponse:
    """End the subscription of a token, as often as it is asked."""
    if not await accounts.unsubscribe_by_token(token):
        # Those that are right are not counted: one mail provider asks for many people.
        await accounts.count_attempt(FEED, attempt_source(request.scope))
        raise NotFoundException
    return render_page("agenda/unsubscribe.html", token=token, done=True)
