"""An atlas is loaded whole or not at all; the same again changes nothing, and the starter's texts stay."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from service.atlas import loading
from service.atlas.atlas import Atlas
from service.atlas.loading import load_download, load_starter
from service.atlas.qualities import QUALITIES
from service.atlas.starter_files import read_starter
from service.postgres.connections import open_pool
from service.postgres.errors import StoreError
from service.postgres.migrations import migrate
from tests.atlas.loaded import atlas_rows
from tests.atlas.small_download import (
    SKILLS,
    compact_tables,
    national_tables,
    official_tables,
    write_files,
)

NURSE = "8d3e8aaa-791b-4c75-a465-f3f827028f50"


@pytest.fixture
async def atlas(database: str) -> AsyncIterator[Atlas]:
    pool = await open_pool(database, 1)
    yield Atlas(pool)
    pool.terminate()


async def test_a_new_database_has_the_starter_atlas(atlas: Atlas) -> None:
    editions = await atlas.editions()

    assert [one.name for one in editions] == ["starter"]
    assert "ESCO classification of the European Commission" in editions[0].attribution
    assert set(await atlas.occupations([*read_starter().occupations], "nl")) == set(
        read_starter().occupations
    )


async def test_every_table_that_a_load_fills_is_counted_for_the_plans_of_queries(database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        tables = await connection.fetch(
            "select relname, reltuples from pg_class where relnamespace = 'atlas'::regnamespace and relkind = 'r'"
        )
        never = [
            table["relname"]
            for table in tables
            if table["reltuples"] < 0
            and await connection.fetchval(f"select exists (select from atlas.{table['relname']} offset 1)")
        ]
    finally:
        await connection.close()

    assert "label_words" in {table["relname"] for table in tables}
    assert never == []


async def test_the_starter_is_loaded_once(database: str) -> None:
    before = await atlas_rows(database)

    assert not await load_starter(database)
    assert await atlas_rows(database) == before


async def test_another_starter_replaces_it(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_package_digest", lambda: "another")

    assert await load_starter(database)
    assert not await load_starter(database)


async def test_two_processes_load_the_starter_once(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_package_digest", lambda: "another")

    assert sorted(await asyncio.gather(load_starter(database), load_starter(database))) == [False, True]


async def test_the_same_again_changes_nothing(database: str, tmp_path: Path) -> None:
    place = write_files(tmp_path, official_tables() | national_tables())
    first = await load_download(database, place)
    before = await atlas_rows(database)

    second = await load_download(database, place)

    assert first.changed
    assert not second.changed
    assert second.digest == first.digest
    assert await atlas_rows(database) == before


async def test_loaded_into_two_databases_it_is_the_same(
    database: str, empty_database: str, tmp_path: Path
) -> None:
    place = write_files(tmp_path, official_tables() | national_tables())
    await migrate(empty_database)

    reports = [await load_download(one, place) for one in (database, empty_database)]

    assert reports[0].digest == reports[1].digest
    rows = [await atlas_rows(one) for one in (database, empty_database)]
    assert {table for table in rows[0] if rows[0][table] != rows[1][table]} <= {"editions"}, (
        "but for its time"
    )


async def test_a_dry_run_checks_everything_and_changes_nothing(database: str, tmp_path: Path) -> None:
    before = await atlas_rows(database)

    report = await load_download(database, write_files(tmp_path, official_tables()), dry_run=True)

    assert report.changed
    assert report.rows["occupations"] > 5
    assert await atlas_rows(database) == before


async def test_what_is_loaded_is_found_with_its_skills_and_neighbours(
    database: str, atlas: Atlas, tmp_path: Path
) -> None:
    await load_download(database, write_files(tmp_path, official_tables() | official_tables("no")))

    keeper = (await atlas.occupations(["keeper"], "nb"))["keeper"]
    assert (keeper.title.text, keeper.title.language) == ("fyrvokter", "nb")
    assert keeper.needs_licence
    assert {one.skill_id for one in await atlas.skills("keeper", "en")} == set(SKILLS["keeper"])
    near = await atlas.near(["keeper"], "nb")
    assert {one.occupation.occupation_id for one in near} == {"lamplighter", "bellringer"}
    assert all(one.shared_count >= 3 and len(one.shared) == 3 for one in near)
    languages = {text.text: text.language for one in near for text in one.shared}
    assert languages["tenne lykter"] == "nb"
    assert languages["climb stairs"] == "en"
    missing = {one.occupation.occupation_id: [text.text for text in one.missing] for one in near}
    assert missing == {"lamplighter": [], "bellringer": ["tell the time"]}
    assert await atlas.similarity("keeper", ["lamplighter", "soldier"]) == pytest.approx(
        {"lamplighter": near[0].similarity}
    )


async def test_the_starter_keeps_its_texts_in_languages_that_a_load_lacks(
    database: str, atlas: Atlas, tmp_path: Path
) -> None:
    tables = official_tables()
    for table in tables.values():
        for row in table:
            row[:] = [
                field.replace("/keeper", f"/{NURSE}").replace("lighthouse keeper", "NURSE") for field in row
            ]
    own = read_starter().occupations[NURSE]

    await load_download(database, write_files(tmp_path, tables))

    titles = {
        language: (await atlas.occupations([NURSE], language))[NURSE].title for language in ("en", "nb", "sv")
    }
    assert titles["en"].text == "NURSE"
    assert titles["nb"].text == own.titles["nb"]
    assert titles["sv"].text == own.titles["sv"]
    assert {one.skill_id for one in await atlas.skills(NURSE, "en")} == set(SKILLS["keeper"]), (
        "skills are replaced"
    )
    assert set((await atlas.qualities_of([NURSE]))[NURSE]) == set(read_starter().qualities[NURSE])
    found = await atlas.search(own.titles["en"], "en")
    assert NURSE in {one.occupation_id for one in found}, "our own word still finds it"


async def test_an_occupation_that_a_load_lacks_stays_with_its_skills(
    database: str, atlas: Atlas, tmp_path: Path
) -> None:
    await load_download(database, write_files(tmp_path, official_tables()))

    assert NURSE in await atlas.occupations([NURSE], "nl")
    assert len(await atlas.skills(NURSE, "nl")) == len(read_starter().occupation_skills[NURSE])
    assert await atlas.near([NURSE], "nl")


async def test_a_newer_starter_is_joined_with_what_was_loaded(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load_download(database, write_files(tmp_path, compact_tables()))
    before = await atlas_rows(database)
    monkeypatch.setattr(loading, "_package_digest", lambda: "another")

    assert await load_starter(database)

    after = await atlas_rows(database)
    assert {table for table in after if after[table] != before[table]} == {"editions"}


async def test_qualities_are_those_that_the_service_knows(database: str, tmp_path: Path) -> None:
    await load_download(database, write_files(tmp_path, official_tables()))

    connection = await asyncpg.connect(database)
    found = await connection.fetch("select distinct quality from atlas.occupation_qualities")
    await connection.close()
    assert {row[0] for row in found} <= set(QUALITIES)


async def test_whoever_asks_may_read_and_not_write(database: str) -> None:
    pool = await open_pool(database, 1)
    for table in ("occupations", "labels", "editions", "outlook"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(f"delete from atlas.{table}")
    pool.terminate()


async def test_a_load_waits_for_another_and_gives_up(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "PATIENCE", "set local lock_timeout = '50ms'")
    connection = await asyncpg.connect(database)
    async with connection.transaction():
        await connection.execute(loading.LOCK)

        with pytest.raises(StoreError, match="did not answer in time"):
            await load_download(database, write_files(tmp_path, official_tables()))
    await connection.close()
