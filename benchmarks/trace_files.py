"""Lists the project's own files that a request passes: `python -m benchmarks.trace_files [--json]`.

The whole service with accounts and sealing runs in this process on a real PostgreSQL; a client who has signed in asks.
A file counts when a function in it is entered (or resumed) between the request and the last byte of its answer. The third
request of each kind is listed: what only a first one does is over by then.

What runs in the request's own context counts, in whichever thread, and what the log's tasks do meanwhile, for they write the
row. Other tasks that happen to run in the same moment are listed apart, and so is what runs without any request.
"""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import click
import httpx
from click.testing import CliRunner
from msgspec import Struct

from benchmarks.file_tracer import OTHER_CALLS, READS, Recording, Tracer, file_counts, kind_of
from benchmarks.server import create_database, server, uri
from service.api.examples import EXAMPLE_BY_GROUP, JOURNEY, ROLE
from service.app import create_app
from service.cli import soundings
from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.settings import Settings

HISTORY = ("course", "roles", "portrait", "network", "pitches", "weeks", "experiments", "evidence", "sight")
"""The groups of example commands that make the client's journey so far."""
SITE = "http://localhost"
KEYRING = DEVELOPMENT_KEYRING.to_json().decode()
AT = f"/api/v1/journeys/{JOURNEY}"
FILLED_IN = {
    "kind": "conversation",
    "role": "risk manager in healthcare",
    "who": "Karin",
    "on": "2026-03-02",
    "happened": "run",
    "hours": "1",
    "appeal": "8",
    "conclusion": "More writing than I thought, and I would like that.",
    "next_step": "apply at the hospital",
}
"""The form of a step."""
IDLE = 3.0
"""Seconds without a request at the end."""
SETTLING = 0.5
"""Seconds in which what earlier requests set going comes to its end."""
REPEATS = 3


class TracedRequest(Struct, frozen=True, kw_only=True):
    """A request and the files it entered."""

    status: int
    recording: Recording
    idle: Recording
    """What ran in as much time without a request."""


