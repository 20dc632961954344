"""The whole service with accounts on a port of its own, its time in our hands, and people who come to it with a browser."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from playwright.async_api import APIResponse, BrowserContext, Page

from service.accounts.accounts import Accounts
from service.accounts.authentication_result import AuthenticationResult
from service.accounts.caller import AccountRole, Caller
from service.accounts.throttle import AttemptSource
from service.container import Services
from service.encryption.memory import MemoryVault
from service.http.dependencies import require_accounts
from service.settings import Settings
from tests.apps import running_app
from tests.http.running_service import PASSWORD, Clock
from tests.same_origin import SAME_ORIGIN
from tests.web.chromium import served

EVERY_USE = ["coaching"]


class ServedOrganisation:
    """An organisation, at http://localhost, which browsers count as secure."""

    def __init__(self, site: str, services: Services, tenant_id: UUID, clock: Clock) -> None:
        self.site = site
        self.services = services
        self.accounts: Accounts = require_accounts(services).accounts
        self.tenant_id = tenant_id
        self.clock = clock
        self.admin = Caller(tenant_id=tenant_id, person_id=uuid4(), roles=frozenset({"admin"}), way="local")

    async def invite(self, email: str, role: AccountRole = "client") -> str:
        """What stands in the letter of an invitation."""
        return (await self.accounts.invite(self.admin, email, role, locale="en")).link_secret

    async def coach(self, name: str) -> UUID:
        """A coach who has accepted."""
        secret = await self.invite(f"{name.lower()}@example.org", "coach")
        return (
            await self.accounts.accept_invitation(secret, name=name, password=PASSWORD, consents=[])
        ).person_id

    async def let_in(self, context: BrowserContext, person_id: UUID) -> None:
        """Sign somebody in who has proved twice who they are."""
        proof = AuthenticationResult(
            tenant_id=self.tenant_id,
            person_id=person_id,
            method="oidc",
            amr=(),
            strong=True,
            proved_at=self.clock.now,
        )
        secret = (await self.accounts.complete_sign_in(proof, source=AttemptSource("127.0.0.1"))).secret
        await context.add_cookies([{"name": "soundings", "value": secret, "url": self.site}])


class Client:
    """A client at her browser, with her journey once it has begun."""

    def __init__(self, page: Page, place: ServedOrganisation, email: str) -> None:
        self.page = page
        self.place = place
        self.email = email
        self.at = ""

    async def accept(self, name: str) -> None:
        """Take up the invitation, with a password."""
        secret = await self.place.invite(self.email)
        await self.page.goto("/invitation")
        await self.page.locator("#invitation").fill(secret)
        await self.page.get_by_role("button", name="Read the invitation").click()
        await self.page.get_by_label("Your name").fill(name)
        await self.page.get_by_label("A password").fill(PASSWORD)
        await self.page.get_by_role("button", name="Accept", exact=True).click()
        await self.page.wait_for_url("**/start")

    async def sign_in(self) -> None:
        await self.page.context.clear_cookies()
        await self.page.goto("/")
        await self.page.locator("#email").fill(self.email)
        await self.page.locator("#password").fill(PASSWORD)
        await self.page.get_by_role("button", name="Sign in", exact=True).click()
        await self.page.get_by_role("heading", level=1).filter(has_not_text="Sign in").wait_for()

    async def set_out(self, called: str) -> None:
        """Begin the journey."""
        await self.page.goto("/start")
        await self.page.get_by_label("What should we call you?").fill(called)
        await self.page.locator('input[name="track"]').first.check()
        await self.page.get_by_role("button", name="Start").click()
        await self.page.wait_for_url("**/week")
        self.at = self.page.url.removeprefix(self.place.site).removesuffix("/week")

    async def get(self, view: str) -> Any:
        """A view over the API, as she may read it."""
        answer = await self.page.request.get(f"/api/v1{self.at}/{view}", headers=SAME_ORIGIN)
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def post(self, path: str, told: dict[str, Any]) -> APIResponse:
        """Tell something over the API, as a script of our own pages would."""
        token = (await (await self.page.request.get("/api/v1/session", headers=SAME_ORIGIN)).json())[
            "form_token"
        ]
        body = {"command_id": str(uuid4())} | told
        headers = SAME_ORIGIN | {"x-form-token": token}
        answer = await self.page.request.post(f"/api/v1{self.at}/{path}", data=body, headers=headers)
        assert answer.status == 201, await answer.text()
        return answer

    async def tell(self, *commands: dict[str, Any]) -> None:
        today = str(self.place.clock.now.date())
        await self.post("commands", {"commands": [{"happened_on": today} | one for one in commands]})


@asynccontextmanager
async def served_with_accounts(database: str) -> AsyncIterator[ServedOrganisation]:
    """The service on a Monday in June."""
    clock = Clock()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        site = f"http://localhost:{listening.getsockname()[1]}"
        settings = Settings(database_url=database, access="accounts", origin=site, migrate=False, clock=False)
        async with running_app(settings, now=clock, vault=MemoryVault()) as app, served(app, listening):
            services: Services = app.state.services
            tenant_id = await require_accounts(services).accounts.create_organisation("Northern Light")
            yield ServedOrganisation(site, services, tenant_id, clock)
