"""A page about a journey comes from one read of the log, and so does a list: all its parts show one version."""

from collections.abc import AsyncIterator, Mapping
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import httpx
import pytest

from projections.totals.disclosure import GROUP_SIZE
from service.event_store.log import LoggedEvent
from service.event_store.postgres import PostgresEventLog
from tests.api.client import Client
from tests.api.described import OPERATIONS
from tests.databases import Databases
from tests.same_origin import SAME_ORIGIN
from tests.web.demo_service import Demo, demo
from tests.web.walk import kind_of, links, walked

pytestmark = pytest.mark.slow

VIEWS = tuple(
    one.path for one in OPERATIONS if one.method == "get" and one.is_json and "{journey_id}" in one.path
)
"""Each address for programs about one journey."""
PROGRAMME = "/programmes/{id}"
READS_OF_A_PROGRAMME = 2
"""One of the programme, which says what its journeys are, and one of all in whole groups. The demo has too few for a group."""
READS_OF_LISTS = {
    "/desk/discoveries": 2,
    "/discoveries": 2,
    "/journeys/{id}/data": 2,
    "/journeys/{id}/more": 2,
    "/studies": 3,
    "/studies/{id}": 2,
}
"""One of all journeys, and one of the programmes that they are part of: only those say what they are called.

Of a client one of the journey and one of the studies; of studies one of them, one of the programmes, and one of all journeys.
"""

Reads = dict[str, int]
"""The most reads that a page of a kind took, whoever asked for it."""
COUNTED: ContextVar[list[str]] = ContextVar("counted")
"""The reads of one request; jobs beside it have a context of their own."""


@pytest.fixture(scope="module")
async def stage(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """The demo with accounts and sealed texts, and every read of streams counted."""
    read_one, read_several = PostgresEventLog.read_stream, PostgresEventLog.read_streams

    async def read_stream(self: PostgresEventLog, stream: UUID, **more: Any) -> list[LoggedEvent]:
        COUNTED.get([]).append("one")
        return await read_one(self, stream, **more)

    async def read_streams(
        self: PostgresEventLog, after: Mapping[UUID, int], **more: Any
    ) -> list[LoggedEvent]:
        COUNTED.get([]).append("several")
        return await read_several(self, after, **more)

    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(PostgresEventLog, "read_stream", read_stream)
        monkeypatch.setattr(PostgresEventLog, "read_streams", read_streams)
        async with databases.borrowed() as dsn, demo(dsn, folder) as found:
            yield found


async def counted(browser: httpx.AsyncClient, address: str, reads: Reads) -> httpx.Response:
    """An answer, behind redirects; how many reads the last request took is kept."""
    while True:
        token = COUNTED.set([])
        answer = await browser.get(address)
        count = len(COUNTED.get())
        COUNTED.reset(token)
        kind = kind_of(address)
        reads[kind] = max(reads.get(kind, 0), count)
        if not answer.is_redirect:
            return answer
        address = answer.headers["location"]


async def test_no_page_and_no_list_reads_the_log_twice(stage: Demo) -> None:
    reads: Reads = {}
    for guest in stage.guests:
        async with stage.as_(guest) as browser:

            async def look(address: str, browser: httpx.AsyncClient = browser) -> tuple[int, str]:
                answer = await counted(browser, address, reads)
                return answer.status_code, answer.text

            await walked(look, "/")

    assert {kind: count for kind, count in reads.items() if count > READS_OF_LISTS.get(kind, 1)} == {}
    assert {kind for kind in ("/journeys/{id}/profile", "/clients/{id}", "/desk") if not reads[kind]} == set()
    assert len(reads) > 40


async def send_from_pages(browser: httpx.AsyncClient) -> None:
    """Has what follows come as if from a page of whoever has signed in."""
    session = (await browser.get("/api/v1/session")).json()
    browser.headers.update(SAME_ORIGIN | {"x-form-token": session["form_token"]})


async def test_a_programme_reads_all_its_journeys_at_once(stage: Demo) -> None:
    reads: Reads = {}
    client = next(one for one in stage.guests if one.role == "client")
    manager = next(one for one in stage.guests if one.role == "manager")
    begun: list[UUID] = []
    async with stage.as_(client) as browser:
        await send_from_pages(browser)
        for _ in range(GROUP_SIZE):
            journey = Client(browser)
            await journey.start()
            begun.append(journey.journey_id)
    async with stage.as_(manager) as browser:
        await send_from_pages(browser)
        listed = await browser.get("/programmes")
        [programme] = {link for link in links(listed.text, "/programmes") if kind_of(link) == PROGRAMME}
        for one in begun:
            enrolled = await browser.post(f"{programme}/enrol", data={"journey_id": str(one)})
            assert enrolled.status_code == 303, enrolled.text
        await counted(browser, programme, reads)

    assert reads == {PROGRAMME: READS_OF_A_PROGRAMME}


async def test_every_view_for_programs_reads_the_log_once(stage: Demo) -> None:
    reads: Reads = {}
    statuses: dict[str, set[int]] = {view: set() for view in VIEWS}
    for guest in stage.guests:
        async with stage.as_(guest) as browser:
            listed = await counted(browser, "/api/v1/journeys", reads)
            for journey in listed.json()["journeys"]:
                for view in VIEWS:
                    address = view.format(journey_id=journey["journey_id"])
                    statuses[view].add((await counted(browser, address, reads)).status_code)
            await counted(browser, "/api/v1/desk", reads)

    assert {view: found for view, found in statuses.items() if not {200} <= found <= {200, 403}} == {}
    assert {kind: count for kind, count in reads.items() if count != 1} == {}
