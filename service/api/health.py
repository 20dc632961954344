"""Health checks: whether the process answers, and whether it can serve requests."""

from typing import Literal

from litestar import get
from msgspec import Struct

from domain.messages import translatable
from service.api.openapi.operations import problem_responses
from service.api.problem_types import NOT_READY
from service.api.problems import RETRY_AFTER, Problem
from service.http.dependencies import ProjectorDependency, ServicesDependency
from service.jobs.tasks import SCHEDULER
from service.postgres.errors import StoreError

DATABASE_SECONDS = 2.0
"""How long a health check waits for the database."""


class Liveness(Struct, frozen=True, kw_only=True):
    """The process is alive."""

    status: Literal["live"] = "live"


class Readiness(Struct, frozen=True, kw_only=True):
    """Requests can be served. `lag` is how many events the list of journeys is behind the log's `head`."""

    status: Literal["ready"] = "ready"
    head: int
    lag: int
    clock: str
    """`well`, or what keeps the clock from looking at journeys; requests are served all the same."""
    journeys_not_looked_at: int
    """Whose last look by the clock failed; they are tried again every minute."""
    journeys_not_listed: int
    """Whose line in the lists stands still, as events of theirs cannot be read; tried again with their next event."""
    journeys_not_erased: int
    """Whose erasure was due in this process and failed; it is tried again every hour."""


@get("/live", tags=["health"], responses=problem_responses())
async def live() -> Liveness:
    """Whether the process is alive."""
    return Liveness()


@get("/ready", tags=["health"], responses=problem_responses(NOT_READY))
async def ready(
    projector: ProjectorDependency,
    services: ServicesDependency,
) -> Readiness:
    """Whether requests can be served: the database answers, and the list of journeys is not far behind."""
    try:
        head = await services.head.answer(within=DATABASE_SECONDS)
    except StoreError:
        raise Problem(NOT_READY, "The database is not responding.", headers=RETRY_AFTER) from None
    lag = max(0, head - projector.position)
    if projector.stuck_reason:
        raise Problem(
            NOT_READY,
            translatable("The list of journeys is stuck: %(trouble)s.", trouble=projector.stuck_reason),
            headers=RETRY_AFTER,
        )
    if lag > services.settings.ready_lag:
        raise Problem(
            NOT_READY,
            translatable("The list of journeys is %(lag)s events behind.", lag=lag),
            headers=RETRY_AFTER,
        )
    return Readiness(
        head=head,
        lag=lag,
        clock=services.tasks[SCHEDULER].failure or "well",
        journeys_not_looked_at=len(services.scheduler.troubled),
        journeys_not_listed=len(projector.troubled),
        journeys_not_erased=len(services.retention.troubled),
    )
