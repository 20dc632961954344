"""Loads how a market stands, as one publisher saw it on one day: an edition, that is never overwritten."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.journey.commands.market import WebAddress
from domain.text import usable_name
from service.atlas.source_files import InvalidAtlas, SourceFile
from service.atlas.table_reader import TableRow, read_rows
from service.atlas.views import Demand, Opportunities
from service.postgres.connections import as_owner, translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import Connection

CodeSystem = Literal["isco08", "ssyk2012", "styrk08"]

EDITIONS = UUID("5d0f3c1e-7c3b-5e0a-9a55-0e1f6f2a4b60")
"""An edition has the same identity wherever it is loaded."""
CODE = re.compile(r"[0-9]{1,4}")
COUNTRY = re.compile(r"[A-Z]{2}")
WHOLE_COUNTRY = frozenset({"", "Sverige", "Norge", "Nederland", "Sweden", "Norway", "Netherlands"})

OLDEST = date(1950, 1, 1)
LONGEST_NAME = 200

SELECT_DIGEST = """
select digest from atlas.outlook_editions where lower(publisher) = lower($1) and lower(name) = lower($2)
"""
INSERT_EDITION = """
insert into atlas.outlook_editions
    (edition_id, publisher, name, published_on, country, code_system, level, licence, url, digest)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
LOCK = "select pg_advisory_xact_lock(5683000000000003)"


class OutlookEdition(Struct, frozen=True, kw_only=True):
    """Who published an outlook, when, and by which codes."""

    publisher: str
    name: str
    published_on: date
    country: str
    """Two letters, as in ISO 3166."""
    code_system: CodeSystem
    licence: str
    url: str = ""


class OutlookEntry(Struct, frozen=True, kw_only=True):
    """How the market of one code stood in one region."""

    code: str
    region: str
    """Empty for the whole country."""
    opportunities: Opportunities | None
    demand: Demand | None


class OutlookReport(Struct, frozen=True, kw_only=True):
    """What a load of an outlook did."""

    publisher: str
    edition: str
    changed: bool
    dry_run: bool
    rows: int
    without_code: int
    differing: int
    """Codes of which a publisher says two things in one region: neither is kept."""

    def describe(self) -> Sequence[str]:
        """A sentence a line."""
        lines = [f"{self.publisher}, {self.edition}: {self.rows} rows"]
        if self.without_code:
            lines.append(f"left out {self.without_code} rows that name no code")
        if self.differing:
            lines.append(
                f"left open {self.differing} fields: several rows of one code and region say different things"
            )
        if not self.changed:
            return [*lines, "this edition was there already: nothing changed"]
        return [*lines, "this is whole: nothing was changed, as asked" if self.dry_run else "loaded"]


class DifferentEdition(ValueError):
    """Raised if an edition of this name is there with something else in it."""


async def load_outlook(
    database: "str | Connection", file: Path, edition: OutlookEdition, *, dry_run: bool = False
) -> OutlookReport:
    """Loads one edition, or finds that it is there.

    Raises `InvalidAtlas`, `DifferentEdition`, `StoreError`, and `ValueError` for what is said of it.
    """
    edition = _checked(edition)
    source = SourceFile(path=file.name, place=file)
    rows, without_code = _read(source)
    entries, differing = _one_for_each(rows)
    level = _level(source, entries)
    digest = hashlib.sha256(msgspec.json.encode((edition, entries))).hexdigest()
    with translate_driver_errors():
        async with as_owner(database, "soundings atlas") as connection, connection.transaction():
            await connection.execute(LOCK)
            known = await connection.fetchval(SELECT_DIGEST, edition.publisher, edition.name)
            if known not in (None, digest):
                raise DifferentEdition(
                    f"{edition.publisher} has an edition {edition.name} here with something else in it: an edition is "
                    "never overwritten; give this one a name of its own"
                )
            if known is None and not dry_run:
                await _store(connection, edition, level, digest, entries)
    return OutlookReport(
        publisher=edition.publisher,
        edition=edition.name,
        changed=known is None,
        dry_run=dry_run,
        rows=len(entries),
        without_code=without_code,
        differing=differing,
    )


