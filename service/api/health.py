"""Whether the service lives, and whether it is ready to be asked."""

from typing import Literal

from litestar import get
from msgspec import Struct

from domain.messages import sentence
from service.api.dependencies import Configures, Knows, Projects, Times
from service.api.problem_types import NOT_READY
from service.api.problems import RETRY_AFTER, Trouble
from service.event_store.log import StoreError


class Live(Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(Struct, frozen=True, kw_only=True):
    """Requests can be served. `lag` is how many events the list of journeys is behind the log's `head`."""

    status: Literal["ready"] = "ready"
    head: int
    lag: int
    clock: str
    """`well`, or what keeps the clock from looking at journeys; requests are served all the same."""
    journeys_not_looked_at: int
    """Whose last look by the clock failed; they are tried again every minute."""


@get("/live")
async def live() -> Live:
    """The process answers."""
    return Live()


@get("/ready")
async def ready(journeys: Knows, projector: Projects, scheduler: Times, settings: Configures) -> Ready:
    """The database answers, and the list of journeys is not far behind."""
    try:
        head = await journeys.log.head()
    except StoreError:
        raise Trouble(NOT_READY, "The database does not answer.", headers=RETRY_AFTER) from None
    lag = max(0, head - projector.position)
    if projector.trouble:
        raise Trouble(
            NOT_READY,
            sentence("The list of journeys is stuck: %(trouble)s.", trouble=str(projector.trouble)),
            headers=RETRY_AFTER,
        )
    if lag > settings.ready_lag:
        raise Trouble(
            NOT_READY,
            sentence("The list of journeys is %(lag)s events behind.", lag=lag),
            headers=RETRY_AFTER,
        )
    return Ready(
        head=head,
        lag=lag,
        clock=scheduler.trouble or "well",
        journeys_not_looked_at=len(scheduler.troubled),
    )
