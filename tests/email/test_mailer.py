"""Sending e-mails to a mail server that really listens."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.policy import SMTP
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec.structs import replace

from service.email.emails import Email, invitation_email
from service.email.mailer import (
    DeliveryUnknown,
    InvalidMail,
    Mailer,
    MailNotSent,
    SmtpServer,
    parse_smtp_server,
)
from tests.email.sink import Sink, running

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LINK = "https://soundings.example/invitation#t0ken"
SENDER = "Soundings <hello@soundings.example>"


def letter(to: str = "kari@example.no", locale: str = "nb-NO") -> Email:
    return invitation_email(to, locale, LINK, timedelta(days=7))


def post(sink: Sink, **more: object) -> Mailer:
    server = SmtpServer(host="127.0.0.1", port=sink.port, sender=SENDER, start_tls=None)
    return Mailer(replace(server, **more), now=lambda: NOW, timeout=1, pause=0)


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with running(Sink()) as sink:
        yield sink


async def test_a_letter_arrives_as_it_was_written(sink: Sink) -> None:
    await post(sink).send(letter())

    (arrived,) = sink.mailer
    plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain
    assert html
    assert plain.get_content().splitlines() == letter().plain.splitlines()
    assert html.get_content().splitlines() == letter().html.splitlines()
    told = {name: str(arrived[name]) for name in ("From", "To", "Subject", "Date", "Auto-Submitted")}
    assert told == {
        "From": SENDER,
        "To": "kari@example.no",
        "Subject": "Invitasjonen din",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0000",
        "Auto-Submitted": "auto-generated",
    }


async def test_a_lost_connection_is_tried_once_more(sink: Sink) -> None:
    sink.troubles = [lambda: None]
    await post(sink).send(letter())

    assert (sink.connections, len(sink.mailer)) == (2, 1)


async def test_an_email_that_may_have_been_accepted_is_not_sent_again(sink: Sink) -> None:
    sink.after_data = [True]
    with pytest.raises(DeliveryUnknown):
        await post(sink).send(letter())

    assert (sink.connections, len(sink.mailer)) == (1, 1)


@pytest.mark.parametrize(
    ("reply", "later"), [("451 later", True), ("550 nobody", False), (None, True)], ids=str
)
async def test_whether_it_may_go_later_is_told(sink: Sink, reply: str | None, later: bool) -> None:
    sink.troubles = [lambda: reply, lambda: reply]
    with pytest.raises(MailNotSent) as told:
        await post(sink).send(letter())

    assert told.value.may_go_later is later
    assert not isinstance(told.value, DeliveryUnknown)


async def test_a_server_that_says_not_now_is_asked_once_more(sink: Sink) -> None:
    sink.troubles = [lambda: "451 later"]
    await post(sink).send(letter())

    assert (sink.connections, len(sink.mailer)) == (2, 1)


async def test_twice_is_enough(sink: Sink) -> None:
    sink.troubles = [lambda: "451 later", lambda: "451 later", lambda: "250 ok"]
    with pytest.raises(MailNotSent):
        await post(sink).send(letter())

    assert (sink.connections, sink.mailer) == (2, [])


# ASVS 16.2.5
async def test_a_refused_recipient_is_told_in_one_line_that_does_not_name_them(sink: Sink) -> None:
    sink.troubles = [lambda: "550 kari@example.no does not live here"]
    with pytest.raises(MailNotSent) as told:
        await post(sink).send(letter())

    assert str(told.value) == "the mail server did not accept the email: it refused the recipient (550)"
    assert sink.connections == 1


async def test_a_server_that_is_not_there_is_told_in_one_line() -> None:
    server = SmtpServer(host="127.0.0.1", port=1, sender=SENDER, start_tls=None)
    with pytest.raises(MailNotSent) as told:
        await Mailer(server, pause=0).send(letter())

    assert len(str(told.value).splitlines()) == 1


async def test_a_server_that_says_nothing_is_waited_for_no_longer_than_the_timeout() -> None:
    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3)
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
        server = SmtpServer(
            host="127.0.0.1", port=listening.sockets[0].getsockname()[1], sender=SENDER, start_tls=None
        )
        with pytest.raises(MailNotSent):
            await asyncio.wait_for(Mailer(server, timeout=0.2, pause=0).send(letter()), 2)


@pytest.mark.parametrize(
    "to", ["", "kari", "kari@", "@example.no", "a@b.no\r\nBcc: c@d.no", "a@b.no, c@d.no"]
)
async def test_an_address_that_cannot_be_is_refused_before_anybody_is_asked(sink: Sink, to: str) -> None:
    with pytest.raises(InvalidMail):
        await post(sink).send(letter(to))

    assert sink.connections == 0


@pytest.mark.parametrize(
    ("domain", "ascii_form"),
    [
        ("blåbær.no", "xn--blbr-roah.no"),
        ("straße.de", "xn--strae-oqa.de"),
        ("xn--strae-oqa.de", "xn--strae-oqa.de"),
        ("φίλος.gr", "xn--kxaymmq.gr"),
    ],
)
async def test_an_address_with_a_domain_beyond_ascii_arrives_there_and_nowhere_else(
    sink: Sink, domain: str, ascii_form: str
) -> None:
    await post(sink).send(letter(f"kari@{domain}"))

    assert [str(one["To"]) for one in sink.mailer] == [f"kari@{ascii_form}"]


async def test_name_and_password_are_given_only_under_tls(tmp_path: Path) -> None:
    sink = Sink(tls=certified(tmp_path))
    trusting = ssl.create_default_context(cafile=tmp_path / "cert.pem")
    async with running(sink):
        server = SmtpServer(
            host="127.0.0.1", port=sink.port, sender=SENDER, username="soundings", password="p@ss"
        )
        await Mailer(server, tls=trusting, pause=0).send(letter())

    assert sink.logins == ["soundings p@ss"]
    assert {line.split()[1] for line in sink.said if line.startswith("clear")} == {"EHLO", "STARTTLS"}
    assert len(sink.mailer) == 1


async def test_a_server_without_tls_gets_neither_password_nor_letter(sink: Sink) -> None:
    with pytest.raises(MailNotSent):
        await post(sink, start_tls=True, username="soundings", password="p@ss").send(letter())

    assert (sink.logins, sink.mailer) == ([], [])
    assert not any("kari" in line for line in sink.said)


async def test_a_server_with_a_strangers_certificate_gets_no_letter(tmp_path: Path) -> None:
    sink = Sink(tls=certified(tmp_path))
    async with running(sink):
        with pytest.raises(MailNotSent):
            await post(sink, start_tls=True).send(letter())

    assert sink.mailer == []


def certified(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate for 127.0.0.1 that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sink")])
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    begin = datetime.now(UTC) - dt.timedelta(hours=1)
    certificate = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), begin, begin + dt.timedelta(days=1)
        )
        .add_extension(alternative, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_a_mail_server_is_read_from_its_url() -> None:
    assert parse_smtp_server("smtp://me%40x:p%2Fw@mail.example:2525", SENDER) == SmtpServer(
        host="mail.example", port=2525, sender=SENDER, username="me@x", password="p/w"
    )
    assert parse_smtp_server("smtps://mail.example", SENDER) == SmtpServer(
        host="mail.example", port=465, sender=SENDER, implicit_tls=True
    )
    assert parse_smtp_server("smtp://localhost:1025", SENDER) == SmtpServer(
        host="localhost", port=1025, sender=SENDER, start_tls=None
    )
    assert parse_smtp_server(None, None) is None


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://x:y@h:0", "smtp://h:port"]
)
def test_a_mail_server_that_cannot_be_is_refused_by_the_name_of_its_setting(url: str) -> None:
    with pytest.raises(InvalidMail, match="SOUNDINGS_SMTP_URL"):
        parse_smtp_server(url, SENDER)


def test_letters_need_a_sender() -> None:
    for sender in (None, "", "Soundings"):
        with pytest.raises(InvalidMail, match="SOUNDINGS_MAIL_FROM"):
            parse_smtp_server("smtp://mail.example", sender)


# ASVS 13.3.1
def test_a_servers_password_is_not_shown() -> None:
    server = parse_smtp_server("smtp://me:s3cret@mail.example", SENDER)

    assert "s3cret" not in f"{server!r} {server}"


async def test_an_address_that_ends_a_subscription_stands_in_the_clear_on_one_line(sink: Sink) -> None:
    """RFC 8058: a long one was folded into encoded words, which no mail program understands."""
    address = f"https://soundings.example/unsubscribe/{'x' * 86}"
    await post(sink).send(replace(letter(), unsubscribe=address))

    (arrived,) = sink.mailer
    lines = arrived.as_bytes(policy=SMTP.clone(refold_source="none")).splitlines()
    assert f"List-Unsubscribe: <{address}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
