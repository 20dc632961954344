"""Creates the database cluster aside and moves it into place, so that there is a whole one or none."""

import os
import shutil
from pathlib import Path

from service.postgres.binaries import Binaries
from service.postgres.data_folder import DataFolder
from service.postgres.server_errors import ServerStartFailed
from service.postgres.system_user import SystemUser

DATABASE = "soundings"
SUPERUSER = "postgres"
TEMPORARY_PREFIX = "pgdata.new-"
INITDB = (
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--data-checksums",
    "--no-instructions",
    f"--username={SUPERUSER}",
)


def create_cluster(folder: DataFolder, binaries: Binaries, *, durable: bool) -> None:
    """Creates the cluster with one database. What a killed process leaves, the next call removes."""
    for left in folder.home.glob(f"{TEMPORARY_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    # A new name each time: the initdb of a killed parent may still be writing to the last one.
    aside = folder.make_temporary_folder(TEMPORARY_PREFIX)
    sync = () if durable else ("--no-sync",)
    _run(folder.account, [binaries / "initdb", "-D", aside, *INITDB, *sync])
    _make_database(folder.account, binaries, aside, durable=durable)
    aside.rename(folder.cluster)
    if durable:
        _sync(folder.home)


def _make_database(account: SystemUser, binaries: Binaries, cluster: Path, *, durable: bool) -> None:
    fsync = f"fsync={'on' if durable else 'off'}"
    command: list[str | Path] = [binaries / "postgres", "--single", "-c", fsync, "-D", cluster, "postgres"]
    output = _run(account, command, stdin=f"CREATE DATABASE {DATABASE};\n")
    if "ERROR:" in output:  # single-user mode ends well even so
        raise ServerStartFailed(f"the database `{DATABASE}` could not be created", log=output)


def _run(account: SystemUser, command: list[str | Path], stdin: str = "") -> str:
    done = account.run(command, stdin=stdin)
    output = done.stdout + done.stderr
    if done.returncode:
        raise ServerStartFailed(
            f"{Path(command[0]).name} failed with status {done.returncode}", log=output[-3000:]
        )
    return output


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
