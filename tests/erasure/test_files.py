"""In the files of the database, byte by byte, nothing is left of what was erased, forgotten, sealed or overwritten."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from msgspec.structs import replace

from domain.errors import InvalidOperation
from domain.journey.events.network import ContactAdded
from service.authorization.break_glass_reasons import reseal_reasons
from service.encryption.epochs import add_epoch, destroy_epoch, rewrap_keys
from service.encryption.keyring import KeyringFile
from service.event_store.redaction import RedactionTarget, Redactor
from service.personal_data.encrypt_database import encrypt_database
from service.personal_data.erasure.canaries import make_canaries
from service.personal_data.erasure.contact_eraser import ContactEraser
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.disk_report import DiskReport
from service.personal_data.erasure.disk_scan import scan_disk
from service.personal_data.erasure.journey_eraser import JourneyEraser
from service.personal_data.redaction_requests import redact_on_disk
from service.postgres.disk.disk import Disk
from service.postgres.migrations import migrate
from service.postgres.server import EmbeddedPostgres
from service.read_models.stored_names import clear_name
from tests.erasure.canary_journey import (
    CanaryJourney,
    FoundInFiles,
    canaries_in,
    canary_journey,
    found_in_files,
)
from tests.erasure.world import ACTOR, TENANT, caught_up, open_erasure_context, record

pytestmark = pytest.mark.slow

NOTHING_SAID = make_canaries(())


class Server:
    """A server whose files are looked at, and the keyring of whoever uses it."""

    def __init__(self, dsn: str, folder: Path, home: Path) -> None:
        self.dsn = dsn
        self._folder = folder
        self._ledger = home / "erasures.jsonl"
        self._first = 1000
        self.keyring = KeyringFile(home / "keyring.json")
        self.keyring.create()

    @asynccontextmanager
    async def context(self, *, sealed: bool, private: bool = True) -> AsyncIterator[ErasureContext]:
        disk = Disk(dsn=self.dsn, private=private)
        opened = open_erasure_context(self.dsn, self._ledger, sealed=sealed, disk=disk, keyrings=self.keyring)
        async with opened as at:
            yield at

    async def told(self, at: ErasureContext, count: int = 1) -> list[CanaryJourney]:
        """Journeys with canaries of their own in all fields, in all lists, in the planner's samples and on disk."""
        journeys = [canary_journey(uuid4(), self._first + 1000 * number) for number in range(count)]
        self._first += 1000 * count
        for journey in journeys:
            await record(at, journey, TENANT)
        await caught_up(at)
        await self.sql("analyze")
        await self.sql("checkpoint")
        return journeys

    async def sql(self, statement: str, *arguments: Any) -> Any:
        connection = await asyncpg.connect(self.dsn)
        try:
            return await connection.fetch(statement, *arguments)
        finally:
            await connection.close()

    async def keys(self) -> set[bytes]:
        """All data keys in use, as they are stored."""
        return {
            row[0] for row in await self.sql("select wrapped from subject_keys where wrapped is not null")
        }

    def holds(self, canaries: Iterable[bytes], keys: Iterable[bytes] = ()) -> FoundInFiles:
        return found_in_files(self._folder, canaries, keys)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Where the user that runs the server can pass through to its own."""
    home = Path(mkdtemp(prefix="files-"))
    home.chmod(0o711)
    yield home
    rmtree(home)


@pytest.fixture(scope="module")
async def server(home: Path) -> AsyncIterator[Server]:
    with EmbeddedPostgres(home / "server", durable=False) as running:
        await migrate(running.dsn)
        yield Server(running.dsn, running.folder.cluster, home)


def redactor(at: ErasureContext) -> Redactor:
    return Redactor(
        at.log,
        at.pool,
        clear_name=partial(clear_name, at.pool),
        sealing=at.sealer,
        reseal_others=reseal_reasons,
    )


Way = Callable[[ErasureContext, CanaryJourney], Awaitable[DiskReport]]


async def redact(at: ErasureContext, journey: CanaryJourney) -> DiskReport:
    """Overwrites the client's name."""
    wrong = RedactionTarget(TENANT, journey.journey_id, 1, "called")
    done = await redact_on_disk(at, redactor(at), wrong, actor_id=ACTOR, reason="wrong_value", also_now=True)
    return done.disk


async def forget(at: ErasureContext, journey: CanaryJourney) -> DiskReport:
    """Forgets the first contact."""
    contact_id = contact_of(journey).contact_id
    return (await ContactEraser(at).erase(journey.journey_id, contact_id, actor_id=ACTOR)).disk


async def erase(at: ErasureContext, journey: CanaryJourney) -> DiskReport:
    """Erases the journey."""
    done = await JourneyEraser(at).erase(journey.journey_id)
    assert done.disk
    return done.disk


def contact_of(journey: CanaryJourney) -> ContactAdded:
    return next(one for one in journey.events if isinstance(one, ContactAdded))


