"""The service of `benchmarks.long_journey`, filled, with a probe of its event loop at `/held`.

    python -m benchmarks.long_journey_service DSN EVENTS CLIENTS

Prints who is there, as one line of JSON, when it is ready.
"""

import asyncio
import json
import socket
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import uvicorn
import uvloop
from litestar import Litestar
from litestar.types import Receive, Scope, Send

from benchmarks.pages import Organisation
from service.app import create_app
from service.encryption.memory import MemoryVault
from service.postgres.migrations import migrate
from service.settings import Settings
from tests.apps import running
from tests.histories import sample_journey

ORDINARY_EVENTS = 200
LONG_AGO = date(2007, 7, 2)
"""When the long journey begins, to go on until the others do."""


class HeldLoop:
    """How long the event loop is held: what a heartbeat is late by."""

    EVERY = 0.005

    def __init__(self, app: Litestar) -> None:
        self._app = app
        self._longest = 0.0

    async def beat(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(self.EVERY)
            self._longest = max(self._longest, time.perf_counter() - began - self.EVERY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/held":
            await self._app(scope, receive, send)
            return
        held, self._longest = self._longest, 0.0
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": f"{1000 * held:.1f}".encode(), "more_body": False})


async def serve(dsn: str, events: int, clients: int) -> None:
    with socket.socket() as listening, tempfile.TemporaryDirectory() as folder:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        await migrate(dsn)
        settings = Settings(
            database_url=dsn,
            access="accounts",
            origin=f"http://localhost:{port}",
            migrate=False,
            clock=False,
            ledger=str(Path(folder) / "ledger"),
        )
        histories = [
            sample_journey(0, events, set_out=LONG_AGO),
            *(sample_journey(seed, ORDINARY_EVENTS) for seed in range(1, clients + 1)),
        ]
        last = max(one.today for one in histories)
        moment = datetime(last.year, last.month, last.day, 18, tzinfo=UTC) + timedelta(days=1)
        async with running(create_app(settings, clock=lambda: moment, vault=MemoryVault())) as app:
            sessions, coach = await Organisation(app, histories, lambda: moment).settle()
            services = app.state.services
            assert await services.projector.wait_for(await services.journeys.log.head(), 300)
            (long, client), *others = zip((str(one.journey_id) for one in histories), sessions, strict=True)
            there = {"long": long, "client": client, "coach": coach, "others": others}
            print(json.dumps(there | {"port": port, "today": moment.date().isoformat()}), flush=True)
            probe = HeldLoop(app)
            config = uvicorn.Config(probe, lifespan="off", log_level="warning", proxy_headers=False)
            async with asyncio.TaskGroup() as tasks:
                beating = tasks.create_task(probe.beat())
                await uvicorn.Server(config).serve([listening])
                beating.cancel()


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
