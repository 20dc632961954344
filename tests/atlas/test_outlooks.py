"""An outlook is an edition with its source and day: read strictly, and never overwritten."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace

from service.atlas.atlas import Atlas
from service.atlas.loading import load_download
from service.atlas.outlook_loading import DifferentEdition, OutlookEdition, load_outlook
from service.atlas.source_files import InvalidAtlas
from service.postgres.connections import open_pool
from tests.atlas.loaded import atlas_rows
from tests.atlas.small_download import as_csv, national_tables, official_tables, write_files

SPRING = OutlookEdition(
    publisher="Bureau of Clocks",
    name="spring 2025",
    published_on=date(2025, 4, 1),
    country="SE",
    code_system="ssyk2012",
    licence="CC0 1.0",
    url="https://clocks.example/spring",
)
HEADER = ["code", "region", "opportunities", "demand"]


def outlook_file(folder: Path, *rows: Sequence[str], header: Sequence[str] = HEADER) -> Path:
    path = folder / "outlook.csv"
    path.write_bytes(as_csv([header, *rows]))
    return path


async def test_the_newest_edition_comes_first_and_the_whole_country_before_its_regions(
    database: str, tmp_path: Path
) -> None:
    await load_download(database, write_files(tmp_path / "esco", official_tables() | national_tables()))
    autumn = replace(SPRING, name="autumn 2025", published_on=date(2025, 10, 1))
    await load_outlook(
        database, outlook_file(tmp_path, ["7311", "Skåne", "small", ""], ["7311", "", "large", "up"]), SPRING
    )
    await load_outlook(database, outlook_file(tmp_path, ["7311", "", "medium", "down"]), autumn)
    pool = await open_pool(database, 1)

    lines = await Atlas(pool).outlook("7311", "SE")
    nothing = await Atlas(pool).outlook("7311", "NO")
    pool.terminate()

    assert [(one.edition, one.region, one.opportunities, one.demand) for one in lines] == [
        ("autumn 2025", "", "medium", "down"),
        ("spring 2025", "", "large", "up"),
        ("spring 2025", "Skåne", "small", None),
    ]
    assert (lines[0].publisher, lines[0].licence, lines[0].url) == (
        SPRING.publisher,
        SPRING.licence,
        SPRING.url,
    )
    assert nothing == ()


async def test_an_outlook_by_shorter_codes_holds_for_all_below_them(database: str, tmp_path: Path) -> None:
    by_minor_group = replace(SPRING, code_system="isco08")
    await load_outlook(database, outlook_file(tmp_path, ["222", "", "large", "up"]), by_minor_group)
    pool = await open_pool(database, 1)

    lines = await Atlas(pool).outlook("2221")
    pool.terminate()

    assert [(one.code, one.level) for one in lines] == [("222", 3)]


async def test_the_same_edition_again_changes_nothing_and_another_content_is_refused(
    database: str, tmp_path: Path
) -> None:
    path = outlook_file(tmp_path, ["7311", "", "large", "up"])
    assert (await load_outlook(database, path, SPRING)).changed
    before = await atlas_rows(database)

    assert not (await load_outlook(database, path, SPRING)).changed
    for file, edition in (
        (outlook_file(tmp_path / ".", ["7311", "", "small", "up"]), SPRING),
        (path, replace(SPRING, published_on=date(2025, 5, 1))),
        (path, replace(SPRING, licence="another")),
    ):
        with pytest.raises(DifferentEdition, match="never overwritten"):
            await load_outlook(database, file, edition)

    assert await atlas_rows(database) == before


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"url": "javascript:alert(1)"}, "address"),
        ({"url": "https://clocks.example/a b"}, "address"),
        ({"published_on": datetime.now(UTC).date() + timedelta(days=1)}, "day it was published"),
        ({"published_on": date(1, 1, 1)}, "day it was published"),
        ({"publisher": " "}, "publisher"),
        ({"publisher": "Bureau\0"}, "publisher"),
        ({"publisher": "Bureau \udcff"}, "publisher"),
        ({"name": "\u202espring"}, "edition"),
    ],
)
async def test_what_is_said_of_an_edition_is_checked(
    database: str, tmp_path: Path, told: dict[str, Any], says: str
) -> None:
    path = outlook_file(tmp_path, ["7311", "", "large", "up"])
    before = await atlas_rows(database)

    with pytest.raises(ValueError, match=says):
        await load_outlook(database, path, replace(SPRING, **told))

    assert await atlas_rows(database) == before


async def test_a_name_is_the_same_however_it_is_typed(database: str, tmp_path: Path) -> None:
    path = outlook_file(tmp_path, ["7311", "", "large", "up"])
    dry = await load_outlook(database, path, SPRING, dry_run=True)
    loaded = await load_outlook(database, path, replace(SPRING, name=" spring  2025 "))

    assert (dry.describe()[-1], loaded.describe()[-1]) == (
        "this is whole: nothing was changed, as asked",
        "loaded",
    )
    assert not (await load_outlook(database, path, SPRING)).changed
    with pytest.raises(DifferentEdition):
        await load_outlook(database, path, replace(SPRING, name="Spring 2025"))


async def test_an_edition_cannot_be_changed_in_the_tables_either(database: str, tmp_path: Path) -> None:
    await load_outlook(database, outlook_file(tmp_path, ["7311", "", "large", "up"]), SPRING)
    connection = await asyncpg.connect(database)

    for statement in (
        "update atlas.outlook set demand = 'down'",
        "delete from atlas.outlook",
        "delete from atlas.outlook_editions",
    ):
        with pytest.raises(asyncpg.RaiseError, match="never changed"):
            await connection.execute(statement)
    await connection.close()


async def test_a_load_of_occupations_leaves_outlooks_alone(database: str, tmp_path: Path) -> None:
    await load_outlook(database, outlook_file(tmp_path, ["7311", "", "large", "up"]), SPRING)
    before = await atlas_rows(database)

    await load_download(database, write_files(tmp_path / "esco", official_tables()))

    after = await atlas_rows(database)
    assert (after["outlook"], after["outlook_editions"]) == (before["outlook"], before["outlook_editions"])


async def test_the_condensed_yrkesbarometern_is_read(database: str, tmp_path: Path) -> None:
    header = ["yb_id", "yb_label_sv", "ssyk2012", "region_sv", "opportunities_now", "demand_5y"]
    path = outlook_file(
        tmp_path,
        ["a", "Urmakare", "7311", "Sverige", "large", "up"],
        ["b", "Finmekaniker", "7311 7312", "Sverige", "large", "flat"],
        ["c", "", "", "Sverige", "small", "flat"],
        header=header,
    )

    report = await load_outlook(database, path, SPRING)

    assert (report.rows, report.without_code, report.differing) == (2, 1, 1)
    connection = await asyncpg.connect(database)
    rows = await connection.fetch(
        "select code, region, opportunities, demand from atlas.outlook order by code"
    )
    await connection.close()
    assert [tuple(row) for row in rows] == [("7311", "", "large", None), ("7312", "", "large", "flat")]


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        ([["x11", "", "large", "up"]], 2, "code"),
        ([["7311", "", "large", "up"], ["7311", "Skåne", "huge", "up"]], 3, "opportunities"),
        ([["7311", "", "large", "sideways"]], 2, "demand"),
        ([["7311", "", "large"]], 2, "demand"),
        ([["7311", "", "large", "up"], ["731", "", "large", "up"]], None, None),
        ([], None, None),
    ],
)
async def test_a_broken_outlook_is_told_and_changes_nothing(
    rows: list[list[str]], line: int | None, column: str | None, database: str, tmp_path: Path
) -> None:
    before = await atlas_rows(database)

    with pytest.raises(InvalidAtlas) as failure:
        await load_outlook(database, outlook_file(tmp_path, *rows), SPRING)

    assert (failure.value.line, failure.value.column) == (line, column)
    assert await atlas_rows(database) == before


@pytest.mark.parametrize(
    "edition",
    [replace(SPRING, country="Sweden"), replace(SPRING, publisher=" "), replace(SPRING, licence="")],
)
async def test_an_outlook_says_whose_it_is(edition: OutlookEdition, database: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"country|publisher|licence"):
        await load_outlook(database, outlook_file(tmp_path, ["7311", "", "large", "up"]), edition)
