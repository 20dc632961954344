"""Reads, repeats, continues and replays what an earlier version wrote; `written_before/README.md` says what that is."""

import asyncio
import io
import json
import lzma
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from click.testing import CliRunner
from litestar import Litestar
from pyotp.totp import TOTP

from projections.catalogue import PROJECTIONS
from service.cli import soundings
from service.container import Services
from service.settings import Settings
from tests.api.client import refusal, speaking_to
from tests.apps import running_app
from tests.same_origin import SAME_ORIGIN
from tests.shown_before import OTHERWISE, rows_before, shown_before, without_changed
from tests.worded_before import answer_before, worded_before

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).with_name("written_before")
MADE: dict[str, Any] = json.loads((FOLDER / "made.json").read_text())
JOURNEYS: dict[str, str] = MADE["journeys"]
TABLE = re.compile(r"^COPY (\w+) \((.*?)\) FROM stdin;\n(.*?)^\\\.$", re.MULTILINE | re.DOTALL)
SET_SEQUENCE = "select setval('stored_events_notification_id_seq', max(notification_id)) from stored_events"
PARAMETER_NAME = re.compile(r"{\w+:")
"""What the code calls a part of an address; that is its own affair."""
"""What a browser says of a request that a page of ours makes."""
LOGS = ("plain", "sealed")
each_log = pytest.mark.parametrize("log", LOGS)


def unpacked(name: str) -> bytes:
    return lzma.decompress((FOLDER / f"{name}.xz").read_bytes())


def lines(name: str) -> Iterator[dict[str, Any]]:
    return map(json.loads, unpacked(name).splitlines())


def asked_at(name: str) -> datetime:
    """When the views were answered."""
    return datetime.fromisoformat(MADE["asked_at"][name])


def tables_of(name: str) -> dict[str, tuple[list[str], str]]:
    """The columns and the rows of each table, in an order in which they can be put in."""
    found = TABLE.findall(unpacked(f"{name}/database.sql").decode())
    return {table: (columns.replace('"', "").split(", "), rows) for table, columns, rows in found}


async def load(dsn: str, name: str) -> None:
    """Put the rows of before into a database that was migrated just now."""
    tables = tables_of(name)
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(f"truncate {', '.join(tables)} cascade")
        for table, (columns, rows) in tables.items():
            source = io.BytesIO(rows.encode())
            await connection.copy_to_table(table, source=source, columns=columns, format="text")
        await connection.execute(SET_SEQUENCE)
    finally:
        await connection.close()


