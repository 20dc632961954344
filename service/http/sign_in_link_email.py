"""Asking for a link: who has an account gets a letter, who has none gets nothing, and both get the same answer as fast."""

import asyncio

from service.accounts.sign_in_links import LASTS, Link
from service.email import emails
from service.email.background_sending import all_sent, send_soon
from service.http.account_dependencies import Asked, accounts_of, network_of
from service.http.cookies import new_browser_secret

PATIENCE = 0.5
"""Seconds until the answer, so that nobody hears from it whether there was something to do."""

__all__ = ["all_sent", "send_link"]


async def send_link(request: Asked, email: str) -> str:
    """Have a link sent; what to keep in the browser, in which alone it will work. Raises `EmailRefused`, `Throttled`."""
    asking = accounts_of(request).ask_for_link(email, network_of(request))
    link, _ = await asyncio.gather(asking, asyncio.sleep(PATIENCE))
    if link is None:
        return new_browser_secret()
    for one in (link, *link.others):
        _send(request, one)
    return link.browser_secret


def _send(request: Asked, link: Link) -> None:
    # Behind the # it stays in the browser: no server or log on the way sees it.
    address = f"{request.app.state.settings.origin or str(request.base_url).rstrip('/')}/enter#{link.secret}"
    send_soon(request.app.state.post, emails.sign_in(link.email, link.locale, address, LASTS))