async def _plan(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post(f"{AT}/commands", json=conversation(whole=False))


async def _log_step(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post(f"{AT}/commands", json=conversation(whole=True))


async def _send_form(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post(f"/journeys/{JOURNEY}/log", data={"command_id": str(uuid4()), **FILLED_IN})


async def _profile(http: httpx.AsyncClient) -> httpx.Response:
    return await http.get(f"/journeys/{JOURNEY}/profile")


async def _nothing(_: httpx.AsyncClient) -> None:
    """Prepares nothing."""


Request = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]
Preparation = Callable[[httpx.AsyncClient], Awaitable[object]]
POST = "POST of one command (a conversation planned)"
FORM = "POST of the form of a step (a conversation held)"
PAGE = "GET of the profile page, nothing new"
REQUESTS: dict[str, tuple[Preparation, Request]] = {
    POST: (_nothing, _plan),
    "POST of a whole step (planned, held, concluded)": (_nothing, _log_step),
    FORM: (_nothing, _send_form),
    PAGE: (_nothing, _profile),
    "GET of the profile page, a step logged since": (_log_step, _profile),
}
"""What is traced, with what is done before it each time."""


def conversation(*, whole: bool) -> dict[str, Any]:
    """The body of a request that records a conversation: planned only, or `whole`: also held and concluded."""
    experiment = str(uuid4())
    common: dict[str, Any] = {"happened_on": "2026-03-02", "experiment_id": experiment}
    plan: dict[str, Any] = {
        "type": "PlanExperiment",
        "kind": "conversation",
        "role_id": ROLE,
        "hypothesis": "I would like the investigating.",
        "tests": ["appeal", "odds"],
        "forecast": {"appeal": 6},
        "dread_before": 6,
    }
    run: dict[str, Any] = {"type": "RunExperiment", "hours": 1, "dread_after": 2}
    conclude: dict[str, Any] = {
        "type": "ConcludeExperiment",
        "conclusion": "More writing than I thought, and I would like that.",
        "learned": {"appeal": 8, "odds": [{"signal": "fresh_outsider"}]},
        "next_step": {"what": "apply at the hospital", "due": "2026-03-09"},
    }
    commands = [plan, run, conclude] if whole else [plan]
    return {"command_id": str(uuid4()), "commands": [command | common for command in commands]}


@asynccontextmanager
async def signed_in_client(dsn: str, invitation: str, ledger: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Runs the service, with a signed-in client who accepted her invitation and has a journey."""
    settings = Settings(
        database_url=dsn,
        access="accounts",
        origin=SITE,
        migrate=False,
        clock=False,
        ledger=str(ledger),
        keyring_json=KEYRING,
    )
    app = create_app(settings)
    # Litestar's own types differ from httpx's in name only.
    transport = httpx.ASGITransport(cast("Any", app))
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=SITE) as http:
        http.headers["sec-fetch-site"] = "same-origin"
        accept = {
            "invitation": invitation,
            "accept": True,
            "name": "Marloes",
            "password": "a sounding line of 40 fathoms",
            "consents": ["coaching"],
        }
        (await http.post("/api/v1/invitation/answer", json=accept)).raise_for_status()
        http.headers["x-form-token"] = (await http.get("/api/v1/session")).json()["form_token"]
        for group in HISTORY:
            answer = await http.post(f"{AT}/commands/{group}", json=EXAMPLE_BY_GROUP[group])
            answer.raise_for_status()
        yield http


async def trace_request(
    tracer: Tracer, http: httpx.AsyncClient, name: str, *, settling: float = SETTLING
) -> TracedRequest:
    """Sends a request of `REQUESTS` several times, and traces the last one."""
    prepare, send = REQUESTS[name]
    for _ in range(REPEATS - 1):
        await prepare(http)
        await send(http)
    await prepare(http)
    await asyncio.sleep(settling)
    answer, recording = await tracer.record(lambda: send(http))
    assert answer.is_success or answer.has_redirect_location, answer.text
    await asyncio.sleep(settling)
    _, idle = await tracer.record(lambda: asyncio.sleep(recording.seconds))
    return TracedRequest(status=int(answer.status_code), recording=recording, idle=idle)


async def trace_all(tracer: Tracer, dsn: str, invitation: str, ledger: Path) -> dict[str, Any]:
    """Traces every request, and what runs without any."""
    async with signed_in_client(dsn, invitation, ledger) as http:
        traced = {name: _report(await trace_request(tracer, http, name)) for name in REQUESTS}
        await asyncio.sleep(SETTLING)
        _, idle = await tracer.record(lambda: asyncio.sleep(IDLE))
    return {"requests": traced, f"idle for {IDLE:.0f} s": list(idle.in_order)}


def _report(request: TracedRequest) -> dict[str, Any]:
    recording = request.recording
    return {
        "status": request.status,
        "milliseconds": round(1000 * recording.seconds, 1),
        "files": file_counts(recording.counted),
        "reads of the log": {name: recording.calls[name] for name in READS},
        "other calls of the log": {name: recording.calls[name] for name in OTHER_CALLS},
        "calls of the log by others": dict(recording.calls_by_others),
        "in order": [f"{kind_of(path)}: {path}" for path in recording.counted],
        "of these in the tasks of the log": list(recording.of_the_log),
        "in the same moment, by other tasks alone": recording.by_others_alone,
        "other tasks": {name: list(paths) for name, paths in recording.others.items()},
        "in as much time without a request": list(request.idle.in_order),
    }


def print_report(report: dict[str, Any]) -> None:
    """Prints the result of `trace_all` for people."""
    for name, request in report["requests"].items():
        print(f"\n== {name}: {request['status']}, {request['milliseconds']} ms (traced)")
        print("files:", ", ".join(f"{kind} {count}" for kind, count in request["files"].items()))
        for what in ("reads of the log", "other calls of the log", "calls of the log by others"):
            calls = ", ".join(f"{method} {count}" for method, count in request[what].items())
            print(f"{what}: {calls or 'none'}")
        for number, line in enumerate(request["in order"], 1):
            print(f"{number:4} {line}")
        for what in (
            "of these in the tasks of the log",
            "in the same moment, by other tasks alone",
            "in as much time without a request",
        ):
            print(f"{what}: {len(request[what])}", *request[what], sep="\n     ")
        for task, paths in request["other tasks"].items():
            print(f"other {task}: {', '.join(paths)}")
    for name, paths in report.items():
        if name != "requests":
            print(f"\n== {name}: {len(paths)}", *paths, sep="\n     ")
    print(f"\n{'':50}{'code':>6}{'all':>6}{'reads':>7}")
    for name, request in report["requests"].items():
        reads = sum(request["reads of the log"].values())
        print(f"{name:<50}{request['files']['code']:>6}{request['files']['all']:>6}{reads:>7}")


def invite(dsn: str) -> str:
    """Migrates the database, creates an organisation and invites a client. Returns the invitation's secret."""

    def run(*arguments: str) -> Any:
        result = CliRunner(env={"SOUNDINGS_KEYRING_JSON": KEYRING}).invoke(
            soundings, [*arguments, "--json", "--database-url", dsn]
        )
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    run("admin", "create-organisation", "Harbour Pilots", "--admin", "grace@example.org")
    link: str = run("admin", "invite", "marloes@example.org", "--role", "client", "--locale", "nl")["link"]
    return link.partition("#")[2]


@click.command(help=__doc__)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--dsn", help="Another server than a private one.")
def main(as_json: bool, dsn: str | None) -> None:
    tracer = Tracer()
    with tracer.installed(), server(dsn) as maintenance, tempfile.TemporaryDirectory() as folder:
        database = uri(create_database(maintenance))
        report = asyncio.run(trace_all(tracer, database, invite(database), Path(folder) / "ledger"))
    if as_json:
        print(json.dumps(report, indent=1))
    else:
        print_report(report)


if __name__ == "__main__":
    main()
