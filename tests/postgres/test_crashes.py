"""Whatever dies without notice: the next start finds its feet, and no server is left for ever."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from service.postgres import server as server_module
from service.postgres.postmaster import is_alive, read_postmaster, running_postmaster
from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import ServerStartFailed
from service.postgres.system_user import server_user
from tests.postgres.conftest import UserProcess, eventually, query

pytestmark = pytest.mark.slow
Start = Callable[..., UserProcess]


def pid_in(home: Path) -> int:
    postmaster = read_postmaster(home / "pgdata")
    assert postmaster
    return postmaster.pid


def kill_server(home: Path) -> None:
    """A signal is only sent; for a moment the dying still answers."""
    pid = pid_in(home)
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not is_alive(pid))


def claim(home: Path, pid: int) -> None:
    """Leave a lock file as a server that died long ago would have, its number since given to another."""
    lines = [
        str(pid),
        str(home / "pgdata"),
        "1700000000",
        "5432",
        str(home / "s"),
        "",
        "  5432001  0",
        "ready   ",
    ]
    (home / "pgdata" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    server_user().chown(home / "pgdata" / "postmaster.pid")


async def test_a_killed_parents_server_is_adopted_and_then_really_stopped(home: Path, user: Start) -> None:
    parent = user(home)
    await query(parent.dsn(), "create table kept as select 42 as answer")
    orphan = pid_in(home)
    parent.kill()
    assert not EmbeddedPostgres(home).status().in_use

    server = EmbeddedPostgres(home, durable=False)
    answer = await query(server.start(), "select answer from kept")
    adopted = pid_in(home)
    stopped = server.stop()

    assert (answer, adopted, stopped) == (42, orphan, True)
    assert running_postmaster(home / "pgdata") is None


def test_an_orphan_can_be_stopped_without_being_started(home: Path, user: Start) -> None:
    parent = user(home)
    parent.dsn()
    parent.kill()
    assert EmbeddedPostgres(home).status().running

    assert EmbeddedPostgres(home).stop()
    assert not EmbeddedPostgres(home).status().running


async def test_a_killed_servers_rows_are_there_after_the_next_start(home: Path) -> None:
    server = EmbeddedPostgres(home)
    await query(server.start(), "create table kept as select 42 as answer")
    kill_server(home)

    dsn = server.start()

    assert await query(dsn, "select answer from kept") == 42
    assert server.stop()


def test_stopping_after_the_server_was_killed_is_harmless(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)
    server.start()
    kill_server(home)

    assert server.stop()


async def test_a_start_waits_for_the_killed_servers_last_query_to_notice(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)
    connection = await asyncpg.connect(server.start())
    backend = await connection.fetchval("select pg_backend_pid()")
    os.kill(backend, signal.SIGSTOP)  # a query that does not look up
    kill_server(home)
    began = time.monotonic()
    waker = subprocess.Popen(["/bin/sh", "-c", f"sleep 0.4; kill -CONT {backend}"])

    dsn = server.start()

    assert time.monotonic() - began > 0.4
    assert await query(dsn, "select 1") == 1
    connection.terminate()
    server.stop()
    waker.wait()


def test_a_lock_file_naming_a_zombie_is_stale(home: Path) -> None:
    zombie = subprocess.Popen(["true"])
    eventually(
        lambda: (
            ") Z " in Path(f"/proc/{zombie.pid}/stat").read_text() if Path("/proc/self").exists() else True
        )
    )
    claim(home, zombie.pid)

    with EmbeddedPostgres(home, durable=False):
        assert pid_in(home) != zombie.pid
    zombie.wait()


def test_a_lock_file_naming_some_other_process_of_the_same_user_is_stale(home: Path) -> None:
    account = server_user()
    stranger = subprocess.Popen(["sleep", "60"], user=account.uid if account.foreign else None)
    claim(home, stranger.pid)

    with EmbeddedPostgres(home, durable=False):
        assert pid_in(home) != stranger.pid
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.parametrize("content", ["", "12", "not a number\n", "999999\n/nowhere\n"])
def test_a_lock_file_cut_short_is_stale(home: Path, content: str) -> None:
    (home / "pgdata" / "postmaster.pid").write_text(content)

    with EmbeddedPostgres(home, durable=False) as server:
        assert server.status().running


def test_a_kill_while_the_database_is_made_leaves_no_half_of_one(fresh_home: Path, user: Start) -> None:
    killed = user(fresh_home)
    eventually(lambda: list(fresh_home.glob("pgdata.new-*/PG_VERSION")))
    killed.kill()
    assert not (fresh_home / "pgdata").exists()

    with EmbeddedPostgres(fresh_home, durable=False) as server:
        assert server.status().running


async def test_a_server_whose_socket_was_deleted_is_restarted_unless_it_is_used(
    home: Path, user: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "SETTLE_SECONDS", 0.2)
    holder = user(home)
    holder.dsn()
    unreachable = pid_in(home)
    shutil.rmtree(home / "s")

    with pytest.raises(ServerStartFailed, match="does not listen"):
        EmbeddedPostgres(home, durable=False).start()
    holder.kill()
    with EmbeddedPostgres(home, durable=False) as server:
        assert await query(server.dsn, "select 1") == 1
        assert pid_in(home) != unreachable


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    (home / "pgdata" / "postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(ServerStartFailed, match="did not start") as refused:
        EmbeddedPostgres(home, durable=False).start()

    assert "no_such_setting" in str(refused.value)
