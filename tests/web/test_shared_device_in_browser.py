"""One device, several people: what is kept there of one of them is not shown to the next, nor lost."""

from typing import cast
from uuid import UUID

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from service.accounts.caller import Caller
from tests.http.running_service import PASSWORD
from tests.web.chromium import phone
from tests.web.served_with_accounts import Client, ServedOrganisation, served_with_accounts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


async def client(place: ServedOrganisation, page: Page, name: str) -> tuple[UUID, Client]:
    """A client who has set out, signed in at this browser."""
    who = Client(page, place, f"{name.lower()}@example.org")
    person = await place.accounts.accept_invitation(
        await place.invite(who.email), name=name, password=PASSWORD, consents=["coaching"]
    )
    await place.let_in(page.context, person.person_id)
    await who.set_out(name)
    return person.person_id, who


async def kept_pages(page: Page) -> list[str]:
    """The addresses of all pages that the worker keeps, whoever's."""
    script = """async () => {
        const names = (await caches.keys()).filter(name => name.startsWith('soundings-pages'));
        const kept = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
        return kept.flat().map(one => new URL(one.url).pathname);
    }"""
    return cast("list[str]", await page.evaluate(script))


async def heading_without_network(context: BrowserContext, page: Page, address: str) -> str:
    """What a page is headed by when there is no network."""
    await context.set_offline(True)
    await page.goto(address)
    heading = await page.get_by_role("heading", level=1).inner_text()
    await context.set_offline(False)
    return heading


# ASVS 14.3.3
async def test_pages_are_kept_for_a_client_until_she_signs_out_or_another_person_comes(
    browser: Browser, database: str
) -> None:
    offline = "You are offline."
    async with (
        served_with_accounts(database) as place,
        phone(browser, base_url=place.site) as context,
    ):
        page = await context.new_page()
        marloes_id, marloes = await client(place, page, "Marloes")
        week = f"{marloes.at}/week"
        await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        await page.goto(week)
        of_hers = await page.get_by_role("heading", level=1).inner_text()
        assert await heading_without_network(context, page, week) == of_hers

        # Of a page that she may not see any more nothing stays.
        gone = "/journeys/00000000-0000-4000-8000-000000000000/week"
        await page.evaluate(
            """async (gone) => {
                const name = (await caches.keys()).find(one => one.startsWith('soundings-pages'));
                await (await caches.open(name)).put(gone, new Response('<h1>Gone</h1>', { headers: { 'content-type': 'text/html' } }));
            }""",
            gone,
        )
        assert await heading_without_network(context, page, gone) == "Gone"
        await page.goto(gone)
        assert await heading_without_network(context, page, gone) == offline

        # Led to signing in.
        await context.clear_cookies()
        await page.goto(week)
        assert page.url.startswith(f"{place.site}/sign-in")
        assert await kept_pages(page) == []

        # Herself in another session, then another client without either having signed out.
        await place.let_in(context, marloes_id)
        await page.goto(week)
        assert await kept_pages(page) == [week]
        _, ans = await client(place, page, "Ans")
        assert await kept_pages(page) == [f"{ans.at}/week"]
        assert await heading_without_network(context, page, week) == offline

        # Staff.
        await place.let_in(context, await place.coach("Ingrid"))
        await page.goto("/desk")
        assert await kept_pages(page) == []
        assert await heading_without_network(context, page, "/desk") == offline
        assert await heading_without_network(context, page, f"{ans.at}/week") == offline

        # At her sign-out.
        await place.let_in(context, marloes_id)
        await page.goto(week)
        await page.goto("/account")
        await page.get_by_role("button", name="Sign out here").click()
        await page.wait_for_url("**/sign-in")
        assert await kept_pages(page) == []
        await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


async def log_without_network(context: BrowserContext, page: Page, address: str, conclusion: str) -> None:
    await page.goto(address)
    await context.set_offline(True)
    await page.get_by_label("Conversation", exact=True).check()
    await page.get_by_label("What is your conclusion?").fill(conclusion)
    await page.get_by_label("What comes next?").fill("Ring again")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_label("What is your conclusion?")).to_have_value("")
    await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")


