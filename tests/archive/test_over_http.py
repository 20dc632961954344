"""A client takes everything out: over HTTP, with accounts, on a real database."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from service.accounts.data_inventory import EXCLUDED_TABLES
from service.personal_data.archive.table_descriptions import STORED_ELSEWHERE, TABLE_DESCRIPTIONS
from tests.archive.material import unpacked
from tests.http.running_service import Browser, RunningService, open_service

JOURNEY = uuid4()
SELECT_COLUMNS = """
select c.relname::text as name, array_agg(a.attname::text) as columns
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by c.relname
"""
START = {
    "type": "StartJourney",
    "happened_on": "2026-05-01",
    "called": "Anna",
    "track": "curative",
    "locale": "sv-SE",
    "time_zone": "Europe/Stockholm",
}


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as running:
        yield running


@pytest.fixture
async def anna(service: RunningService) -> Browser:
    """A client who has begun a journey."""
    await service.person()
    browser = service.browser()
    await browser.sign_in()
    body = {"command_id": str(uuid4()), "commands": [START]}
    answer = await browser.json("POST", f"/journeys/{JOURNEY}/commands", body)
    assert answer.status_code == 201, answer.text
    return browser


async def taken_out(browser: Browser) -> dict[str, bytes]:
    answer = await browser.json("GET", f"/journeys/{JOURNEY}/archive")
    assert answer.status_code == 200, answer.text
    return unpacked(answer.content)


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


async def test_it_is_a_file_to_keep_and_nobody_else_keeps_it(anna: Browser) -> None:
    answer = await anna.json("GET", f"/journeys/{JOURNEY}/archive")

    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="soundings-{JOURNEY}.zip"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_browser_that_follows_a_link_gets_it(anna: Browser) -> None:
    accepted = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    answer = await anna.get(f"/api/v1/journeys/{JOURNEY}/archive", accept=accepted)

    assert answer.status_code == 200


async def test_who_wants_something_else_is_told(anna: Browser) -> None:
    answer = await anna.get(f"/api/v1/journeys/{JOURNEY}/archive", accept="text/html")

    assert (answer.status_code, answer.json()["type"]) == (406, "/problems/not-acceptable")


async def test_the_account_is_in_it_opened_and_without_secrets(anna: Browser) -> None:
    held = json.loads((await taken_out(anna))["account.json"])

    (person,) = held["people"]
    assert (person["name"], person["email"]) == ("Anna", "anna@example.org")
    assert [one["role"] for one in held["person_roles"]] == ["client"]
    assert [one["journey_id"] for one in held["clients"]] == [str(JOURNEY)]
    assert len(held["tokens"]) == 1
    assert [set(one) for one in held["passwords"]] == [{"person_id", "set_at"}]


async def test_no_hash_and_nothing_sealed_is_in_it(
    service: RunningService, anna: Browser, database: str
) -> None:
    await anna.set_up_totp()
    connection = await asyncpg.connect(database)
    secrets = [
        value
        for table in ("passwords", "tokens", "totp_secrets", "people")
        for row in await connection.fetch(f"select * from {table}")
        for name, value in row.items()
        if isinstance(value, bytes) or name == "hash"
    ]
    await connection.close()

    everything = b"".join((await taken_out(anna)).values())

    assert len(secrets) > 5
    found = [one for one in secrets if (one if isinstance(one, bytes) else one.encode()) in everything]
    assert found == []
    assert [one for one in secrets if isinstance(one, bytes) and one.hex().encode() in everything] == []


async def test_that_it_was_taken_out_is_noted_with_her_name(anna: Browser) -> None:
    first = lines((await taken_out(anna))["access.jsonl"])
    second = lines((await taken_out(anna))["access.jsonl"])

    told = [(one["act"], one["why"], one["role"], one["name"]) for one in second]
    assert told == [("export", "own_journey", "client", "Anna")] * 2
    assert second[1:] == first


async def test_who_looked_is_told_by_name_in_the_access_log(service: RunningService, anna: Browser) -> None:
    await taken_out(anna)

    looks = (await anna.json("GET", f"/journeys/{JOURNEY}/access-log")).json()["looks"]

    assert [(one["act"], one["name"]) for one in looks] == [("export", "Anna")]


async def test_twice_without_anything_told_between_is_the_same_but_for_the_looks(anna: Browser) -> None:
    first, second = [await taken_out(anna) for _ in range(2)]

    differing = {name for name in first if first[name] != second[name]}
    assert differing == {"access.jsonl", "index.html"}


async def test_nobody_else_gets_it(service: RunningService, anna: Browser) -> None:  # ASVS 8.2.2
    await service.person("bo@example.org")
    other = service.browser()
    await other.sign_in("bo@example.org")

    answer = await other.json("GET", f"/journeys/{JOURNEY}/archive")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-journey")


async def test_every_table_about_somebody_is_in_it_or_said_to_be_elsewhere(database: str) -> None:
    """A table that is made tomorrow fails here until it says what it is for."""
    connection = await asyncpg.connect(database)
    tables = await connection.fetch(SELECT_COLUMNS)
    await connection.close()

    about = {one["name"] for one in tables if {"person_id", "journey_id"} & set(one["columns"])}
    assert about == set(TABLE_DESCRIPTIONS) | set(STORED_ELSEWHERE)
    assert set(EXCLUDED_TABLES) == set(STORED_ELSEWHERE)
