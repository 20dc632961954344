"""The code goes through the wall: who takes a connection for requests takes it through `tenant_tx`."""

import ast
from collections.abc import Iterator, Sequence

import pytest

from tests.source_code import ROOT, nodes_of, python_files

SERVICE = ROOT / "service"

Nodes = Sequence[ast.AST]
"""All nodes of a module."""

ROOMS = (
    "postgres",
    "event_store",
    "read_models",
    "accounts",
    "atlas",
    "encryption",
    "leadership",
    "authorization",
    "personal_data",
    "operations",
)
"""Where SQL stands."""

WORKERS = (
    "operations/invariants/job.py",
    "operations/heartbeats.py",
    "operations/invariants/newest_run.py",
    "accounts/organisation_directory.py",
    "personal_data/retention/due_journeys.py",
    "personal_data/retention/periods.py",
    "personal_data/erasure/ledger_binding.py",
    "personal_data/erasure/queries.py",
    "personal_data/erasure/table_scan.py",
    "encryption/epochs.py",
    "encryption/epoch_status.py",
    "encryption/keyring_check.py",
    "read_models/projector.py",
    "read_models/digest.py",
    "read_models/in_hand.py",
    "read_models/parked.py",
    "read_models/rebuild_requests.py",
    "read_models/retry.py",
    "read_models/versions.py",
    "read_models/checkpoints.py",
    "read_models/enrolments.py",
    "read_models/daily_checks.py",
    "read_models/restricted_journeys.py",
    "read_models/former_coaches.py",
    "read_models/weekly_emails.py",
)
"""What works across organisations, on connections that see all."""

QUEUES = ("research/storage/exports.py", "research/storage/jobs.py")
"""What requests see of their own organisation, and background work of all."""

BEFORE_ANY = ("accounts/login_lookup.py", "authorization/restrictions.py")
"""What asks the lent functions: before an organisation is known, or of one in a single round trip."""

OPENERS = {"create_pool", "connect", "open_pool", "open_worker_pool"}
COMPOSING = {"stores.py", "cli", "operations"}
"""What puts a process together: it opens pools, and hands them on."""

TAKING = {
    "acquire",
    "copy_from_query",
    "copy_records_to_table",
    "copy_to_table",
    "cursor",
    "execute",
    "executemany",
    "fetch",
    "fetchmany",
    "fetchrow",
    "fetchval",
}


def modules() -> Iterator[tuple[str, Nodes]]:
    for path in python_files("service"):
        yield path.relative_to(SERVICE).as_posix(), nodes_of(path)


def taken(module: Nodes) -> list[str]:
    """Where a statement, or a connection, is taken right from a pool."""
    return [
        f"line {node.lineno}: {ast.unparse(node.func)}"
        for node in module
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in TAKING
        and last_name(node.func.value).lstrip("_").endswith(("pool", "workers", "database"))
    ]


def last_name(value: ast.expr) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def called(module: Nodes) -> set[str]:
    return {last_name(node.func) for node in module if isinstance(node, ast.Call)}


def imported(module: Nodes) -> set[str]:
    """What is imported at run time from the store's connections, or from the driver."""
    return {
        name.name
        for node in module
        if isinstance(node, ast.ImportFrom) and node.module in {"service.postgres.connections", "asyncpg"}
        for name in node.names
    }


def test_only_the_rooms_of_sql_take_connections() -> None:
    strays = {
        name: found
        for name, module in modules()
        if name.split("/")[0] not in ROOMS and name not in (*WORKERS, *QUEUES) and (found := taken(module))
    }

    assert strays == {}


def test_only_the_store_and_what_puts_a_process_together_open_pools() -> None:
    openers = {
        name.split("/")[0] for name, module in modules() if OPENERS & called(module) & imported(module)
    }

    assert openers <= {"postgres", "event_store", "leadership", "read_models", "personal_data", *COMPOSING}


def test_requests_go_through_a_transaction_of_one_organisation() -> None:
    strays = {
        name: found
        for name, module in modules()
        if name.split("/")[0] in set(ROOMS) - {"postgres", "event_store"}
        and name not in (*WORKERS, *BEFORE_ANY)
        and (found := taken(module))
    }

    assert strays == {}


def test_the_exceptions_are_there_and_need_it() -> None:
    found = dict(modules())

    assert [name for name in (*WORKERS, *BEFORE_ANY) if not taken(found[name])] == []


def test_workers_are_given_connections_that_see_all_and_no_others() -> None:
    found = dict(modules())

    pools = {name: imported(found[name]) & {"Pool", "WorkerPool"} for name in WORKERS}

    assert pools == {name: {"WorkerPool"} for name in WORKERS}
    assert {name: imported(found[name]) & {"Pool", "WorkerPool"} for name in QUEUES} == {
        name: {"Pool", "WorkerPool"} for name in QUEUES
    }


def test_the_organisation_is_set_in_one_place_for_one_transaction() -> None:
    setters = {
        path.relative_to(SERVICE).as_posix(): path.read_text(encoding="utf-8").count("set_config(")
        for path in python_files("service")
        if "set_config" in path.read_text(encoding="utf-8")
    }

    assert setters == {"postgres/connections.py": 1}
    assert "set_config('app.tenant', $1, true)" in (SERVICE / "postgres/connections.py").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("line", "strays"),
    [
        ("rows = await self._pool.fetch(SELECT)", 1),
        ("await pool.execute(UPDATE)", 1),
        ("async with deps.ground.pool.acquire() as connection: pass", 1),
        ("async with tenant_tx(self._pool, tenant_id) as connection: await connection.fetch(SELECT)", 0),
    ],
)
def test_a_call_past_the_wall_is_seen(line: str, strays: int) -> None:
    module = list(ast.walk(ast.parse(f"async def go(self):\n    {line}")))

    assert len(taken(module)) == strays
