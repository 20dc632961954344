"""A private server: it starts, is shared, and stops with the last process that needs it."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from service.postgres.postmaster import running_postmaster
from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import ServerStartFailed, UnsupportedPlatform
from tests.postgres.conftest import UserProcess, query

pytestmark = pytest.mark.slow

Start = Callable[..., UserProcess]


async def test_a_restart_keeps_the_rows(home: Path) -> None:
    with EmbeddedPostgres(home) as server:
        await query(server.dsn, "create table kept as select 42 as answer")
    assert running_postmaster(home / "pgdata") is None

    with EmbeddedPostgres(home) as server:
        assert await query(server.dsn, "select answer from kept") == 42


async def test_the_first_start_makes_the_database_with_checksums_and_no_network_port(
    fresh_home: Path,
) -> None:
    with EmbeddedPostgres(fresh_home) as server:
        settings = await query(
            server.dsn,
            """select array[current_database(), current_setting('server_encoding'), current_setting('data_checksums'),
            current_setting('listen_addresses'), current_setting('fsync'), datcollate]
            from pg_database where datname = current_database()""",
        )

    assert settings == ["soundings", "UTF8", "on", "", "on", "C"]


def test_psycopg_reads_the_dsn_too(home: Path) -> None:
    with EmbeddedPostgres(home) as server, psycopg.connect(server.dsn) as connection:
        assert connection.execute("select current_user").fetchone() == ("postgres",)


def test_starting_and_stopping_twice_is_harmless(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)

    assert server.start() == server.start() == server.dsn
    assert server.stop()
    assert server.stop()
    with pytest.raises(RuntimeError, match="not been started"):
        _ = server.dsn


def test_stopping_where_nothing_ever_ran_leaves_no_trace(fresh_home: Path) -> None:
    assert EmbeddedPostgres(fresh_home / "never").stop()
    assert EmbeddedPostgres(fresh_home).stop()

    assert list(fresh_home.iterdir()) == []


async def test_starts_in_several_threads_share_one_server(fresh_home: Path) -> None:
    servers = [EmbeddedPostgres(fresh_home, durable=False) for _ in range(4)]

    dsns = await asyncio.gather(*(asyncio.to_thread(server.start) for server in servers))
    stopped = [await asyncio.to_thread(server.stop) for server in servers]

    assert len(set(dsns)) == 1
    assert stopped == [False, False, False, True]


def test_the_status_follows_the_server(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)
    before = server.status()
    dsn = server.start()
    during = server.status()
    server.stop()

    assert (before.running, before.in_use, before.pid, before.dsn) == (False, False, None, None)
    assert (during.running, during.in_use, during.dsn) == (True, True, dsn)
    assert during.pid
    assert during.major == before.major is not None
    assert not server.status().running


async def test_a_durable_server_is_not_replaced_by_a_fast_one(home: Path) -> None:
    with EmbeddedPostgres(home), EmbeddedPostgres(home, durable=False) as joined:
        assert await query(joined.dsn, "show fsync") == "on"


async def test_who_wants_durability_is_refused_a_used_server_without_it(home: Path) -> None:
    with EmbeddedPostgres(home, durable=False) as first:
        with pytest.raises(ServerStartFailed, match="without fsync"):
            EmbeddedPostgres(home).start()
        assert await query(first.dsn, "show fsync") == "off"


async def test_who_wants_durability_restarts_an_abandoned_server_without_it(home: Path, user: Start) -> None:
    abandoned = user(home)
    abandoned.dsn()
    abandoned.kill()

    with EmbeddedPostgres(home) as server:
        assert await query(server.dsn, "show fsync") == "on"


@pytest.mark.slow
async def test_a_second_process_joins_and_the_last_one_out_stops_it(home: Path, user: Start) -> None:
    first, second = user(home), user(home)
    assert first.dsn() == second.dsn()

    assert not first.stop()
    assert running_postmaster(home / "pgdata")
    assert second.stop()
    assert running_postmaster(home / "pgdata") is None


@pytest.mark.slow
def test_a_process_that_just_ends_takes_its_server_along(home: Path, user: Start) -> None:
    careless = user(home)
    careless.dsn()
    assert running_postmaster(home / "pgdata")
    careless.exit()

    assert running_postmaster(home / "pgdata") is None


@pytest.mark.slow
def test_processes_racing_for_a_fresh_folder_share_one_server(fresh_home: Path, user: Start) -> None:
    racers = [user(fresh_home) for _ in range(5)]

    dsns = {racer.dsn() for racer in racers}
    stopped = [racer.stop() for racer in racers]

    assert len(dsns) == 1
    assert dsns.pop().startswith("postgresql://")
    assert stopped == [False, False, False, False, True]
    assert not list(fresh_home.glob("pgdata.new-*"))
    log = (fresh_home / "postgres.log").read_text()
    assert log.count("ready to accept connections") == 1


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_neither_counts_as_a_user_nor_stops_the_server(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)
    server.start()
    ours, childs = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            ours.close()
            childs.send(b"stopped" if server.stop() else b"left")
            childs.recv(1)
        finally:
            os._exit(0)
    childs.close()
    with ours:
        said = ours.recv(10)
        still_running = running_postmaster(home / "pgdata")
        stopped_while_the_child_lives = server.stop()
    os.waitpid(child, 0)

    assert said == b"left"
    assert still_running
    assert stopped_while_the_child_lives


def test_windows_is_refused_plainly(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")

    with pytest.raises(UnsupportedPlatform, match="Windows"):
        EmbeddedPostgres(fresh_home)
