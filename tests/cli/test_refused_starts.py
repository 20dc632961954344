"""Nothing starts on keys or tables that do not fit: one line says what to do, and nothing is recorded."""

import json
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess
from uuid import UUID

import asyncpg
import click
import pytest

from service.encryption.keyring import KeyringFile, generate_keyring
from service.postgres.migrations import MIGRATIONS, migrate
from service.research.exports.layout import MANIFEST
from service.research.exports.manifest import (
    Attrition,
    Disclosure,
    Manifest,
    ModelOfExport,
    digest_of_files,
    encode_manifest,
)
from tests.cli.command_line import all_commands, run_here
from tests.databases import Databases
from tests.forked import fork_soundings

pytestmark = pytest.mark.slow

WITH_ACCOUNTS = {"SOUNDINGS_ACCESS": "accounts", "SOUNDINGS_ORIGIN": "http://localhost:8000"}
SEALED = {"SOUNDINGS_SEALING": "true"}


class Home:
    """A database, a keyring and the settings of a service on them."""

    def __init__(self, dsn: str, folder: Path) -> None:
        self.keyring = KeyringFile(folder / "keyring.json")
        self.keyring.create()
        self.settings = {
            "DATABASE_URL": dsn,
            "SOUNDINGS_KEYRING": str(self.keyring.path),
            "SOUNDINGS_LEDGER": str(folder / "erasures.jsonl"),
        }

    def run(self, *arguments: str | Path, **settings: str | None) -> CompletedProcess[str]:
        """Runs a command; None takes a setting away."""
        given = {name: value for name, value in (self.settings | settings).items() if value is not None}
        return run_here(*arguments, environment=given)

    def serve(self, **settings: str | None) -> str:
        """Why `serve` does not start, as a person sees it."""
        given = {name: value for name, value in (self.settings | settings).items() if value is not None}
        variables = {"PATH": os.environ["PATH"], **given}
        with fork_soundings("serve", "--port", "0", environment=variables) as process:
            printed = ""
            for line in process.stdout:
                printed += line
                if line.startswith("http://"):
                    process.send_signal(signal.SIGTERM)
            assert process.wait() == ("http://" not in printed)
        return printed


@pytest.fixture
def home(database: str, tmp_path: Path) -> Home:
    return Home(database, tmp_path)


def in_one_line(refused: CompletedProcess[str]) -> str:
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert refused.stdout == ""
    return refused.stderr


def organisations(home: Home, *names: str) -> list[str]:
    made = [
        home.run("admin", "create-organisation", name, "--admin", f"ada@{name.lower()}.example", "--json")
        for name in names
    ]
    return [str(json.loads(one.stdout)["organisation_id"]) for one in made]


async def rows(home: Home) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(home.settings["DATABASE_URL"])
    try:
        return await connection.fetch("select tenant_id, state from stored_events")
    finally:
        await connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("settings", [{}, SEALED, WITH_ACCOUNTS], ids=["open", "sealed", "accounts"])
async def test_an_import_is_recorded_as_the_service_itself_would(
    home: Home, cases: list[Path], settings: Mapping[str, str]
) -> None:
    """2b: in the clear only where the service does not seal, and in the organisation where there are accounts."""
    made = organisations(home, "Harbour") if settings is WITH_ACCOUNTS else []
    imported = home.run("import", cases[0], **settings)
    found = await rows(home)

    assert imported.returncode == 0, imported.stderr
    assert found
    assert {str(row["tenant_id"]) for row in found} == set(made or [str(UUID(int=0))])
    assert any(b"Marloes" in row["state"] for row in found) == (not settings)


async def test_an_import_asks_which_of_several_organisations(home: Home, cases: list[Path]) -> None:
    _, second = organisations(home, "Harbour", "Quay")
    unsaid = home.run("import", cases[0], **WITH_ACCOUNTS)
    before = await rows(home)
    said = home.run("import", cases[0], "--organisation", "Quay", **WITH_ACCOUNTS)

    assert "--organisation" in in_one_line(unsaid)
    assert before == []
    assert said.returncode == 0
    assert {str(row["tenant_id"]) for row in await rows(home)} == {second}


def test_journeys_of_organisations_are_listed_and_read_by_their_people_only(
    home: Home, cases: list[Path]
) -> None:
    made = organisations(home, "Harbour", "Quay")
    for case, name in zip(cases, ("Quay", "Harbour"), strict=False):
        assert home.run("import", case, "--organisation", name, **WITH_ACCOUNTS).returncode == 0
    listed = [json.loads(line) for line in home.run("journeys", "--json").stdout.splitlines()]
    of_one = home.run("journeys", "--organisation", made[1]).stdout
    nowhere = home.run("journeys", "--organisation", "Nowhere")
    refused = [home.run(command, listed[0]["journey_id"]) for command in ("profile", "events")]

    assert [one["organisation"] for one in listed] == ["Harbour", "Quay"]
    assert of_one.startswith(f"{listed[1]['journey_id']}  [redacted] (Quay): ")
    assert of_one.count("\n") == 1
    assert "no such organisation" in in_one_line(nowhere)
    assert ["`soundings archive`" in in_one_line(one) for one in refused] == [True, True]


