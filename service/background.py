"""What a process does by itself beside its requests: in each process, in each worker, and in the one that leads."""

import logging
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from service.application.long_work import frequent_switches
from service.container import Services
from service.jobs.gc_policy import infrequent_gc
from service.jobs.periodic_task import RunBy
from service.jobs.tasks import CLOCK_TASKS, PARKED, REBUILD
from service.personal_data.erasure.restored_backup import check_restored_data
from service.postgres.logins import UnsafeLogin, logins

log = logging.getLogger(__name__)


@asynccontextmanager
async def run_in_background(services: Services) -> AsyncGenerator[None]:
    """Does what is this process's to do, until the block ends; where it may lead, it stands by and leads when nobody else does.

    Refuses a database that lags behind the erasure ledger. Raises `InvalidKeyring` if there should be a keyring and is none,
    and in production `UnsafeLogin`.
    """
    await _check_logins(services)
    if services.keyrings:
        services.keyrings()
    await check_restored_data(services.erasure)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_tasks(services, "everyone"))
        if services.settings.work == "here":
            await stack.enter_async_context(_tasks(services, "workers"))
            await stack.enter_async_context(services.leadership.run_in_background(partial(_lead, services)))
        stack.enter_context(infrequent_gc())
        stack.enter_context(frequent_switches())
        yield


@asynccontextmanager
async def keep_read_models(services: Services) -> AsyncGenerator[None]:
    """Keeps the read models up to date until the block ends, for a command, unless a service does."""

    @asynccontextmanager
    async def keep() -> AsyncGenerator[None]:
        async with (
            services.projector.run_in_background(),
            services.tasks[REBUILD].run_in_background(),
            services.tasks[PARKED].run_in_background(),
        ):
            yield

    async with services.leadership.run_in_background(keep):
        yield


@asynccontextmanager
async def _lead(services: Services) -> AsyncGenerator[None]:
    """Does what one process does for all: keeps the read models, and whatever time does."""
    async with services.projector.run_in_background(), _tasks(services, "leader"):
        yield


@asynccontextmanager
async def _tasks(services: Services, run_by: RunBy) -> AsyncGenerator[None]:
    async with AsyncExitStack() as stack:
        for name, task in services.tasks.items():
            if task.run_by == run_by and (services.settings.clock or name not in CLOCK_TASKS):
                await stack.enter_async_context(task.run_in_background())
        yield


async def _check_logins(services: Services) -> None:
    """Refuses in production to send requests to the database as one who may do everything there; else warns."""
    for login in await logins(services.pool, services.worker_pool):
        if login.warning and login.is_powerful and services.settings.env == "production":
            raise UnsafeLogin(login.warning)
        if login.warning:
            log.warning("%s", login.warning)
