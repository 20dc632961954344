"""A study in browsers: drafted, approved, agreed to, analysed, let out by a second person, and withdrawn from."""

import json
from uuid import UUID

import pytest
from playwright.async_api import Browser, Page, expect

from domain.vocabulary import ConsentPurpose
from service.accounts.caller import AccountRole
from tests.http.running_service import PASSWORD
from tests.research.agreeing_clients import agree
from tests.web.chromium import phone
from tests.web.served_with_accounts import Client, ServedOrganisation, served_with_accounts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(170)]


async def let_in(place: ServedOrganisation, page: Page, name: str, role: AccountRole) -> UUID:
    """Somebody with a role, signed in at this browser."""
    consents: list[ConsentPurpose] = ["coaching", "research"] if role == "client" else []
    person = await place.accounts.accept_invitation(
        await place.invite(f"{name.lower()}@example.org", role),
        name=name,
        password=PASSWORD,
        consents=consents,
    )
    await place.let_in(page.context, person.person_id)
    return person.person_id


SPECIFICATION = json.dumps(
    {
        "title": "How many take part",
        "table": "participants",
        "derive": {"everybody": "weeks >= 0"},
        "outputs": [{"type": "table", "name": "people", "rows": "everybody"}],
    }
)


async def approved(lab: Page, desk: Page, *, access: str = "") -> str:
    """Draft a study and have it approved; returns its address."""
    at = await draft(lab, access=access)
    await lab.get_by_role("button", name="Submit for approval").click()
    await expect(lab.get_by_role("heading", level=1)).to_have_text("This study waits for approval.")
    await desk.goto(at)
    await desk.get_by_role("button", name="Approve the study").click()
    await expect(desk.locator("#receipt")).to_contain_text("Approved.")
    return at


async def run(page: Page, at: str, finding: str) -> str:
    """Send an analysis of a study, and read what came of it; returns its address."""
    await page.goto(f"{at}/analyses")
    await page.get_by_label("Specification, as JSON", exact=True).fill(SPECIFICATION)
    await page.get_by_role("button", name="Run it").click(no_wait_after=True, timeout=90_000)
    await expect(page.get_by_role("heading", level=1)).to_have_text(finding, timeout=90_000)
    return page.url.partition("?")[0]


async def draft(page: Page, *, access: str = "") -> str:
    """Fill in the form of a study, and save it; returns its address."""
    await page.goto("/studies")
    await page.get_by_label("Title", exact=True).fill("What clients learn of their chances")
    await page.get_by_label("What is the question?", exact=True).fill(
        "Do guesses come nearer to what happens?"
    )
    await page.get_by_label("How will it be answered?", exact=True).fill(
        "Compare each guess with its answer."
    )
    await page.get_by_text("forecasts", exact=True).click()
    await page.locator('[id="variables-forecasts.forecast"]').check()
    await page.get_by_text("participants", exact=True).click()
    await page.locator('[id="variables-participants.weeks"]').check()
    await page.get_by_label("First day", exact=True).fill("2026-06-01")
    await page.get_by_label("Last day", exact=True).fill("2026-12-31")
    await page.get_by_label("Who is it about?", exact=True).fill("Everybody who looks for work.")
    await page.get_by_label("How are clients asked? (English)", exact=True).fill("May we study your guesses?")
    await page.locator("#arms").fill("usual 50\nearly 50")
    if access:
        await page.locator(f'[name="access"][value="{access}"]').check()
    await page.get_by_role("button", name="Save the draft").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("A draft. Nobody is asked yet.")
    return page.url.partition("?")[0]


