"""Sends e-mails by SMTP: one connection each, and one retry after a transient failure, unless the e-mail may have been accepted."""

import asyncio
import ssl
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import idna
from msgspec import Struct

from service.clock import Clock, utc_now
from service.email.emails import Email

TIMEOUT = 10.0
"""Seconds for each step of the conversation with the server."""

RETRY_SECONDS = 2.0
"""Seconds before the second try."""


class UnfoldedHeader(UnstructuredHeader, BaseHeader):
    """A header on one line: an address that is too long for one would be encoded, and then nobody finds it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", UnfoldedHeader)
POLICY = SMTP.clone(header_factory=HEADERS)

LOCAL = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}
TRANSIENT_ERRORS = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)
"""What the next try may not meet again."""


class InvalidMail(Exception):
    """Raised for an invalid address or setting."""


class MailNotSent(Exception):
    """Raised if the mail server did not accept the e-mail."""

    def __init__(self, message: str, *, may_go_later: bool = False) -> None:
        super().__init__(message)
        self.may_go_later = may_go_later
        """Whether it may be accepted some time later."""


class DeliveryUnknown(MailNotSent):
    """Raised if the connection was lost after the e-mail had been handed over: it may have been accepted, and is not sent again."""


class CertainSmtp(aiosmtplib.SMTP):
    """Tells a connection that is lost before the e-mail is handed over from one that is lost after."""

    async def data(self, message: str | bytes, /, **options: Any) -> aiosmtplib.SMTPResponse:
        try:
            return await super().data(message, **options)
        except TRANSIENT_ERRORS as lost:
            raise DeliveryUnknown(
                f"the mail server may have accepted the email: {type(lost).__name__}"
            ) from None


class SmtpServer(Struct, frozen=True, kw_only=True):
    """A mail server and the sender's address."""

    host: str
    port: int
    sender: str
    username: str | None = None
    password: str | None = None
    implicit_tls: bool = False
    start_tls: bool | None = True
    """Whether the conversation must turn to TLS before anything is said; None: only where the server offers it."""

    def __repr__(self) -> str:
        """Leaves out the password."""
        return f"Server({self.host}:{self.port})"


class Mailer:
    """Sends e-mails through a mail server."""

    def __init__(
        self,
        server: SmtpServer,
        *,
        now: Clock = utc_now,
        timeout: float = TIMEOUT,
        pause: float = RETRY_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._now = now
        self._timeout = timeout
        self._pause = pause
        self._tls = tls

    async def send(self, email: Email) -> None:
        """Sends one e-mail, at most once. Raises `InvalidMail` for an invalid address, `DeliveryUnknown` if it may have gone, otherwise `MailNotSent`."""
        message = self._message(email)
        try:
            await self._hand_over(message)
        except (aiosmtplib.SMTPException, OSError) as setback:
            if not is_transient(setback):
                raise _unsent(setback) from None
            await asyncio.sleep(self._pause)
            try:
                await self._hand_over(message)
            except (aiosmtplib.SMTPException, OSError) as failure:
                raise _unsent(failure) from None

    async def _hand_over(self, message: EmailMessage) -> None:
        server = self._server
        client = CertainSmtp(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.implicit_tls,
            start_tls=False if server.implicit_tls else server.start_tls,
            tls_context=self._tls,
            timeout=self._timeout,
        )
        async with client:
            await client.send_message(message)

    def _message(self, email: Email) -> EmailMessage:
        message = EmailMessage(policy=POLICY)
        message["From"] = self._server.sender
        message["To"] = parse_recipient(email.to)
        message["Subject"] = email.subject
        message["Date"] = format_datetime(self._now())
        message["Message-ID"] = make_msgid(domain=parseaddr(self._server.sender)[1].partition("@")[2])
        message["Content-Language"] = email.language
        # RFC 3834: nobody's holiday should answer.
        message["Auto-Submitted"] = "auto-generated"
        if email.unsubscribe:
            message["List-Unsubscribe"] = f"<{email.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(email.plain)
        message.add_alternative(email.html, subtype="html")
        return message


def parse_recipient(address: str) -> Address:
    """Parses an e-mail address; a domain such as `blåbær.no` gets its ASCII form. Raises `InvalidMail`.

    By IDNA 2008: the older one made `strasse.de` of `straße.de`, which may be somebody else's.
    """
    local, _, domain = address.rpartition("@")
    try:
        found = Address(addr_spec=f"{local}@{idna.encode(domain, uts46=True).decode()}")
    except (HeaderParseError, ValueError, IndexError):
        raise InvalidMail("this is not an email address") from None
    if not found.username or not found.domain or not address.isprintable():
        raise InvalidMail("this is not an email address")
    return found


def parse_smtp_server(smtp_url: str | None, mail_from: str | None) -> SmtpServer | None:
    """The mail server of the settings; None if none is set. Raises `InvalidMail` if only half is set."""
    if smtp_url is None:
        return None
    if mail_from is None or "@" not in parseaddr(mail_from)[1]:
        raise InvalidMail(
            "SOUNDINGS_MAIL_FROM is missing: emails need a sender, such as hello@soundings.example"
        )
    parts = urlsplit(smtp_url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in PORTS or not parts.hostname or port == 0 or parts.path.strip("/"):
        raise InvalidMail("SOUNDINGS_SMTP_URL: expected smtp://user:password@host:587 or smtps://…:465")
    return SmtpServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        sender=mail_from,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        implicit_tls=parts.scheme == "smtps",
        # Beyond this machine nothing travels in the clear; a relay on it seldom has a certificate.
        start_tls=None if parts.hostname in LOCAL else True,
    )


def is_transient(setback: Exception) -> bool:
    """True if a retry may succeed: after a lost connection, or a 4xx reply."""
    if isinstance(setback, aiosmtplib.SMTPRecipientsRefused):
        return any(400 <= refused.code < 500 for refused in setback.recipients)
    if isinstance(setback, aiosmtplib.SMTPResponseException):
        return 400 <= setback.code < 500
    return isinstance(setback, TRANSIENT_ERRORS)


def _unsent(failure: Exception) -> MailNotSent:
    match failure:
        # What the server says may name the address, and errors go into logs: its code is enough.
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refused, *_]):
            reason = f"it refused the recipient ({refused.code})"
        case aiosmtplib.SMTPResponseException():
            reason = f"it answered {failure.code}"
        case _:
            reason = " ".join(str(failure).split()) or type(failure).__name__
    return MailNotSent(
        f"the mail server did not accept the email: {reason}", may_go_later=is_transient(failure)
    )
