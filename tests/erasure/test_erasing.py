"""Erasing a client: all of theirs goes, nothing of anybody else's does, and whatever interrupts it, a rerun finishes it."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import date
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import asyncpg
import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from msgspec import Struct

from domain.errors import UnknownJourney
from domain.journey.commands.start import StartJourney
from projections.caseload.projection import CASELOAD
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.authorization.access_log import AccessLog, AccessRecord
from service.event_store.mapper import EventMapper
from service.personal_data.erasure.disk_report import ErasureIncomplete
from service.personal_data.erasure.journey_eraser import ErasureResult, ErasureStep, JourneyEraser
from service.personal_data.erasure.ledger import ErasureTarget, LedgerBusy, LedgerEntry
from service.postgres.connections import open_pool
from service.read_models.caseload import Caseload
from service.read_models.daily_checks import DailyChecks, DueJourney
from service.research.replay import replay_chunks
from tests.commands import execute
from tests.databases import Databases
from tests.erasure.killed import erase_and_die
from tests.erasure.world import (
    COACH,
    EMAIL,
    INSERT_LOOK,
    NAME,
    NOW,
    PROGRAMME,
    TENANT,
    World,
    digest_of_others,
    everything,
    lines,
    made,
    open_erasure_context,
    texts_of,
)
from tests.forked import Forked

pytestmark = pytest.mark.slow

PERSONAL = ("restrictions", "erasure_requests", "retention_notices")
STEPS: tuple[ErasureStep, ...] = ("intent", "keys", "enrolments", "log", "exports", "rows", "disk", "done")


class Interrupted(Exception):
    """As if the plug had been pulled."""


class Erased(Struct, frozen=True):
    """What was there before a client was erased, what was said of it, and what there is now."""

    world: World
    rows: dict[str, str]
    digest: str
    head: int
    knowing: Journeys
    """Which had read the journey before."""
    result: ErasureResult
    kept: dict[str, str]


@pytest.fixture(scope="module", params=[False, True], ids=["in the clear", "sealed"])
async def erased(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Erased]:
    """A world from which somebody was erased, for all who only look at it."""
    ledger = tmp_path_factory.mktemp("erased") / "erasures.jsonl"
    async with databases.borrowed() as dsn, open_erasure_context(dsn, ledger, sealed=request.param) as at:
        world = await made(at)
        rows, digest = await everything(dsn), await digest_of_others(at, world.journey_id)
        knowing, head = Journeys(at.log, now=at.now, sealing=at.sealer), await at.log.head()
        await knowing.view(PROFILE, world.journey_id, tenant_id=TENANT)
        await knowing.get(world.journey_id, tenant_id=TENANT)
        result = await JourneyEraser(at).erase(world.journey_id, known_as=[NAME, EMAIL])
        yield Erased(world, rows, digest, head, knowing, result, await everything(dsn))


async def test_nothing_of_the_client_is_left_but_a_tombstone(erased: Erased) -> None:
    world, kept, result = erased.world, erased.kept, erased.result
    at = world.context
    texts = texts_of(world.kari) - texts_of(world.ola)
    (tombstone,) = await at.log.read_stream(world.journey_id, tenant_id=TENANT)

    assert (tombstone.topic, tombstone.state) == (
        "JourneyErased",
        b'{"type":"JourneyErased","happened_on":"2026-11-20"}',
    )
    assert (tombstone.actor_id, tombstone.command_id) == (None, None)
    assert texts
    assert [(table, text) for text in texts for table, rows in kept.items() if text in rows] == []
    assert [table for table, rows in kept.items() if str(world.accounts[world.journey_id]) in rows] == (
        ["subject_keys"] if at.vault else []
    )
    # What a programme told of its enrolment is the programme's.
    left = {table for table, rows in kept.items() if str(world.journey_id) in rows}
    assert left <= {"stored_events", "subject_keys"}
    assert result.looked_for > 2
    assert result.people == 1
    assert result.rows["access_log"] == result.rows["looks"] == result.rows["clients"] == 1
    assert [result.rows[one] for one in PERSONAL] == [1, 1, 1]


async def test_all_others_keep_every_byte(erased: Erased) -> None:
    world, after = erased.world, erased.kept
    rows = {table: text for table, text in erased.rows.items() if table != "programmes"}

    assert await digest_of_others(world.context, world.journey_id) == erased.digest
    for history in (world.ola, world.stranger):
        for table, text in rows.items():
            mine = [line for line in text.splitlines() if str(history.journey_id) in line]
            assert [line for line in mine if line not in after[table]] == []
    assert str(world.accounts[world.ola.journey_id]) in after["people"]
    assert str(world.accounts[world.ola.journey_id]) in after["tokens"]


async def test_an_erased_journey_is_unknown_even_to_whoever_knew_it(erased: Erased) -> None:
    world, knowing = erased.world, erased.knowing
    at = world.context

    for journeys in (knowing, Journeys(at.log, now=at.now, sealing=None)):
        with pytest.raises(UnknownJourney):
            await journeys.view(PROFILE, world.journey_id, tenant_id=TENANT)
        with pytest.raises(UnknownJourney):
            await journeys.recorded_events(world.journey_id, tenant_id=TENANT)
        with pytest.raises(UnknownJourney):
            await journeys.recorded_events(world.journey_id, after=len(world.kari.events), tenant_id=TENANT)
    assert len(knowing._folds) == 0
    assert len(knowing.commands._known) == 0


async def test_an_erased_journey_cannot_be_started_again(world: World) -> None:
    at = world.context
    knowing = Journeys(at.log, now=at.now, sealing=at.sealer)
    await knowing.get(world.journey_id, tenant_id=TENANT)
    await JourneyEraser(at).erase(world.journey_id)
    start = StartJourney(
        happened_on=date(2026, 11, 2), called="Kari", track="preventive", locale="nb", time_zone="Europe/Oslo"
    )

    for journeys in (knowing, Journeys(at.log, now=at.now, sealing=None)):
        with pytest.raises(UnknownJourney):
            await execute(journeys, world.journey_id, start, tenant_id=TENANT)
    assert len(await at.log.read_stream(world.journey_id, tenant_id=TENANT)) == 1


async def test_what_was_about_to_be_written_of_it_is_not_written_afterwards(world: World) -> None:
    """A look waits a moment to be written, and the clock may be in the middle of its own."""
    at = world.context
    pool = await open_pool(at.dsn, 1)
    log = AccessLog(pool)
    looks = [world.journey_id, world.ola.journey_id]
    for journey_id in looks:
        log.record(
            AccessRecord(
                tenant_id=TENANT,
                journey_id=journey_id,
                at=NOW,
                actor_id=COACH,
                role="coach",
                act="read_profile",
                why="break_glass",
            )
        )
    await JourneyEraser(at).erase(world.journey_id)
    await log.flush()
    pool.terminate()
    for journey_id in looks:
        await DailyChecks(at.pool).mark_checked(DueJourney(TENANT, journey_id, None), NOW.date())
    kept = await everything(at.dsn)

    assert str(world.journey_id) not in kept["access_log"] + kept["looks"]
    assert str(world.ola.journey_id) in kept["looks"]
    assert len([row for row in kept["access_log"].splitlines() if str(world.ola.journey_id) in row]) == 2


async def test_lists_and_programmes_go_on_without_it(erased: Erased) -> None:
    world = erased.world
    at = world.context
    cases = (await Caseload(at.pool).page(None, 10, tenant_id=TENANT)).cases
    programmes = Programmes(at.log, now=at.now, sealing=None)
    programme = await programmes.get(PROGRAMME, tenant_id=TENANT)

    assert [case.journey_id for case in cases] == [world.ola.journey_id]
    assert list(programme.enrolled) == [world.ola.journey_id]
    assert len(programme.ended) == 1


async def test_a_replay_of_the_log_goes_on_without_it(erased: Erased) -> None:
    world = erased.world
    at = world.context
    # Programmes are no journeys: leave theirs out, as the tool for researchers does.
    journeys = {world.journey_id, world.ola.journey_id, world.stranger.journey_id}
    export = [line for line in await lines(at) if any(str(one).encode() in line[:99] for one in journeys)]

    async def chunks(_: int | None) -> AsyncIterator[bytes]:
        yield b"\n".join(export) + b"\n"

    replay = await replay_chunks(chunks, CASELOAD, DEFAULT_PARAMETERS, "the log")

    assert replay.journeys == 2
    assert [row for row in replay.rows() if str(world.journey_id).encode() in row] == []


async def test_readers_go_on_across_the_hole(erased: Erased) -> None:
    world = erased.world
    at = world.context
    mapper = EventMapper()
    entries = [mapper.to_domain_event(row) for row in await at.log.read_all(limit=1000)]
    positions = [entry.position for entry in entries]

    assert positions == sorted(positions)
    assert len([entry for entry in entries if entry.journey_id == world.journey_id]) == 1
    assert positions[-1] > erased.head


async def test_the_stock_recorder_reads_and_writes_across_the_hole(world: World) -> None:
    at = world.context
    await JourneyEraser(at).erase(world.journey_id)
    with stock_datastore(at.dsn) as stock:
        recorder = PostgresApplicationRecorder(stock)
        recorder.create_table()
        left = await asyncio.to_thread(recorder.select_events, world.journey_id)
        notifications = await asyncio.to_thread(recorder.select_notifications, 1, 1000)
        more = StoredEvent(uuid4(), 1, "Noted", b"{}")
        (position,) = await asyncio.to_thread(recorder.insert_events, [more]) or (0,)

    assert [one.topic for one in left] == ["JourneyErased"]
    assert [one.id for one in notifications] == [row.id for row in await at.log.read_all(limit=1000)][:-1]
    assert position == await at.log.head()


def stock_datastore(dsn: str) -> PostgresDatastore:
    """The `eventsourcing` library's own way to the database."""
    parts = urlsplit(dsn)
    query = parse_qs(parts.query)
    return PostgresDatastore(
        dbname=parts.path.removeprefix("/"),
        host=query.get("host", [parts.hostname or ""])[0],
        port=query.get("port", [str(parts.port or 5432)])[0],
        user=parts.username or query.get("user", ["postgres"])[0],
        password=parts.password or "",
    )


