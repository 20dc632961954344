"""Whatever may be sent without having signed in is counted, unless it checks nothing and leaves nothing behind."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest
from litestar.routes import HTTPRoute

from service.accounts.throttle import AttemptLimit
from service.http.middleware import allows_anonymous
from tests.http.running_service import Browser, RunningService, open_service
from tests.same_origin import SAME_ORIGIN

FEW = 2
NETWORK = "198.51.100.1"
UNCOUNTED = {
    "/enter",
    "/health/live",
    "/health/ready",
    "/invitation",
    "/manifest.webmanifest",
    "/metrics",
    "/offline",
    "/replies/{what}",
    "/sign-in",
    "/sign-in/organisation/{tenant}",
    "/unsubscribe/{token}",
    "/worker.js",
}
"""Pages that are the same for everybody, and what a probe asks."""
UNCOUNTED_BELOW = ("/problems/", "/schema", "/static/")
SAMPLES = {"file": f"{'f' * 43}.ics", "tenant": str(uuid4())}
TABLES = """
select quote_ident(relname) from pg_class
where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname not in ('attempts', 'heartbeats')
"""


@pytest.fixture
async def service(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningService]:
    few = AttemptLimit(kind="few", window=timedelta(minutes=15), per_network=FEW)
    monkeypatch.setattr("service.http.middleware.VISIT", few)
    monkeypatch.setattr("service.web.agenda.calendar_feed_routes.FEED", few)
    monkeypatch.setattr("service.web.agenda.unsubscribe_routes.FEED", few)
    monkeypatch.setattr("service.web.reply_links.guest_routes.REPLY", few)
    async with open_service(database, trusted_proxies="127.0.0.0/8") as running:
        await running.person()
        yield running


@pytest.fixture
async def rows(service: RunningService, database: str) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """How many rows there are, those of the counters apart."""
    connection = await asyncpg.connect(database)
    names = [row[0] for row in await connection.fetch(TABLES)]
    count = (
        "select sum(n) from (" + " union all ".join(f"select count(*) n from {one}" for one in names) + ") t"
    )

    async def counted() -> int:
        return int(await connection.fetchval(count))

    yield counted
    await connection.close()


def anonymous_requests(service: RunningService) -> list[tuple[str, str, str]]:
    """Method, pattern and a sample path of all that may be sent without having signed in."""
    found = []
    for route in service.app.routes:
        if isinstance(route, HTTPRoute):
            parts = route.path_components
            pattern = "/".join(["", *(one if isinstance(one, str) else f"{{{one.name}}}" for one in parts)])
            sample = "/".join(
                ["", *(one if isinstance(one, str) else SAMPLES.get(one.name, "x") for one in parts)]
            )
            found += [
                (method, pattern, sample)
                for method in ("GET", "POST")
                if method in route.route_handler_map and allows_anonymous(sample)
            ]
    return found


def is_counted(method: str, pattern: str) -> bool:
    return method == "POST" or not (pattern in UNCOUNTED or pattern.startswith(UNCOUNTED_BELOW))


async def send(browser: Browser, method: str, path: str) -> int:
    return (await browser.http.request(method, path, headers=SAME_ORIGIN)).status_code


@pytest.mark.slow
async def test_what_anybody_may_send_is_counted_or_leaves_nothing(
    service: RunningService, rows: Callable[[], Awaitable[int]]
) -> None:
    requests = anonymous_requests(service)

    for number, (method, pattern, path) in enumerate(requests):
        stranger, before = service.browser(network=f"203.0.113.{number}"), await rows()
        for _ in range(FEW):
            assert await send(stranger, method, path) != 429, (method, pattern)
        last, left = await send(stranger, method, path), await rows() - before

        if is_counted(method, pattern):
            assert last == 429, (method, pattern)
            assert left <= FEW, (method, pattern)
        else:
            assert (last == 429, left) == (False, 0), (method, pattern)
    assert {("POST", "/api/v1/sign-in/passkey/options"), ("GET", "/sign-in/back")} <= {
        one[:2] for one in requests if is_counted(*one[:2])
    }


async def test_what_is_turned_away_makes_no_rows_and_says_how_long_to_wait(
    service: RunningService, rows: Callable[[], Awaitable[int]]
) -> None:
    stranger, before = service.browser(network=NETWORK), await rows()

    answers = [await stranger.json("POST", "/sign-in/passkey/options") for _ in range(20)]

    assert [one.status_code for one in answers] == [200] * FEW + [429] * 18
    assert answers[-1].json()["type"] == "/problems/too-often"
    assert int(answers[-1].headers["retry-after"]) > 0
    assert await rows() - before == FEW
    page = await stranger.post("/enter", link="x")
    assert (page.status_code, "text/html" in page.headers["content-type"]) == (429, True)
    assert int(page.headers["retry-after"]) > 0


async def test_a_known_device_is_counted_apart_from_its_network(service: RunningService) -> None:
    anna = service.browser(network=NETWORK)
    await anna.sign_in()
    await anna.json("DELETE", "/session")
    anna.form_token = ""
    stranger = service.browser(network=NETWORK)

    for method, pattern, path in anonymous_requests(service):
        if is_counted(method, pattern):
            answers = [await send(stranger, method, path) for _ in range(FEW + 1)]
            assert answers[-1] == 429, (method, pattern)
            # Reply links are opened by guests: there devices would only give whoever signs in often more tries.
            known = await send(anna, method, path)
            assert (known == 429) == pattern.startswith(("/a/", "/s/")), (method, pattern)
            service.clock.on(minutes=16)
