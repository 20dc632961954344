"""What somebody wrote, from the first word to the last: nowhere in the clear, after her erasure nowhere at all."""

import io
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from litestar import Litestar
from msgspec.structs import replace

from domain.journey.events.network import ContactAdded
from service.accounts.notices import ERASURE_GRACE_PERIOD
from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.encryption.postgres import PostgresVault
from service.event_store.event_sealer import contact_subject
from service.jobs.retention import RetentionJob
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.journey_eraser import JourneyEraser
from service.personal_data.erasure.restored_backup import ErasedDataRestored
from service.postgres.connections import open_pool
from service.research.export import export_log
from service.settings import Settings
from tests.api.client import refusal, speaking_to
from tests.api.test_canary import CANARIES, CONTACT, NOTE, PHONE, told_by
from tests.apps import running_app
from tests.databases import Databases
from tests.erasure.world import open_erasure_context
from tests.http.running_service import PUBLIC, Browser, Clock, RunningService

pytestmark = pytest.mark.slow

EMAIL = "zanzibara.quetzal@canary.example"
TABLES = """
select c.relname from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1
"""


def an_app(database: str, ledger: Path, clock: Clock) -> AbstractAsyncContextManager[Litestar]:
    """One process with accounts, and the keys of the database like any other."""
    settings = Settings(
        database_url=database,
        access="accounts",
        origin=PUBLIC,
        migrate=False,
        clock=False,
        ledger=str(ledger),
        keyring_json=DEVELOPMENT_KEYRING.to_json().decode(),
    )
    return running_app(settings, now=clock)


@asynccontextmanager
async def a_house(
    database: str, ledger: Path, clock: Clock, tenant_id: UUID | None = None
) -> AsyncIterator[RunningService]:
    async with an_app(database, ledger, clock) as app:
        yield RunningService(
            app,
            clock,
            tenant_id or await app.state.services.accounts.accounts.create_organisation("Northern Light"),
        )


async def raw(database: str) -> dict[str, bytes]:
    """Every table as COPY writes it."""
    connection = await asyncpg.connect(database)
    try:
        dumps: dict[str, bytes] = {}
        for (name,) in await connection.fetch(TABLES):
            output = io.BytesIO()
            await connection.copy_from_table(name, output=output, format="binary")
            dumps[name] = output.getvalue()
        return dumps
    finally:
        await connection.close()


def found_in(dumps: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(name, one) for name, dump in dumps.items() for one in (*CANARIES, EMAIL) if one.encode() in dump]


async def live_keys(database: str, subjects: set[UUID]) -> int:
    connection = await asyncpg.connect(database)
    try:
        query = "select count(*) from subject_keys where subject_id = any($1) and wrapped is not null"
        count: int = await connection.fetchval(query, list(subjects))
        return count
    finally:
        await connection.close()


async def signed_in(service: RunningService) -> Browser:
    browser = service.browser()
    answer = await browser.sign_in(EMAIL)
    assert answer.status_code == 200, answer.text
    return browser


