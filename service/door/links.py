"""Asking for a link: who has an account gets a letter, who has none gets nothing, and both get the same answer as fast."""

import asyncio
import logging
from typing import cast

from service.accounts.links import LASTS, Link
from service.door.cookies import new_browser_secret
from service.door.people import Asked, accounts_of, network_of
from service.mail import letters
from service.mail.post import MailRefused, MailUnsent, Post

PATIENCE = 0.5
"""Seconds until the answer, so that nobody hears from it whether there was something to do."""

log = logging.getLogger(__name__)
_sending: set[asyncio.Task[None]] = set()
"""Tasks that nobody else holds would be collected."""


async def send_link(request: Asked, email: str) -> str:
    """Have a link sent; what to keep in the browser, in which alone it will work. Raises `EmailRefused`, `Throttled`."""
    asking = accounts_of(request).ask_for_link(email, network_of(request))
    link, _ = await asyncio.gather(asking, asyncio.sleep(PATIENCE))
    if link is None:
        return new_browser_secret()
    for one in (link, *link.others):
        task = asyncio.create_task(_send(request, one))
        _sending.add(task)
        task.add_done_callback(_sending.discard)
    return link.browser_secret


async def all_sent() -> None:
    """Wait for the letters that are on their way, as before the service ends."""
    await asyncio.gather(*_sending)


async def _send(request: Asked, link: Link) -> None:
    post = cast("Post | None", request.app.state.post)
    if post is None:
        log.warning("a link was asked for, but there is no mail server: SOUNDINGS_SMTP_URL")
        return
    # Behind the # it stays in the browser: no server or log on the way sees it.
    address = f"{request.app.state.settings.origin or str(request.base_url).rstrip('/')}/enter#{link.secret}"
    try:
        await post.send(letters.sign_in(link.email, link.locale, address, LASTS))
    except (MailUnsent, MailRefused) as failure:
        log.warning("a letter with a link was not sent: %s", failure)
