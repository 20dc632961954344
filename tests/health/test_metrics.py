"""Metrics, traces and the log as JSON: what they say, and that no person is in them."""

import asyncio
import io
import json
import logging
import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from litestar import Litestar, get
from litestar.params import FromPath
from litestar.testing import AsyncTestClient
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from service.cli.logs import json_formatter
from service.http.metrics import REQUEST_METRICS
from service.http.tracing import ATTRIBUTES, traced_by, tracing_middleware
from service.operations.metrics import METRICS
from service.settings import InvalidSettings
from tests.http.running_service import RunningService, open_service

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|anna|@example")


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        yield service


async def scraped(service: RunningService) -> tuple[str, dict[str, float]]:
    answer = await service.browser().http.get("/metrics", headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    values = {
        one.name: one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }
    return answer.text, values


async def test_metrics_say_how_it_is_and_name_nobody(service: RunningService) -> None:
    await service.person()
    browser = service.browser()
    await browser.sign_in()
    await browser.get(f"/journeys/{uuid4()}/profile")
    async with asyncio.timeout(10):
        while "soundings_heartbeat_age_seconds{" not in (await scraped(service))[0]:
            await asyncio.sleep(0.1)
    text, values = await scraped(service)

    assert {one.removesuffix("_total") for one in METRICS} <= {
        one.name for one in text_string_to_metric_families(text)
    }
    assert set(REQUEST_METRICS) - {"soundings_http_requests_error_total"} <= {
        one.name.replace("duration_seconds_count", "duration_seconds") for one in samples(text)
    }
    assert values["soundings_ready"] == values["soundings_database_up"] == 1
    assert "/journeys/{journey_id" in text
    assert ID.search(text) is None


async def test_what_the_rules_of_the_live_data_found_is_counted_by_rule(
    service: RunningService, database: str
) -> None:
    found = '[{"rule": "checkpoints", "what": "W", "do": "D", "count": 3, "examples": []}]'
    connection = await asyncpg.connect(database)
    await connection.execute("delete from invariant_runs")
    await connection.execute(
        "insert into invariant_runs (at, rules, findings) values (clock_timestamp() + interval '1 minute', 13, $1)",
        found,
    )
    await connection.close()

    text, values = await scraped(service)

    assert 'soundings_invariant_findings{rule="checkpoints"} 3.0' in text
    assert values["soundings_invariant_run_age_seconds"] < 3600


def samples(text: str) -> list[Sample]:
    return [one for family in text_string_to_metric_families(text) for one in family.samples]


async def test_a_span_names_the_route_and_no_address_query_or_error() -> None:
    exporter = InMemorySpanExporter()

    @get("/journeys/{journey_id:uuid}")
    async def fail(journey_id: FromPath[UUID]) -> None:
        raise ValueError(f"anna of {journey_id}")

    app = Litestar([fail], middleware=[traced_by(exporter, at_once=True)], logging_config=None)
    async with AsyncTestClient(app) as client:
        answer = await client.get(
            f"/journeys/{uuid4()}?name=anna", headers={"user-agent": "anna@example.org"}
        )
    [span] = exporter.get_finished_spans()

    assert answer.status_code == 500
    assert span.name == "GET /journeys/{journey_id}"
    assert set(span.attributes or {}) <= ATTRIBUTES
    assert (
        ID.search(f"{span.name} {dict(span.attributes or {})} {span.events} {span.status.description}")
        is None
    )


def test_there_are_no_traces_unless_they_are_asked_for() -> None:
    assert tracing_middleware({}) == []
    assert tracing_middleware({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x", "OTEL_SDK_DISABLED": "true"}) == []


def test_traces_that_are_asked_for_without_their_package_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("service.http.tracing.import_module", missing)

    with pytest.raises(InvalidSettings, match="traces"):
        tracing_middleware({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://x"})


async def test_a_line_of_the_log_has_the_ids_of_request_actor_and_commands(service: RunningService) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(json_formatter())
    log = logging.getLogger("service.requests")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        await service.person()
        browser = service.browser()
        await browser.sign_in()
        [person] = await service.accounts.list_people(service.by())
        command = str(uuid4())
        body = {"command_id": command, "commands": [START]}
        answer: httpx.Response = await browser.json("POST", f"/journeys/{uuid4()}/commands", body)
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
    lines = [json.loads(one) for one in written.getvalue().splitlines()]
    last = lines[-1]

    assert answer.status_code == 201, answer.text
    assert last["event"].startswith("POST /api/v1/journeys/{journey_id}/commands 201")
    assert (last["actor_id"], last["command_ids"][0]) == (str(person.person_id), command)
    assert len({one["request_id"] for one in lines}) == len(lines)
    assert "Kari" not in written.getvalue()


START = {
    "type": "StartJourney",
    "happened_on": "2026-06-01",
    "called": "Kari",
    "track": "curative",
    "locale": "nb-NO",
    "time_zone": "Europe/Oslo",
}
