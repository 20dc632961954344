"""The data of a study in browsers: a researcher has an export made and takes it out; who withdraws takes it away."""

from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from playwright.async_api import Browser, Page, expect

from service.research.exports.reading import Export, open_export
from tests.research.agreeing_clients import agree
from tests.web.chromium import phone
from tests.web.served_with_accounts import Client, served_with_accounts
from tests.web.test_studies_in_browser import approved, let_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(170)]


async def made(page: Page, at: str) -> None:
    """Have an export made of one table, and wait until it is ready."""
    await page.goto(f"{at}/data")
    await page.get_by_role("button", name="Make an export").click()
    await expect(page.get_by_role("status")).to_contain_text("The export is being made.")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "One export can be downloaded.", timeout=60_000
    )


async def taken_out(page: Page, folder: Path) -> Export:
    """Download the export, and open it."""
    async with page.expect_download() as taken:
        await page.get_by_role("link", name="Download the export").click()
    await (await taken.value).save_as(folder / "export.zip")
    ZipFile(folder / "export.zip").extractall(folder / "export")
    return open_export(folder / "export")


async def test_an_export_is_taken_out_and_goes_when_a_client_withdraws(
    browser: Browser, database: str, tmp_path: Path
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
        at = await approved(lab, desk, access="extract")
        await lab.goto(f"{at}/data")
        await expect(lab.get_by_role("heading", level=1)).to_have_text(
            "No data of this study can be taken out now."
        )
        await desk.goto(at)
        await desk.get_by_role("button", name="Let a file leave").click()
        await agree(place.services, place.tenant_id, UUID(at.rpartition("/")[2]), range(11))
        await page.goto(f"{marloes.at}/data")
        await page.locator(".study-question").get_by_role("button", name="I agree").click()
        await expect(page.get_by_role("status")).to_contain_text("You can withdraw at any time")

        await lab.goto(at)
        await lab.get_by_role("link", name="Export the data of those who agreed").click()
        await made(lab, at)
        first = await taken_out(lab, tmp_path / "first")
        assert first.manifest.participants == 12
        await lab.reload()
        await expect(lab.get_by_text("Pieter", exact=True).last).to_be_visible()

        await page.goto(f"{marloes.at}/data")
        await page.get_by_role("button", name="Withdraw: What clients learn of their chances").click()
        await expect(page.get_by_role("status")).to_contain_text("Withdrawn from now on.")
        await lab.reload()
        await expect(lab.get_by_role("heading", level=1)).to_have_text("No export can be downloaded now.")
        await expect(lab.get_by_text("Someone in it has withdrawn")).to_be_visible()

        await made(lab, at)
        second = await taken_out(lab, tmp_path / "second")
        assert second.manifest.participants == 11
        gone = set(first.frame("participants")["pseudonym"]) - set(second.frame("participants")["pseudonym"])
        assert len(gone) == 1
