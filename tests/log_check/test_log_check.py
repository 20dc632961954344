"""`check_log` on a real database: a whole log has no findings, and each way of spoiling it is found and named."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from msgspec import Struct

from service.encryption.keyring import DEVELOPMENT_KEYRING, InvalidKeyring, KeyringSource, generate_keyring
from service.operations.findings import EXAMPLES, Findings
from service.operations.log_check.check import check_log
from service.personal_data.erasure.contact_eraser import ContactEraser
from service.personal_data.erasure.journey_eraser import JourneyEraser
from tests.cli.conftest import Run, soundings
from tests.erasure.world import ACTOR, World, a_contact_of, made, open_erasure_context

__all__ = ["soundings"]

pytestmark = pytest.mark.slow


class Corruption(Struct, frozen=True):
    """A way of spoiling the log, and the check that finds it."""

    name: str
    rule: str
    statement: str
    """Where `OLA` stands for the stream of a journey with encrypted texts, and `SEALED` for a condition on such rows of it."""


SEALED = "convert_from(state, 'UTF8')::jsonb ? 'sealed'"
NEXT_TO_LAST = "(select max(originator_version) - 1 from stored_events where originator_id = 'OLA')"
A_SEALED = f"(select max(originator_version) from stored_events where originator_id = 'OLA' and {SEALED})"
OTHER_SEALED = f"(select min(originator_version) from stored_events where originator_id = 'OLA' and {SEALED})"

CORRUPTIONS = (
    Corruption(
        "an event in the middle is gone",
        "versions",
        "delete from stored_events where originator_id = 'OLA' and originator_version = 7",
    ),
    Corruption(
        "the end of a stream is gone",
        "receipts",
        f"delete from stored_events where originator_id = 'OLA' and originator_version > {NEXT_TO_LAST}",
    ),
    Corruption(
        "a receipt is gone",
        "command ids",
        "delete from commands where stream = 'OLA'",
    ),
    Corruption(
        "an event is of another organisation",
        "organisations",
        "update stored_events set tenant_id = gen_random_uuid() where originator_id = 'OLA' and originator_version = 7",
    ),
    Corruption(
        "an event stands before what it follows",
        "order",
        """update stored_events set notification_id = -7 where originator_id = 'OLA' and originator_version = 7""",
    ),
    Corruption(
        "the sequence was set back",
        "ids",
        "select setval('stored_events_notification_id_seq', 5)",
    ),
    Corruption(
        "a reader is further than the log",
        "checkpoints",
        "update notification_tracking set notification_id = 9999999 where application_name like 'caseload%'",
    ),
    Corruption(
        "an event is of a kind that nobody knows",
        "forms",
        """update stored_events set topic = 'Unheard', state = '{"type":"Unheard"}'
           where originator_id = 'OLA' and originator_version = 7""",
    ),
    Corruption(
        "an event lacks a field",
        "forms",
        """update stored_events set state = convert_to('{"type":"' || topic || '"}', 'UTF8')
           where originator_id = 'OLA' and originator_version = 7""",
    ),
    Corruption(
        "the topic of a row is another one",
        "topics",
        "update stored_events set topic = 'ConsentGiven' where originator_id = 'OLA' and originator_version = 7",
    ),
    Corruption(
        "encrypted texts were altered",
        "encrypted texts",
        f"""update stored_events set state = convert_to(jsonb_set(convert_from(state, 'UTF8')::jsonb, '{{sealed,2}}',
                to_jsonb(overlay(convert_from(state, 'UTF8')::jsonb #>> '{{sealed,2}}' placing 'AAAA' from 41)))::text, 'UTF8')
            where originator_id = 'OLA' and originator_version = {A_SEALED}""",
    ),
    Corruption(
        "encrypted texts are those of another event",
        "encrypted texts",
        f"""update stored_events a set state = convert_to(jsonb_set(convert_from(a.state, 'UTF8')::jsonb, '{{sealed}}',
                convert_from(b.state, 'UTF8')::jsonb -> 'sealed')::text, 'UTF8')
            from stored_events b where (a.originator_id, b.originator_id) = ('OLA', 'OLA')
            and a.originator_version = {A_SEALED} and b.originator_version = {OTHER_SEALED}""",
    ),
    Corruption("a key is lost", "keys", "delete from subject_keys where subject_id = 'OLA'"),
    Corruption(
        "the lock of the log is off", "guards", "alter table stored_events disable trigger stored_events_lock"
    ),
    Corruption(
        "a state is no text",
        "forms",
        """alter table stored_events drop constraint stored_events_state_is_a_json_line;
           update stored_events set state = '\\xff' where originator_id = 'OLA' and originator_version = 7""",
    ),
    Corruption(
        "of an erased journey something is back",
        "erased journeys",
        """insert into stored_events (originator_id, originator_version, topic, state, tenant_id)
           select originator_id, originator_version + 1, 'JourneyErased', '{"type":"JourneyErased"}', tenant_id
           from stored_events where originator_id = 'OLA' order by originator_version desc limit 1""",
    ),
)


def own_keyring() -> KeyringSource:
    return lambda: DEVELOPMENT_KEYRING


@pytest.fixture
async def world(database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=True) as at:
        yield await made(at)


async def spoil(database: str, world: World, statement: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("set session_replication_role = replica")
        await connection.execute(statement.replace("OLA", str(world.ola.journey_id)))
    finally:
        await connection.close()


async def rules_of(database: str) -> set[str]:
    return {one.rule for one in (await check_log(database, own_keyring)).findings}


async def test_a_whole_log_has_no_findings_also_after_erasures(database: str, world: World) -> None:
    before = await check_log(database, own_keyring)
    contact_id, _ = a_contact_of(world.ola)
    await ContactEraser(world.context).erase(world.ola.journey_id, contact_id, actor_id=ACTOR)
    await JourneyEraser(world.context).erase(world.kari.journey_id)
    after = await check_log(database, own_keyring)

    assert (before.findings, after.findings) == ((), ())
    assert before.opened
    assert before.sealed > 20
    assert before.destroyed == 0 < after.destroyed
    assert after.events < before.events


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=[one.name for one in CORRUPTIONS])
async def test_what_was_spoilt_is_found(database: str, world: World, corruption: Corruption) -> None:
    await spoil(database, world, corruption.statement)

    assert corruption.rule in await rules_of(database)


@pytest.mark.parametrize("fault", ["missing", "another"])
async def test_a_keyring_that_does_not_fit_is_found_and_the_rest_is_checked(
    database: str, world: World, fault: str
) -> None:
    def keyrings() -> KeyringSource:
        if fault == "missing":
            raise InvalidKeyring("SOUNDINGS_KEYRING is missing")
        return generate_keyring

    await spoil(database, world, "delete from commands where stream = 'OLA'")
    check = await check_log(database, keyrings)

    assert {one.rule for one in check.findings} == {"keyring", "command ids"}
    assert not check.opened
    assert check.sealed > 20


def test_the_command_is_silent_about_a_whole_log_and_fails_on_another(
    soundings: Run, database: str, world: World
) -> None:
    whole = soundings("log", "verify", "--json")
    done = json.loads(whole.stdout)

    assert (whole.returncode, done["findings"]) == (0, [])
    assert "Checking events" in whole.stderr


async def test_the_command_says_what_to_do(soundings: Run, database: str, world: World) -> None:
    await spoil(database, world, "delete from commands where stream = 'OLA'")
    done = soundings("log", "verify")

    assert done.returncode == 1
    assert "command ids: events name a command that has no receipt for this stream" in done.stdout
    assert "restore the row of `commands` from the last backup" in done.stdout
    assert done.stderr.splitlines()[-1] == "Error: the log is not whole"


def test_of_many_places_some_are_named() -> None:
    findings = Findings()
    for number in range(1000):
        findings.add("forms", "an event cannot be read", "Restore it", f"position {number}")
    (found,) = findings

    assert (found.count, len(found.examples)) == (1000, EXAMPLES)
    assert found.describe().startswith("forms: an event cannot be read (position 0; position 1; ")
    assert "and 995 more" in found.describe()
