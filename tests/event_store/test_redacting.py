"""A wrong personal value is overwritten where it was told, for everyone and for good; who did it and when is noted."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from eventsourcing.persistence import StoredEvent

from domain.aggregate import CommandBatch
from domain.errors import InvalidOperation, InvalidValue, UnknownJourney
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.intake import AgreeIntake
from domain.journey.commands.start import StartJourney
from domain.journey.decide import UserCommand
from domain.journey.events.intake import IntakeAgreed
from domain.redacted import REDACTED, Redacted
from projections.profile.projection import PROFILE
from service.application.journeys import Journeys
from service.authorization.break_glass_reasons import BreakGlassReasons, reseal_reasons
from service.encryption.keyring import generate_keyring
from service.encryption.postgres import PostgresVault
from service.event_store.errors import KeysExchanged
from service.event_store.event_sealer import EventSealer
from service.event_store.log import AppendRequest, EventsToAppend
from service.event_store.mapper import EventMapper
from service.event_store.redaction import RedactionTarget, Redactor
from service.jobs.cache_invalidation import CacheInvalidator
from service.jobs.periodic_task import PeriodicTask
from service.personal_data.erasure.context import ErasureContext
from service.postgres.connections import open_pool
from service.postgres.errors import StoreUnavailable
from service.read_models.caseload import Caseload
from service.read_models.projector import Projector
from service.read_models.stored_names import clear_name
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT
from tests.commands import execute
from tests.erasure.world import ACTOR, everything, open_erasure_context

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 2)
WRONG, WORSE, RIGHT = "a canary of an aim", "a canary of another aim", "the right aim"
START = StartJourney(
    happened_on=DAY, called="Kari Canary", track="preventive", locale="nb", time_zone="Europe/Oslo"
)
ILL = "a canary of an illness"


@pytest.fixture(params=[False, True], ids=["in the clear", "sealed"])
async def at(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> AsyncIterator[ErasureContext]:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=request.param) as context:
        yield context


def redactor(at: ErasureContext, sealing: EventSealer | None) -> Redactor:
    return Redactor(
        at.log,
        at.pool,
        clear_name=partial(clear_name, at.pool),
        sealing=sealing,
        reseal_others=reseal_reasons,
    )


class Telling:
    """A client who tells, and somebody who overwrites."""

    def __init__(self, at: ErasureContext) -> None:
        self.at = at
        self.journeys = Journeys(at.log, now=at.now, sealing=at.sealer)
        self.redactor = redactor(at, at.sealer)
        self.journey_id = uuid4()

    async def tell(self, *commands: UserCommand, by: UUID = LOCAL_ACTOR) -> UUID:
        command_id = uuid4()
        await execute(self.journeys, self.journey_id, *commands, command_id=command_id, actor_id=by)
        return command_id

    async def redact(self, number: int, field: str, **more: Any) -> tuple[int, ...]:
        wrong = RedactionTarget(LOCAL_TENANT, self.journey_id, number, field)
        done = await self.redactor.redact(wrong, actor_id=ACTOR, reason="wrong_value", **more)
        return done.entries

    async def history(self) -> list[Any]:
        anew = Journeys(self.at.log, now=self.at.now, sealing=self.at.sealer)
        return [entry.event for entry in await anew.recorded_events(self.journey_id)]


def agreed(aim: str) -> AgreeIntake:
    return AgreeIntake(happened_on=DAY, question="What suits?", aim=aim, occasion=ILL)


def corrected(aim: str) -> CorrectEntry:
    return CorrectEntry(happened_on=DAY, number=2, restated=agreed(aim))


@pytest.fixture
async def told(at: ErasureContext) -> Telling:
    return await a_corrected_intake(at)


async def a_corrected_intake(at: ErasureContext) -> Telling:
    """An intake that was corrected twice."""
    telling = Telling(at)
    await telling.tell(START)
    await telling.tell(agreed(WRONG))
    await telling.tell(corrected(WORSE))
    await telling.tell(corrected(RIGHT))
    return telling


async def test_a_corrected_value_goes_from_the_entry_and_from_earlier_corrections(told: Telling) -> None:
    assert await told.redact(2, "aim") == (2, 3)

    _, intake, first, last = await told.history()
    assert intake.aim is REDACTED
    assert first.fact.aim is REDACTED
    assert last.fact.aim == RIGHT
    assert (intake.question, intake.occasion, first.fact.occasion) == ("What suits?", ILL, ILL)


async def test_nothing_of_it_can_be_read_anywhere_in_the_database(told: Telling) -> None:
    await told.redact(2, "aim")
    kept = await everything(told.at.dsn)

    assert [table for table, rows in kept.items() if WRONG in rows or WORSE in rows] == []


def in_the_clear(state: bytes) -> dict[str, Any]:
    """What of a row can be read without a key."""
    return {name: value for name, value in json.loads(state).items() if name != "sealed"}


async def test_ids_versions_order_and_all_other_entries_stay(told: Telling) -> None:
    before = await told.at.log.read_stream(told.journey_id, tenant_id=LOCAL_TENANT)
    await told.redact(2, "aim")
    after = await told.at.log.read_stream(told.journey_id, tenant_id=LOCAL_TENANT)

    assert [(row.id, row.originator_version, row.topic, row.recorded_at) for row in before] == [
        (row.id, row.originator_version, row.topic, row.recorded_at) for row in after
    ]
    # What is sealed is sealed anew.
    assert [in_the_clear(one.state) for one in before if one.originator_version in (1, 4)] == [
        in_the_clear(one.state) for one in after if one.originator_version in (1, 4)
    ]


# ASVS 16.2.1
async def test_who_when_and_why_is_noted_and_never_what(told: Telling) -> None:
    await told.redact(2, "aim")
    noted = (await everything(told.at.dsn))["redactions"].splitlines()

    assert len(noted) == 2
    assert all(str(ACTOR) in line and "wrong_value" in line and "aim" in line for line in noted)
    assert [line for line in noted if "canary" in line] == []


async def test_asked_again_nothing_happens(told: Telling) -> None:
    await told.redact(2, "aim")

    assert await told.redact(2, "aim") == ()


async def test_what_an_entry_says_now_is_overwritten_only_if_that_is_meant(told: Telling) -> None:
    with pytest.raises(InvalidOperation, match="says now"):
        await told.redact(2, "occasion")

    assert await told.redact(2, "occasion", also_now=True) == (2, 3, 4)
    _, intake, *_ = await told.history()
    assert (intake.occasion, intake.aim) == (REDACTED, WRONG)
    assert isinstance(intake.occasion, Redacted)


async def test_a_value_that_was_taken_back_goes(at: ErasureContext) -> None:
    telling = Telling(at)
    await telling.tell(START)
    await telling.tell(agreed(WRONG))
    await telling.tell(RetractEntry(happened_on=DAY, number=2))

    assert await telling.redact(2, "aim") == (2,)


async def test_of_an_entry_that_somebody_else_told_there_is_none(told: Telling) -> None:
    with pytest.raises(InvalidValue, match="no such entry"):
        await told.redact(2, "aim", author_id=uuid4())

    assert await told.redact(2, "aim", author_id=LOCAL_ACTOR) == (2, 3)


@pytest.mark.parametrize("field", ["happened_on", "type", "nothing", "aim.inner", "fact.aim"])
async def test_only_personal_texts_are_overwritten(told: Telling, field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        await told.redact(2, field)

    assert refused.value.allowed == "question, aim, occasion"


async def test_where_there_is_no_entry_or_no_journey_that_is_said(told: Telling) -> None:
    with pytest.raises(InvalidValue, match="no such entry"):
        await told.redact(99, "aim")
    with pytest.raises(UnknownJourney):
        await told.redactor.redact(
            RedactionTarget(LOCAL_TENANT, uuid4(), 1, "called"), actor_id=ACTOR, reason="wrong_value"
        )


async def test_the_reason_of_a_correction_can_go(told: Telling) -> None:
    await told.tell(CorrectEntry(happened_on=DAY, number=2, restated=agreed("another aim"), reason=WRONG))

    assert await told.redact(5, "reason", also_now=True) == (5,)
    assert (await told.history())[4].reason is REDACTED


async def test_the_name_of_a_client_goes_from_the_list_as_well(told: Telling) -> None:
    at = told.at
    projector = Projector(at.log, at.pool, first_pause=0.05)
    async with projector.run_in_background():
        assert await projector.wait_for(await at.log.head(), 30)
        await told.redact(1, "called", also_now=True)
        await told.tell(agreed(RIGHT))
        assert await projector.wait_for(await at.log.head(), 30)
    [case] = (await Caseload(at.pool).page(None, 10, tenant_id=LOCAL_TENANT)).cases

    assert case.called == REDACTED


async def test_a_process_that_knew_the_value_lets_go_of_it(told: Telling) -> None:
    other = Journeys(told.at.log, now=told.at.now, sealing=told.at.sealer)
    before = await other.view(PROFILE, told.journey_id)
    unlearning = CacheInvalidator(other, told.at.pool)
    await unlearning.run_once()
    await other.view(PROFILE, told.journey_id)

    await told.redact(1, "called", also_now=True)
    await unlearning.run_once()
    after = await other.view(PROFILE, told.journey_id)

    assert (before.called, after.called) == ("Kari Canary", REDACTED)


async def test_values_are_dropped_after_a_failure_of_any_kind(
    told: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Journeys(told.at.log, now=told.at.now, sealing=told.at.sealer)
    drop, failures = other.invalidate, [KeyError()]

    def fail_once(tenant_id: UUID, journey_id: UUID) -> None:
        if failures:
            raise failures.pop()
        drop(tenant_id, journey_id)

    monkeypatch.setattr(other, "invalidate", fail_once)
    await other.view(PROFILE, told.journey_id)
    await told.redact(1, "called", also_now=True)
    invalidation = PeriodicTask("cache invalidation", CacheInvalidator(other, told.at.pool).run_once, 0.01)
    async with invalidation.run_in_background(), asyncio.timeout(10):
        while (await other.view(PROFILE, told.journey_id)).called != REDACTED:
            await asyncio.sleep(0.01)

    assert failures == []


async def test_a_receipt_gives_nothing_away_afterwards(at: ErasureContext) -> None:
    telling = Telling(at)
    await telling.tell(START)
    wrong = (agreed(WRONG),)
    command_id = await telling.tell(*wrong)
    await telling.tell(corrected(RIGHT))
    await telling.redact(2, "aim")
    kept = (await at.log.command_results(LOCAL_TENANT, LOCAL_ACTOR, [command_id]))[command_id]

    assert kept.fingerprint != CommandBatch.of(uuid4(), wrong).fingerprint
    assert len(kept.fingerprint) == 33


async def test_the_database_overwrites_texts_only(told: Telling) -> None:
    row = (await told.at.log.read_stream(told.journey_id, tenant_id=LOCAL_TENANT))[1]
    forged = row.state.replace(b"2026-11-02", b"2026-11-03")
    connection = await asyncpg.connect(told.at.dsn, server_settings={"role": "soundings_worker"})
    try:
        with pytest.raises(asyncpg.CheckViolationError, match="only texts"):
            await connection.execute(
                "select redact_event($1, $2, 2, $3, $4, $2, 'x')",
                LOCAL_TENANT,
                told.journey_id,
                row.topic,
                forged,
            )
    finally:
        await connection.close()


async def test_with_the_keys_lost_nothing_is_overwritten_blindly(database: str, tmp_path: Path) -> None:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=True) as at:
        telling = Telling(at)
        await telling.tell(START)
        await telling.tell(agreed(WRONG))
        await telling.tell(corrected(RIGHT))
        before = await at.log.read_stream(telling.journey_id, tenant_id=LOCAL_TENANT)
        pool = await open_pool(database, 1)
        other = generate_keyring()
        lost = EventSealer(PostgresVault(pool, lambda: other))
        telling.redactor = redactor(at, lost)
        with pytest.raises(StoreUnavailable):
            await telling.redact(2, "aim")
        telling.redactor = redactor(at, None)
        with pytest.raises(StoreUnavailable):
            await telling.redact(2, "aim")
        pool.terminate()

        assert await at.log.read_stream(telling.journey_id, tenant_id=LOCAL_TENANT) == before


async def test_who_had_the_old_keys_at_hand_reads_and_seals_with_the_new_ones(told: Telling) -> None:
    at = told.at
    async with open_erasure_context(at.dsn, at.ledger.path, sealed=at.vault is not None) as elsewhere:
        other = Journeys(elsewhere.log, now=at.now, sealing=elsewhere.sealer)
        await execute(other, told.journey_id, agreed("one more aim"))
        await told.redact(2, "aim")
        anew = Journeys(elsewhere.log, now=at.now, sealing=elsewhere.sealer)
        read = [entry.event for entry in await anew.recorded_events(told.journey_id)]
        await execute(other, told.journey_id, agreed("the last aim"))
        late = Journeys(elsewhere.log, now=at.now, sealing=elsewhere.sealer)
        await execute(late, told.journey_id, agreed("later than the last"))

    assert [event.aim for event in read if isinstance(event, IntakeAgreed)] == [REDACTED, "one more aim"]
    assert [event.aim for event in (await told.history())[-3:]] == [
        "one more aim",
        "the last aim",
        "later than the last",
    ]


async def test_what_is_sealed_under_exchanged_keys_is_not_appended(database: str, tmp_path: Path) -> None:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=True) as at:
        told = await a_corrected_intake(at)
        old = (await at.log.read_stream(told.journey_id, tenant_id=LOCAL_TENANT))[1]
        await told.redact(2, "aim")
        row = StoredEvent(told.journey_id, 5, old.topic, old.state)
        late = EventsToAppend(command_id=uuid4(), fingerprint=b"f" * 33, events=(row,))
        request = AppendRequest(
            stream=told.journey_id,
            expected=4,
            decided=(late,),
            tenant_id=LOCAL_TENANT,
            actor_id=LOCAL_ACTOR,
        )
        with pytest.raises(KeysExchanged):
            await at.log.append(request)

        assert len(await at.log.read_stream(told.journey_id, tenant_id=LOCAL_TENANT)) == 4


async def test_the_keys_of_a_redacted_value_open_nothing_any_more_and_all_else_can_be_read(
    database: str, tmp_path: Path
) -> None:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=True) as at:
        assert at.vault
        told, reasons, look = await a_corrected_intake(at), BreakGlassReasons(at.vault), uuid4()
        old = (await at.log.read_stream(told.journey_id, tenant_id=LOCAL_TENANT))[1]
        sealed = await reasons.seal_reason(LOCAL_TENANT, told.journey_id, look, "she is ill")
        connection = await asyncpg.connect(database)
        insert = "insert into access_log values ($1, $2, now(), $3, $3, 'coach', 'read', 'glass', null, $4)"
        await connection.execute(insert, LOCAL_TENANT, told.journey_id, look, sealed)
        await told.redact(2, "aim")
        reason = await connection.fetchval("select sealed_reason from access_log")
        with pytest.raises(asyncpg.SerializationError):
            await connection.execute(insert, LOCAL_TENANT, told.journey_id, uuid4(), sealed)
        await connection.close()
        async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=True) as anew:
            assert anew.vault
            opened = BreakGlassReasons(anew.vault)
            await opened.load_key(LOCAL_TENANT, told.journey_id)
            [entry] = await EventMapper(sealing=anew.sealer).open_rows([old])

            assert isinstance(entry.event, IntakeAgreed)
            assert (entry.event.aim, entry.event.occasion) == (REDACTED, REDACTED)
            assert opened.open_reason(LOCAL_TENANT, told.journey_id, look, reason) == "she is ill"
