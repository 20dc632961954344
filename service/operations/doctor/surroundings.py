"""What is outside the database: settings, keyring, ledger of erasures, disks, folders and the mail server."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiosmtplib

from service.email.mailer import InvalidMail, SmtpServer, parse_smtp_server
from service.operations.doctor.diagnosis import Diagnosis, fault, warning, well
from service.operations.folders import measure, watched_folders
from service.personal_data.erasure.ledger import ErasureLedger, LedgerDamaged
from service.research.export_files import exports_folder
from service.settings import Settings, proxy_warning

SMTP_SECONDS = 5.0


def examine_settings(settings: Settings) -> Iterator[Diagnosis]:
    """What the settings leave out that an operator would miss."""
    if text := proxy_warning(settings):
        yield warning("settings", f"{text}.", "Set SOUNDINGS_TRUSTED_PROXIES to the address of the proxy.")
    if settings.access == "accounts" and settings.env != "production" and settings.origin.startswith("https"):
        yield warning(
            "settings",
            "SOUNDINGS_ENV is development behind a public address.",
            "Set SOUNDINGS_ENV=production: it refuses what is not safe there.",
        )
    if settings.database_url and not settings.ledger:
        yield warning(
            "settings",
            "SOUNDINGS_LEDGER is missing: the ledger of erasures lies in the home of whoever runs the command.",
            "Set it to one file for all processes and commands, and copy it apart from the database.",
        )
    yield well("settings", f"read; {settings.access}, {settings.env}.")


def examine_ledger(ledger: ErasureLedger) -> Iterator[Diagnosis]:
    """Whether the ledger of erasures can be read, and begun erasures were done."""
    try:
        erased, begun = len(ledger.all_targets()), len(ledger.open_intents())
    except (LedgerDamaged, OSError) as failure:
        yield fault(
            "ledger",
            f"{failure}.",
            "Restore it from its copy; without it nobody knows what has to stay erased.",
        )
        return
    if begun:
        yield warning(
            "ledger",
            f"{begun} erasures were begun and are not done.",
            "Run the same `soundings erase` again, or let the service do it within the hour.",
        )
    there = "" if ledger.path.exists() else ", no file yet"
    yield well("ledger", f"{ledger.path}: {erased} erasures{there}.")


def examine_disks(settings: Settings, ledger: ErasureLedger) -> Iterator[Diagnosis]:
    """Whether there is room, and whether the folders can be written."""
    exports = exports_folder(settings.exports, ledger.path)
    for one in measure(watched_folders(ledger.path, exports)):
        about = f"{one.name} {one.path}"
        if one.is_full(settings.disk_free_mb):
            yield fault(
                "disk",
                f"{about}: {one.free_mb} MB are free.",
                "Make room, or give the disk more; see the page on a full disk.",
            )
        elif not _is_writable(one.path):
            yield fault(
                "disk", f"{about} cannot be written.", "Give it to the user that the service runs as."
            )
        else:
            yield well("disk", f"{about}: {one.free_mb} MB are free.")


async def examine_mail(settings: Settings) -> Diagnosis:
    """Whether the mail server answers. Nothing is sent."""
    try:
        server = parse_smtp_server(settings.smtp_url, settings.mail_from)
    except InvalidMail as failure:
        return fault("mail", f"{failure}.", "Mend the setting.")
    if server is None and settings.access == "accounts":
        return warning(
            "mail",
            "There is no mail server: links are shown or printed, and no weekly e-mail goes.",
            "Set SOUNDINGS_SMTP_URL and SOUNDINGS_MAIL_FROM.",
        )
    if server is None:
        return well("mail", "not needed without accounts.")
    return await _greet(server)


async def _greet(server: SmtpServer) -> Diagnosis:
    place = f"{server.host}:{server.port}"
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.implicit_tls,
        start_tls=False if server.implicit_tls else server.start_tls,
        timeout=SMTP_SECONDS,
    )
    try:
        await client.connect()
        if server.username is not None and server.password is not None:
            await client.login(server.username, server.password)
        await client.quit()
    except aiosmtplib.SMTPAuthenticationError as failure:
        return fault(
            "mail", f"{place} refuses the user or password ({failure.code}).", "Mend SOUNDINGS_SMTP_URL."
        )
    except (aiosmtplib.SMTPException, OSError) as failure:
        return fault(
            "mail",
            f"{place} does not answer ({type(failure).__name__}).",
            "Look whether it runs, and whether a firewall is between.",
        )
    return well("mail", f"{place} answers.")


def _is_writable(path: Path) -> bool:
    there = next((one for one in (path, *path.parents) if one.exists()), None)
    return there is not None and os.access(there, os.W_OK)


def described_address(dsn: str) -> str:
    """Where a database is, without user and password."""
    parts = urlsplit(dsn)
    return (
        f"{parts.hostname or 'a socket of this machine'}{f':{parts.port}' if parts.port else ''}{parts.path}"
    )