async def test_the_ledger_holds_ids_and_days_only(erased: Erased) -> None:
    world = erased.world
    at = world.context
    whose = ErasureTarget(tenant_id=TENANT, journey_id=world.journey_id)

    assert at.ledger.entries() == [
        LedgerEntry(step="intent", at=NOW, whose=whose),
        LedgerEntry(step="done", at=NOW, whose=whose),
    ]
    assert at.ledger.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("step", STEPS)
async def test_whatever_interrupts_it_a_rerun_finishes_it(world: World, step: ErasureStep) -> None:
    at = world.context
    before = await digest_of_others(at, world.journey_id)

    def reached(one: ErasureStep) -> None:
        if one == step:
            raise Interrupted

    with pytest.raises(Interrupted):
        await JourneyEraser(at, reached=reached).erase(world.journey_id, known_as=[NAME])
    is_done = not at.ledger.open_intents()
    again = await JourneyEraser(at).erase(world.journey_id)

    assert is_done == (step == "done") == again.already
    assert at.ledger.open_intents() == {}
    assert [row.topic for row in await at.log.read_stream(world.journey_id, tenant_id=TENANT)] == [
        "JourneyErased"
    ]
    assert await digest_of_others(at, world.journey_id) == before
    kept = await everything(at.dsn)
    assert not any(
        text in rows for text in texts_of(world.kari) - texts_of(world.ola) for rows in kept.values()
    )
    tables = ("looks", "clients", "journeys", "commands", "access_log", *PERSONAL)
    assert [table for table in tables if str(world.journey_id) in kept[table]] == []


