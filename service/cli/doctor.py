"""`soundings doctor`: examines the installation, and says what to do."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import click
import msgspec

from service.cli.database import DatabaseLocation, database_options, running_database
from service.cli.errors import error_line
from service.cli.keyring import existing_keyrings
from service.cli.output import print_line
from service.encryption.keyring import Keyring
from service.operations.doctor.database import examine_database
from service.operations.doctor.diagnosis import Diagnosis, fault
from service.operations.doctor.surroundings import (
    examine_disks,
    examine_ledger,
    examine_mail,
    examine_settings,
)
from service.personal_data.erasure.ledger import open_ledger
from service.postgres.server_errors import EmbeddedError
from service.settings import InvalidSettings, Settings, read_settings


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object a line.")
@database_options
def doctor_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Examine settings, database, readers, keys, clock, disk and mail server, and say what to do.

    It changes nothing, and no e-mail is sent. Exit code 1 if something does not work; a warning alone is 0.
    Run it as the user of the service, with the same settings.
    """
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    found = _examine(place)
    for one in found:
        print_line(msgspec.json.encode(one) if as_json else one.describe())
    if any(one.verdict == "fault" for one in found):
        raise click.exceptions.Exit(1)


def _examine(place: DatabaseLocation) -> list[Diagnosis]:
    try:
        settings = read_settings()
    except InvalidSettings as failure:
        return [fault("settings", f"{failure}.", "Mend the variable; nothing else was looked at.")]
    try:
        with running_database(place) as dsn:
            return asyncio.run(_collect(dsn, place, settings))
    except EmbeddedError as failure:
        found = fault("database", error_line(failure), "See `soundings db status`.")
        return [found, *asyncio.run(_collect(None, place, settings))]


def _keyring(place: DatabaseLocation) -> Keyring:
    """Read when it is asked for: that there is none is a finding like others."""
    return existing_keyrings(place)()


async def _collect(dsn: str | None, place: DatabaseLocation, settings: Settings) -> list[Diagnosis]:
    return [one async for one in _all(dsn, place, settings)]


async def _all(dsn: str | None, place: DatabaseLocation, settings: Settings) -> AsyncIterator[Diagnosis]:
    ledger = open_ledger(settings.ledger, place.data_dir)
    for one in examine_settings(settings):
        yield one
    if dsn is not None:
        async for one in examine_database(dsn, settings, partial(_keyring, place)):
            yield one
    for one in (*examine_ledger(ledger), *examine_disks(settings, ledger)):
        yield one
    yield await examine_mail(settings)
