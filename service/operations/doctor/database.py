"""What is in the database: whether it answers, its version, tables and roles, how far readers are, and whether the keys fit."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from service.clock import utc_now
from service.encryption.keyring import InvalidKeyring, KeyringSource
from service.encryption.keyring_check import is_sealed, require_fitting_keyring
from service.event_store.postgres import PostgresEventLog
from service.jobs.tasks import SCHEDULER
from service.operations.doctor.diagnosis import Diagnosis, fault, warning, well
from service.operations.doctor.surroundings import described_address
from service.operations.heartbeats import DEAD_SECONDS, Heartbeats
from service.operations.invariants.newest_run import newest_run
from service.operations.vitals import PROJECTOR
from service.postgres.connections import as_owner, open_pool, open_worker_pool, translate_driver_errors
from service.postgres.errors import StoreError
from service.postgres.logins import logins
from service.postgres.migrations import MigrationError, require_migrated
from service.read_models.versions import ANY_VERSION
from service.settings import Settings

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

ANSWER_SECONDS = 5.0
MOVE_SECONDS = 3.0
"""How long is waited for a reader that is behind to move."""
SKEW_SECONDS = 2.0
OLDEST_MAJOR = 14
CROWDED = 0.8
"""Of the connections that the server allows."""
SERVER = """
select current_setting('server_version_num')::int / 10000 as major, current_setting('max_connections')::int as allowed,
    (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used, clock_timestamp() as moment
"""


async def examine_database(dsn: str, settings: Settings, keyrings: KeyringSource) -> AsyncIterator[Diagnosis]:
    """Everything that can be asked of the database; only the first if it does not answer."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            found = [one async for one in _examine_server(dsn)]
    except (StoreError, OSError, TimeoutError) as failure:
        reason = str(failure) or "it did not answer in time"
        yield fault(
            "database",
            f"{described_address(dsn)}: {reason}.",
            "Look whether it runs; `soundings db status` for the private one.",
        )
        return
    for one in found:
        yield one
    try:
        await require_migrated(dsn)
    except MigrationError as failure:
        yield fault("tables", f"{failure}.", "Run `soundings migrate`, or use the version that fits.")
        return
    yield well("tables", "up to date.")
    try:
        async with _pools(dsn) as (pool, workers):
            for one in [
                *[one async for one in _examine_roles(pool, workers, settings)],
                await _examine_keys(workers, settings, keyrings),
                await _examine_reader(dsn),
                *[one async for one in _examine_beats(workers, settings)],
                *[one async for one in _examine_invariants(workers)],
            ]:
                yield one
    except StoreError as failure:
        yield fault("roles", f"{failure}.", "See the SQL for roles and grants in docs/operations.md.")


@asynccontextmanager
async def _pools(dsn: str) -> "AsyncGenerator[tuple[Pool, WorkerPool]]":
    pool = await open_pool(dsn, 1)
    try:
        workers = await open_worker_pool(dsn, 1)
        try:
            yield pool, workers
        finally:
            workers.terminate()
    finally:
        pool.terminate()


async def _examine_server(dsn: str) -> AsyncIterator[Diagnosis]:
    with translate_driver_errors():
        async with as_owner(dsn, "soundings doctor") as connection:
            before = utc_now()
            [row] = await connection.fetch(SERVER)
    major: int = row["major"]
    if major < OLDEST_MAJOR:
        yield fault("database", f"PostgreSQL {major} is too old.", f"Use {OLDEST_MAJOR} or newer.")
    else:
        yield well("database", f"{described_address(dsn)} answers, PostgreSQL {major}.")
    if row["used"] > CROWDED * row["allowed"]:
        yield warning(
            "connections",
            f"{row['used']} of {row['allowed']} are in use.",
            "Raise max_connections, or run fewer processes or a smaller SOUNDINGS_POOL_SIZE.",
        )
    else:
        yield well("connections", f"{row['used']} of {row['allowed']} are in use.")
    yield _compare_clocks(row["moment"], before, utc_now())


def _compare_clocks(moment: datetime, before: datetime, after: datetime) -> Diagnosis:
    """The clock of the database against that of this machine, which was read before and after it."""
    apart = max((before - moment).total_seconds(), (moment - after).total_seconds(), 0.0)
    if apart > SKEW_SECONDS:
        return fault(
            "clock",
            f"the database and this machine are {apart:.0f} seconds apart.",
            "Let both follow one time server (chrony or systemd-timesyncd): days and deadlines go by the clock.",
        )
    return well("clock", "the database and this machine agree.")


async def _examine_roles(pool: "Pool", workers: "WorkerPool", settings: Settings) -> AsyncIterator[Diagnosis]:
    warned = [one.warning for one in await logins(pool, workers) if one.warning]
    for text in warned:
        judge = fault if settings.env == "production" else warning
        yield judge("roles", f"{text}.", "Then nothing that a request sends can lay off its role.")
    if not warned:
        yield well("roles", "requests and workers sign in as roles of their own.")


async def _examine_keys(workers: "WorkerPool", settings: Settings, keyrings: KeyringSource) -> Diagnosis:
    sealed = await is_sealed(workers)
    if not sealed and not settings.seals:
        return well("keys", "nothing is encrypted.")
    try:
        keyring = keyrings()
        await require_fitting_keyring(workers, keyring)
    except InvalidKeyring as failure:
        return fault(
            "keys", f"{failure}.", "Without its keyring nobody reads what is personal: restore the copy."
        )
    return well("keys", f"the keyring fits, epoch {keyring.newest_epoch}.")


async def _examine_reader(dsn: str) -> Diagnosis:
    async with PostgresEventLog.connect(dsn, pool_size=1) as event_log:
        first = await event_log.progress(ANY_VERSION)
        if first.lag:
            await asyncio.sleep(MOVE_SECONDS)
        found = await event_log.progress(ANY_VERSION)
    if not found.lag:
        return well("lag", f"the lists have all {found.head} positions of the log.")
    behind = f"the lists are {found.lag} events and {found.behind_seconds:.0f} seconds behind"
    if found.position > first.position:
        return warning("lag", f"{behind}, and catch up.", "Wait.")
    return fault(
        "lag",
        f"{behind}, and do not move.",
        "Look whether a service runs, what its log says of the projector, and in pg_stat_activity who holds a lock.",
    )


async def _examine_invariants(workers: "WorkerPool") -> AsyncIterator[Diagnosis]:
    run = await newest_run(workers)
    if run is None:
        yield well("invariants", "not looked at yet; the service does so every quarter of an hour.")
        return
    for one in run.findings:
        yield fault("invariants", f"{one.rule}: {one.what} ({one.count} times).", one.do)
    if run.is_overdue:
        yield warning(
            "invariants",
            f"last looked at {run.age / 60:.0f} minutes ago.",
            "Start the service, or look in its log why it does not get on; `soundings invariants` looks now.",
        )
    elif not run.findings:
        yield well("invariants", f"all {run.rules} rules of the live data hold.")


async def _examine_beats(workers: "WorkerPool", settings: Settings) -> AsyncIterator[Diagnosis]:
    beats = await Heartbeats(workers).newest()
    for name in (PROJECTOR, SCHEDULER):
        if name not in beats or beats[name].age > DEAD_SECONDS:
            found = (
                f"gave its last sign of life {beats[name].age:.0f} seconds ago"
                if name in beats
                else "never ran here"
            )
            yield warning(
                "work", f"the {name} {found}.", "Start the service, or look why it does not get on."
            )
    living = [one for one in beats.values() if one.age <= DEAD_SECONDS]
    for one in living:
        if one.failure:
            yield fault(
                "work",
                f"{one.name} failed in process {one.pid} on {one.host}: {one.failure}.",
                "Its log says more.",
            )
    if living and not any(one.failure for one in living):
        yield well("work", f"{len(living)} readers, jobs and schedulers give signs of life.")
    if not settings.clock and SCHEDULER not in {one.name for one in living}:
        yield warning(
            "work", "SOUNDINGS_CLOCK is off here, and no other process runs the clock.", "Start one with it."
        )
