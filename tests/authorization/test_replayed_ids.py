"""Ids of one person's things, tried by others: nothing is found, and nothing is told of whether it is there.

Journeys, programmes, sessions, tokens and passkeys by their addresses are in the matrices; here is what is inside a
request, and what the database answers with the application bypassed.
"""

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from service.api.examples import EXAMPLE_BY_GROUP, OPEN_PROGRAMME_EXAMPLE
from tests.api.client import START
from tests.authorization.account_world import AccountWorld
from tests.authorization.people import ServiceWithPeople, service_with_people
from tests.authorization.story import PEOPLE, Told, told
from tests.cast import ANS, FOREIGN_CLIENT
from tests.databases import Databases
from tests.event_store.two_organisations import acting_as, inside
from tests.http.running_service import open_service

if TYPE_CHECKING:
    from asyncpg import Record

ID_COLUMNS = """
select c.relname::text as table, a.attname::text as column
from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and t.typname = 'uuid'
  and a.attname <> 'tenant_id' and not a.attisdropped and not c.relispartition
"""
STRANGERS = {
    "another client": ANS,
    "a client of another organisation": FOREIGN_CLIENT,
}
COMMANDS = [
    pytest.param(noun, command, id=f"{noun} {number} {command['type']}")
    for noun, body in EXAMPLE_BY_GROUP.items()
    for number, command in enumerate(body["commands"])
    if '_id"' in json.dumps(command) and noun not in ("course", "sight", "coaching", "quests")
]


@pytest.fixture(scope="module")
async def world(databases: Databases) -> AsyncIterator[tuple[ServiceWithPeople, Told]]:
    """Journeys that were told, with the ids of the examples."""
    async with databases.borrowed() as dsn, service_with_people(dsn) as running:
        yield running, await told(running)


def with_other_ids(value: Any, other: dict[str, str]) -> Any:
    """The same command about things that are nowhere."""
    match value:
        case dict():
            return {key: with_other_ids(one, other) for key, one in value.items()}
        case list():
            return [with_other_ids(one, other) for one in value]
        case str() if _is_id(value):
            return other.setdefault(value, str(uuid4()))
        case _:
            return value


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


# ASVS 8.2.2, 8.3.1, 8.4.1
@pytest.mark.parametrize(("noun", "command"), COMMANDS)
async def test_an_id_out_of_somebody_elses_journey_is_one_of_nothing(
    world: tuple[ServiceWithPeople, Told], noun: str, command: dict[str, Any]
) -> None:
    at_home, _ = world

    for stranger in STRANGERS.values():
        answers = []
        for one in (command, with_other_ids(command, {})):
            journey_id = uuid4()
            assert (await at_home.tell(stranger, journey_id, START)).status_code == 201
            answers.append(await at_home.tell(stranger, journey_id, one))
        real, made_up = [
            (one.status_code, one.json().get("type"), one.json().get("errors")) for one in answers
        ]
        assert real == made_up


async def test_a_number_of_an_entry_counts_in_its_own_journey_only(
    world: tuple[ServiceWithPeople, Told],
) -> None:
    at_home, journeys = world
    address = f"/api/v1/journeys/{journeys.journeys['coach_everything']}/events"
    last = (await at_home.ask(PEOPLE["client"], address, limit=1000)).json()["events"][-1]["number"]

    for stranger in STRANGERS.values():
        journey_id = uuid4()
        await at_home.tell(stranger, journey_id, START)
        answer = await at_home.tell(
            stranger, journey_id, {"type": "RetractEntry", "happened_on": "2026-05-01", "number": last}
        )
        there = await at_home.ask(PEOPLE["client"], address, limit=1000)
        assert answer.status_code in (409, 422)
        assert there.json()["events"][-1]["number"] == last


async def test_a_programme_is_refused_in_the_same_words_whether_it_is_there_or_not(
    world: tuple[ServiceWithPeople, Told],
) -> None:
    at_home, journeys = world

    for who, caller in PEOPLE.items():
        if who not in ("manager", "admin") and "coach" not in caller.roles:
            for view in ("", "/totals", "/silences", "/workload"):
                real, made_up = [
                    await at_home.ask(caller, f"/api/v1/programmes/{one}{view}")
                    for one in (journeys.programme, uuid4())
                ]
                assert (real.status_code, real.json()) == (made_up.status_code, made_up.json())


async def found_by(connection: "asyncpg.Connection[Record]", id_: UUID) -> set[str]:
    """The tables in which a row has this id in any column that the asker may read."""
    found = set()
    for column in await connection.fetch(ID_COLUMNS):
        table = column["table"]
        if await connection.fetchval("select has_table_privilege($1, 'select')", table):
            statement = f"select exists (select from {table} where {column['column']} = $1)"
            if await connection.fetchval(statement, id_):
                found.add(table)
    return found


@pytest.fixture
async def ids(database: str) -> AsyncIterator[tuple[dict[str, UUID], UUID]]:
    """The ids of what one organisation has, by what they are of; and another organisation."""
    async with open_service(database) as at_home:
        people = await AccountWorld(at_home).peopled()
        client, manager = await people.browser("client"), await people.browser("manager")
        journey, programme = uuid4(), uuid4()
        for browser, path, commands in (
            (client, f"/journeys/{journey}/commands", [START]),
            (manager, f"/programmes/{programme}/commands", OPEN_PROGRAMME_EXAMPLE["commands"]),
        ):
            body = {"command_id": str(uuid4()), "commands": commands}
            assert (await browser.json("POST", path, body)).status_code == 201
        await at_home.invite("somebody@example.org")
        head = (await client.get("/health/ready")).json()["head"]
        assert await at_home.app.state.services.projector.wait_for(head, 5)
        (session,) = [one["token_id"] for one in await client.sessions() if one["current"]]
        # Before the token, which a new passkey ends.
        passkey = UUID(await people.passkey(client))
        secret = await people.token("client")
        token = await at_home.accounts.authenticate(secret)
        assert token
        assert token.token_id
        async with acting_as(database, "soundings_worker") as worker:
            invitation = await worker.fetchval("select invitation_id from invitations")
        yield (
            {
                "journey": journey,
                "programme": programme,
                "person": people.people["client"][1],
                "session": UUID(session),
                "token": token.token_id,
                "passkey": passkey,
                "invitation": invitation,
            },
            people.people["foreign_admin"][0],
        )


# ASVS 8.3.1, 8.4.1
async def test_no_row_is_found_by_an_id_of_another_organisation(
    database: str, ids: tuple[dict[str, UUID], UUID]
) -> None:
    known, elsewhere = ids
    owner = await asyncpg.connect(database)
    async with acting_as(database, "soundings_app") as app:
        there = {kind: await found_by(owner, id_) for kind, id_ in known.items()}
        async with inside(app, elsewhere):
            seen = {kind: await found_by(app, id_) for kind, id_ in known.items()}
    await owner.close()

    assert [kind for kind, tables in there.items() if not tables] == []
    assert seen == {kind: set() for kind in known}
