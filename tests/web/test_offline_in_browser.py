"""Without a network: nothing typed is lost, everything is told once and in order, and what is refused asks."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from domain.journey.commands.roles import ParkRole
from domain.journey.events.experiments import ExperimentConcluded
from tests.web.chromium import phone, served
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, discover, start, uid

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
LOG = f"/journeys/{MARLOES}/log"


@asynccontextmanager
async def opened(browser: Browser) -> AsyncIterator[tuple[Pages, BrowserContext, Page]]:
    """The log on a phone, with the worker at its post."""
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address) as context,
    ):
        await service.tell([start(), discover("nurse")])
        page = await context.new_page()
        await page.goto(LOG)
        await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        # What the worker keeps it has to have seen once.
        await page.goto(LOG)
        yield service, context, page


async def fill(page: Page, conclusion: str, **more: str) -> None:
    await page.get_by_label("Conversation", exact=True).check()
    await page.get_by_label("Which role was it about?").fill(more.get("role", "nurse"))
    await page.get_by_label("What is your conclusion?").fill(conclusion)
    await page.get_by_label("What comes next?").fill("Ring again")


async def save(page: Page) -> None:
    await page.get_by_role("button", name="Save", exact=True).click()


async def conclusions(service: Pages) -> list[str]:
    found: list[Any] = [entry.event for entry in await service.entries()]
    return [one.conclusion for one in found if isinstance(one, ExperimentConcluded)]


async def test_three_entries_made_without_a_network_arrive_once_each_and_in_order(browser: Browser) -> None:
    async with opened(browser) as (service, context, page):
        await context.set_offline(True)
        for conclusion in ("first", "second", "third"):
            await page.goto(LOG)
            await fill(page, conclusion)
            await save(page)
            await expect(page.get_by_label("What is your conclusion?")).to_have_value("")
        await expect(page.locator("output.outbox")).to_contain_text("3 entries are saved on this phone")
        before = await conclusions(service)

        await context.set_offline(False)
        await expect(page.locator("output.outbox")).to_contain_text("3 entries were sent.")

        after = await conclusions(service)
    assert before == []
    assert after == ["first", "second", "third"]


async def test_what_was_sent_later_leads_to_what_it_changed(browser: Browser) -> None:
    async with opened(browser) as (_, context, page):
        await context.set_offline(True)
        await fill(page, "first")
        await save(page)
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")
        await context.set_offline(False)

        await page.get_by_role("link", name="See what it changed").click()

        await expect(page).to_have_url(re.compile("/steps/[0-9a-f-]+/reveal"))
        await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_an_entry_that_is_refused_keeps_its_words_and_asks(browser: Browser) -> None:
    async with opened(browser) as (service, context, page):
        await context.set_offline(True)
        await fill(page, "It is calm", role="Beekeeper")
        await save(page)
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")

        await context.set_offline(False)
        await expect(page.locator("output.outbox")).to_contain_text("This entry needs your attention.")
        await page.get_by_role("button", name="View it").click()
        await expect(page.get_by_label("What is your conclusion?")).to_have_value("It is calm")
        await save(page)
        far = page.get_by_role("group", name="How different is this role from your previous work?")
        await far.get_by_label("Similar work").check()
        await save(page)
        await expect(page.locator("#receipt")).to_contain_text("Saved. Conversation")

        after = await conclusions(service)
    assert after == ["It is calm"]


async def test_what_is_typed_is_there_again_after_a_reload(browser: Browser) -> None:
    async with opened(browser) as (_, _, page):
        await fill(page, "Half a sen")
        await page.reload()

        await expect(page.get_by_label("What is your conclusion?")).to_have_value("Half a sen")
        await expect(page.get_by_text("This is what you typed before.")).to_be_visible()
        await page.get_by_role("button", name="Start again").click()
        await expect(page.get_by_label("What is your conclusion?")).to_have_value("")


async def test_an_entry_whose_answer_was_lost_on_the_way_is_told_once(browser: Browser) -> None:
    async with opened(browser) as (service, context, page):

        async def lose(route: Any) -> None:
            if route.request.method == "POST":
                await route.fetch(max_redirects=0)
                await route.abort()
            else:
                await route.continue_()

        await fill(page, "Once")
        await context.route("**/log", lose)
        await save(page)
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")
        lost = await conclusions(service)
        await context.unroute("**/log", lose)
        await page.reload()
        await expect(page.locator("output.outbox")).to_contain_text("One entry was sent.")

        after = await conclusions(service)
    assert lost == after == ["Once"]


async def test_without_a_network_the_mistakes_of_a_form_are_told_when_it_returns(browser: Browser) -> None:
    async with opened(browser) as (service, context, page):
        await context.set_offline(True)
        await fill(page, "About a role that was parked meanwhile")
        await save(page)
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")
        await service.tell([ParkRole(happened_on=NOON.date(), role_id=uid("nurse"), reason="Enough")])

        await context.set_offline(False)
        await expect(page.locator("output.outbox")).to_contain_text("One entry was sent.")

        after = await conclusions(service)
    assert after == ["About a role that was parked meanwhile"]


async def test_what_the_service_cannot_take_holds_nothing_else_and_is_sent_again_by_itself(
    browser: Browser,
) -> None:
    async with opened(browser) as (service, context, page):
        bar = page.locator("output.outbox")
        refused_once: list[str] = []

        async def answer(route: Any) -> None:
            told = route.request.post_data or ""
            if route.request.method == "POST" and "first" in told and not refused_once:
                refused_once.append(told)
                await route.fulfill(status=500, content_type="text/html", body="<p>Not now</p>")
            else:
                await route.continue_()

        await context.set_offline(True)
        for conclusion in ("first", "second"):
            await fill(page, conclusion)
            await save(page)
            await expect(page.get_by_label("What is your conclusion?")).to_have_value("")
        await expect(bar).to_contain_text("2 entries are saved on this phone")
        # The network comes back without a word of it, and the page stays as it is.
        await page.evaluate("addEventListener('online', event => event.stopImmediatePropagation(), true)")
        await context.route("**/log", answer)
        await context.set_offline(False)
        await expect(bar).to_contain_text("2 entries were sent.")

        after = await conclusions(service)
    assert len(refused_once) == 1
    assert after == ["second", "first"]


async def test_an_entry_that_never_gets_through_holds_no_other(browser: Browser) -> None:
    async with opened(browser) as (service, context, page):

        async def reset(route: Any) -> None:
            if route.request.method == "POST" and "first" in (route.request.post_data or ""):
                await route.abort("connectionreset")
            else:
                await route.continue_()

        await context.set_offline(True)
        for conclusion in ("first", "second"):
            await fill(page, conclusion)
            await save(page)
            await expect(page.get_by_label("What is your conclusion?")).to_have_value("")
        await context.route("**/log", reset)
        await context.set_offline(False)
        await expect(page.locator("output.outbox")).to_contain_text("One entry was sent.")
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")

        after = await conclusions(service)
    assert after == ["second"]


async def test_entries_are_sent_also_after_the_browser_lost_hold_of_what_it_keeps(browser: Browser) -> None:
    async with opened(browser) as (service, context, page):
        await page.add_init_script(
            "const open = indexedDB.open.bind(indexedDB);"
            "indexedDB.open = (...all) => {"
            "  const request = open(...all);"
            "  request.addEventListener('success', () => { globalThis.held = request.result; });"
            "  return request;"
            "};"
        )
        await page.goto(LOG)
        await context.set_offline(True)
        await fill(page, "first")
        await save(page)
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")
        await page.evaluate("held.close()")

        await context.set_offline(False)
        await expect(page.locator("output.outbox")).to_contain_text("One entry was sent.")

        after = await conclusions(service)
    assert after == ["first"]


async def test_what_was_refused_while_no_page_was_open_asks_in_words(browser: Browser) -> None:
    async with opened(browser) as (_, context, page):
        await context.set_offline(True)
        await fill(page, "It is calm", role="Beekeeper")
        await save(page)
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")
        # The worker alone sends it.
        await page.goto("about:blank")
        worker = context.service_workers[0]
        await context.set_offline(False)
        await worker.evaluate(
            "new Promise(done => {"
            "  const event = new SyncEvent('sync', {tag: 'soundings-outbox'});"
            "  event.waitUntil = work => work.then(done, done);"
            "  dispatchEvent(event);"
            "})"
        )
        await page.goto(LOG)
        await expect(page.locator("output.outbox")).to_contain_text("It was not accepted.")


async def test_at_sign_out_only_what_can_be_sent_is_offered_to_be_sent(browser: Browser) -> None:
    async with opened(browser) as (_, context, page):
        await context.set_offline(True)
        await fill(page, "It is calm", role="Beekeeper")
        await save(page)
        await context.set_offline(False)
        await expect(page.locator("output.outbox")).to_contain_text("This entry needs your attention.")
        # Without accounts no page has the form.
        await page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend',"
            " '<form method=post action=/sign-out><button>Sign out here</button></form>')"
        )
        await page.get_by_role("button", name="Sign out here").click()
        await expect(page.get_by_role("button", name="Keep and sign out")).to_be_visible()
        await expect(page.get_by_role("button", name="Send and sign out")).to_have_count(0)
