"""`soundings doctor`: what is well, and each kind of trouble with what to do."""

import asyncio
import json
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from service.encryption.keyring import generate_keyring
from tests.cli.command_line import run_here
from tests.cli.conftest import KEYRING, Run

pytestmark = pytest.mark.slow


def examined(soundings: Run, code: int, **environment: str) -> dict[str, dict[str, str]]:
    """What was found, by what it is about; of several the worst."""
    told = soundings("doctor", "--json", **({"environment": environment} if environment else {}))
    assert told.returncode == code, told.stdout + told.stderr
    rank = ["well", "warning", "fault"]
    found: dict[str, dict[str, str]] = {}
    for line in told.stdout.splitlines():
        one = json.loads(line)
        if one["about"] not in found or rank.index(one["verdict"]) > rank.index(
            found[one["about"]]["verdict"]
        ):
            found[one["about"]] = one
    assert all(one["advice"] for one in found.values() if one["verdict"] != "well")
    return found


def change(database: str, *statements: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(database)
        for one in statements:
            await connection.execute(one)
        await connection.close()

    asyncio.run(run())


@pytest.fixture
def environment(database: str, tmp_path: Path) -> dict[str, str]:
    return KEYRING | {"DATABASE_URL": database, "SOUNDINGS_LEDGER": str(tmp_path / "erasures.jsonl")}


def doctor(environment: dict[str, str], code: int, **more: str) -> dict[str, dict[str, str]]:
    def run(*arguments: str, **_: Any) -> Any:
        return run_here(*arguments, environment=environment | more)

    return examined(run, code)


def test_where_all_is_well_it_says_so_and_exits_with_nought(environment: dict[str, str]) -> None:
    found = doctor(environment, 0)

    assert found["database"]["verdict"] == found["tables"]["verdict"] == found["lag"]["verdict"] == "well"
    assert found["clock"]["verdict"] == found["disk"]["verdict"] == found["ledger"]["verdict"] == "well"


def test_what_the_newest_look_at_the_live_data_found_is_told(environment: dict[str, str]) -> None:
    assert "not looked at yet" in doctor(environment, 0)["invariants"]["found"]
    broken = [
        {
            "rule": "checkpoints",
            "what": "A reader is beyond the log",
            "do": "Rebuild it.",
            "count": 2,
            "examples": [],
        }
    ]
    insert = f"insert into invariant_runs (rules, findings) values (13, '{json.dumps(broken)}')"
    change(environment["DATABASE_URL"], insert)

    found = doctor(environment, 1)["invariants"]
    assert found["found"] == "checkpoints: A reader is beyond the log (2 times)."
    assert found["advice"] == "Rebuild it."

    change(environment["DATABASE_URL"], "insert into invariant_runs (rules, findings) values (13, '[]')")
    assert doctor(environment, 0)["invariants"]["found"] == "all 13 rules of the live data hold."

    change(environment["DATABASE_URL"], "update invariant_runs set at = at - interval '2 hours'")
    assert "minutes ago" in doctor(environment, 0)["invariants"]["found"]


def test_a_person_reads_sentences(environment: dict[str, str]) -> None:
    told = run_here("doctor", environment=environment)

    assert "lag: well: the lists have all 0 positions of the log." in told.stdout


@pytest.mark.parametrize(
    ("about", "more"),
    [
        ("settings", {"SOUNDINGS_POOLSIZE": "3"}),
        ("disk", {"SOUNDINGS_DISK_FREE_MB": str(2**40)}),
        ("database", {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}),
        ("mail", {"SOUNDINGS_SMTP_URL": "smtp://127.0.0.1:1", "SOUNDINGS_MAIL_FROM": "a@example.org"}),
        ("mail", {"SOUNDINGS_SMTP_URL": "smtp://127.0.0.1:1"}),
        ("keys", {"SOUNDINGS_SEALING": "true", "SOUNDINGS_KEYRING_JSON": "{}"}),
    ],
)
def test_what_is_wrong_outside_is_named(
    environment: dict[str, str], about: str, more: dict[str, str]
) -> None:
    assert doctor(environment, 1, **more)[about]["verdict"] == "fault"


def test_another_keyring_is_named(environment: dict[str, str]) -> None:
    change(
        environment["DATABASE_URL"],
        "insert into kek_epochs (tenant_id, epoch, state, mark) "
        "values ('00000000-0000-0000-0000-000000000001', 1, 'current', '\\x0000000000000000')",
    )

    other = generate_keyring().to_json().decode()
    assert "another key" in doctor(environment, 1, SOUNDINGS_KEYRING_JSON=other)["keys"]["found"]


def test_a_reader_that_does_not_move_and_a_job_that_failed_are_named(environment: dict[str, str]) -> None:
    change(
        environment["DATABASE_URL"],
        "insert into stored_events (originator_id, originator_version, topic, state) "
        "values (gen_random_uuid(), 1, 'x', '{}')",
        "insert into heartbeats values (gen_random_uuid(), 'scheduler', 'here', 7, now(), null, 'StoreError')",
    )

    found = doctor(environment, 1)

    assert found["lag"]["found"].endswith("and do not move.")
    assert found["work"]["found"] == "scheduler failed in process 7 on here: StoreError."


def test_a_database_that_was_not_migrated_is_named(environment: dict[str, str]) -> None:
    change(environment["DATABASE_URL"], "delete from schema_migrations where number > 34")
    assert "the database lacks 0035" in doctor(environment, 1)["tables"]["found"]
