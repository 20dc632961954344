"""The pages as they come over HTTP."""

import re
from collections.abc import Callable, Sequence
from html import unescape
from uuid import uuid4

import httpx
import pytest

from domain.history import Entry
from service.store.log import Unavailable
from tests.histories import sample_journey
from tests.web.conftest import Shelf
from tests.web.sample import (
    before_the_first_step,
    day,
    discover,
    entries,
    just_started,
    marloes,
    nothing_in_play,
    one_role,
    start,
    uid,
)

Journey = Callable[[], Sequence[Entry]]
EVERY_STATE = [just_started, before_the_first_step, one_role, nothing_in_play, marloes]


async def text(http: httpx.AsyncClient, address: str) -> str:
    """What a reader sees of a page, in one line."""
    answer = await http.get(address)
    assert answer.status_code == 200, answer.text
    return seen(answer.text)


def seen(html: str) -> str:
    words = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+([,.:])", r"\1", re.sub(r"\s+", " ", words))


def links(html: str) -> list[str]:
    return [unescape(address) for address in re.findall(r'href="([^"#]+)"', html)]


@pytest.mark.parametrize("journey", EVERY_STATE)
async def test_a_page_shows_every_state_of_a_journey(
    journey: Journey, shelf: Shelf, http: httpx.AsyncClient
) -> None:
    shown = await text(http, shelf.put(journey()))

    assert "Marloes, week" in shown


@pytest.mark.parametrize("seed", range(5))
async def test_a_page_shows_whatever_was_lived(seed: int, shelf: Shelf, http: httpx.AsyncClient) -> None:
    lived = sample_journey(seed, 120)

    answer = await http.get(shelf.put(lived.entries()))

    assert answer.status_code == 200


async def test_a_coach_reads_the_finding_first(shelf: Shelf, http: httpx.AsyncClient) -> None:
    html = (await http.get(shelf.put(marloes()))).text

    assert "<h1>Risk manager leads: " in html
    assert "Marloes, week 7" in seen(html)
    assert "Effectively settled on one role." in seen(html)


async def test_an_experiment_is_told_from_hypothesis_to_conclusion(
    shelf: Shelf, http: httpx.AsyncClient
) -> None:
    shown = await text(http, shelf.put(marloes()))

    assert "Bram Conversation · Teacher Teaching is calmer than the ward → What first talk means" in shown
    assert "Thu 15 Jan Expected 8, rated 4 Dread 7, then 2" in shown
    assert "Invited, Fri 13 Feb" in shown
    assert "No answer in 28 days, Sat 21 Feb" in shown
    assert "Called off by the other side" in shown
    assert "Refused by the other side" in shown


async def test_the_latest_stands_first(shelf: Shelf, http: httpx.AsyncClient) -> None:
    shown = await text(http, shelf.put(marloes()))
    places = [shown.rindex(said) for said in ("Fri 27 Feb", "Tue 10 Feb", "Thu 15 Jan", "Mon 12 Jan")]

    assert places == sorted(places)


async def test_roles_set_aside_stand_apart_with_their_reason(shelf: Shelf, http: httpx.AsyncClient) -> None:
    shown = await text(http, shelf.put(marloes()))

    assert "2 roles in play" in shown
    assert "Teacher Parked since 23 January 2026: this is not it" in shown
    assert "Night manager Blocked since 23 January 2026: no night shifts" in shown


async def test_a_hidden_strength_says_who_saw_it(shelf: Shelf, http: httpx.AsyncClient) -> None:
    shown = await text(http, shelf.put(marloes()))

    assert "Asks what nobody asks Hidden until others saw it Hugo, Tue 20 Jan" in shown


async def test_the_lead_changes_in_a_week_that_is_marked(shelf: Shelf, http: httpx.AsyncClient) -> None:
    assert "Week 2 Risk manager took the lead" in await text(http, shelf.put(marloes()))


async def test_the_numbers_say_that_they_are_not_calibrated(shelf: Shelf, http: httpx.AsyncClient) -> None:
    shown = await text(http, shelf.put(marloes()))

    assert "The weights are proposals, not yet calibrated on clients. The odds are advice" in shown


async def test_the_drawing_is_also_a_table(shelf: Shelf, http: httpx.AsyncClient) -> None:
    html = (await http.get(shelf.put(marloes()))).text
    row = re.search(r'<th scope="row">Risk manager</th>(.*?)</tr>', html)

    assert row
    assert re.fullmatch(r"<td></td>(<td>\d+</td>){6}", row[1])


async def test_a_past_day_shows_what_was_known_then(shelf: Shelf, http: httpx.AsyncClient) -> None:
    shown = await text(http, shelf.put(marloes()) + f"?on={day(1, 6)}")

    assert "Marloes, week 1" in shown
    assert "As of 18 January 2026" in shown
    assert "Risk manager" not in shown
    assert "3 roles in play" in shown


async def test_every_week_can_be_reached_by_links_alone(shelf: Shelf, http: httpx.AsyncClient) -> None:
    address = shelf.put(marloes()) + f"?on={day(1, 6)}"
    weeks: list[str] = []
    while address:
        html = (await http.get(address)).text
        weeks += re.findall(r"<title>.*week (\d+)", html)
        following = re.search(r'href="([^"]+)" rel="next"', html)
        address = following[1] if following else ""

    assert weeks == ["1", "2", "3", "4", "5", "6", "7", "8"]


