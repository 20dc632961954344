"""Watches the private server while a service runs, and restarts it after a crash."""

import logging
import threading
from collections.abc import Generator
from contextlib import contextmanager

from service.postgres.postmaster import running_postmaster
from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import EmbeddedError

log = logging.getLogger(__name__)


@contextmanager
def watch_server(server: EmbeddedPostgres, every: float = 0.5) -> Generator[None]:
    """Checks every so many seconds whether the server runs, and starts it if not."""
    enough = threading.Event()
    watch = threading.Thread(target=_watch, args=(server, every, enough), name="database watch", daemon=True)
    watch.start()
    try:
        yield
    finally:
        enough.set()
        watch.join()


def _watch(server: EmbeddedPostgres, every: float, enough: threading.Event) -> None:
    while not enough.wait(every):
        if running_postmaster(server.folder.cluster) is not None:
            continue
        log.warning("the private database is gone; starting it again")
        try:
            server.start()
        except (EmbeddedError, OSError) as error:
            log.warning("the private database did not start again: %s", error)
