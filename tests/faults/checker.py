"""What must hold after a storm, asked of the database itself and of the real commands."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from service.read_models.versions import ANY_VERSION
from service.system_ids import CLOCK_ACTOR
from tests.faults.load import Acknowledged

ROOT = Path(__file__).parents[2]

SELECT_COMMANDS = """
select command_id, count(*) as events, count(distinct originator_id) as streams, min(originator_version) as first,
    max(originator_version) as last, max(notification_id) as position, min(originator_id::text)::uuid as stream
from stored_events where command_id is not null group by tenant_id, actor_id, command_id
"""
SELECT_HOLES = """
select originator_id from stored_events group by originator_id
having count(*) <> max(originator_version) or min(originator_version) <> 1
"""
SELECT_IDS = "select notification_id from stored_events order by notification_id"
# Each week is turned once, and on each day a rule begins and ceases once.
SELECT_TWICE = """
select originator_id, topic, convert_from(state, 'UTF8')::jsonb as event, count(*) from stored_events
where actor_id = $1 group by originator_id, topic, convert_from(state, 'UTF8')::jsonb having count(*) > 1
"""
SELECT_BEHIND = """
select (select max(notification_id) from stored_events) - (
    select max(notification_id) from notification_tracking where application_name like $1)
"""
SELECT_UNCHECKED = (
    "select journey_id from journeys left join looks using (tenant_id, journey_id) where looked_on is null"
)

WATCH_LEADERS = f"""
create table storm_strays (what text, session text, process text, epoch bigint, at timestamptz default clock_timestamp());
create function storm_note() returns trigger language plpgsql security definer as $$
declare leader record;
begin
    select * into leader from leadership;
    if split_part(current_setting('application_name'), ' ', 3) <> leader.process then
        insert into storm_strays (what, session, process, epoch)
        values (tg_argv[0], current_setting('application_name'), leader.process, leader.epoch);
    end if;
    return null;
end $$;
create trigger storm_note after update on notification_tracking for each row execute function storm_note('checkpoint');
create trigger storm_note after insert on stored_events for each row when (new.actor_id = '{CLOCK_ACTOR}')
    execute function storm_note('clock');
"""
"""Notes what is written for a leader by a process that does not lead."""
SELECT_STRAYS = "select what, count(*) from storm_strays group by what"


async def watch_leaders(owner: "asyncpg.Connection[Any]") -> None:
    """From now on the database notes what a process writes as if it led."""
    await owner.execute(WATCH_LEADERS)


async def faults_of_log(
    owner: "asyncpg.Connection[Any]", known: Acknowledged, seen: Sequence[int]
) -> list[str]:
    """What does not hold of the log, and of who read it."""
    found = {row["command_id"]: row for row in await owner.fetch(SELECT_COMMANDS)}
    holes = await owner.fetch(SELECT_HOLES)
    ids = [row[0] for row in await owner.fetch(SELECT_IDS)]
    twice = await owner.fetch(SELECT_TWICE, CLOCK_ACTOR)
    return [
        *_lost(known.versions, found),
        *_repeated(found),
        *(f"journey {row[0]} has a hole" for row in holes),
        *_missed(seen, ids),
        *(f"the clock recorded {row['topic']} twice in {row['originator_id']}" for row in twice),
    ]


def _lost(versions: dict[UUID, tuple[UUID, int, int]], found: dict[UUID, Any]) -> Iterator[str]:
    """Acknowledged, and not there as it was acknowledged."""
    for command_id, (journey_id, version, position) in versions.items():
        row = found.get(command_id)
        if row is None:
            yield f"command {command_id} was acknowledged at {position} and is not in the log"
        elif (row["stream"], row["last"], row["position"]) != (journey_id, version, position):
            yield f"command {command_id} stands elsewhere than it was acknowledged"


def _repeated(found: dict[UUID, Any]) -> Iterator[str]:
    """Recorded more than once: in two streams, or with others in between."""
    for command_id, row in found.items():
        if row["streams"] != 1 or row["last"] - row["first"] + 1 != row["events"]:
            yield f"command {command_id} is in the log more than once"


def _missed(seen: Sequence[int], ids: Sequence[int]) -> Iterator[str]:
    """A reader that follows the log sees each event once, in order."""
    if any(later <= earlier for earlier, later in pairwise(seen)):
        yield "a reader saw events twice or out of order"
    if missed := set(ids) - set(seen):
        yield f"a reader missed {len(missed)} of {len(ids)} events"


async def faults_of_read_models(owner: "asyncpg.Connection[Any]", dsn: str, home: Path) -> list[str]:
    """What does not hold of the tables made from the log: they are made anew, and must not differ."""
    strays = await owner.fetch(SELECT_STRAYS)
    faults = [f"{row['count']} writes ({row['what']}) of a process that did not lead" for row in strays]
    await owner.execute("drop trigger storm_note on notification_tracking")
    # What the clock recorded while the processes ended may be left to take.
    _soundings(dsn, home, "journeys", "--json")
    if behind := await owner.fetchval(SELECT_BEHIND, ANY_VERSION):
        faults.append(f"the read models are {behind} positions behind")
    if parked := await owner.fetchval("select count(*) from parked_streams"):
        faults.append(f"{parked} streams are parked")
    before = _soundings(dsn, home, "projections", "digest", "--json")
    _soundings(dsn, home, "projections", "rebuild", "--wait", "--json")
    if before != _soundings(dsn, home, "projections", "digest", "--json"):
        faults.append("the read models differ from a replay of the log")
    return faults


def faults_of_commands(dsn: str, home: Path) -> list[str]:
    """What the service's own checks find."""
    return [
        f"soundings {' '.join(command)}: {said}"
        for command in (("log", "verify"), ("invariants",))
        if (said := _complaint(dsn, home, *command))
    ]


def _soundings(dsn: str, home: Path, *arguments: str) -> str:
    done = _run(dsn, home, *arguments)
    return done.stdout if done.returncode == 0 else done.stderr


def _complaint(dsn: str, home: Path, *arguments: str) -> str:
    done = _run(dsn, home, *arguments)
    return (done.stdout + done.stderr)[:2000] if done.returncode else ""


def _run(dsn: str, home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOUNDINGS_")}
    environment |= {
        "DATABASE_URL": dsn,
        "HOME": str(home),
        "SOUNDINGS_LEDGER": str(home / "erasures.jsonl"),
    }
    command = [sys.executable, "-c", "from service.cli import main; main()", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=False, capture_output=True, text=True, timeout=300
    )