KEPT = """async () => {
    const opened = await new Promise(done => { const ask = indexedDB.open('soundings'); ask.onsuccess = () => done(ask.result) });
    const ask = opened.transaction('unsent').objectStore('unsent').getAll();
    const found = await new Promise(done => { ask.onsuccess = () => done(ask.result) });
    const text = new TextDecoder('latin1');
    const plain = found.map(one => JSON.stringify(one) + text.decode(one.sealed));
    const names = await caches.keys();
    const pages = (await Promise.all(names.map(async name => (await caches.open(name)).matchAll()))).flat();
    return [...plain, JSON.stringify(localStorage), ...await Promise.all(pages.map(one => one.text()))].join('\\n');
}"""
"""All that scripts can read of what is kept on the device."""


# ASVS 14.3.3
async def test_what_was_not_sent_is_said_at_sign_out_and_to_the_next_who_cannot_read_it(
    browser: Browser, database: str
) -> None:
    async with (
        served_with_accounts(database) as place,
        # Without the worker, which would send on its own as soon as it may.
        phone(browser, base_url=place.site, service_workers="block") as context,
    ):
        page = await context.new_page()
        bar = page.locator("output.outbox")
        marloes_id, marloes = await client(place, page, "Marloes")
        log = f"{marloes.at}/log"
        await page.goto(log)

        # Her session ends, and another person comes: she is told of it, and cannot read it.
        await log_without_network(context, page, log, "Only for Marloes")
        key = await page.evaluate("document.body.dataset.outboxKey")
        await context.clear_cookies()
        await context.set_offline(False)
        await page.goto(log)
        assert page.url.startswith(f"{place.site}/sign-in")
        _, ans = await client(place, page, "Ans")
        await expect(bar).to_contain_text("Someone else has an unsent entry on this device.")
        kept = await page.evaluate(KEPT)
        assert "entry" in kept
        assert "Only for Marloes" not in kept
        assert key not in kept

        # At her sign-out her own entry is spoken of, and kept as she says; the other's stays, too.
        await log_without_network(context, page, f"{ans.at}/log", "Only for Ans")
        await context.route("**/outbox", lambda route: route.abort())
        await context.set_offline(False)
        await page.goto("/account")
        await page.get_by_role("button", name="Sign out here").click()
        await expect(page.get_by_text("One entry has not been sent yet.")).to_be_visible()
        await page.get_by_role("button", name="Keep and sign out").click()
        await page.wait_for_url("**/sign-in")
        await context.unroute("**/outbox")

        # Marloes comes back: hers is sent by itself.
        await place.let_in(context, marloes_id)
        await page.goto(log)
        await expect(bar).to_contain_text("One entry was sent.")
        await expect(bar).to_contain_text("Someone else has an unsent entry on this device.")
        await bar.get_by_role("button", name="Delete for good").click()
        await bar.get_by_role("button", name="Leave it").click()
        await expect(bar).to_contain_text("Someone else has an unsent entry on this device.")
        await bar.get_by_role("button", name="Delete for good").click()
        await expect(bar).to_contain_text("This cannot be undone.")
        await bar.get_by_role("button", name="Delete for good").click()
        await expect(bar).to_contain_text("One entry was sent.")
        events = await marloes.get("events")
    assert "Only for Marloes" in str(events)
    assert "Only for Ans" not in str(events)


async def test_without_a_network_the_page_speaks_the_language_of_the_account(
    browser: Browser, database: str
) -> None:
    async with (
        served_with_accounts(database) as place,
        phone(browser, base_url=place.site, locale="en-GB") as context,
    ):
        page = await context.new_page()
        person_id, _ = await client(place, page, "Marloes")
        await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        person = await place.accounts.get_person(place.tenant_id, person_id)
        her = Caller(
            tenant_id=place.tenant_id, person_id=person_id, roles=frozenset(person.roles), way="browser"
        )
        await place.accounts.set_email_language(her, "nl")
        await place.let_in(context, person_id)
        await page.goto("/account")

        await expect(page.locator("html")).to_have_attribute("lang", "nl")
        script = "caches.match('/offline').then(kept => kept.headers.get('content-language'))"
        assert await eventually(page, script, "nl") == "nl"


async def eventually(page: Page, script: str, wanted: str) -> str:
    """What a script says, as soon as it says what is wanted, or after some seconds."""
    said = ""
    for _ in range(50):
        said = cast("str", await page.evaluate(script))
        if said == wanted:
            break
        await page.wait_for_timeout(100)
    return said
