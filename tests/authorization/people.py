"""People of two organisations, who ask over HTTP under their name; and whose journey is whose, kept by hand."""

import tempfile
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from litestar import Litestar
from litestar.types import ASGIApp, Receive, Scope, Send

from service.accounts.caller import Caller
from service.accounts.errors import JourneyTaken
from service.accounts.notices import NoticeKind
from service.authorization.authorizer import Authorizer
from service.encryption.memory import MemoryVault
from service.http.middleware import set_request_context
from service.settings import Settings
from tests.api.client import speaking_to
from tests.apps import running_app


class ClientsByHand:
    """Whose journey it is."""

    def __init__(self) -> None:
        self.links: dict[tuple[UUID, UUID], UUID] = {}
        self.names: dict[UUID, str] = {}
        self.told: list[tuple[UUID, NoticeKind]] = []

    async def client_of(self, tenant_id: UUID, journey_id: UUID) -> UUID | None:
        return self.links.get((tenant_id, journey_id))

    async def clients_of(self, tenant_id: UUID, journeys: Collection[UUID]) -> dict[UUID, UUID]:
        return {one: self.links[tenant_id, one] for one in journeys if (tenant_id, one) in self.links}

    async def names_of(self, tenant_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, str]:
        return {one: self.names[one] for one in person_ids if one in self.names}

    async def coach_name(self, tenant_id: UUID, person_id: UUID) -> str | None:
        return self.names.get(person_id, "Sanne")

    async def stored_about(
        self, tenant_id: UUID, journey_id: UUID, person_id: UUID | None
    ) -> dict[str, list[dict[str, Any]]]:
        return {}

    async def link_journey(self, tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
        if self.links.setdefault((tenant_id, journey_id), person_id) != person_id:
            raise JourneyTaken

    async def journeys_of(self, caller: Caller) -> Collection[UUID]:
        mine = (caller.tenant_id, caller.person_id)
        return [journey for (tenant, journey), client in self.links.items() if (tenant, client) == mine]

    async def notify(self, tenant_id: UUID, person_id: UUID, kind: NoticeKind) -> None:
        self.told.append((person_id, kind))


class Clock:
    """A clock that is set by hand: noon on 1 June 2026."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def pass_hours(self, hours: float) -> None:
        self.now += timedelta(hours=hours)


class ServiceWithPeople:
    """The running service, and the people who may ask it something."""

    def __init__(self, app: Litestar, http: httpx.AsyncClient, clients: ClientsByHand, clock: Clock) -> None:
        self.app = app
        self.http = http
        self.clients = clients
        self.clock = clock
        self.rights: Authorizer = app.state.services.accounts.authorizer
        self.known: dict[str, Caller] = {}

    async def ask(
        self, caller: Caller, address: str, body: dict[str, Any] | None = None, **query: Any
    ) -> httpx.Response:
        """A request in somebody's name: to read, or with a body to tell."""
        self.known[name := str(uuid4())] = caller
        headers = {"x-asks": name}
        if body is None:
            return await self.http.get(address, params=query, headers=headers)
        return await self.http.post(address, json=body, headers=headers)

    async def tell(self, caller: Caller, journey_id: UUID, *commands: dict[str, Any]) -> httpx.Response:
        body = {"command_id": str(uuid4()), "commands": commands}
        return await self.ask(caller, f"/api/v1/journeys/{journey_id}/commands", body)

    async def shown(self) -> int:
        """The log position up to which everything shows in the lists."""
        head: int = (await self.http.get("/health/ready")).json()["head"]
        assert await self.app.state.services.projector.wait_for(head, 5)
        return head


@asynccontextmanager
async def service_with_people(dsn: str) -> AsyncIterator[ServiceWithPeople]:
    """The service with rights on a database; who asks is said by the request itself."""
    clients, clock = ClientsByHand(), Clock()
    with tempfile.TemporaryDirectory(prefix="soundings-tests-") as folder:
        ledger = str(Path(folder) / "erasures.jsonl")
        settings = Settings(database_url=dsn, access="accounts", migrate=False, clock=False, ledger=ledger)
        async with _run(settings, dsn, clients, clock) as found:
            yield found


@asynccontextmanager
async def _run(
    settings: Settings, dsn: str, clients: ClientsByHand, clock: Clock
) -> AsyncIterator[ServiceWithPeople]:
    async with (
        running_app(settings, now=lambda: clock.now, vault=MemoryVault(), clients=clients) as app,
        speaking_to(app) as http,
    ):
        running = ServiceWithPeople(app, http, clients, clock)
        # In the place of the door, which knows nobody here.
        app.asgi_handler = _in_their_name(app._create_asgi_handler(), running.known)
        yield running


def _in_their_name(app: ASGIApp, known: dict[str, Caller]) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        name = dict(scope["headers"]).get(b"x-asks", b"").decode()
        set_request_context(scope, known.get(name), None)
        await app(scope, receive, send)

    return answer
