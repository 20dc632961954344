"""The data folder: any path will do, and nobody but its owner gets in."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from service.postgres import data_folder as folder_module
from service.postgres.data_folder import DataFolder, default_data_home
from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import UnusableDataFolder
from service.postgres.system_user import server_user
from tests.postgres.conftest import UserProcess, query

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand folders to others")


def sockets_of(dsn: str) -> Path:
    return Path(dsn.partition("host=")[2].partition("&")[0])


def test_an_ordinary_users_data_is_kept_with_their_other_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert default_data_home() == platformdirs.user_data_path("soundings", appauthor=False)


def test_roots_data_is_kept_where_the_servers_user_can_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert default_data_home() == Path("/var/lib/soundings")


@pytest.mark.slow
async def test_a_path_too_long_for_a_socket_gets_one_elsewhere_that_is_private_and_goes_with_it(
    home: Path, temporary_folder: Path, user: Callable[..., UserProcess]
) -> None:
    long = home / ("a-very-long-name-" * 6)
    long.mkdir(mode=0o711)
    for each in ("pgdata", "start.lock"):
        (home / each).rename(long / each)

    with EmbeddedPostgres(long, durable=False) as server:
        sockets = sockets_of(server.dsn)
        assert sockets.parent == temporary_folder
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert await query(server.dsn, "select 1") == 1
        joined = user(long, environment={"TMPDIR": "/var/tmp"})
        assert joined.dsn() == server.dsn
        assert not joined.stop()
    assert not sockets.exists()


@pytest.mark.slow
async def test_a_path_of_any_characters_will_do(fresh_home: Path) -> None:
    fresh_home.chmod(0o755)
    odd = fresh_home / 'Zoë\'s "data", $HOME & 100 %'

    with EmbeddedPostgres(odd, durable=False) as server:
        assert await query(server.dsn, "select 1") == 1


def test_a_socket_folder_open_to_others_is_refused(home: Path) -> None:
    (home / "s").chmod(0o755)
    (home / "s" / "planted").touch()

    with pytest.raises(UnusableDataFolder, match=r"only `.*` may enter"):
        EmbeddedPostgres(home, durable=False).start()


def test_a_planted_link_in_place_of_the_socket_folder_is_refused(home: Path, tmp_path: Path) -> None:
    (home / "s").rmdir()
    (home / "s").symlink_to(tmp_path)

    with pytest.raises(UnusableDataFolder, match=r"only `.*` may enter"):
        EmbeddedPostgres(home, durable=False).start()


def test_an_empty_socket_folder_left_by_a_killed_start_is_made_anew(home: Path) -> None:
    (home / "s").chmod(0o777)

    with EmbeddedPostgres(home, durable=False):
        assert stat.S_IMODE((home / "s").stat().st_mode) == 0o700


def test_a_folder_anyone_may_write_to_is_refused(home: Path) -> None:
    home.chmod(0o777)

    with pytest.raises(UnusableDataFolder, match="anyone may write"):
        EmbeddedPostgres(home, durable=False).start()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UnusableDataFolder, match="cannot hold the database"):
        EmbeddedPostgres(tmp_path / "file", durable=False).start()


def test_a_folder_with_something_else_in_the_databases_place_is_refused(fresh_home: Path) -> None:
    (fresh_home / "pgdata").mkdir()
    fresh_home.chmod(0o711)

    with pytest.raises(UnusableDataFolder, match="is not a database"):
        EmbeddedPostgres(fresh_home, durable=False).start()


@as_root
def test_root_refuses_a_folder_of_another_user(fresh_home: Path) -> None:
    account = server_user()
    os.chown(fresh_home, account.uid, account.gid)

    with pytest.raises(UnusableDataFolder, match=f"belongs to another user .uid {account.uid}"):
        EmbeddedPostgres(fresh_home, durable=False).start()


@as_root
def test_root_opens_no_closed_folder_above_the_data_for_the_servers_user(fresh_home: Path) -> None:
    fresh_home.chmod(0o700)

    with pytest.raises(UnusableDataFolder, match="cannot reach"):
        EmbeddedPostgres(fresh_home / "data", durable=False).start()

    assert stat.S_IMODE(fresh_home.stat().st_mode) == 0o700


def test_a_long_log_is_put_aside(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "LOG_LIMIT", 10)
    folder = DataFolder(fresh_home, server_user())
    folder.log.write_text("what was said before")

    os.close(folder.open_log())

    assert folder.log.read_text() == ""
    assert (fresh_home / "postgres.log.1").read_text() == "what was said before"