def about_contact(journey: CanaryJourney) -> list[Any]:
    whom = contact_of(journey).contact_id
    return [
        one
        for one in journey.events
        if getattr(one, "contact_id", None) == whom and "ContactAdded" in type(one).__name__
    ]


WAYS: dict[Way, Callable[[CanaryJourney], set[bytes]]] = {
    redact: lambda journey: canaries_in([getattr(journey.events[0], "called", "")]),
    forget: lambda journey: canaries_in(about_contact(journey)),
    erase: lambda journey: canaries_in(journey.events),
}
"""What each way is to remove of a journey."""


async def test_on_the_private_server_no_text_is_left_in_any_file(server: Server) -> None:
    async with server.context(sealed=False) as at:
        journeys = await server.told(at, len(WAYS))
        everything = {one for journey in journeys for one in canaries_in(journey.events)}
        before = server.holds(everything).canaries
        # A text may lie across the border of two pages of the log.
        assert before["pgdata/pg_wal"] >= 0.98 * len(everything)
        assert before.total() >= 1.98 * len(everything)
        for (way, told_of), journey in zip(WAYS.items(), journeys, strict=True):
            canaries = told_of(journey)
            report = await way(at, journey)

            assert server.holds(canaries).nothing, way
            assert report.wal_recycled
            assert report.appends_waited is not None
            assert report.scan
            assert (report.scan.texts, report.scan.keys) == (0, 0)
            assert report.scan.looked_for >= len(canaries) > 0


async def test_on_the_private_server_no_key_is_left_that_opens_it(server: Server) -> None:
    async with server.context(sealed=True) as at:
        journeys = await server.told(at, len(WAYS))
        canaries = {one for journey in journeys for one in canaries_in(journey.events)}
        before = server.holds(canaries, await server.keys())
        assert (before.canaries.total(), before.keys.total() > len(journeys)) == (0, True)
        for way, journey in zip(WAYS, journeys, strict=True):
            keys = await server.keys()
            report = await way(replace(at, keyrings=None), journey)
            gone = keys - await server.keys()

            assert len(gone) >= 2
            assert server.holds(canaries, gone).nothing, way
            assert report.wal_recycled
            # Appending goes on: the log's own files stay as they are.
            assert report.appends_waited is None
        after = await scan_disk(at, NOTHING_SAID)

    assert after
    assert after.is_clean


async def test_what_was_recorded_in_the_clear_and_sealed_is_in_no_file(server: Server) -> None:
    async with server.context(sealed=False) as at:
        [journey] = await server.told(at)
    canaries = canaries_in(journey.events)
    before = server.holds(canaries)
    async with server.context(sealed=True) as at:
        done = await encrypt_database(at)

    assert sum(before.canaries.values()) >= len(canaries)
    assert server.holds(canaries).nothing
    assert done.disk
    assert done.disk.scan
    assert done.disk.scan.is_clean


async def test_a_search_finds_what_was_only_deleted(server: Server) -> None:
    """That nothing is found says something only where something would be."""
    async with server.context(sealed=True) as at:
        [journey] = await server.told(at)
        assert at.vault
        await at.vault.destroy(TENANT, [journey.journey_id])
        await server.sql("create table apart (text text)")
        await server.sql("insert into apart values ('Somebody wrote something unmistakable')")
        await server.sql("drop table apart")
        found = await scan_disk(at, make_canaries(["wrote something unmistakable"]))

    assert found
    assert found.keys >= 2
    assert found.texts == 1


async def test_on_a_server_of_ones_own_what_is_sealed_goes_with_the_turn_of_the_epoch(server: Server) -> None:
    async with server.context(sealed=True, private=False) as at:
        journeys = await server.told(at, len(WAYS))
        quick = replace(at, keyrings=None)
        reports = [await way(quick, journey) for way, journey in zip(WAYS, journeys, strict=True)]
        before = await scan_disk(at, NOTHING_SAID)
        epoch = add_epoch(server.keyring) - 1
        await rewrap_keys(at.pool, server.keyring)
        await destroy_epoch(at.pool, server.keyring, epoch)
        after = await scan_disk(at, NOTHING_SAID)

    canaries = {one for journey in journeys for one in canaries_in(journey.events)}
    assert [(one.wal_recycled, one.epoch) for one in reports] == [(False, epoch)] * len(WAYS)
    assert before
    assert before.keys >= len(WAYS)
    assert after
    assert after.keys == 0
    assert server.holds(canaries).nothing


async def test_on_a_server_of_ones_own_nothing_goes_that_was_recorded_in_the_clear(server: Server) -> None:
    async with server.context(sealed=False, private=False) as at:
        [journey] = await server.told(at)
        for way in WAYS:
            with pytest.raises(InvalidOperation, match="recorded without encryption"):
                await way(at, journey)
        left = replace(at, leave_on_disk=True, keyrings=None)
        reports = [await way(left, journey) for way in WAYS]

    assert at.ledger.open_intents() == {}
    assert [(one.left, one.wal_recycled) for one in reports] == [(True, False)] * len(WAYS)