async def test_nothing_is_recorded_in_the_clear_in_a_database_that_is_sealed(
    home: Home, cases: list[Path]
) -> None:
    """As when the settings of the service are forgotten on the command line."""
    organisations(home, "Harbour")
    refused = home.run("import", cases[0])

    assert "personal data in this database is encrypted" in in_one_line(refused)
    assert await rows(home) == []


def test_an_organisation_is_named_only_where_there_are_accounts(home: Home, cases: list[Path]) -> None:
    refused = home.run("import", cases[0], "--organisation", "Harbour")

    assert refused.returncode == 2
    assert "SOUNDINGS_ACCESS=accounts" in refused.stderr


@pytest.fixture
def sealed(home: Home, cases: list[Path]) -> Home:
    """In which something is sealed."""
    assert home.run("import", cases[0], **SEALED).returncode == 0
    return home


def replace_keyring(home: Home) -> None:
    home.keyring.replace(generate_keyring())


def lose_the_epoch(home: Home) -> None:
    home.keyring.replace(home.keyring().with_new_epoch().without_epoch(1))


@pytest.mark.parametrize(
    ("change", "why"),
    [(replace_keyring, "another key of epoch 1"), (lose_the_epoch, "lacks the key of epoch 1")],
)
def test_a_keyring_that_does_not_fit_is_refused_by_whatever_would_use_it(
    sealed: Home, cases: list[Path], change: Callable[[Home], None], why: str
) -> None:
    change(sealed)

    for command in (
        ("import", cases[1]),
        ("keys", "status"),
        ("keys", "rotate"),
        ("redact", str(UUID(int=1)), "1", "called", "--yes"),
    ):
        line = in_one_line(sealed.run(*command, **SEALED))
        assert why in line
        assert "SOUNDINGS_KEYRING" in line


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (SEALED, "another key of epoch 1"),
        ({}, "is encrypted"),
        (SEALED | {"SOUNDINGS_KEYRING": None}, "SOUNDINGS_KEYRING is missing"),
        (SEALED | {"SOUNDINGS_KEYRING": "/nowhere/keyring.json"}, "/nowhere/keyring.json"),
        (
            WITH_ACCOUNTS | {"SOUNDINGS_SMTP_URL": "mailto:x", "SOUNDINGS_MAIL_FROM": "a@b.example"},
            "SOUNDINGS_SMTP_URL",
        ),
        (WITH_ACCOUNTS | {"SOUNDINGS_SMTP_URL": "smtp://localhost"}, "SOUNDINGS_MAIL_FROM"),
    ],
    ids=["another keyring", "no sealing", "no keyring", "no such file", "no mail address", "no sender"],
)
def test_the_service_does_not_start_and_says_why_in_one_line(
    sealed: Home, settings: Mapping[str, str | None], why: str
) -> None:
    if why.startswith("another"):
        replace_keyring(sealed)
    printed = sealed.serve(**settings)

    assert why in printed
    assert printed.count("\n") == 1, printed


@pytest.mark.slow
def test_with_accounts_a_server_of_ones_own_needs_a_keyring(home: Home) -> None:
    """The published development keys were used without a word."""
    printed = home.serve(**WITH_ACCOUNTS, SOUNDINGS_KEYRING=None)

    assert "SOUNDINGS_KEYRING is missing" in printed
    assert printed.count("\n") == 1, printed


def test_no_keyring_is_made_over_a_database_that_is_sealed(sealed: Home) -> None:
    sealed.keyring.path.unlink()
    refused = sealed.run("keys", "make")

    assert "restore it from its copy" in refused.stderr
    assert not sealed.keyring.path.exists()


def test_a_keyring_is_made_for_a_database_that_is_not(home: Home) -> None:
    home.keyring.path.unlink()

    assert home.run("keys", "make").returncode == 0
    assert home.keyring.path.exists()


def test_a_key_is_destroyed_only_when_that_is_meant(sealed: Home) -> None:
    sealed.run("keys", "rotate", **SEALED)
    refused = sealed.run("keys", "destroy", "1", **SEALED)

    assert "add --yes" in refused.stderr
    assert sorted(sealed.keyring().keys) == [1, 2]
    assert sealed.run("keys", "destroy", "1", "--yes", **SEALED).returncode == 0


ALL = all_commands()