async def test_a_page_says_how_long_nothing_was_told(shelf: Shelf, http: httpx.AsyncClient) -> None:
    assert "Nothing was told" not in await text(http, shelf.put(marloes()))
    assert "Nothing was told in the 6 weeks since. See it as of today" in await text(
        http, shelf.put(just_started())
    )


@pytest.mark.parametrize("journey", EVERY_STATE)
async def test_every_link_leads_somewhere(journey: Journey, shelf: Shelf, http: httpx.AsyncClient) -> None:
    html = (await http.get(shelf.put(journey()))).text
    addresses = {address for address in links(html) if not address.startswith("/schema")}

    assert {(await http.get(address)).status_code for address in addresses} == {200}


async def test_one_is_not_many(shelf: Shelf, http: httpx.AsyncClient) -> None:
    shown = await text(http, shelf.put(one_role()))
    line = await text(http, "/")

    assert "1 role in play" in shown
    assert "1 step " in line
    assert "1 role in play" in line


async def test_what_people_write_is_text_and_nothing_else(shelf: Shelf, http: httpx.AsyncClient) -> None:
    wicked = "<script>alert(1)</script>"
    address = shelf.put(entries([start(called=wicked), discover(wicked + '"onload="')]))

    pages = (await http.get(address)).text + (await http.get("/")).text

    assert "<script" not in pages
    assert '"onload="' not in pages
    assert "&lt;script&gt;" in pages


async def test_an_empty_service_says_how_to_begin(http: httpx.AsyncClient) -> None:
    html = (await http.get("/")).text

    assert "soundings demo" in html
    assert "soundings import FILE" in html
    assert "/schema" in links(html)


async def test_the_list_leads_to_each_journey(shelf: Shelf, http: httpx.AsyncClient) -> None:
    address = shelf.put(marloes())
    html = (await http.get("/")).text

    assert address in links(html)
    assert "Marloes Preventive track Week 8 6 steps 2 roles in play Last step 10 February 2026" in seen(html)


async def test_a_journey_without_a_step_says_so_in_the_list(shelf: Shelf, http: httpx.AsyncClient) -> None:
    shelf.put(just_started())

    assert "0 steps 0 roles in play No step yet" in await text(http, "/")


async def test_a_long_list_goes_on_behind_a_link(shelf: Shelf, http: httpx.AsyncClient) -> None:
    shelf.size = 2
    for _ in range(3):
        shelf.put(entries([start()], uuid4()))

    first = (await http.get("/")).text
    second = (await http.get("/?after=2")).text

    assert "/?after=2" in links(first)
    assert second.count("<h2>") == 1
    assert "More journeys" not in second


async def test_behind_the_last_journey_there_is_a_way_back(http: httpx.AsyncClient) -> None:
    assert "That was the last journey. Back to the first" in await text(http, "/?after=9")


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/journeys/nobody", 404, "There is no such journey"),
        (f"/journeys/{uid('nobody')}", 404, "There is no such journey"),
        ("/nowhere", 404, "There is no such page"),
        ("/static/older/nothing.css", 404, "There is no such page"),
        ("/?after=nowhere", 400, "The list does not go on from there"),
        ("{journey}?on=soon", 400, "A date is written as year, month and day"),
        ("{journey}?on=2026-02-30", 400, "A date is written as year, month and day"),
        ("{journey}?on=2026-01-11", 404, "can be seen from 12 January 2026 to 8 March 2026"),
        ("{journey}?on=2026-03-09", 404, "can be seen from 12 January 2026 to 8 March 2026"),
    ],
)
async def test_trouble_is_told_on_a_page_with_a_way_on(
    address: str, status: int, sentence: str, shelf: Shelf, http: httpx.AsyncClient
) -> None:
    answer = await http.get(address.format(journey=shelf.put(marloes())))

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert sentence in seen(answer.text)
    assert links(answer.text)


@pytest.mark.parametrize(
    ("setback", "status", "sentence"),
    [
        (RuntimeError("a secret"), 500, "Something went wrong on our side Nothing was lost."),
        (Unavailable("a secret"), 503, "The service is busy Nothing was lost."),
    ],
)
async def test_our_own_trouble_is_owned_up_to_without_its_details(
    setback: Exception, status: int, sentence: str, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise setback

    monkeypatch.setattr(Shelf, "list", fail)

    answer = await http.get("/")

    assert answer.status_code == status
    assert sentence in seen(answer.text)
    assert "secret" not in answer.text


async def test_a_page_is_only_read(shelf: Shelf, http: httpx.AsyncClient) -> None:
    answer = await http.post(shelf.put(marloes()))

    assert answer.status_code == 405
    assert "This page can only be read" in seen(answer.text)


@pytest.mark.parametrize("address", ["/", "{journey}", "/nowhere"])
async def test_pages_are_private_and_load_nothing_from_elsewhere(
    address: str, shelf: Shelf, http: httpx.AsyncClient
) -> None:
    answer = await http.get(address.format(journey=shelf.put(marloes())))

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://", answer.text)
