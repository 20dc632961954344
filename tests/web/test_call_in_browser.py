"""The call about a refusal on a phone of 390 px: by thumb, without a network, and gone from the device when it should be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, get_args

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from domain.journey.commands.refusals import PauseAfterRefusal
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.feedback import FeedbackReceived
from domain.journey.events.network import ContactPhoneSet
from tests.web.chromium import phone, served
from tests.web.running_pages import Pages, pages
from tests.web.sample import NOON, uid
from tests.web.test_call import AT, CALL, NUMBER, refused_by_karin, with_number
from tests.web.test_plan_page import AT as JOURNEY
from tests.web.test_plan_page import CHANGE, with_a_change
from tests.web.test_refusals_pages import refused
from tests.web.visit import Scheme, Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
ONE_DAY = 24 * 3_600_000


@asynccontextmanager
async def calling(browser: Browser, told: list[Any]) -> AsyncIterator[tuple[Pages, BrowserContext, Page]]:
    """The call on a phone, with the worker at its post, and the page kept by it."""
    async with (
        pages() as service,
        served(service.app) as address,
        phone(browser, base_url=address) as context,
    ):
        await service.tell(told)
        page = await context.new_page()
        await page.goto(CALL)
        await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        await page.goto(CALL)
        yield service, context, page


async def tap(page: Page, field: str, value: str) -> None:
    await page.locator(f'[name="{field}"][value="{value}"]').check()


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_a_call_is_made_and_saved_by_thumb(browser: Browser) -> None:
    async with calling(browser, with_number()) as (service, _, page):
        await expect(page.get_by_role("link", name=NUMBER)).to_have_attribute("href", "tel:0313900612")
        await expect(page.locator("nav.tabs")).to_have_count(0)
        uses = page.locator(".use")
        await expect(uses.locator("visible=true")).to_have_count(0)
        await tap(page, "heard_competence", "not_enough")
        await page.locator("#competence").fill("audits in more than one place")
        await tap(page, "heard_well_qualified", "enough")
        await expect(page.get_by_text("It changes nothing in your profile.")).to_be_visible()
        await expect(page.get_by_role("group", name="audits in more than one place")).to_be_visible()
        await expect(page.locator("#use_requirements")).to_be_hidden()
        await tap(page, "use_competence", "pitch")
        await expect(page.get_by_label("Your pitch with this in it")).to_be_visible()
        await tap(page, "empty", "yes")
        await expect(page.locator("#heard_competence")).to_be_hidden()
        await page.locator("#empty").uncheck()
        await page.get_by_label("The one change for next time").fill(CHANGE)
        await page.get_by_role("button", name="Save the call").click()
        await page.wait_for_url(lambda url: "/call" not in url)

        heard = await told(service, FeedbackReceived)
    assert [(one.heard.competence, one.points.competence, one.via) for one in heard] == [
        ("not_enough", "audits in more than one place", "call")
    ]


async def test_what_was_tapped_is_there_again_after_leaving_the_call_and_noting_a_number(
    browser: Browser,
) -> None:
    went_on = PauseAfterRefusal(happened_on=NOON.date(), experiment_id=uid("interview"), skipped=True)
    async with calling(browser, refused_by_karin(went_on)) as (service, _, page):
        await tap(page, "heard_requirements", "not_enough")
        await page.locator("#requirements").fill("a course")
        await page.get_by_role("link", name="Leave the call").click()
        await page.get_by_role("link", name="Open the call script").click()
        await expect(page.locator("#requirements")).to_have_value("a course")
        await page.get_by_text("Enter a phone number").click()
        await page.get_by_label("Phone number").fill(NUMBER)
        await page.get_by_role("button", name="Save the number").click()

        await expect(page.get_by_role("link", name=NUMBER)).to_be_visible()
        await expect(page.locator("#requirements")).to_have_value("a course")
        await expect(page.get_by_role("group", name="a course")).to_be_visible()
        numbers = await told(service, ContactPhoneSet)
    assert [one.phone for one in numbers] == [NUMBER]


async def test_the_call_that_a_number_planned_is_the_one_that_is_saved(browser: Browser) -> None:
    async with calling(browser, refused()) as (service, _, page):
        await tap(page, "heard_competence", "enough")
        await page.get_by_text("Enter a phone number").click()
        await page.get_by_label("Who will you call?").fill("Karin")
        await page.get_by_label("Phone number").fill(NUMBER)
        await page.get_by_role("button", name="Save the number").click()
        await expect(page.get_by_role("link", name=NUMBER)).to_be_visible()
        await expect(page.locator('[name="heard_competence"][value="enough"]')).to_be_checked()
        planned = await page.locator('form[action$="/call"] [name="plan"]').input_value()
        await page.get_by_role("button", name="Save the call").click()
        await page.wait_for_url(lambda url: "/call" not in url)

        ran = await told(service, ExperimentRun)
    assert [str(one.experiment_id) for one in ran[1:]] == [planned]


async def test_a_draft_of_a_call_lasts_a_day_and_not_beyond_signing_out(browser: Browser) -> None:
    async with calling(browser, with_number()) as (_, context, page):
        words = page.locator("#competence")
        await words.fill("audits")
        await page.reload()
        await expect(words).to_have_value("audits")

        await page.clock.install()
        await page.clock.set_system_time((await page.evaluate("Date.now()")) + ONE_DAY + 60_000)
        await page.reload()
        await expect(page.get_by_role("button", name="Save the call")).to_be_visible()
        await expect(words).to_have_value("")
        assert await kept_drafts(page) == []

        await words.fill("audits")
        await context.set_offline(True)
        await page.get_by_text("No one answered").click()
        await tap(page, "missed_before", "6")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")
        before = await kept_drafts(page)
        # Without accounts no page has the form.
        await page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend',"
            " '<form method=post action=/sign-out><button>Sign out here</button></form>')"
        )
        await page.get_by_role("button", name="Sign out here").click()
        await page.route("**/sign-out", lambda route: route.fulfill(body="<p>Signed out</p>"))
        await page.get_by_role("button", name="Keep and sign out").click()
        await page.get_by_text("Signed out").wait_for()
        await context.set_offline(False)
        await page.goto("/offline")

        after = await kept_drafts(page)
    assert before == [CALL]
    assert after == []


async def kept_drafts(page: Page) -> list[str]:
    """The addresses of the forms whose drafts stand on the device."""
    found: list[str] = await page.evaluate(
        """async () => {
            const opened = await new Promise(done => { const ask = indexedDB.open('soundings'); ask.onsuccess = () => done(ask.result) });
            const ask = opened.transaction('unsent').objectStore('unsent').getAll();
            const found = await new Promise(done => { ask.onsuccess = () => done(ask.result) });
            return found.filter(one => one.kind === 'draft').map(one => one.id);
        }"""
    )
    return found


async def test_without_a_network_the_call_is_at_hand_and_what_is_saved_is_sent_later(
    browser: Browser,
) -> None:
    async with calling(browser, with_number()) as (service, context, page):
        await context.set_offline(True)
        await page.goto(CALL)
        await expect(page.get_by_role("link", name=NUMBER)).to_be_visible()
        await tap(page, "heard_competence", "not_enough")
        await page.locator("#competence").fill("audits")
        await tap(page, "use_competence", "gap")
        await page.clock.set_fixed_time(NOON - timedelta(hours=20))
        await page.get_by_role("button", name="Save the call").click()
        await expect(page.locator("#competence")).to_have_value("")
        await expect(page.locator("output.outbox")).to_contain_text("Saved on this phone.")
        before = await told(service, FeedbackReceived)

        await context.set_offline(False)
        await expect(page.locator("output.outbox")).to_contain_text("One entry was sent.")

        heard = await told(service, FeedbackReceived)
    assert before == []
    assert [(one.points.competence, one.happened_on) for one in heard] == [
        ("audits", NOON.date() - timedelta(days=1))
    ]


async def test_the_change_and_the_beliefs_follow_the_role_that_is_typed(browser: Browser) -> None:
    async with calling(browser, with_a_change()) as (_, _, page):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(f"{JOURNEY}/plan")
        await expect(page.get_by_text(CHANGE)).to_be_hidden()
        await expect(page.get_by_label("What do you fear?")).to_be_hidden()
        await tap(page, "kind", "interview")
        await expect(page.locator("#five_tries")).to_be_hidden()
        await expect(page.get_by_text(f"Nurse: last time you decided “{CHANGE}”")).to_be_visible()
        await page.get_by_label("Or in your own words").fill("They only want teachers")
        await page.get_by_label("Which role is it about?").fill("nurse")
        await page.get_by_label("Who with?").focus()
        await expect(page.get_by_text(f"Last time you decided: “{CHANGE}”")).to_be_visible()
        await tap(page, "dread_before", "5")
        await expect(page.get_by_label("What do you fear?")).to_be_visible()
        await tap(page, "kind", "application")
        await expect(
            page.get_by_role("group", name="Will this application lead to an interview?")
        ).to_be_visible()
        await expect(page.locator("#five_tries")).to_be_hidden()
    # Nothing else of what was typed is sent while it is typed.
    assert [one.partition("?")[2] for one in asked if "/plan?" in one] == ["role=nurse"]


async def test_every_state_is_accessible_and_within_a_small_phone(browser: Browser) -> None:
    found: list[Any] = []
    async with pages() as service, served(service.app) as address:
        await service.tell([*with_number(), *with_a_change()[len(refused()) + 1 :]])
        states: dict[str, Any] = {
            "untouched": [],
            "missed": [("heard_competence", "not_enough"), ("use_competence", "pitch"), ("kept", "date")],
            "empty phrases": [("empty", "yes")],
            "errors": [],
        }
        for state, taps in states.items():
            # Each on a phone of its own, on which nothing was tapped before.
            async with phone(browser) as context:
                seen = Visit(await context.new_page(), address, (390, "light"))
                await seen.open(CALL, state=state)
                for field, value in taps:
                    await tap(seen.page, field, value)
                if state == "errors":
                    await seen.page.get_by_role("button", name="Save the call").click()
                    await seen.page.locator("#problems").wait_for()
                found += [(state, one) for one in await _faults(seen)]
        async with phone(browser) as context:
            seen = Visit(await context.new_page(), address, (390, "light"))
            for kind in ("interview", "application", "follow_up"):
                await seen.open(f"{JOURNEY}/plan?kind={kind}&role=nurse", state=kind)
                await tap(seen.page, "dread_before", "7")
                found += [(kind, one) for one in await _faults(seen)]
            for address_of in (AT, f"{JOURNEY}/people/{uid('Karin')}"):
                await seen.open(address_of)
                found += [(address_of, one) for one in await _faults(seen)]
    assert found == []


async def _faults(seen: Visit) -> list[Any]:
    found: list[Any] = []
    for colours in get_args(Scheme):
        await seen.look(390, colours)
        found += await seen.violations()
    await seen.unfold()
    for width in (390, 320, 195):
        await seen.look(width)
        if (wide := await seen.width()) > max(width, 320):
            found.append(f"is wider than {width}: {wide}")
    await seen.look(390, "light")
    return found
