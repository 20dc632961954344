"""The whole application with accounts, and people who come and go."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pyotp
from litestar import Litestar
from msgspec.structs import replace

from service.accounts.accounts import Accounts
from service.accounts.caller import AccountRole, Caller
from service.accounts.passwords import PasswordHashPool
from service.container import Services
from service.email.background_sending import EmailSender
from service.email.emails import Email
from service.encryption.memory import MemoryVault
from service.http.sign_in_link_email import wait_until_sent
from service.settings import Settings
from tests.api.client import speaking_to
from tests.apps import running_app
from tests.same_origin import SAME_ORIGIN

PASSWORD = "correct horse battery staple 7"
PUBLIC = "https://soundings.example"


class Clock:
    """A time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, **ahead: float) -> None:
        self.now += timedelta(**ahead)


class MemoryMailer:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[Email] = []

    async def send(self, letter: Email) -> None:
        self.sent.append(letter)

    async def secrets(self) -> list[str]:
        """What stands behind the # of each link."""
        await wait_until_sent()
        return [one.plain.partition("/enter#")[2].split()[0] for one in self.sent if "/enter#" in one.plain]


class RunningService:
    """The running service."""

    def __init__(
        self, app: Litestar, clock: Clock, tenant_id: UUID, letters: MemoryMailer | None = None
    ) -> None:
        self.app = app
        self.clock = clock
        self.tenant_id = tenant_id
        self.mailer = letters or MemoryMailer()

    def without_a_mail_server(self) -> None:
        """From now on links are shown instead of sent."""
        services: Services = self.app.state.services
        assert services.accounts
        self.app.state.services = replace(services, accounts=replace(services.accounts, mailer=None))

    @property
    def accounts(self) -> Accounts:
        found: Accounts = self.app.state.services.accounts.accounts
        return found

    def by(self) -> Caller:
        """Whoever began the organisation."""
        roles: frozenset[AccountRole] = frozenset({"admin"})
        return Caller(tenant_id=self.tenant_id, person_id=uuid4(), roles=roles, way="local")

    async def invite(self, email: str, role: AccountRole = "client") -> str:
        """The secret of an invitation."""
        return (await self.accounts.invite(self.by(), email, role, locale="en")).link_secret

    async def person(
        self, email: str = "anna@example.org", role: AccountRole = "client", password: str | None = PASSWORD
    ) -> None:
        """Somebody who has accepted."""
        secret = await self.invite(email, role)
        await self.accounts.accept_invitation(
            secret, name="Anna", password=password, consents=["coaching"] if role == "client" else []
        )

    def browser(self, site: str = PUBLIC, network: str | None = None) -> "Browser":
        """A browser; `network` is its address as told by a proxy, which the settings have to trust."""
        http = speaking_to(self.app, site)
        if network:
            http.headers["x-forwarded-for"] = network
        return Browser(http, self.clock)


class Browser:
    """Somebody at a browser: keeps cookies, and sends forms as pages of ours do."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock) -> None:
        self.http = http
        self.clock = clock
        self.form_token = ""

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=headers)

    async def post(self, path: str, **form: str) -> httpx.Response:
        return await self.send(path, form, SAME_ORIGIN)

    async def send(self, path: str, form: dict[str, str], headers: dict[str, str]) -> httpx.Response:
        """A form, with what the browser says of where it comes from."""
        token = {"form_token": self.form_token} if self.form_token else {}
        return await self.http.post(path, data=token | form, headers=headers)

    async def json(self, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = SAME_ORIGIN | ({"x-form-token": self.form_token} if self.form_token else {})
        return await self.http.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def sign_in(
        self, email: str = "anna@example.org", password: str = PASSWORD, **more: str
    ) -> httpx.Response:
        """Sign in, and note the token of the session's forms."""
        answer = await self.json("POST", "/sign-in", {"email": email, "password": password, **more})
        if answer.status_code == 200:
            self.form_token = answer.json()["form_token"]
        return answer

    async def set_up_totp(self) -> str:
        """The secret of a new authenticator; the session is a new one afterwards."""
        secret: str = (await self.json("POST", "/second-factor")).json()["secret"]
        answer = await self.json("POST", "/second-factor/confirmation", {"code": self.code(secret)})
        assert answer.status_code == 200, answer.text
        self.form_token = answer.json()["form_token"]
        return secret

    def code(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(self.clock.now)

    async def sessions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.json("GET", "/sessions")).json()["sessions"]
        return found


@asynccontextmanager
async def open_service(
    database: str,
    *,
    passwords: PasswordHashPool | None = None,
    mailer: EmailSender | None = None,
    provider_http: httpx.AsyncClient | None = None,
    **settings: Any,
) -> AsyncIterator[RunningService]:
    """The service with accounts at https://soundings.example, and one organisation; hashes cost next to nothing unless `passwords` are given."""
    clock = Clock()
    chosen: dict[str, Any] = {
        "access": "accounts",
        "origin": PUBLIC,
        "migrate": False,
        "clock": False,
    } | settings
    place = Settings(database_url=database, **chosen)
    letters = MemoryMailer()
    async with running_app(
        place,
        now=clock,
        vault=MemoryVault(),
        passwords=passwords,
        mailer=mailer or letters,
        provider_http=provider_http,
    ) as app:
        tenant_id = await app.state.services.accounts.accounts.create_organisation("Northern Light")
        yield RunningService(app, clock, tenant_id, letters)
