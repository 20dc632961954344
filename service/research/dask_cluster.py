"""The workers of a Dask cluster as an executor. Imported only where one is asked for: it needs the extra `dask`."""

from collections.abc import Generator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, cast

import distributed

from service.research.executors import ExecutorError

CONNECT_SECONDS = 20
RETRIES = 3
"""How often a task is begun again that failed on a worker; those of workers that were lost, the scheduler hands out itself."""


@contextmanager
def open_cluster(address: str) -> Generator[Executor]:
    """Connects to a scheduler for as long as the block lasts. Raises `ExecutorError` if none answers."""
    library = cast("Any", distributed)
    try:
        client = library.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ExecutorError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        executor = cast("Executor", client.get_executor(retries=RETRIES, pure=False))
        with executor:
            yield executor
