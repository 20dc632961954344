"""Health checks: whether the process answers, and whether all that it does works."""

from collections.abc import Mapping
from typing import Literal

from litestar import get
from msgspec import Struct

from service.api.openapi.operations import problem_responses
from service.api.problem_types import NOT_READY
from service.api.problems import RETRY_AFTER, Problem
from service.http.dependencies import ServicesDependency
from service.jobs.tasks import SCHEDULER


class Liveness(Struct, frozen=True, kw_only=True):
    """The process is alive."""

    status: Literal["live"] = "live"


class Readiness(Struct, frozen=True, kw_only=True):
    """All that the service does works. `lag` is how many events the list of journeys is behind the log's `head`."""

    status: Literal["ready"] = "ready"
    head: int
    lag: int
    lag_seconds: float
    """How long the oldest event stands in the log that the list of journeys does not have yet."""
    clock: str
    """`well`: what time does to journeys is recorded."""
    troubled_tasks: Mapping[str, str]
    """What else works by itself and failed in its last run, with the kind of failure; it is tried again."""
    journeys_not_looked_at: int
    """Whose last look by the clock failed; they are tried again in the next round."""
    journeys_not_listed: int
    """Those, and programmes and studies, whose lines stand still, as one of their events cannot be taken (`soundings projections parked`)."""
    journeys_not_erased: int
    """Whose erasure was due in this process and failed; it is tried again every hour."""


@get("/live", tags=["health"], responses=problem_responses())
async def live() -> Liveness:
    """Whether the process is alive."""
    return Liveness()


@get("/ready", tags=["health"], responses=problem_responses(NOT_READY))
async def ready(services: ServicesDependency) -> Readiness:
    """Whether all works: the database answers, the list of journeys follows it, the clock looks, and there are keys and room."""
    found = await services.vital_signs.check()
    if found.faults or found.progress is None:
        raise Problem(NOT_READY, found.faults[0], headers=RETRY_AFTER)
    return Readiness(
        head=found.progress.head,
        lag=found.progress.lag,
        lag_seconds=round(found.progress.behind_seconds, 1),
        clock="well",
        troubled_tasks={
            name: task.failure for name, task in services.tasks.items() if task.failure and name != SCHEDULER
        },
        journeys_not_looked_at=len(services.scheduler.troubled),
        journeys_not_listed=found.parked,
        journeys_not_erased=len(services.retention.troubled),
    )