def _checked(edition: OutlookEdition) -> OutlookEdition:
    """The same with its names in their form. Its address stands on pages, and its day is compared with today."""
    if not COUNTRY.fullmatch(edition.country):
        raise ValueError("a country is two capitals, such as SE")
    if edition.code_system not in get_args(CodeSystem):
        raise ValueError(f"a code system is one of {', '.join(get_args(CodeSystem))}")
    if not OLDEST <= edition.published_on <= datetime.now(UTC).date():
        raise ValueError(f"the day it was published may be from {OLDEST} to today")
    if edition.url and not is_web_address(edition.url):
        raise ValueError("the address may begin with https:// or http://, and holds no spaces")
    return replace(
        edition,
        publisher=_named("publisher", edition.publisher),
        name=_named("edition", edition.name),
        licence=_named("licence", edition.licence),
    )


def is_web_address(text: str) -> bool:
    """Whether a page may link to it."""
    try:
        msgspec.convert(text, WebAddress)
    except msgspec.ValidationError:
        return False
    return True


def _named(what: str, text: str) -> str:
    is_text = not any("\ud800" <= one <= "\udfff" for one in text)
    if not is_text or not (name := usable_name(text, LONGEST_NAME)):
        raise ValueError(
            f"the {what} may not be empty, and has at most {LONGEST_NAME} characters that can be shown"
        )
    return name


def _read(source: SourceFile) -> tuple[list[OutlookEntry], int]:
    rows = list(read_rows(source, ()))
    swedish = bool(rows) and rows[0].has("ssyk2012") and rows[0].has("opportunities_now")
    columns = (
        ("ssyk2012", "region_sv", "opportunities_now", "demand_5y")
        if swedish
        else ("code", "region", "opportunities", "demand")
    )
    entries: list[OutlookEntry] = []
    without_code = 0
    # Again, for the columns that must be there.
    for row in read_rows(source, columns):
        codes = row[columns[0]].split()
        without_code += not codes
        entries += [_entry(row, columns, code) for code in codes]
    if not entries:
        raise InvalidAtlas(source.path, "there is no row with a code in it")
    return entries, without_code


def _entry(row: TableRow, columns: Sequence[str], code: str) -> OutlookEntry:
    code_column, region_column, opportunities_column, demand_column = columns
    if not CODE.fullmatch(code):
        raise row.error(code_column, f'"{code[:80]}" is no code of one to four digits')
    region = row[region_column]
    opportunities = row.one_of(opportunities_column, (*get_args(Opportunities), ""))
    demand = row.one_of(demand_column, (*get_args(Demand), ""))
    return msgspec.convert(
        {
            "code": code,
            "region": "" if region in WHOLE_COUNTRY else region,
            "opportunities": opportunities or None,
            "demand": demand or None,
        },
        OutlookEntry,
    )


def _one_for_each(entries: Sequence[OutlookEntry]) -> tuple[list[OutlookEntry], int]:
    """One row for each code and region; where several differ, what they differ in is left open."""
    by_place: dict[tuple[str, str], OutlookEntry] = {}
    open_fields: set[tuple[str, str, str]] = set()
    for one in entries:
        place = (one.code, one.region)
        known = by_place.setdefault(place, one)
        if known.opportunities != one.opportunities:
            open_fields.add((*place, "opportunities"))
        if known.demand != one.demand:
            open_fields.add((*place, "demand"))
    merged = [
        replace(
            one,
            opportunities=None if (*place, "opportunities") in open_fields else one.opportunities,
            demand=None if (*place, "demand") in open_fields else one.demand,
        )
        for place, one in sorted(by_place.items())
    ]
    return merged, len(open_fields)


def _level(source: SourceFile, entries: Sequence[OutlookEntry]) -> int:
    levels = {len(one.code) for one in entries}
    if len(levels) > 1:
        raise InvalidAtlas(
            source.path,
            f"its codes have {' and '.join(str(one) for one in sorted(levels))} digits; an edition has codes of one length",
        )
    return levels.pop()


async def _store(
    connection: "Connection",
    edition: OutlookEdition,
    level: int,
    digest: str,
    entries: Sequence[OutlookEntry],
) -> None:
    edition_id = uuid5(EDITIONS, f"{edition.publisher}\n{edition.name}")
    await connection.execute(
        INSERT_EDITION,
        edition_id,
        edition.publisher,
        edition.name,
        edition.published_on,
        edition.country,
        edition.code_system,
        level,
        edition.licence,
        edition.url,
        digest,
    )
    await connection.copy_records_to_table(
        "outlook",
        schema_name="atlas",
        columns=("edition_id", "code", "region", "opportunities", "demand"),
        records=list(_records(edition_id, entries)),
    )


def _records(edition_id: UUID, entries: Sequence[OutlookEntry]) -> Iterator[tuple[object, ...]]:
    for one in entries:
        yield edition_id, one.code, one.region, one.opportunities, one.demand
