"""What kills its own process on the way: at a step of an erasure, or of sealing a database."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from service.personal_data.encrypt_database import encrypt_database
from service.personal_data.erasure.journey_eraser import JourneyEraser
from tests.erasure.world import open_erasure_context


def erase_and_die(dsn: str, ledger: Path, sealed: bool, journey_id: UUID, step: str) -> None:
    """Erases a journey as far as a step."""

    async def work() -> None:
        async with open_erasure_context(dsn, ledger, sealed=sealed) as at:
            await JourneyEraser(at, reached=dying(step)).erase(journey_id)

    asyncio.run(work())


def seal_and_die(dsn: str, ledger: Path, step: str, count: int) -> None:
    """Seals a database as far as a step that it has taken a number of times."""

    async def work() -> None:
        async with open_erasure_context(dsn, ledger, sealed=True) as at:
            await encrypt_database(at, reached=dying(step, count), at_once=2)

    asyncio.run(work())


def dying(at: str, count: int = 0) -> Callable[[str], None]:
    """What kills the process when it is told of a step, after having been told of it so many times."""
    times = 0

    def reached(step: str) -> None:
        nonlocal times
        if step == at and (times := times + 1) > count:
            os.kill(os.getpid(), signal.SIGKILL)

    return reached
