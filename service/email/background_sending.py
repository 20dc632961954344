"""Sends e-mails in background tasks, which the service awaits before it ends."""

import asyncio
import logging
from typing import Protocol

from service.accounts.notices import ERASURE_GRACE_PERIOD, SUSPENSION, Notice, Notifier
from service.email import emails
from service.email.emails import Email
from service.email.mailer import InvalidMail, MailNotSent

log = logging.getLogger(__name__)
_sending: set[asyncio.Task[None]] = set()
"""Tasks that nobody else holds would be collected."""


class EmailSender(Protocol):
    """Anything that sends an e-mail, such as `Mailer`."""

    async def send(self, email: Email) -> None: ...


def send_in_background(sender: EmailSender | None, email: Email) -> None:
    """Sends an e-mail in the background. A failure is logged without the address."""
    if sender is None:
        log.warning("an email was not sent, as there is no mail server: set SOUNDINGS_SMTP_URL")
        return
    task = asyncio.create_task(_send(sender, email))
    _sending.add(task)
    task.add_done_callback(_sending.discard)


async def wait_until_sent() -> None:
    """Waits for the e-mails being sent, before the service ends."""
    await asyncio.gather(*_sending)


def make_notifier(mailer: EmailSender | None, origin: str) -> Notifier:
    """Makes a notifier that e-mails people about their account. `origin` is the address of the service."""

    def notify(notice: Notice) -> None:
        send_in_background(mailer, notice_email(notice, origin))

    return notify


def notice_email(notice: Notice, origin: str) -> Email:
    """The e-mail for a notice."""
    match notice.kind:
        case "sign_in_changed":
            return emails.sign_in_changed_email(notice.email, notice.locale, f"{origin}/account")
        case "password_changed":
            return emails.password_changed_email(notice.email, notice.locale, f"{origin}/account")
        case "role_changed":
            return emails.role_changed_email(notice.email, notice.locale, f"{origin}/account")
        case "confirmation_asked":
            return emails.confirmation_asked_email(notice.email, notice.locale, f"{origin}/people")
        case "token_made":
            return emails.token_made_email(notice.email, notice.locale, f"{origin}/account")
        case "account_suspended":
            return emails.account_suspended_email(notice.email, notice.locale, f"{origin}/", SUSPENSION)
        case "other_suspended":
            return emails.other_suspended_email(notice.email, notice.locale, f"{origin}/people", SUSPENSION)
        case "erasure_asked":
            return emails.erasure_asked_email(notice.email, notice.locale, f"{origin}/", ERASURE_GRACE_PERIOD)


async def _send(sender: EmailSender, email: Email) -> None:
    try:
        await sender.send(email)
    except (MailNotSent, InvalidMail) as failure:
        log.warning("an email was not sent: %s", failure)
