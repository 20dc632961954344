"""`check_invariants` on live data: nothing is found where all is well, and each rule finds what breaks it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from service.encryption.keyring import DEVELOPMENT_KEYRING, KeyringSource
from service.operations.invariants.check import check_invariants
from service.operations.invariants.job import InvariantJob
from service.personal_data.erasure.journey_eraser import JourneyEraser
from tests.cli.conftest import Run, soundings
from tests.erasure.world import World, made, open_erasure_context

__all__ = ["soundings"]

pytestmark = pytest.mark.slow

WELL = "update looks set looked_on = current_date; update erasure_requests set due_at = now()"
ERASED = """insert into stored_events (originator_id, originator_version, topic, state, tenant_id)
select originator_id, originator_version + 1, 'JourneyErased', '{"type":"JourneyErased"}', tenant_id
from stored_events where originator_id = 'OLA' order by originator_version desc limit 1"""
OF_OLA = "where journey_id = 'OLA'"

VIOLATIONS = {
    "recent versions": "delete from stored_events where originator_id = 'OLA' and originator_version = 7",
    "checkpoints": "update notification_tracking set notification_id = 999999 where application_name like 'caseload%'",
    "listed journeys": f"update journeys set journey_id = gen_random_uuid() {OF_OLA}",
    "columns of the list": f"update journeys set time_zone = 'Asia/Tokyo' {OF_OLA}",
    "consents": "insert into study_consents (tenant_id, journey_id, consent_id) select tenant_id, gen_random_uuid(), "
    "gen_random_uuid() from journeys limit 1",
    "enrolments": "delete from programmes",
    "keys of the erased": ERASED,
    "rows of the erased": ERASED,
    "requests to be erased": f"update erasure_requests set due_at = now() - interval '3 days' {OF_OLA}",
    "daily checks": f"update looks set looked_on = current_date - 5 {OF_OLA}",
    "weekly e-mails": "insert into weekly_letters (tenant_id, journey_id, person_id, weekday, hour, asked_at, settled_on) "
    "select tenant_id, journey_id, gen_random_uuid(), 1, 9, now(), current_date - 20 from journeys limit 1",
    "read models": """update journeys set line = jsonb_set(line, '{version}', '5') where journey_id = 'OLA'""",
    "forms": """update stored_events set topic = 'Unheard', state = '{"type":"Unheard"}'
                where originator_id = 'OLA' and originator_version = 7""",
    "keys": "delete from subject_keys where subject_id = 'OLA'",
}
"""By rule, what breaks it; OLA stands for a journey."""


def own_keyring() -> KeyringSource:
    return lambda: DEVELOPMENT_KEYRING


@pytest.fixture
async def world(database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=True) as at:
        world = await made(at)
        await change(database, world, WELL)
        yield world


async def change(database: str, world: World, statement: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("set session_replication_role = replica")
        await connection.execute(statement.replace("OLA", str(world.ola.journey_id)))
    finally:
        await connection.close()


async def test_where_all_is_well_nothing_is_found_also_after_an_erasure(database: str, world: World) -> None:
    before = await check_invariants(database, own_keyring)
    await JourneyEraser(world.context).erase(world.kari.journey_id)
    after = await check_invariants(database, own_keyring)

    assert (before.findings, after.findings) == ((), ())
    assert before.rules >= 13


@pytest.mark.parametrize("rule", VIOLATIONS)
async def test_each_rule_finds_what_breaks_it(database: str, world: World, rule: str) -> None:
    await change(database, world, VIOLATIONS[rule])
    found = (await check_invariants(database, own_keyring)).findings

    assert rule in {one.rule for one in found}
    assert all(one.do for one in found)


async def test_what_was_found_is_kept_and_two_processes_look_once(
    database: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await change(database, world, VIOLATIONS["daily checks"])
    jobs = [InvariantJob(database, world.context.pool, own_keyring) for _ in range(2)]
    first, second = [await job.run_once() for job in jobs]
    kept = await world.context.pool.fetch("select rules, findings::text from invariant_runs")

    assert first is not None
    assert second is None
    assert [(row["rules"], [one["rule"] for one in json.loads(row["findings"])]) for row in kept] == [
        (first.rules, ["daily checks"])
    ]
    assert "daily checks: a journey was not looked at for more than two days (1 times)" in caplog.text


async def test_odd_data_of_one_journey_stop_no_rule(database: str, world: World) -> None:
    odd = """update stored_events set state = '{"type":"Unheard"}' where originator_id = 'OLA' and originator_version = 7"""
    await change(database, world, odd)
    await change(database, world, "delete from programmes")
    found = {one.rule for one in (await check_invariants(database, own_keyring)).findings}

    assert {"read models", "forms", "enrolments"} <= found


async def test_the_command_says_what_to_do(soundings: Run, database: str, world: World) -> None:
    well = soundings("invariants", "--json")
    await change(database, world, VIOLATIONS["daily checks"])
    broken = soundings("invariants")

    assert (well.returncode, json.loads(well.stdout)["findings"]) == (0, [])
    assert broken.returncode == 1
    assert "daily checks: a journey was not looked at for more than two days" in broken.stdout
    assert "SOUNDINGS_CLOCK" in broken.stdout