async def post(browser: Browser, path: str, body: Any) -> Any:
    answer = await browser.json("POST", path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def answer_by_link(service: RunningService, browser: Browser, path: str, more: dict[str, str]) -> None:
    """A contact answers at a link of hers in words that are to be found nowhere."""
    made = await browser.post(path, first_name=CONTACT[:60], subject=CONTACT)
    address = re.search(rf"{PUBLIC}(/s/[\w-]{{43}})", made.text)
    assert address, made.text
    answer = await service.browser().post(address[1], strength=NOTE, seen_when=NOTE, person=CONTACT, **more)
    assert answer.headers["location"] == f"/replies/{'declined' if more else 'sent'}"


async def test_what_she_wrote_is_nowhere_in_the_clear_and_after_her_erasure_nowhere_at_all(
    database: str, databases: Databases, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:  # ASVS 14.2.4, 16.2.5
    caplog.set_level(logging.DEBUG)
    clock, ledger = Clock(), tmp_path / "erasures.jsonl"
    async with a_house(database, ledger, clock) as service:
        await service.person(EMAIL)
        browser = await signed_in(service)
        journey_id = await told_by(browser)
        await post(browser, f"/journeys/{journey_id}/restriction", {"ground": "accuracy"})
        await post(browser, f"/journeys/{journey_id}/restriction/lifting", {})
        await browser.json("POST", "/sign-in/link", {"email": EMAIL})
        wrong = await browser.json("POST", f"/journeys/{journey_id}/erasure", {"confirmation": NOTE})
        state = service.app.state.services
        assert await state.projector.wait_for(await state.journeys.log.head(), 10)
        await export_log(state.journeys.log, tmp_path / "research.jsonl")
        entries = await state.journeys.recorded_events(UUID(journey_id), tenant_id=service.tenant_id)
        contacts = {one.event.contact_id for one in entries if isinstance(one.event, ContactAdded)}
        for more in ({"decline": "yes"}, {}):
            await answer_by_link(
                service, browser, f"/journeys/{journey_id}/ask/supporter/{min(contacts)}", more
            )
        person_id = (await service.accounts.list_people(service.by()))[0].person_id
    subjects = {UUID(journey_id), person_id, *(contact_subject(UUID(journey_id), one) for one in contacts)}

    assert found_in(await raw(database)) == []
    assert refusal(wrong)[:2] == (422, "invalid-value")
    told = wrong.text + caplog.text + (tmp_path / "research.jsonl").read_text()
    assert [one for one in (*CANARIES, EMAIL) if one in told] == []
    assert await live_keys(database, subjects) == 2 * len(subjects) == 6

    # A copy from before, as a backup is: a database can be copied only while nobody is in it.
    restored = await databases.copy(database)
    async with a_house(database, ledger, clock, service.tenant_id) as service:
        browser = await signed_in(service)
        await post(browser, f"/journeys/{journey_id}/erasure", {"confirmation": "erase"})
        duties: RetentionJob = service.app.state.services.retention
        too_early = await duties.run_once()
        clock.now += ERASURE_GRACE_PERIOD
        done = await duties.run_once()
        signed_out = await browser.json("GET", "/session")

    dumps = await raw(database)
    assert (too_early.asked, [one.journey_id for one in done.asked]) == ((), [UUID(journey_id)])
    assert signed_out.status_code == 401
    assert found_in(dumps) == []
    assert [name for name, dump in dumps.items() if person_id.bytes in dump] == ["subject_keys"]
    assert {name for name, dump in dumps.items() if UUID(journey_id).bytes in dump} == {
        "stored_events",
        "subject_keys",
    }
    assert await live_keys(database, subjects) == 0
    assert [one for one in (*CANARIES, EMAIL) if one in caplog.text] == []

    with pytest.RaisesGroup(ErasedDataRestored):
        async with an_app(restored, ledger, clock):
            pass
    assert await live_keys(restored, subjects) == 6
    async with open_erasure_context(restored, ledger, sealed=True, now=clock) as at:
        (again,) = await JourneyEraser(at).replay_ledger()
    async with a_house(restored, ledger, clock, service.tenant_id) as service:
        gone = await service.browser().sign_in(EMAIL)
    assert (again.journey_id, gone.status_code) == (UUID(journey_id), 403)
    assert found_in(await raw(restored)) == []
    assert await live_keys(restored, subjects) == 0


@pytest.fixture
async def two(database: str, tmp_path: Path) -> AsyncIterator[tuple[RunningService, RunningService]]:
    """Two processes of one service."""
    clock, ledger = Clock(), tmp_path / "erasures.jsonl"
    async with (
        a_house(database, ledger, clock) as here,
        a_house(database, ledger, clock, here.tenant_id) as there,
    ):
        yield here, there


def elsewhere(browser: Browser, service: RunningService) -> Browser:
    """The same browser, whose next request another process answers."""
    other = Browser(speaking_to(service.app, PUBLIC), service.clock)
    other.http.cookies, other.form_token = browser.http.cookies, browser.form_token
    return other


async def a_contact(browser: Browser, journey_id: str) -> str:
    events = (await browser.json("GET", f"/journeys/{journey_id}/events")).json()["events"]
    (found,) = [one["event"] for one in events if one["event"]["type"].startswith("ContactAdded")]
    assert found["name"] == CONTACT
    contact_id: str = found["contact_id"]
    return contact_id


async def test_a_name_that_is_forgotten_in_one_process_is_dropped_by_another_at_once(
    two: tuple[RunningService, RunningService],
) -> None:
    here, there = two
    await here.person(EMAIL)
    browser = await signed_in(here)
    other = elsewhere(browser, there)
    journey_id = await told_by(browser)
    views = [f"/journeys/{journey_id}/{one}" for one in ("network", "events", "agenda", "profile")]
    contact_id = await a_contact(other, journey_id)
    before = "".join([(await other.json("GET", view)).text for view in views])
    address = f"/journeys/{journey_id}/contacts/{contact_id}/forgetting"
    done = await post(browser, address, {})
    after = "".join([(await other.json("GET", view)).text for view in views])
    again = await post(other, address, {})
    unknown = await other.json("POST", address.replace(contact_id, str(uuid4())), {})

    assert [one in before for one in (CONTACT, PHONE)] == [True, True]
    assert [one in after for one in (CONTACT, PHONE, "[redacted]")] == [False, False, True]
    assert (done["key_destroyed"], done["overwritten"], again["overwritten"]) == (True, 0, 0)
    assert refusal(unknown) == (404, "unknown-contact", "")


async def test_a_command_about_whom_was_forgotten_is_told_so(
    two: tuple[RunningService, RunningService], database: str
) -> None:
    """Even in the moment between the loss of the keys and the word of it."""
    here, _ = two
    await here.person(EMAIL)
    browser = await signed_in(here)
    journey_id = await told_by(browser)
    contact_id, day = str(uuid4()), "2026-05-20"
    added = {"type": "AddContact", "contact_id": contact_id, "name": CONTACT, "tie": "weak"}

    async def tell(**command: Any) -> Any:
        body = {"command_id": str(uuid4()), "commands": [{"happened_on": day, **command}]}
        return await browser.json("POST", f"/journeys/{journey_id}/commands", body)

    number = (await tell(**added)).json()["version"]
    restated = {"happened_on": day, **added, "name": "Ottilie"}
    pool = await open_pool(database, 1)
    vault = PostgresVault(pool, lambda: DEVELOPMENT_KEYRING)
    await vault.destroy(here.tenant_id, [contact_subject(UUID(journey_id), UUID(contact_id))])
    # As long as a key may still be held.
    here.app.state.services.erasure.vault._held.evict(
        here.tenant_id, [contact_subject(UUID(journey_id), UUID(contact_id))]
    )
    contact = await tell(type="CorrectEntry", number=number, restated=restated)
    await vault.destroy(here.tenant_id, [UUID(journey_id)])
    here.app.state.services.erasure.vault._held.evict(here.tenant_id, [UUID(journey_id)])
    journey = await tell(type="SetGoal", goal_id=str(uuid4()), wording="a talk")
    pool.terminate()

    assert refusal(contact) == (409, "forgotten", "")
    assert refusal(journey) == (410, "erased", "")


async def test_on_ones_own_machine_a_contact_is_forgotten_and_an_erased_journey_is_gone(
    database: str, tmp_path: Path
) -> None:
    clock = Clock()
    settings = Settings(
        database_url=database, migrate=False, clock=False, ledger=str(tmp_path / "erasures.jsonl")
    )
    async with (
        running_app(settings, now=clock, private_server=True) as app,
        speaking_to(app, "http://localhost") as http,
    ):
        browser = Browser(http, clock)
        journey_id = await told_by(browser)
        contact_id = await a_contact(browser, journey_id)
        done = await post(browser, f"/journeys/{journey_id}/contacts/{contact_id}/forgetting", {})
        told = await browser.json("GET", f"/journeys/{journey_id}/events")
        nobody_else = await browser.json("POST", f"/journeys/{journey_id}/restriction", {})
        context: ErasureContext = app.state.services.erasure
        await JourneyEraser(replace(context)).erase(UUID(journey_id))
        gone = await browser.json("GET", f"/journeys/{journey_id}/profile")
        more = await browser.json(
            "POST",
            f"/journeys/{journey_id}/commands",
            {
                "command_id": str(uuid4()),
                "commands": [{"type": "RateEnergy", "happened_on": "2026-05-20", "rating": 5}],
            },
        )

    assert done["overwritten"] == 2
    assert [one for one in (CONTACT, PHONE) if one in told.text] == []
    assert refusal(nobody_else)[:2] == (403, "forbidden")
    assert refusal(gone)[:2] == refusal(more)[:2] == (410, "erased")


async def test_on_a_server_of_ones_own_nothing_is_said_to_be_gone_that_stays_in_its_files(
    database: str, tmp_path: Path
) -> None:
    clock = Clock()
    settings = Settings(
        database_url=database, migrate=False, clock=False, ledger=str(tmp_path / "erasures.jsonl")
    )
    async with running_app(settings, now=clock) as app, speaking_to(app, "http://localhost") as http:
        browser = Browser(http, clock)
        journey_id = await told_by(browser)
        contact_id = await a_contact(browser, journey_id)
        contact = await browser.json("POST", f"/journeys/{journey_id}/contacts/{contact_id}/forgetting", {})
        events = (await browser.json("GET", f"/journeys/{journey_id}/events")).json()["events"]
        number = next(one["number"] for one in events if one["event"]["type"] == "IntakeAgreed")
        taken_back = {"type": "RetractEntry", "happened_on": "2026-05-20", "number": number}
        body = {"command_id": str(uuid4()), "commands": [taken_back]}
        await post(browser, f"/journeys/{journey_id}/commands", body)
        value = await browser.json(
            "POST", f"/journeys/{journey_id}/entries/{number}/redaction", {"field": "aim"}
        )
        network = await browser.json("GET", f"/journeys/{journey_id}/network")

    assert (refusal(contact)[:2], refusal(value)[:2]) == ((409, "illegal-step"), (409, "illegal-step"))
    assert "soundings keys seal" in contact.text
    assert CONTACT in network.text
