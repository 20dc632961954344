"""Files that hold what somebody's history holds: for their owner alone, whatever the umask says."""

import os
from pathlib import Path
from typing import IO


def open_private_file(path: Path) -> IO[bytes]:
    """Opens a file to write, emptied, which only its owner can read. Raises `OSError`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "wb")
