"""What somebody wrote stands in the clear nowhere but in the answers to those who may read it."""

import json
import logging
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from domain.redacted import REDACTED
from projections.profile.projection import PROFILE
from service.application.journeys import Journeys
from service.encryption.memory import MemoryVault
from service.event_store.event_sealer import EventSealer
from service.event_store.postgres import PostgresEventLog
from tests.http.running_service import Browser, RunningService, open_service

CANARIES = (
    "Zanzibara Quetzal",
    "stilettotorte",
    "fibromyalgie-canari",
    "Ottoline Vandervoort",
    "Wunderwerk GmbH",
    "0046-31-39006-12774",
)
NAME, NOTE, DIAGNOSIS, CONTACT, EMPLOYER, PHONE = CANARIES
DUMP = "select row_to_json(t)::text as line from {} t"
TABLES = """
select format('%I', c.relname) as name from pg_class c
where c.relkind in ('r', 'm') and c.relnamespace = 'public'::regnamespace order by 1
"""


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        yield service


async def told_by(browser: Browser) -> str:
    """A journey in which every canary was written."""
    journey_id, role_id, step_id, contact_id = (str(uuid4()) for _ in range(4))
    day = "2026-05-20"
    commands: list[dict[str, Any]] = [
        {"type": "StartJourney", "called": NAME, "track": "curative", "locale": "nl", "time_zone": "UTC"},
        {"type": "DiscoverRole", "role_id": role_id, "title": NOTE, "distance": "near"},
        {"type": "DeclareCondition", "condition_id": str(uuid4()), "wording": DIAGNOSIS},
        {
            "type": "PlanExperiment",
            "experiment_id": step_id,
            "kind": "conversation",
            "role_id": role_id,
            "hypothesis": NOTE,
            "contact": {"contact_id": contact_id, "tie": "weak", "name": CONTACT},
            "employer": {"employer_id": str(uuid4()), "name": EMPLOYER},
        },
        {"type": "SetContactPhone", "contact_id": contact_id, "phone": PHONE},
        {"type": "RunExperiment", "experiment_id": step_id, "note": NOTE},
        {"type": "AgreeIntake", "question": NOTE, "aim": NOTE, "occasion": DIAGNOSIS},
    ]
    body = {"command_id": str(uuid4()), "commands": [{"happened_on": day, **one} for one in commands]}
    answer = await browser.json("POST", f"/journeys/{journey_id}/commands", body)
    assert answer.status_code == 201, answer.text
    return journey_id


async def dumped(database: str) -> dict[str, str]:
    """Every table as text, bytes as the text they may be."""
    connection = await asyncpg.connect(database)
    try:
        tables = [row["name"] for row in await connection.fetch(TABLES)]
        return {
            table: "\n".join(_readable(row["line"]) for row in await connection.fetch(DUMP.format(table)))
            for table in tables
        }
    finally:
        await connection.close()


def _readable(line: str) -> str:
    values = json.loads(line).values()
    told = [bytes.fromhex(one[2:]) for one in values if isinstance(one, str) and one.startswith("\\x")]
    return line + "".join(one.decode(errors="replace") for one in told)


async def test_what_was_written_stands_in_no_table_log_error_or_export(
    service: RunningService, database: str, caplog: pytest.LogCaptureFixture
) -> None:  # ASVS 16.2.5
    caplog.set_level(logging.DEBUG)
    await service.person()
    browser = service.browser()
    await browser.sign_in()
    journey_id = await told_by(browser)
    assert await service.app.state.services.projector.wait_for(
        await service.app.state.services.journeys.log.head(), 10
    )
    wrong = await browser.json(
        "POST", f"/journeys/{journey_id}/commands", {"command_id": str(uuid4()), "commands": [{"type": NOTE}]}
    )

    tables = await dumped(database)
    exported = ""
    async with PostgresEventLog.connect(database) as log:
        async for chunk in log.read_json_lines():
            exported += chunk.decode()

    assert journey_id in tables["stored_events"], "the dump shows what there is"
    assert [(table, one) for table, text in tables.items() for one in CANARIES if one in text] == []
    assert [one for one in CANARIES if one in caplog.text or one in exported or one in wrong.text] == []
    seen = await browser.json("GET", f"/journeys/{journey_id}/profile")
    assert (seen.json()["called"], seen.json()["roles"][0]["title"]) == (NAME, NOTE)
    listed = await browser.json("GET", "/journeys")
    assert [one["called"] for one in listed.json()["journeys"]] == [NAME]


async def test_with_the_keys_lost_structure_works_and_words_read_as_unavailable(
    service: RunningService, database: str
) -> None:
    await service.person()
    browser = service.browser()
    await browser.sign_in()
    journey_id = UUID(await told_by(browser))
    async with PostgresEventLog.connect(database) as log:
        keyless = Journeys(log, now=service.clock, sealing=EventSealer(MemoryVault()))
        seen = await keyless.view(PROFILE, journey_id, tenant_id=service.tenant_id)

    assert (seen.called, seen.roles[0].title) == (REDACTED, REDACTED)
    assert (seen.roles[0].distance, seen.steps, seen.track) == ("near", 1, "curative")
