"""The time from a log to what it changed: the form is sent, and the page it leads to is there, for a journey of 500 events.

    python -m benchmarks.reveal [--events 500] [--rounds 60] [--dsn postgresql://...]

The whole service with accounts, sealed, behind its door, in this process, on a real PostgreSQL. Each round logs a new
conversation with all it taught, so the journey grows on the way. The page takes one read of the log.
"""

import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import click
import httpx
import uvloop

from benchmarks.pages import SITE, Organisation, signed_in
from benchmarks.server import create_database, server, uri
from service.app import create_app
from service.encryption.memory import MemoryVault
from service.http.request_headers import csrf_token
from service.postgres.migrations import migrate
from service.settings import Settings
from tests.apps import running
from tests.histories import sample_journey
from tests.same_origin import SAME_ORIGIN

TARGET = 300.0
"""Milliseconds for the form and the page together, in 95 of 100 rounds."""


async def logged(site: httpx.AsyncClient, at: str, number: int, token: str) -> tuple[float, float]:
    """Milliseconds that the form took, and the page that it led to."""
    form = {
        "form_token": token,
        "command_id": str(uuid4()),
        "kind": "conversation",
        "role": "work of its own",
        "role_distance": "near",
        "who": f"Person {number % 7}",
        "note": "They hired a florist last year.",
        "appeal": str(number % 11),
        "odds": "fresh_outsider",
        "dread_before": "6",
        "dread_after": "2",
        "conclusion": "It is calmer than I thought",
        "next_step": "Ask for a day along",
    }
    began = time.perf_counter()
    answer = await site.post(f"{at}/log", data=form, headers=SAME_ORIGIN)
    between = time.perf_counter()
    assert answer.status_code == 303, answer.text
    page = await site.get(answer.headers["location"], headers={"accept-encoding": "gzip"})
    ended = time.perf_counter()
    assert page.status_code == 200, page.text
    return 1000 * (between - began), 1000 * (ended - between)


async def measured(dsn: str, events: int, rounds: int) -> None:
    await migrate(dsn)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=dsn,
            access="accounts",
            origin=SITE,
            migrate=False,
            clock=False,
            ledger=str(Path(folder) / "ledger"),
        )
        history = sample_journey(0, events)
        moment = datetime.combine(history.today, datetime.min.time(), tzinfo=UTC) + timedelta(
            days=1, hours=18
        )
        async with running(create_app(settings, clock=lambda: moment, vault=MemoryVault())) as app:
            (client, *_), _ = await Organisation(app, [history], lambda: moment).settle()
            async with signed_in(app, client) as site:
                at, token = f"/journeys/{history.journey_id}", csrf_token(client)
                times = [await logged(site, at, number, token) for number in range(rounds)]
    print(f"{'':8}{'median':>10}{'p95':>10}{'most':>10}")
    for name, spent in (
        ("form", [form for form, _ in times]),
        ("page", [page for _, page in times]),
        ("both", [form + page for form, page in times]),
    ):
        percentile = statistics.quantiles(spent, n=20)[-1]
        print(f"{name:8}{statistics.median(spent):>7.1f} ms{percentile:>7.1f} ms{max(spent):>7.1f} ms")
    print(f"target for both, p95: {TARGET:.0f} ms")


@click.command(help=__doc__)
@click.option("--events", default=500, show_default=True)
@click.option("--rounds", default=60, show_default=True)
@click.option("--dsn", help="Another server than a private one.")
def main(events: int, rounds: int, dsn: str | None) -> None:
    with server(dsn) as maintenance:
        uvloop.run(measured(uri(create_database(maintenance)), events, rounds))


if __name__ == "__main__":
    main()
