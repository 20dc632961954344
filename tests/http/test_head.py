"""HEAD is answered wherever GET is, with the same headers and no body (RFC 9110, 9.3.2)."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar.routes import HTTPRoute

from tests.http.running_service import Browser, RunningService, open_service

JOURNEY = uuid4()
DIFFERS = {b"date", "etag", "set-cookie"}
START: dict[str, Any] = {
    "type": "StartJourney",
    "happened_on": "2026-06-01",
    "called": "Anna",
    "track": "curative",
    "locale": "en",
    "time_zone": "Europe/Oslo",
}


@pytest.fixture
async def anna(database: str) -> AsyncIterator[tuple[RunningService, Browser]]:
    async with open_service(database) as service:
        await service.person()
        browser = service.browser()
        await browser.sign_in()
        body = {"command_id": str(uuid4()), "commands": [START]}
        answer = await browser.json("POST", f"/journeys/{JOURNEY}/commands", body)
        assert answer.status_code == 201, answer.text
        assert await service.app.state.services.projector.wait_for(answer.json()["position"], 10)
        yield service, browser


def addresses(service: RunningService) -> list[str]:
    """Of every route that takes GET, with the one journey there is in it; others are left out."""
    found = []
    for route in service.app.routes:
        if isinstance(route, HTTPRoute) and "GET" in route.route_handler_map:
            path = route.path_format.replace("{journey_id}", str(JOURNEY))
            if "{" not in path:
                found.append(path)
    return found


def shown(answer: httpx.Response) -> tuple[int, dict[str, str]]:
    return answer.status_code, {name: value for name, value in answer.headers.items() if name not in DIFFERS}


@pytest.mark.slow
async def test_every_address_answers_head_as_it_answers_get(anna: tuple[RunningService, Browser]) -> None:
    # The metrics count each request, also these.
    service, browser = anna
    asked = [one for one in addresses(service) if not one.startswith(("/live", "/metrics"))]
    assert len(asked) > 60

    for path in asked:
        got, headed = await browser.get(path), await browser.http.head(path)

        assert headed.status_code != 405, path
        assert shown(headed) == shown(got), path
        assert headed.content == b"", path


async def test_a_stream_ends_with_its_headers(anna: tuple[RunningService, Browser]) -> None:
    service, browser = anna
    streams = [one for one in addresses(service) if one.startswith("/live")]

    assert streams
    for path in streams:
        assert (await browser.http.head(path)).content == b""
