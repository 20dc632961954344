"""The way in, the list of journeys, and what every page has in common."""

import re
from html import unescape
from uuid import UUID, uuid4

import pytest

from service.postgres.errors import StoreUnavailable
from service.read_models.caseload import CaseloadPage, UnknownCaseloadCursor
from tests.web.running_pages import Cases, Pages, pages, seen
from tests.web.sample import MARLOES, discover, seven_weeks, start, step, uid

AT = f"/journeys/{MARLOES}"


def links(html: str) -> list[str]:
    return [unescape(address) for address in re.findall(r'href="([^"#]+)"', html)]


async def test_an_empty_service_says_how_to_begin() -> None:
    async with pages() as service:
        shown = await service.get("/")

    assert "soundings demo" in shown.html
    assert "soundings import FILE" in shown.html
    assert "/schema" in links(shown.html)


async def test_the_list_leads_to_each_journey() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = await service.get("/")

    assert AT in links(shown.html)
    assert "Marloes Looking ahead Week 8 6 steps 2 active roles Last step 10 February 2026" in shown.text


async def test_a_journey_without_a_step_says_so_in_the_list() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get("/")

    assert "0 steps 0 active roles No step yet" in shown.text


async def test_one_is_not_many_in_the_list() -> None:
    async with pages() as service:
        await service.tell(
            [start(), discover("nurse"), *step("talk", "conversation", "nurse", start().happened_on)]
        )

        shown = await service.get("/")

    assert "1 step 1 active role" in shown.text


async def two_to_a_page(
    self: Cases, cursor: str | None, _limit: int = 50, *, tenant_id: UUID
) -> CaseloadPage:
    if cursor is not None and not cursor.isdecimal():
        raise UnknownCaseloadCursor(cursor)
    first = int(cursor or 0)
    lines = await self._lines(tenant_id)
    return CaseloadPage(lines[first : first + 2], str(first + 2) if len(lines) > first + 2 else None)


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cases, "page", two_to_a_page)


@pytest.mark.usefixtures("short_pages")
async def test_a_long_list_goes_on_behind_a_link() -> None:
    async with pages() as service:
        for _ in range(3):
            await service.tell([start()], uuid4())

        first, second, behind = [await service.get(at) for at in ("/", "/?after=2", "/?after=8")]

    assert "/?after=2" in links(first.html)
    assert second.html.count("<h2>") == 1
    assert "More journeys" not in second.text
    assert "That was the last journey. Back to the start of the list" in behind.text


@pytest.mark.usefixtures("short_pages")
async def test_a_list_that_goes_on_from_nowhere_says_so() -> None:
    async with pages() as service:
        shown = await service.get("/?after=nowhere")

    assert shown.status == 400
    assert "The list does not continue from there" in shown.text


async def test_a_journey_opens_on_its_profile_for_who_sits_at_this_machine() -> None:
    async with pages() as service:
        await service.tell([start()])

        assert (await service.get(AT)).path == f"{AT}/profile"
        assert (await service.get(f"{AT}?on=2026-01-20")).path == f"{AT}/profile?on=2026-01-20"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"/journeys/{uid('nobody')}", "There is no such page"),
        (f"/journeys/{uid('nobody')}/profile", "There is no such page"),
        ("/journeys/nobody", "There is no such page"),
        ("/nowhere", "There is no such page"),
        ("/static/older/nothing.css", "There is no such page"),
    ],
)
async def test_what_is_not_there_is_told_on_a_page_with_a_way_on(address: str, sentence: str) -> None:
    async with pages() as service:
        answer = await service.http.get(address)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert sentence in seen(answer.text)
    assert links(answer.text)


@pytest.mark.parametrize(
    ("setback", "status", "sentence"),
    [
        (RuntimeError("a secret"), 500, "Something went wrong on our side Nothing was lost."),
        (StoreUnavailable("a secret"), 503, "The service is busy Nothing was lost."),
    ],
)
async def test_our_own_trouble_is_owned_up_to_without_its_details(
    setback: Exception, status: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **_named: object) -> None:
        raise setback

    monkeypatch.setattr(Cases, "page", fail)

    async with pages() as service:
        shown = await service.get("/")

    assert shown.status == status
    assert sentence in shown.text
    assert "secret" not in shown.html


@pytest.mark.parametrize("address", ["/", f"{AT}/profile", f"{AT}/week", f"/journeys/{uid('nobody')}"])
async def test_pages_are_private_and_load_nothing_from_elsewhere(address: str) -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        answer = await service.http.get(address)

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]* src=\"/static/)|<style|\sstyle=|\son\w+=|https?://", answer.text)


async def test_what_people_write_is_text_and_nothing_else() -> None:
    wicked = "<script>alert(1)</script>"

    async with pages() as service:
        await service.tell([start(called=wicked), discover(wicked + '"onload="')])
        html = (await service.get(f"{AT}/profile")).html + (await service.get("/")).html

    assert "<script>" not in html
    assert '"onload="' not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("address", ["/", f"{AT}/profile"])
async def test_every_link_of_ours_leads_somewhere(address: str) -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        html = (await service.get(address)).html
        mine = {one for one in links(html) if re.match(rf"/$|{AT}/(week|log|profile|more)|/static", one)}

        assert {(await leads(service, one)) for one in mine} == {200}


async def leads(service: Pages, address: str) -> int:
    return (await service.http.get(address, follow_redirects=True)).status_code