async def test_a_study_goes_from_its_draft_to_a_clients_answer(browser: Browser, database: str) -> None:
    async with (
        served_with_accounts(database) as place,
        phone(browser, base_url=place.site) as hers,
        phone(browser, base_url=place.site) as office,
        phone(browser, base_url=place.site) as study,
    ):
        page, desk, lab = await hers.new_page(), await office.new_page(), await study.new_page()
        await let_in(place, page, "Marloes", "client")
        marloes = Client(page, place, "marloes@example.org")
        await marloes.set_out("Marloes")
        await let_in(place, lab, "Pieter", "researcher")
        await let_in(place, desk, "Astrid", "admin")

        at = await draft(lab)
        await lab.get_by_role("button", name="Submit for approval").click()
        await expect(lab.get_by_role("heading", level=1)).to_have_text("This study waits for approval.")

        await desk.goto("/studies")
        await expect(desk.get_by_role("heading", level=1)).to_have_text("One study waits for approval.")
        await desk.get_by_role("link", name="What clients learn of their chances").click()
        await desk.get_by_role("button", name="Approve the study").click()
        await expect(desk.locator("#receipt")).to_contain_text("Approved.")

        await page.goto(f"{marloes.at}/more")
        await page.get_by_role("link", name="A study asks whether you take part.").click()
        await expect(page.get_by_text("May we study your guesses?")).to_be_visible()
        await expect(page.get_by_text("You are put in a group by chance.")).to_be_visible()
        await expect(page.get_by_text("Pieter. Researchers of this organisation.")).to_be_visible()
        await page.locator(".study-question").get_by_role("button", name="I agree").click()
        await expect(page.locator("#receipt")).to_contain_text("You can withdraw at any time")
        await expect(page.locator(".study-question")).to_have_count(0)
        await page.get_by_text("Read it again", exact=True).click()
        await expect(page.get_by_text("May we study your guesses?")).to_be_visible()
        await expect(page.get_by_text("your guesses, and what came")).to_be_visible()

        await lab.goto(at)
        await expect(lab.get_by_role("heading", level=1)).to_have_text(
            "Too few people to show how many have agreed."
        )
        await expect(lab.get_by_role("link", name="Download made-up people")).to_be_visible()

        await page.get_by_role("button", name="Withdraw: What clients learn of their chances").click()
        await expect(page.locator("#receipt")).to_contain_text("Withdrawn from now on.")
        await expect(page.locator(".study-question")).to_be_hidden()
        await page.get_by_text("You left, and may come back", exact=True).click()
        await expect(page.locator(".study-question")).to_be_visible()


async def test_an_analysis_is_let_out_and_whoever_withdraws_is_not_in_the_next(
    browser: Browser, database: str
) -> None:
    async with (
        served_with_accounts(database) as place,
        phone(browser, base_url=place.site) as hers,
        phone(browser, base_url=place.site) as office,
        phone(browser, base_url=place.site) as study,
    ):
        page, desk, lab = await hers.new_page(), await office.new_page(), await study.new_page()
        await let_in(place, page, "Marloes", "client")
        marloes = Client(page, place, "marloes@example.org")
        await marloes.set_out("Marloes")
        await let_in(place, lab, "Pieter", "researcher")
        await let_in(place, desk, "Astrid", "admin")
        at = await approved(lab, desk)
        await agree(place.services, place.tenant_id, UUID(at.rpartition("/")[2]), range(12))
        await page.goto(f"{marloes.at}/data")
        await page.locator(".study-question").get_by_role("button", name="I agree").click()
        await expect(page.locator("#receipt")).to_contain_text("You can withdraw at any time")

        await lab.goto(at)
        await lab.get_by_role("link", name="Nothing has been analysed yet.").click()
        await lab.get_by_label("Specification, as JSON", exact=True).fill('{"table": "participants"}')
        await lab.get_by_role("button", name="Run it").click()
        await expect(lab.locator("#specification-error")).to_contain_text("outputs")
        first = await run(lab, at, "This analysis waits for a second person.")
        await expect(lab.get_by_role("button", name="Let it out")).to_have_count(0)

        await desk.goto("/studies")
        await desk.get_by_role("link", name="One analysis waits for a second person.").click()
        await desk.get_by_role("link", name="How many take part").click()
        await expect(desk.locator("table.results tbody tr").first).to_have_text("yes15")
        await desk.get_by_role("button", name="Let it out").click()
        await expect(desk.locator("#receipt")).to_contain_text("Let out.")

        await lab.goto(first)
        async with lab.expect_download() as taken:
            await lab.get_by_role("link", name="Download as CSV").click()
        assert (await taken.value).suggested_filename.endswith(".csv")

        await page.get_by_role("button", name="Withdraw: What clients learn of their chances").click()
        await expect(page.locator("#receipt")).to_contain_text("Withdrawn from now on.")
        await run(lab, at, "This analysis was not let out.")
        await expect(lab.get_by_text("fewer than ten people could be told apart.")).to_be_visible()
