"""`soundings atlas`: loads occupations and how their market stands, and says what is there."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
import msgspec

from domain.vocabulary import Language
from service.atlas.loading import STEPS, load_download
from service.atlas.outlook_loading import CodeSystem, OutlookEdition, load_outlook
from service.atlas.status import AtlasStatus, atlas_status
from service.atlas.views import FoundOccupation, NearOccupation
from service.cli.database import (
    DatabaseLocation,
    database_options,
    migrated_database,
    run_with_services,
)
from service.cli.operator_commands import print_report
from service.cli.output import print_line
from service.cli.profile import DAY
from service.cli.progress import shown_progress
from service.container import Services
from service.localization.locales import LANGUAGES
from service.postgres.migrations import require_migrated

T = TypeVar("T")

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
_dry_run = click.option("--dry-run", is_flag=True, help="Read and check everything, and change nothing.")
_language = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The reader's language."
)


@click.group("atlas")
def atlas_command() -> None:
    """The atlas of occupations: what there is, what lies near, and how its market stands. It holds nothing about anybody."""


@atlas_command.command("load")
@click.argument("place", type=click.Path(path_type=Path))
@click.option("--version", "version", metavar="NUMBER", help="Its version, if its folder does not name one.")
@_dry_run
@_json
@database_options
def load_command(
    *,
    place: Path,
    version: str | None,
    dry_run: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Load ESCO from PLACE, a folder or a ZIP file.

    It takes the official download (CSV, any version; the files of all languages in one folder) and the compact form that
    docs/atlas.md describes. All of it is loaded or nothing. Loading the same again changes nothing. Texts in languages that
    PLACE lacks stay as they are.
    """
    with migrated_database(_place(database_url, data_dir)) as dsn, shown_progress(STEPS, "Loading") as step:
        loading = partial(load_download, dsn, place, version=version, dry_run=dry_run, step=lambda: step(1))
        report = asyncio.run(_into_tables(dsn, loading))
    print_report(report, as_json=as_json)


@atlas_command.command("outlook")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--publisher", required=True, help="Who published it.")
@click.option("--edition", required=True, help='What it is called, such as "spring 2025".')
@click.option("--published", required=True, type=DAY, help="The day it was published.")
@click.option("--country", required=True, help="Two letters, such as SE.")
@click.option(
    "--code-system", required=True, type=click.Choice(get_args(CodeSystem)), help="What its codes are."
)
@click.option("--licence", required=True, help="Under which licence it may be shown.")
@click.option("--url", default="", help="Where it was published.")
@_dry_run
@_json
@database_options
def outlook_command(
    *,
    file: Path,
    publisher: str,
    edition: str,
    published: datetime,
    country: str,
    code_system: CodeSystem,
    licence: str,
    url: str,
    dry_run: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Load how a market stands from FILE, as one edition; it is never overwritten.

    FILE is CSV with the columns code, region (empty for the whole country), opportunities (small, medium or large) and demand
    (up, flat or down); or the condensed Yrkesbarometern that docs/atlas.md describes.
    """
    described = OutlookEdition(
        publisher=publisher,
        name=edition,
        published_on=published.date(),
        country=country,
        code_system=code_system,
        licence=licence,
        url=url,
    )
    with migrated_database(_place(database_url, data_dir)) as dsn:
        report = asyncio.run(_into_tables(dsn, partial(load_outlook, dsn, file, described, dry_run=dry_run)))
    print_report(report, as_json=as_json)


@atlas_command.command("status")
@_json
@database_options
def atlas_status_command(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Say what is loaded: editions, licences, what must be said where they are shown, and how much there is."""

    async def work(services: Services) -> AtlasStatus:
        return await atlas_status(services.pool)

    print_report(_run(work, database_url, data_dir), as_json=as_json)


@atlas_command.command("search")
@click.argument("word")
@_language
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="How many.")
@_json
@database_options
def search_command(
    *,
    word: str,
    language: Language,
    limit: int,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Find occupations by a WORD, as the pages find them."""

    async def work(services: Services) -> tuple[FoundOccupation, ...]:
        return await services.atlas.search(word, language, limit=limit)

    found = _run(work, database_url, data_dir)
    for one in found:
        print_line(msgspec.json.encode(one) if as_json else _describe_found(one))
    if not found and not as_json:
        print_line("nothing like it is in the atlas")


@atlas_command.command("near")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_language
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="How many.")
@_json
@database_options
def near_command(
    *,
    ids: tuple[str, ...],
    language: Language,
    limit: int,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """List what lies near the occupations with these IDs, the most surprising first, with the skills that they share."""

    async def work(services: Services) -> tuple[NearOccupation, ...]:
        return await services.atlas.near(ids, language, limit=limit)

    found = _run(work, database_url, data_dir)
    for one in found:
        print_line(msgspec.json.encode(one) if as_json else _describe_near(one))
    if not found and not as_json:
        print_line("nothing near it is in the atlas; `soundings atlas search` prints ids")


async def _into_tables(dsn: str, load: Callable[[], Awaitable[T]]) -> T:
    """Loads something, if the tables are those that this version knows."""
    await require_migrated(dsn)
    return await load()


def _place(database_url: str | None, data_dir: Path | None) -> DatabaseLocation:
    return DatabaseLocation(database_url=database_url, data_dir=data_dir)


def _run(
    work: Callable[[Services], Coroutine[Any, Any, T]], database_url: str | None, data_dir: Path | None
) -> T:
    return run_with_services(_place(database_url, data_dir), work)


def _describe_found(one: FoundOccupation) -> str:
    kind = one.occupation_id or "group"
    matched = "" if one.matched == one.title.text else f" ({one.matched})"
    return f"{one.isco_group:4}  {kind:36}  {one.title.text}{matched}"


def _describe_near(one: NearOccupation) -> str:
    shared = ", ".join(text.text for text in one.shared)
    missing = ", ".join(text.text for text in one.missing)
    return (
        f"{one.occupation.isco_group}  {one.occupation.title.text}: {one.shared_count} shared, such as {shared}"
        + (f"; missing: {missing}" if missing else "")
    )