async def rows(dsn: str, query: str) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(dsn)
    try:
        return [dict(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


def settings_of(name: str, dsn: str, folder: Path) -> Settings:
    """The settings it was written under, with the files that are kept beside the database."""
    ledger = folder / "erasures.jsonl"
    if (FOLDER / name / ledger.name).exists():
        shutil.copyfile(FOLDER / name / ledger.name, ledger)
    keyring = FOLDER / name / "keyring.json"
    return Settings(
        database_url=dsn,
        migrate=False,
        clock=False,
        sealing=name == "sealed",
        access="accounts" if name == "accounts" else "open",
        origin="http://localhost" if name == "accounts" else "",
        keyring_json=keyring.read_text() if keyring.exists() else None,
        ledger=str(ledger),
    )


@asynccontextmanager
async def opened(
    name: str, dsn: str, folder: Path, later: timedelta = timedelta()
) -> AsyncIterator[Litestar]:
    """The service over what was written before, at the moment the views were answered or somewhat later."""
    await load(dsn, name)
    moment = asked_at(name) + later
    async with running_app(settings_of(name, dsn, folder), now=lambda: moment) as app:
        yield app


def services_of(app: Litestar) -> Services:
    """What the running service consists of."""
    services: Services = app.state.services
    return services


async def up_to_date(app: Litestar) -> None:
    """Waits until all lists are; some are made anew."""
    services = services_of(app)
    assert await services.projector.wait_for(await services.journeys.log.head(), 5)


@pytest.fixture
async def app(log: str, database: str, tmp_path: Path) -> AsyncIterator[Litestar]:
    """The service over one of the logs."""
    async with opened(log, database, tmp_path) as app:
        yield app


@pytest.fixture
async def http(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with speaking_to(app) as http:
        yield http


async def send(http: httpx.AsyncClient, request: dict[str, Any], **headers: str) -> httpx.Response:
    content = json.dumps(request["body"])
    return await http.post(request["path"], content=content, headers=request["headers"] | headers)


async def submit(http: httpx.AsyncClient, journey: str, **command: Any) -> dict[str, Any]:
    """Submit a new command to a journey of before."""
    at = f"/api/v1/journeys/{JOURNEYS[journey]}/commands"
    answer = await http.post(at, json={"command_id": str(uuid4()), "commands": [command]})
    assert answer.status_code == 201, answer.text
    recorded: dict[str, Any] = answer.json()
    return recorded


async def events_of(http: httpx.AsyncClient, journey: str) -> list[dict[str, Any]]:
    answer = await http.get(f"/api/v1/journeys/{JOURNEYS[journey]}/events", params={"limit": 1000})
    events: list[dict[str, Any]] = answer.json()["events"]
    return events


async def seen(http: httpx.AsyncClient, journey: str, view: str) -> Any:
    return (await http.get(f"/api/v1/journeys/{JOURNEYS[journey]}/{view}")).json()


async def run(*arguments: str | Path) -> str:
    """What a command prints. It runs in another thread, as it has a loop of its own."""
    done = await asyncio.to_thread(CliRunner().invoke, soundings, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def exported(log: str, tmp_path: Path) -> Path:
    """The export that was made before, with its manifest."""
    path = tmp_path / "export.jsonl"
    path.write_bytes(unpacked(f"{log}/export.jsonl"))
    shutil.copyfile(FOLDER / log / "export.jsonl.manifest.json", tmp_path / "export.jsonl.manifest.json")
    return path


def version_now(before: dict[str, Any]) -> dict[str, str]:
    """The version of a projection, which may be newer than it was: what this log shows is the same in both."""
    name, version = before["projection"].split()
    now = PROJECTIONS[name].version
    assert now >= int(version)
    return {"projection": f"{name} {now}"}


def rounded(value: Any) -> Any:
    """An answer without the last digits of its numbers: since 3.12 Python's own sums are more exact."""
    match value:
        case float():
            return round(value, 12)
        case list():
            return [rounded(one) for one in value]
        case dict():
            return {name: rounded(one) for name, one in value.items()}
        case _:
            return value


def name_of(path: str) -> str:
    """What a view is called, by its address."""
    return path.split("?", maxsplit=1)[0].rsplit("/", 1)[-1]


def view_before(path: str, answer: Any) -> Any:
    """An answer of today as it would have been."""
    return rounded(shown_before(name_of(path), answer_before(answer)))


def view_kept(view: dict[str, Any]) -> Any:
    """What was answered, as far as it is answered alike today."""
    return rounded(without_changed(name_of(view["path"]), view["body"]))


class TestALog:
    @each_log
    async def test_every_view_is_what_it_was(self, http: httpx.AsyncClient, log: str) -> None:
        views, quiet = [view for view in lines("views.jsonl") if log in view["of"]], 0

        for view in views:
            if view["path"].endswith("/silences"):
                # Of fewer than five clients nothing is said any more.
                continue
            answer = await http.get(view["path"])
            assert (view["path"], answer.status_code) == (view["path"], view["status"])
            now, then = view_before(view["path"], answer.json()), view_kept(view)
            if name_of(view["path"]) == "agenda" and "items" in now:
                # In a week off and after an ending less is due.
                quiet += now["items"] != then["items"]
                then["items"] = [one for one in then["items"] if one in now["items"]]
            assert now == then, view["path"]
        assert len(views) > 100
        assert quiet == 2

    @each_log
    async def test_every_command_repeated_is_answered_as_it_was_before(
        self, http: httpx.AsyncClient, log: str
    ) -> None:
        before = [await events_of(http, one) for one in JOURNEYS if one != "erased"]
        repeated = list(zip(lines("requests.jsonl"), lines(f"{log}/answers.jsonl"), strict=True))

        for request, answers in repeated:
            answer = await send(http, request)
            assert {"status": answer.status_code, "body": answer_before(answer.json())} == answers["again"]
        after = [await events_of(http, one) for one in JOURNEYS if one != "erased"]
        assert before == after
        assert sum(answers["first"] == answers["again"] for _, answers in repeated) > 200

    @each_log
    async def test_another_command_under_an_id_of_before_is_refused(self, http: httpx.AsyncClient) -> None:
        firsts = {one["path"].partition("/commands")[0]: one for one in lines("requests.jsonl")}
        erased = firsts.pop(f"/api/v1/journeys/{JOURNEYS['erased']}")

        for request in firsts.values():
            body = request["body"]
            changed = request | {"body": body | {"commands": [*body["commands"], *body["commands"]]}}
            answer = await send(http, changed)
            assert refusal(answer) == (409, "command-id-taken", "#/command_id")
        assert len(firsts) == 6
        assert (await send(http, erased)).status_code in {409, 410}

    @each_log
    async def test_it_goes_on(self, http: httpx.AsyncClient, log: str) -> None:
        today = str(asked_at(log).date())
        before, role, step = await events_of(http, "case"), str(uuid4()), str(uuid4())
        taken_back = next(one["number"] for one in before if one["event"]["type"] == "GapFound")

        await submit(
            http, "case", type="DiscoverRole", happened_on=today, role_id=role, title="pilot", distance="far"
        )
        await submit(
            http,
            "case",
            type="PlanExperiment",
            happened_on=today,
            experiment_id=step,
            kind="conversation",
            role_id=role,
        )
        await submit(http, "case", type="RunExperiment", happened_on=today, experiment_id=step, hours=1)
        await submit(http, "case", type="RetractEntry", happened_on=today, number=taken_back)
        after = await events_of(http, "case")

        assert after[: len(before)] == before
        assert [one["number"] for one in after] == list(range(1, len(after) + 1))
        assert [one["position"] for one in after] == sorted({one["position"] for one in after})
        assert [one["event"]["type"] for one in after[len(before) :]] == [
            "RoleDiscovered",
            "ExperimentPlanned",
            "ExperimentRun",
            "EntryRetracted",
        ]
        assert "pilot" in {one["title"] for one in (await seen(http, "case", "profile"))["roles"]}
        assert "pilot" not in {
            one["title"] for one in (await seen(http, "case", "profile?on=2026-02-28"))["roles"]
        }

    @each_log
    async def test_what_is_new_is_in_the_lists_that_were_kept_before(
        self, http: httpx.AsyncClient, log: str
    ) -> None:
        day = str(asked_at(log).date())
        kept = {one["journey_id"]: one for one in (await http.get("/api/v1/journeys")).json()["journeys"]}
        recorded = await submit(http, "Karin", type="RateTrust", happened_on=day, rating=9)
        answer = await http.get("/api/v1/journeys", params={"wait_for": recorded["position"]})
        found = {one["journey_id"]: one for one in answer.json()["journeys"]}
        changed = [one for one, line in found.items() if line != kept[one]]

        assert found.keys() == kept.keys()
        assert changed == [JOURNEYS["Karin"]]

    @each_log
    async def test_a_journey_goes_on_that_holds_somebody_who_was_forgotten(
        self, http: httpx.AsyncClient, log: str
    ) -> None:
        day = str(asked_at(log).date())

        await submit(http, "nouns", type="RateEnergy", happened_on=day, rating=7)
        types = [one["event"]["type"] for one in await events_of(http, "nouns")]
        network = json.dumps(await seen(http, "nouns", "network"))

        assert "ContactForgotten" in types
        assert "Quist" not in network

    @each_log
    async def test_the_clock_knows_up_to_which_day_it_has_looked(
        self, database: str, log: str, tmp_path: Path
    ) -> None:
        async with opened(log, database, tmp_path) as app:
            await up_to_date(app)
            same_day = await services_of(app).scheduler.run_once()
        async with opened(log, database, tmp_path, timedelta(days=8)) as app:
            await up_to_date(app)
            a_week_later = await services_of(app).scheduler.run_once()
            async with speaking_to(app) as http:
                *_, week_turned = [
                    one for one in await events_of(http, "Karin") if one["event"]["type"] == "WeekTurned"
                ]

        assert same_day == 0
        assert a_week_later == len(JOURNEYS) - 1
        assert week_turned["event"]["happened_on"] > str(asked_at(log).date())

    @each_log
    async def test_every_list_is_at_the_end_as_it_was_before(
        self, app: Litestar, database: str, log: str
    ) -> None:
        """Those that hold more now were made anew, under another name."""
        await up_to_date(app)
        _, before = tables_of(log)["notification_tracking"]
        after = await rows(database, "select application_name, notification_id from notification_tracking")

        known, found = set(before.splitlines()), {"\t".join(map(str, one.values())) for one in after}
        assert known <= found
        assert {one.split("\t")[1] for one in found - known} <= {one.split("\t")[1] for one in known}


class TestAnExport:
    @each_log
    async def test_the_log_is_exported_byte_for_byte_as_before_with_programmes_counted_apart(
        self, database: str, log: str, exported: Path, tmp_path: Path
    ) -> None:
        await load(database, log)
        again = tmp_path / "again.jsonl"

        await run("export", "--to", again, "--database-url", database)

        assert again.read_bytes() == exported.read_bytes()
        beside = "export.jsonl.manifest.json", "again.jsonl.manifest.json"
        before, after = (json.loads((tmp_path / one).read_text()) for one in beside)
        assert after.pop("programmes") == 1
        assert after.pop("studies") == 0
        assert before == after | {"journeys": after["journeys"] + 1}

    @each_log
    async def test_it_is_replayed_to_the_same_digests_but_for_its_words(
        self, log: str, exported: Path, tmp_path: Path
    ) -> None:
        before = json.loads((FOLDER / log / "replayed.json").read_text())
        rows = tmp_path / "rows.jsonl"

        for name, summary in before.items():
            printed = json.loads(
                await run("replay", exported, "--projection", name, "--weekly", "--json", "--to", rows)
            )
            found = rows.read_text()
            assert printed["sha256"] == sha256(found.encode()).hexdigest()
            then = sha256(rows_before(name, worded_before(found)).encode()).hexdigest()
            expected = summary | version_now(summary)
            # Of what is computed otherwise on purpose, the digest is another, too.
            expected |= {"sha256": then} if name in OTHERWISE else {}
            assert printed | {"sha256": then} == expected
        assert len(before) == 17

    @each_log
    async def test_the_log_itself_is_replayed_to_the_digest_of_its_export(
        self, database: str, log: str, exported: Path
    ) -> None:
        await load(database, log)
        asked = "replay", "--projection", "weeks", "--weekly", "--json"

        of_the_log = json.loads(await run(*asked, "--log", "--database-url", database))
        of_the_export = json.loads(await run(*asked, exported))

        assert of_the_log == of_the_export
        assert (
            of_the_log["events"]
            == json.loads((FOLDER / log / "replayed.json").read_text())["weeks"]["events"]
        )


class TestAnswersToldThroughCalls:
    @pytest.fixture
    def log(self) -> str:
        return "calls"

    async def test_each_counts_once(self, exported: Path, tmp_path: Path) -> None:
        seen: dict[str, Any] = {}
        for name in ("network", "refusals", "profile"):
            rows = tmp_path / f"{name}.jsonl"
            await run("replay", exported, "--projection", name, "--to", rows)
            seen[name] = json.loads(rows.read_text())["view"]
        approaches, mix, (role,) = (
            seen["network"]["approaches"],
            seen["refusals"]["mix"],
            seen["profile"]["roles"],
        )

        assert (approaches["made"], approaches["unseen"], approaches["invited"]) == (2, 1, 1)
        assert (mix["made"], mix["answered"], mix["unseen"]) == (2, 2, 1)
        # The two answers, a requirement that is missing, that they had many, and a referral.
        assert role["evidence"] == 5


class TestPeople:
    @pytest.fixture
    async def with_accounts(self, database: str, tmp_path: Path) -> AsyncIterator[Litestar]:
        """The service with accounts, two minutes later: a code that was shown before opens nothing again."""
        async with opened("accounts", database, tmp_path, timedelta(minutes=2)) as app:
            yield app

    @pytest.fixture
    def secrets(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((FOLDER / "accounts" / "secrets.json").read_text())
        return found

    @staticmethod
    def as_person(app: Litestar, secrets: dict[str, Any], name: str) -> httpx.AsyncClient:
        http = speaking_to(app)
        http.cookies.set("soundings", secrets["people"][name]["session"])
        http.headers.update(SAME_ORIGIN | {"x-form-token": secrets["people"][name]["form_token"]})
        return http

    async def test_a_session_of_before_shows_what_it_showed(
        self, with_accounts: Litestar, secrets: dict[str, Any]
    ) -> None:
        views = list(lines("accounts/views.jsonl"))

        for view in views:
            async with self.as_person(with_accounts, secrets, view["by"]) as http:
                answer = await http.get(view["path"])
            assert (view["path"], answer.status_code) == (view["path"], view["status"])
            assert view_before(view["path"], answer.json()) == view_kept(view), view["path"]
        assert {view["by"] for view in views} == {"Marloes", "Ingrid"}

    async def test_a_command_of_before_is_answered_like_the_first_time(
        self, with_accounts: Litestar, secrets: dict[str, Any]
    ) -> None:
        repeated = zip(lines("accounts/requests.jsonl"), lines("accounts/answers.jsonl"), strict=True)

        for request, answers in repeated:
            async with self.as_person(with_accounts, secrets, request["by"]) as http:
                answer = await send(http, request)
            assert {"status": answer.status_code, "body": answer.json()} == answers["first"]

    async def test_a_program_reads_and_writes_with_its_token_of_before(
        self, with_accounts: Litestar, secrets: dict[str, Any]
    ) -> None:
        bearer = {"authorization": f"Bearer {secrets['people']['Marloes']['token']}"}
        at = f"/api/v1/journeys/{JOURNEYS['nouns']}"
        command = {"type": "RateEnergy", "happened_on": str(asked_at("accounts").date()), "rating": 7}
        body = {"command_id": str(uuid4()), "commands": [command]}
        async with speaking_to(with_accounts) as http:
            read = await http.get(f"{at}/profile", headers=bearer)
            recorded = await http.post(f"{at}/commands", json=body, headers=bearer)

        assert (read.status_code, recorded.status_code) == (200, 201)
        assert read.json()["called"] == "Marloes"

    async def test_the_password_and_the_authenticator_of_before_still_open(
        self, with_accounts: Litestar, secrets: dict[str, Any]
    ) -> None:
        at = asked_at("accounts") + timedelta(minutes=2)
        sign_in = {
            "email": "ingrid@example.org",
            "password": secrets["password"],
            "code": TOTP(secrets["people"]["Ingrid"]["totp"]).at(at),
        }
        async with speaking_to(with_accounts) as http:
            without = await http.post("/api/v1/sign-in", json=sign_in | {"code": None}, headers=SAME_ORIGIN)
            signed = await http.post("/api/v1/sign-in", json=sign_in, headers=SAME_ORIGIN)
            desk = await http.get("/api/v1/desk")

        assert refusal(without) == (403, "code-needed", "")
        assert (signed.status_code, signed.json()["roles"]) == (200, ["coach"])
        assert [one["called"] for one in desk.json()["rows"]] == ["Marloes"]

    async def test_an_invitation_of_before_is_accepted(
        self, with_accounts: Litestar, secrets: dict[str, Any]
    ) -> None:
        answer = {
            "invitation": secrets["invitation_of_ole"],
            "accept": True,
            "name": "Ole",
            "password": "another line of 40 fathoms",
            "consents": ["coaching"],
        }
        async with speaking_to(with_accounts) as http:
            accepted = await http.post("/api/v1/invitation/answer", json=answer, headers=SAME_ORIGIN)

        assert (accepted.status_code, accepted.json()["roles"]) == (200, ["client"])


class TestTheService:
    async def test_what_was_migrated_before_is_not_migrated_otherwise(self, database: str) -> None:
        before = json.loads((FOLDER / "migrations.json").read_text())
        found = await rows(database, "select number, name, checksum from schema_migrations order by number")

        assert found[: len(before)] == before

    @pytest.mark.parametrize("log", ["plain"])
    async def test_every_page_of_a_journey_is_at_its_address(self, http: httpx.AsyncClient) -> None:
        pages = re.findall(r"^GET /journeys/\{uuid\}(/[^{\n]*)?$", addresses(), re.MULTILINE)
        at = f"/journeys/{JOURNEYS['case']}"

        answers = {page: await http.get(f"{at}{page}", follow_redirects=True) for page in pages}

        missing = [page for page, one in answers.items() if one.status_code != 200]
        # The one wants to know which role, the other is for those who sign in.
        assert sorted(missing) == ["/data/erase", "/profile/moves"]
        assert len(pages) > 15

    async def test_every_address_is_where_it_was(self, database: str, tmp_path: Path) -> None:
        async with opened("accounts", database, tmp_path) as app:
            found = {
                f"{method} {PARAMETER_NAME.sub('{', route.path)}"
                for route in app.routes
                for method in getattr(route, "methods", ())
            }

        # The files of the description of the API have an address each now; all others there were unknown before, too.
        # Forms of a week and of a person are reached at the same addresses, by one handler each.
        by_name = {"POST /journeys/{uuid}/week/{str}", "POST /journeys/{uuid}/people/{uuid}/{str}"}
        gone = {one for one in addresses().splitlines() if one not in found}
        assert {one for one in gone if f"{one.rpartition('/')[0]}/{{str}}" not in by_name & found} == {
            "GET /schema/{path}"
        }
        assert {"GET /schema/openapi.json", "GET /schema/start.js"} <= found


def addresses() -> str:
    """Every address there was, with its method."""
    return (FOLDER / "addresses.txt").read_text()
