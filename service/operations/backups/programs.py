"""PostgreSQL's own `pg_dump` and `pg_restore`: where they are, in which version, and how they run."""

import asyncio
import os
import re
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from msgspec import Struct

from service.operations.backups.errors import BackupError
from service.postgres.binaries import candidate_folders, major_version

MAX_COMPLAINT = 2000
"""So many characters of what a program complained about are passed on."""


class Program(Struct, frozen=True):
    """One of PostgreSQL's programs, and its version."""

    path: Path
    version: str

    @property
    def major(self) -> int:
        return major_version(self.version)


async def find_program(name: str, at_least: int) -> Program:
    """The program of the oldest version that is new enough. Raises `BackupError`."""
    found = {one.path: one for folder in _folders(name) if (one := await _inspect(folder / name))}
    fitting = [one for one in found.values() if one.major >= at_least]
    if not fitting:
        have = ", ".join(sorted({one.version for one in found.values()})) or "none"
        raise BackupError(
            f"{name} of PostgreSQL {at_least} or newer is needed, and there is {have}: install the client programs of "
            f"PostgreSQL {at_least}, or name their folder in SOUNDINGS_PG_BIN"
        )
    return min(fitting, key=lambda one: one.major)


@asynccontextmanager
async def running(program: Program, *options: str, dsn: str) -> AsyncGenerator[Process]:
    """Runs a program on a database. Raises `BackupError` if it fails."""
    address, password = _without_password(dsn)
    process = await asyncio.create_subprocess_exec(
        program.path,
        *options,
        f"--dbname={address}",
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        env=_environment(password),
    )
    complained = asyncio.create_task(_read_all(process), name=f"errors of {program.path.name}")
    try:
        yield process
        code = await process.wait()
        complaint = await complained
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        complained.cancel()
        await asyncio.wait([complained])
    if code:
        raise BackupError(
            f"{program.path.name} failed: {complaint.strip()[-MAX_COMPLAINT:] or f'status {code}'}"
        )


async def _read_all(process: Process) -> str:
    return (await process.stderr.read()).decode(errors="replace") if process.stderr else ""


def _environment(password: str | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | ({"PGPASSWORD": password} if password else {})


def _without_password(dsn: str) -> tuple[str, str | None]:
    """The address without its password, which everybody on the machine could read in the list of processes."""
    parts = urlsplit(dsn)
    if not parts.password:
        return dsn, None
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}")), unquote(parts.password)


def _folders(name: str) -> Iterator[Path]:
    yield from candidate_folders()
    if on_path := shutil.which(name):
        yield Path(on_path).parent


async def _inspect(path: Path) -> Program | None:
    if not os.access(path, os.X_OK):
        return None
    try:
        process = await asyncio.create_subprocess_exec(
            path, "--version", stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
        )
    except OSError:  # built for another machine
        return None
    output, _ = await process.communicate()
    version = re.search(rb"\(PostgreSQL\) (\d[\w.]*)", output)
    return Program(path, version[1].decode()) if version else None
