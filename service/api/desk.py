"""The coach's desk for programs: who needs me, why, and what could be done, the most pressing first."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct

from projections.alerts import ALERTS
from service.api.journey_queries import WAIT_SECONDS, position_not_reached
from service.desk import DeskRow, build_desk_rows
from service.http.dependencies import CaseloadDependency, ProjectorDependency


class DeskResponse(Struct, frozen=True, kw_only=True):
    """A coach's journeys, those that need her first."""

    rows: list[DeskRow]


@get("/desk")
async def desk(
    *,
    caseload: CaseloadDependency,
    projector: ProjectorDependency,
    coach_id: FromQuery[UUID | None] = None,
    ended: FromQuery[bool] = False,
    wait_for: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None,
) -> DeskResponse:
    """Who needs me, why, and what could be done."""
    if wait_for is not None and not await projector.wait_for(wait_for, WAIT_SECONDS):
        raise position_not_reached(wait_for)
    return DeskResponse(rows=build_desk_rows(await caseload.desk(coach_id, ALERTS, ended=ended)))