def test_what_is_done_for_good_asks_first() -> None:
    """Every command whose help says so, or that erases, forgets, overwrites or destroys."""
    for_good = {
        path
        for path, command in ALL.items()
        if command.help and (", for good" in command.help or command.help.startswith(("Erase", "Destroy")))
    }

    assert ("keys", "destroy") in for_good
    assert [path for path in for_good if not any(one.name == "yes" for one in ALL[path].params)] == []


ALL_MIGRATIONS = sorted(one.name for one in MIGRATIONS.iterdir() if one.name.endswith(".sql"))
MIGRATE = {("migrate",), ("serve",), ("worker",), ("demo",), ("restore",)}
"""A copy is restored into an empty database, and brought up to date."""
OTHERS = [
    path
    for path, command in ALL.items()
    if any(one.name == "database_url" for one in command.params) and path not in MIGRATE
]
MORE = {
    "erase": [str(UUID(int=1))],
    "keys seal": ["--dry-run"],
    "keys destroy": ["1"],
    "replay": ["--log"],
    "emails seen": ["--all"],
    "projections retry": ["--all"],
    "projections skip": ["--all"],
    "research export": [str(UUID(int=1))],
    "research dummy": [str(UUID(int=1))],
}
"""What a command asks for beside its required arguments."""
SPECIFICATION = {
    "table": "participants",
    "outputs": [{"type": "table", "name": "by_arm", "rows": "arm"}],
}
"""Of an analysis: it is read before the tables are asked for anything."""


@pytest.fixture(scope="module")
async def old(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """A database of the version before: the last migration is missing."""
    folder, older = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("migrations")
    for file in ALL_MIGRATIONS[:-1]:
        (older / file).write_text((MIGRATIONS / file).read_text())
    async with databases.unmigrated() as dsn:
        await migrate(dsn, source=older)
        yield Home(dsn, folder)


def words(path: tuple[str, ...], file: Path, case: Path) -> list[str | Path]:
    """How a command is called, with something for all that it asks for."""
    called: list[str | Path] = [*path, *MORE.get(" ".join(path), [])]
    for one in ALL[path].params:
        if one.name == "yes":
            called.append("--yes")
        elif one.required:
            value = something(one, file, case)
            called += [value] if isinstance(one, click.Argument) else [one.opts[0], value]
    return called


def something(one: click.Parameter, file: Path, case: Path) -> str | Path:
    match one.type:
        case click.Path(exists=True, file_okay=False):
            return file.parent
        case click.Path(exists=True):
            return specification(file.with_name("specification.json"))
        case click.Path() | click.File():
            return case if one.name == "files" or one.type.name == "filename" else file
        case click.Choice(choices=choices):
            return str(choices[0])
        case click.IntRange():
            return "1"
        case click.DateTime():
            return "2026-01-12"
        case _ if one.type.name in {"journey", "study", "uuid"}:
            return str(UUID(int=1))
        case _:
            return "ada@example.org"


def of_a_study() -> Manifest:
    """The manifest of an empty export of a study."""
    return Manifest(
        kind="study",
        study="s",
        title="",
        key_id="",
        position=0,
        software={},
        schema=(),
        upcasts="",
        projections={},
        parameters=ModelOfExport(version="1", sha256=""),
        taxonomies={},
        plan_sha256="",
        attrition=Attrition(),
        disclosure=Disclosure(rules=(), occupation_codes_coarsened=0),
        tables=(),
        participants=0,
        events=0,
        buckets=(),
        files=(),
        sha256=digest_of_files(()),
    )


def specification(file: Path) -> Path:
    file.write_text(json.dumps(SPECIFICATION))
    return file


@pytest.mark.parametrize("path", OTHERS, ids=" ".join)
async def test_only_migrate_and_serve_migrate(
    old: Home, path: tuple[str, ...], tmp_path: Path, cases: list[Path]
) -> None:
    settings = SEALED if path == ("keys", "seal") else {}
    if path == ("keys", "make"):
        # It asks the database only where there is no keyring.
        settings = {"SOUNDINGS_KEYRING": str(tmp_path / "keyring.json")}
    if path == ("research", "check"):
        # Of simulated clients it asks no database.
        (tmp_path / MANIFEST).write_bytes(encode_manifest(of_a_study()))
    refused = old.run(*words(path, tmp_path / "file", cases[0]), **settings)
    connection = await asyncpg.connect(old.settings["DATABASE_URL"])
    applied = await connection.fetchval("select count(*) from schema_migrations")
    await connection.close()

    assert refused.returncode == 1
    # The doctor prints what it found, and goes on.
    assert "run `soundings migrate`" in refused.stdout + refused.stderr
    assert applied == len(ALL_MIGRATIONS) - 1


@pytest.mark.slow
def test_a_service_that_is_not_to_migrate_serves_no_older_tables(old: Home) -> None:
    printed = old.serve(SOUNDINGS_MIGRATE="false")

    assert "run `soundings migrate`" in printed
    assert printed.count("\n") == 1, printed
