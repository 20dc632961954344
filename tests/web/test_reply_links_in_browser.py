"""Reply links in two browsers: the client makes one by thumb, somebody without account and script answers, she keeps it."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from tests.http.running_service import PASSWORD
from tests.web.chromium import phone
from tests.web.served_with_accounts import Client, ServedOrganisation, served_with_accounts
from tests.web.visit import Scheme, Visit, new_visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

LOOKS: tuple[tuple[int, Scheme], ...] = ((320, "light"), (320, "dark"), (390, "light"))
ROLE, STEP, OVE = (str(uuid4()) for _ in range(3))
REFUSED: tuple[Mapping[str, Any], ...] = (
    {"type": "DiscoverRole", "role_id": ROLE, "title": "quality coordinator", "distance": "near"},
    {"type": "AddContact", "contact_id": OVE, "name": "Ove", "tie": "strong"},
    {"type": "PlanExperiment", "experiment_id": STEP, "kind": "application", "role_id": ROLE},
    {"type": "RunExperiment", "experiment_id": STEP},
    {"type": "RecordAnswer", "experiment_id": STEP, "answer": "rejected_unseen"},
    {"type": "PauseAfterRefusal", "experiment_id": STEP},
)


async def elin(place: ServedOrganisation, page: Page) -> Client:
    """A client whose application was rejected, at her browser."""
    who = Client(page, place, "elin@example.org")
    person = await place.accounts.accept_invitation(
        await place.invite(who.email), name="Elin", password=PASSWORD, consents=["coaching"]
    )
    await place.let_in(page.context, person.person_id)
    await who.set_out("Elin")
    await who.tell(*map(dict, REFUSED))
    return who


async def copied(page: Page, button: str) -> str:
    """Makes a link and reads its address, as it would be sent."""
    await page.get_by_role("button", name=button).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Copy this link now.")
    text = await page.get_by_label("A text to send with it").input_value()
    return next(one for one in text.split() if one.startswith("http"))


async def check(visit: Visit, address: str, state: str, languages: str = "en nl sv nb") -> None:
    """Nothing wider than a small phone, nothing that axe finds, in light and dark."""
    for language in languages.split():
        await visit.page.context.add_cookies(
            [{"name": "soundings-language", "value": language, "url": visit.site}]
        )
        await visit.open(address, called="reply link", state=state)
        await visit.unfold()
        assert await visit.language() == language
        for width, scheme in LOOKS:
            await visit.look(width, scheme)
            assert await visit.width() == width, (state, language, width)
            if width == LOOKS[0][0]:
                assert await visit.violations() == [], (state, language, scheme)
        noise = await visit.noise()
        assert noise == [] or state == "closed", noise


async def test_reasons_are_given_without_account_and_script_and_become_a_gap(
    browser: Browser, database: str
) -> None:
    async with (
        served_with_accounts(database) as place,
        phone(browser, base_url=place.site) as hers,
        phone(browser, base_url=place.site, java_script_enabled=False) as theirs,
    ):
        page, guest = await hers.new_page(), await theirs.new_page()
        client = await elin(place, page)
        await page.goto(f"{client.at}/refusals/{STEP}")
        await page.get_by_role("link", name="Ask in writing").click()
        address = await copied(page, "Make the link")
        await page.get_by_role("button", name="I sent it").click()
        place.clock.on(days=2)

        await guest.goto(address)
        await expect(guest.get_by_role("heading", level=1)).to_have_text(
            "Elin would like to hear your reasons."
        )
        await (
            guest.get_by_role("group", name="Skills and experience")
            .get_by_role("radio", name="Not quite")
            .check()
        )
        await guest.get_by_label("If not: which part was not deep or broad enough?").fill(
            "Two years of audits"
        )
        await guest.get_by_role("group", name="stay on file").get_by_role("radio", name="6 months").check()
        await guest.get_by_role("button", name="Send to Elin").click()
        await expect(guest.get_by_role("heading", level=1)).to_have_text("Sent. Thank you.")
        await guest.goto(address)
        await expect(guest.get_by_role("heading", level=1)).to_have_text("This link is closed.")
        assert await theirs.cookies() == []

        await page.goto(f"{client.at}/agenda")
        await page.get_by_role("link", name="A reply is here when you want it.").click()
        await page.get_by_role("link", name="Read it now").click()
        await (
            page.get_by_role("group", name="What will you do with it?")
            .get_by_role("radio", name="A gap for this role")
            .check()
        )
        await page.get_by_role("button", name="Keep it").click()
        await expect(page.locator("#receipt")).to_contain_text("Kept.")

        await page.goto(f"{client.at}/profile")
        await expect(page.get_by_text("Two years of audits").first).to_be_visible()


async def test_a_supporter_confirms_a_strength_and_names_somebody(browser: Browser, database: str) -> None:
    async with (
        served_with_accounts(database) as place,
        phone(browser, base_url=place.site) as hers,
        phone(browser, base_url=place.site, java_script_enabled=False) as theirs,
    ):
        page, guest = await hers.new_page(), await theirs.new_page()
        client = await elin(place, page)
        await page.goto(f"{client.at}/people/{OVE}")
        await page.get_by_role("link", name="Ask what they saw").click()
        address = await copied(page, "Make the link")
        await hers.grant_permissions(["clipboard-read", "clipboard-write"])
        await page.get_by_role("button", name="Copy the link").click()
        await expect(page.get_by_text("Copied.")).to_be_visible()
        assert await page.evaluate("navigator.clipboard.readText()") == address

        await guest.goto(address)
        await guest.get_by_label("One strength you have seen").fill("Explains hard things")
        for language in ("Nederlands", "English"):
            await guest.get_by_role("button", name=language).click()
        await expect(guest.get_by_label("One strength you have seen")).to_have_value("Explains hard things")
        await guest.get_by_role("button", name="Send to Elin").click()
        await expect(guest.get_by_text("Say when you saw it. A sentence is enough.").first).to_be_visible()
        await guest.get_by_label("When did you see it?").fill("When the boiler failed")
        await guest.get_by_label("One person Elin should meet").fill("Sigrid, plans energy renovations")
        await guest.get_by_role("button", name="Send to Elin").click()
        await expect(guest.get_by_role("heading", level=1)).to_have_text("Sent. Thank you.")

        await page.goto(f"{client.at}/week")
        await page.get_by_role("link", name="Ove answered. Read it when you want it.").click()
        await page.get_by_role("link", name="Read it now").click()
        await page.get_by_role("radio", name="It is new to me").check()
        await page.get_by_role("button", name="Keep it").click()
        await expect(page.locator("#receipt")).to_contain_text("Kept.")
        await expect(page.get_by_text("When the boiler failed")).to_be_visible()
        await page.goto(f"{client.at}/people")
        await expect(page.get_by_text("through Ove", exact=True)).to_be_visible()


async def test_every_state_is_accessible_within_a_small_phone_and_in_four_languages(
    browser: Browser, database: str
) -> None:
    async with (
        served_with_accounts(database) as place,
        phone(browser, base_url=place.site, reduced_motion="reduce") as hers,
    ):
        own = Visit(await hers.new_page(), place.site, (390, "light"))
        guest = await new_visit(browser, place.site, 320)
        client = await elin(place, own.page)
        place.clock.on(days=2)
        for purpose, about, button in (("organisation", STEP, "a"), ("supporter", OVE, "s")):
            await check(own, f"{client.at}/ask/{purpose}/{about}", f"{purpose}-ask", "en nl")
            await own.page.context.add_cookies(
                [{"name": "soundings-language", "value": "en", "url": place.site}]
            )
            await own.page.goto(f"{place.site}{client.at}/ask/{purpose}/{about}")
            address = (await copied(own.page, "Make the link")).removeprefix(place.site)
            assert address.startswith(f"/{button}/")
            await check(guest, address, f"{purpose}-form")
            await check(own, f"{client.at}/ask/{purpose}/{about}", f"{purpose}-open", "en nl")
            await guest.page.context.clear_cookies()
            await guest.page.goto(place.site + address)
            field = guest.page.get_by_role("textbox").first
            await field.fill("Two years of audits, in more than one unit.")
            if purpose == "supporter":
                await guest.page.get_by_label("When did you see it?").fill("In May")
            await guest.page.get_by_role("button", name="Send to Elin").click()
            place.clock.on(minutes=1)
            await own.page.goto(f"{place.site}{client.at}/agenda")
            waits = await own.page.locator('a[href*="/replies/"]').last.get_attribute("href")
            assert waits
            await check(own, waits, f"{purpose}-waiting", "en sv")
            await check(own, f"{waits}/read", f"{purpose}-read")
        for state in ("sent", "declined", "closed"):
            await check(guest, f"/replies/{state}", state, "en nb")
        await guest.page.context.close()