async def test_erasing_twice_is_harmless(erased: Erased) -> None:
    again = await JourneyEraser(erased.world.context).erase(erased.world.journey_id)

    assert (erased.result.already, again.already) == (False, True)
    assert await everything(erased.world.context.dsn) == erased.kept


async def test_only_a_journey_can_be_erased(world: World) -> None:
    for stream in (PROGRAMME, uuid4()):
        with pytest.raises(UnknownJourney):
            await JourneyEraser(world.context).erase(stream)
    with pytest.raises(UnknownJourney):
        await JourneyEraser(world.context).erase(world.journey_id, tenant_id=uuid4())

    assert world.context.ledger.entries() == []


async def test_what_the_client_told_and_others_wrote_too_proves_nothing(world: World) -> None:
    """It is theirs, and stays."""
    at = world.context
    shared = next(iter(texts_of(world.ola)))
    erased = await JourneyEraser(at).erase(world.journey_id, known_as=[shared])

    assert erased.already is False


async def test_a_text_that_turns_up_elsewhere_keeps_it_from_being_done(world: World) -> None:
    """Even after an interruption, when the texts themselves are known to nobody any more."""
    at = world.context

    def reached(step: ErasureStep) -> None:
        if step == "rows":
            raise Interrupted

    with pytest.raises(Interrupted):
        await JourneyEraser(at, reached=reached).erase(world.journey_id, known_as=[NAME])
    connection = await asyncpg.connect(at.dsn)
    written = f'about "{NAME.upper()}", who left'
    await connection.execute(INSERT_LOOK, TENANT, world.ola.journey_id, uuid4(), COACH, written)
    with pytest.raises(ErasureIncomplete) as told:
        await JourneyEraser(at).erase(world.journey_id)

    assert str(told.value) == "1 of its texts are left in access_log; run the command again"
    assert len(at.ledger.open_intents()) == 1
    await connection.execute("delete from access_log where reason = $1", written)
    await connection.close()
    finished = await JourneyEraser(at).erase(world.journey_id)
    assert (finished.already, at.ledger.open_intents()) == (False, {})


