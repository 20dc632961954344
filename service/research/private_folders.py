"""Folders for files that exist only while something is computed, and that go even if its process was killed."""

# pyright: reportPossiblyUnboundVariable=false
# Windows lacks what is imported below its name; there, folders of killed processes stay until somebody deletes them.

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LOCK = ".running"
OPENING = ".opening"


@contextmanager
def private_folder(base: Path | None = None) -> Generator[Path]:
    """A folder that only this user can read, and that goes at the end. What killed processes left goes at the beginning."""
    base = base or Path(tempfile.gettempdir()) / f"soundings-analyses-{_user()}"
    base.mkdir(mode=0o700, exist_ok=True)
    if base.is_symlink() or base.stat().st_uid != _user():
        raise OSError(f"{base} belongs to somebody else")
    base.chmod(0o700)
    with _locked(base / OPENING):
        _sweep(base)
        folder = Path(tempfile.mkdtemp(dir=base))
        own = _locked(folder / LOCK)
        own.__enter__()
    try:
        yield folder
    finally:
        own.__exit__(None, None, None)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Deletes the folders whose process is gone: nobody holds their lock."""
    for folder in base.iterdir():
        if not folder.is_dir() or folder.is_symlink():
            continue
        try:
            with _locked(folder / LOCK, wait=False):
                pass
        except BlockingIOError:
            continue
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(path: Path, *, wait: bool = True) -> Generator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if sys.platform != "win32":
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


def _user() -> int:
    return os.getuid() if sys.platform != "win32" else 0
