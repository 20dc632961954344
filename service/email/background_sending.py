"""Letters on their way: nobody waits for the mail server, and the service does not end before they are sent."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from service.accounts.notices import Notice, Tell
from service.authorization.restrictions import GRACE
from service.email import emails
from service.email.emails import Letter
from service.email.mailer import MailRefused, MailUnsent

log = logging.getLogger(__name__)
_sending: set[asyncio.Task[None]] = set()
"""Tasks that nobody else holds would be collected."""


class Sends(Protocol):
    """The way to a mail server."""

    async def send(self, letter: Letter) -> None: ...


def send_soon(post: Sends | None, letter: Letter) -> None:
    """Have a letter sent; a trouble is logged, without the address."""
    if post is None:
        log.warning("a letter was not sent, as there is no mail server: SOUNDINGS_SMTP_URL")
        return
    task = asyncio.create_task(_send(post, letter))
    _sending.add(task)
    task.add_done_callback(_sending.discard)


async def all_sent() -> None:
    """Wait for the letters that are on their way, as before the service ends."""
    await asyncio.gather(*_sending)


def telling(post: Callable[[], Sends | None], origin: Callable[[], str]) -> Tell:
    """Tells people by letter what concerns their account; `origin` is where they find the service."""

    def tell(notice: Notice) -> None:
        send_soon(post(), letter_of(notice, origin()))

    return tell


def letter_of(notice: Notice, origin: str) -> Letter:
    """What is written to somebody who is to be told."""
    match notice.kind:
        case "sign_in_changed":
            return emails.sign_in_changed(notice.email, notice.locale, f"{origin}/account")
        case "password_changed":
            return emails.password_changed(notice.email, notice.locale, f"{origin}/account")
        case "role_changed":
            return emails.role_changed(notice.email, notice.locale, f"{origin}/account")
        case "confirmation_asked":
            return emails.confirmation_asked(notice.email, notice.locale, f"{origin}/people")
        case "erasure_asked":
            return emails.erasure_asked(notice.email, notice.locale, f"{origin}/", GRACE)


async def _send(post: Sends, letter: Letter) -> None:
    try:
        await post.send(letter)
    except (MailUnsent, MailRefused) as failure:
        log.warning("a letter was not sent: %s", failure)
