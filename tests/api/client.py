"""Somebody with a journey, who sends commands and looks at answers."""

from typing import Any, cast
from uuid import UUID, uuid4

import httpx
from litestar import Litestar

START: dict[str, Any] = {
    "type": "StartJourney",
    "happened_on": "2026-01-12",
    "called": "Marloes",
    "track": "preventive",
    "locale": "nl-NL",
    "time_zone": "Europe/Amsterdam",
}


def speaking_to(app: Litestar, base_url: str = "http://localhost") -> httpx.AsyncClient:
    """A client of the application, without a network between."""
    # Litestar's own types differ from httpx's in name only.
    transport = httpx.ASGITransport(cast("Any", app), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=base_url)


def discovery(role_id: UUID | str | None = None, **changed: Any) -> dict[str, Any]:
    """A command that puts a role on the list."""
    return {
        "type": "DiscoverRole",
        "happened_on": "2026-01-13",
        "role_id": str(role_id or uuid4()),
        "title": "risk manager",
        "distance": "far",
    } | changed


class Client:
    """One journey, over HTTP."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.journey_id = uuid4()

    @property
    def address(self) -> str:
        return f"/api/v1/journeys/{self.journey_id}"

    async def send(self, *commands: dict[str, Any], command_id: UUID | None = None) -> httpx.Response:
        body = {"command_id": str(command_id or uuid4()), "commands": commands}
        return await self.http.post(f"{self.address}/commands", json=body)

    async def send_raw(self, body: bytes, content_type: str = "application/json") -> httpx.Response:
        headers = {"content-type": content_type}
        return await self.http.post(f"{self.address}/commands", content=body, headers=headers)

    async def get(self, what: str, **query: Any) -> httpx.Response:
        return await self.http.get(f"{self.address}/{what}", params=query)

    async def start(self) -> httpx.Response:
        answer = await self.send(START)
        assert answer.status_code == 201, answer.text
        return answer


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    """A problem as its status, its kind and the first place that is wrong, after checking that it is a whole one."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["detail"].endswith(".")
    fault = (told.get("errors") or [{}])[0]
    return (
        answer.status_code,
        told["type"].removeprefix("/problems/"),
        fault.get("pointer") or fault.get("parameter", ""),
    )


def allowed(answer: httpx.Response) -> str:
    """What a problem says is allowed instead."""
    found: str = answer.json()["errors"][0]["allowed"]
    return found