async def test_two_processes_do_not_erase_at_once(world: World) -> None:
    at = world.context
    with at.ledger.exclusive_lock(), pytest.raises(LedgerBusy):
        await JourneyEraser(at).erase(world.journey_id)


async def test_keys_are_destroyed_for_good(erased: Erased) -> None:
    world = erased.world
    at = world.context
    connection = await asyncpg.connect(at.dsn)
    rows = await connection.fetch(
        "select subject_id, count(wrapped) as live from subject_keys where tenant_id = $1 group by 1", TENANT
    )
    await connection.close()
    live = {row["subject_id"]: row["live"] for row in rows}

    if at.vault is None:
        assert live == {}
        return
    assert live[world.journey_id] == live[world.accounts[world.journey_id]] == 0
    assert live[world.ola.journey_id] == 2


@pytest.mark.slow
@pytest.mark.parametrize("step", ["keys", "log"])
async def test_a_killed_process_leaves_what_a_rerun_finishes(world: World, step: str) -> None:
    at = world.context
    before = await digest_of_others(at, world.journey_id)
    with Forked(
        erase_and_die, at.dsn, at.ledger.path, at.vault is not None, world.journey_id, step
    ) as process:
        ended = await asyncio.to_thread(process.wait)

    assert ended == -signal.SIGKILL
    assert len(at.ledger.open_intents()) == 1
    await JourneyEraser(at).erase(world.journey_id)
    assert at.ledger.open_intents() == {}
    assert len(await at.log.read_stream(world.journey_id, tenant_id=TENANT)) == 1
    assert await digest_of_others(at, world.journey_id) == before
