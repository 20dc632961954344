"""Passkeys, and the way to a provider and back, in a real browser with an authenticator in software."""

import re
import socket
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser, CDPSession, ConsoleMessage, Page

from service.account_services import AccountServices
from service.accounts.caller import AccountRole, Caller
from service.clock import utc_now
from service.encryption.memory import MemoryVault
from service.settings import Settings
from tests.accounts.neighbours import HandClock
from tests.accounts.provider import Internet, Provider
from tests.apps import running_app
from tests.http.running_service import PASSWORD
from tests.web.chromium import served
from tests.web.visit import Look, Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

ANNA = "anna@example.org"


class Site:
    """The running service at http://localhost, which browsers count as secure."""

    def __init__(self, address: str, services: AccountServices, tenant_id: UUID) -> None:
        self.address = address
        self.accounts = services.accounts
        self.oidc = services.oidc
        self.by = Caller(tenant_id=tenant_id, person_id=UUID(int=1), roles=frozenset({"admin"}), way="local")

    async def invite(self, email: str, role: AccountRole = "client") -> str:
        return (await self.accounts.invite(self.by, email, role, locale="en")).link_secret

    async def person(self, role: AccountRole = "client") -> None:
        secret = await self.invite(ANNA, role)
        consents = ["coaching"] if role == "client" else []
        await self.accounts.accept_invitation(secret, name="Anna", password=PASSWORD, consents=consents)  # type: ignore[arg-type]


@pytest.fixture
async def site(database: str) -> AsyncIterator[Site]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://localhost:{listening.getsockname()[1]}"
        settings = Settings(
            database_url=database, access="accounts", origin=address, migrate=False, clock=False
        )
        async with running_app(settings, vault=MemoryVault()) as app, served(app, listening):
            services = app.state.services.accounts
            tenant_id = await services.accounts.create_organisation("Northern Light")
            yield Site(address, services, tenant_id)


class Device:
    """A browser with an authenticator in it."""

    def __init__(self, page: Page, session: CDPSession, authenticator: str) -> None:
        self.page = page
        self.session = session
        self.authenticator = authenticator
        self.complaints: list[str] = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    async def tell(self, what: str, **more: Any) -> dict[str, Any]:
        found: dict[str, Any] = await self.session.send(
            f"WebAuthn.{what}", {"authenticatorId": self.authenticator, **more}
        )
        return found

    async def sign_in(self, site: Site) -> None:
        await self.page.goto(f"{site.address}/sign-in?next=/account")
        await self.page.locator("#email").fill(ANNA)
        await self.page.locator("#password").fill(PASSWORD)
        await self.page.get_by_role("button", name="Sign in", exact=True).click()
        await self.page.wait_for_url(f"{site.address}/account")

    async def add_passkey(self, called: str) -> None:
        await self.page.get_by_label("Name for a new passkey").fill(called)
        await self.page.get_by_role("button", name="Add a passkey").click()

    async def use_passkey(self) -> None:
        await self.page.get_by_role("button", name="Use a passkey").click()

    async def said(self) -> str:
        """The sentence about what is wrong."""
        return await self.page.locator("[data-said]:not([hidden])").inner_text()

    async def leave(self, site: Site) -> None:
        await self.page.context.clear_cookies()
        await self.page.goto(f"{site.address}/sign-in?next=/account")


@pytest.fixture
async def device(browser: Browser) -> AsyncIterator[Device]:
    context = await browser.new_context()
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    made = await session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield Device(page, session, made["authenticatorId"])
    await context.close()


async def test_a_passkey_is_added_on_the_account_and_opens_it(site: Site, device: Device) -> None:
    # ASVS 6.3.3, 6.4.1
    await site.person()
    await device.sign_in(site)
    await device.add_passkey("The blue phone")
    await device.page.get_by_text("The blue phone", exact=True).wait_for()
    await device.leave(site)

    await device.use_passkey()
    await device.page.wait_for_url(f"{site.address}/account")

    assert await device.page.locator("li", has_text="The blue phone").get_by_text("last used on").count() == 1
    assert len((await device.tell("getCredentials"))["credentials"]) == 1
    assert device.complaints == []


async def test_staff_who_add_a_passkey_have_their_roles(site: Site, device: Device) -> None:
    # ASVS 6.3.3
    await site.person("coach")
    await device.sign_in(site)
    missing = device.page.get_by_text("add a second sign-in step below")
    before = await missing.count()

    await device.add_passkey("The blue phone")
    await device.page.get_by_text("The blue phone", exact=True).wait_for()

    assert before == 1
    assert await missing.count() == 0


async def test_the_same_device_is_not_added_twice(site: Site, device: Device) -> None:
    await site.person()
    await device.sign_in(site)
    await device.add_passkey("The blue phone")
    await device.page.get_by_text("The blue phone", exact=True).wait_for()

    await device.add_passkey("The same again")

    assert await told(device) == "This device already has a passkey for this account."


async def test_who_turns_the_device_down_hears_so_and_tries_again(site: Site, device: Device) -> None:
    await site.person()
    await device.sign_in(site)
    await device.add_passkey("The blue phone")
    await device.page.get_by_text("The blue phone", exact=True).wait_for()
    await device.leave(site)
    await device.tell("setUserVerified", isUserVerified=False)

    await device.use_passkey()
    sentence = await told(device)
    await device.tell("setUserVerified", isUserVerified=True)
    await device.use_passkey()
    await device.page.wait_for_url(f"{site.address}/account")

    assert sentence.startswith("Your device did not respond.")


