"""The coach's desk: which journeys need a coach, why, and what could be done, the most pressing first."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import QueryParameter
from msgspec import Struct

from service.api.journey_queries import WAIT_SECONDS, position_not_reached
from service.api.openapi.operations import LIST_PROBLEMS, problem_responses
from service.api.query_parameters import WaitForPosition
from service.application.desk import DeskRow
from service.application.desk_news import NewsSince
from service.http.dependencies import DeskDependency, ProgressDependency


class DeskResponse(Struct, frozen=True, kw_only=True):
    """A coach's journeys, those that need attention first."""

    rows: list[DeskRow]


@get("/desk", tags=["reading"], responses=problem_responses(*LIST_PROBLEMS))
async def desk(
    *,
    coach_desk: DeskDependency,
    progress: ProgressDependency,
    coach_id: Annotated[UUID | None, QueryParameter(description="Only the journeys of this coach.")] = None,
    ended: Annotated[
        bool, QueryParameter(description="Also include journeys that have ended and of which nothing waits.")
    ] = False,
    news_since: Annotated[
        NewsSince,
        QueryParameter(
            description="Since when news is listed: the coach's last look at each client, or 7 or 28 days ago."
        ),
    ] = "look",
    wait_for: WaitForPosition = None,
) -> DeskResponse:
    """A coach's clients: who needs attention, why, and what could help.

    Each stands in one group, in this order: care first, out of touch, stuck, ending (with aftercare that is due), news only, on
    track. Within a group the order is by time and by name, never by results. Without accounts these are at most the 500 journeys that started last.
    """
    if wait_for is not None and not await progress.wait_for(wait_for, WAIT_SECONDS):
        raise position_not_reached(wait_for)
    return DeskResponse(rows=await coach_desk.rows(coach_id, ended=ended, news_since=news_since))
