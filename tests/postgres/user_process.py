"""A process that uses a folder's server: says its DSN, waits for a word, then stops or leaves without a word.

Run as `user_process.py HOME [UID]`; with a UID it becomes that user once everything is imported,
as the interpreter itself may lie where that user cannot go.
"""

# ruff: noqa: T201 - printing is how it answers

import os
import sys
from pathlib import Path

from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import EmbeddedError


def main(home: str, uid: str | None = None) -> None:
    if uid is not None:
        os.setgroups([])
        os.setgid(int(uid))
        os.setuid(int(uid))
    server = EmbeddedPostgres(Path(home), durable=False)
    try:
        print(server.start(), flush=True)
    except EmbeddedError as error:
        print(repr(error), flush=True)
        sys.exit(1)
    if sys.stdin.readline().strip() == "stop":
        print(server.stop(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