async def test_a_passkey_that_was_taken_away_opens_nothing(site: Site, device: Device) -> None:
    await site.person()
    await device.sign_in(site)
    await device.add_passkey("The blue phone")
    await device.page.get_by_role("button", name=re.compile("Remove ?: The blue phone")).click()
    await device.page.get_by_text("The blue phone", exact=True).wait_for(state="detached")
    await device.leave(site)

    await device.use_passkey()

    assert await told(device) == "This passkey does not work here. Try another one, or sign in another way."
    assert device.page.url.endswith("/sign-in?next=/account")


async def test_a_passkey_is_called_something_else(site: Site, device: Device) -> None:
    await site.person()
    await device.sign_in(site)
    await device.add_passkey("The blue phone")
    await device.page.get_by_label("New name").fill("The red one")
    await device.page.get_by_role("button", name="Rename").click()

    await device.page.get_by_text("The red one", exact=True).wait_for()

    assert await device.page.get_by_text("The blue phone", exact=True).count() == 0


async def test_a_service_that_is_away_is_said_to_be(site: Site, device: Device) -> None:
    await device.page.goto(f"{site.address}/sign-in")
    await device.page.route("**/api/v1/**", lambda route: route.abort())

    await device.use_passkey()

    assert await told(device) == "The service is not responding. Try again in a minute."


async def test_without_script_or_without_passkeys_nothing_is_shown_that_does_not_work(
    site: Site, browser: Browser
) -> None:
    await site.person()
    unable = await browser.new_context()
    await unable.add_init_script("delete window.PublicKeyCredential")
    without_script = await browser.new_context(java_script_enabled=False)

    for context in (unable, without_script):
        page = await context.new_page()
        await page.goto(f"{site.address}/sign-in")
        assert await page.get_by_role("button", name="Use a passkey").count() == 0
        assert await page.get_by_role("button", name="Send me a link").count() == 1
        await page.locator("#email").fill(ANNA)
        await page.locator("#password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await page.goto(f"{site.address}/account")
        assert await page.get_by_role("heading", name="Your account").count() == 1
        assert await page.get_by_role("button", name="Add a passkey").count() == 0
        await context.close()


async def test_the_pages_are_accessible_and_within_their_width(site: Site, device: Device) -> None:
    await site.person()
    await site.oidc.providers.add(
        site.by.tenant_id, called="Harbour", issuer="https://x.example", client_id="x", client_secret="x"
    )
    seen = Visit(device.page, site.address, (1280, "light"))
    await seen.open("/sign-in", state="with a provider")
    found = await faults(seen)
    await device.sign_in(site)
    await device.add_passkey("The blue phone")
    await device.page.get_by_text("The blue phone", exact=True).wait_for()
    seen.describe("/account", "with a passkey")
    found += await faults(seen)
    await seen.open("/account/proof", state="with a passkey")
    found += await faults(seen)

    assert found == []


async def faults(seen: Visit) -> list[Any]:
    """What is wrong with a page, narrow and light, then wide in both colours."""
    found: list[Any] = []
    looks: tuple[Look, ...] = ((390, "light"), (1280, "light"), (1280, "dark"))
    for width, scheme in looks:
        await seen.look(width, scheme)
        found += await seen.violations()
        if (wide := await seen.width()) > width:
            found.append(f"{wide} wide on {width}")
    return found


async def told(device: Device) -> str:
    await device.page.locator("[data-said]:not([hidden])").wait_for()
    return await device.said()


class TestTheWayToTheOrganisationAndBack:
    """With a provider on another site, as browsers see it: what leads there is a form, what comes back is not ours."""

    @pytest.fixture
    async def provider(self, site: Site) -> AsyncIterator[Provider]:
        clock = HandClock()
        clock.at = utc_now()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            internet = Internet()
            port = listening.getsockname()[1]
            provider = internet.add(Provider(clock, issuer=f"http://127.0.0.1:{port}"))
            async with served(internet, listening):
                await site.oidc.providers.add(
                    site.by.tenant_id,
                    called="Harbour",
                    issuer=provider.issuer,
                    client_id="soundings",
                    client_secret=provider.secret,
                )
                yield provider

    @pytest.mark.parametrize("script", [True, False])
    async def test_somebody_who_is_invited_comes_in_and_back_again(
        self, site: Site, browser: Browser, provider: Provider, script: bool
    ) -> None:
        secret = await site.invite(ANNA)
        context = await browser.new_context(java_script_enabled=script)
        page = await context.new_page()
        await page.goto(f"{site.address}/invitation")
        await page.locator("#invitation").fill(secret)
        await page.get_by_role("button", name="Read the invitation").click()
        await page.get_by_label("Your name").fill("Anna")
        await page.get_by_role("button", name="Accept with Harbour").click()
        await page.wait_for_url(f"{site.address}/start")
        accepted = provider.asked["/token"]
        cookies = {one["name"]: (one["httpOnly"], one["sameSite"]) for one in await context.cookies()}
        await context.clear_cookies()

        await page.goto(f"{site.address}/account")
        await page.get_by_role("button", name="Go to Harbour").click()
        await page.wait_for_url(f"{site.address}/account")

        assert (
            await page.get_by_text("An account with your organisation is linked to this one: ").count() == 1
        )
        assert (accepted, provider.asked["/token"]) == (1, 2)
        # ASVS 3.3.2, 3.3.4
        assert cookies["soundings"] == cookies["soundings-visit"] == (True, "Lax")
        await context.close()
