"""The coach's desk for programs: who needs me, why, and what could be done, the most pressing first."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct

from service.api.dependencies import Knows, Lists, Projects
from service.api.journey_queries import PATIENCE, not_yet
from service.desk import DeskRow, desk_rows


class Desk(Struct, frozen=True, kw_only=True):
    """A coach's journeys, those that need her first."""

    rows: list[DeskRow]


@get("/desk")
async def desk(
    *,
    journeys: Knows,
    case_list: Lists,
    projector: Projects,
    coach_id: FromQuery[UUID | None] = None,
    ended: FromQuery[bool] = False,
    wait_for: Annotated[int | None, QueryParameter(ge=0, le=2**53)] = None,
) -> Desk:
    """Who needs me, why, and what could be done."""
    if wait_for is not None and not await projector.wait_for(wait_for, PATIENCE):
        raise not_yet(wait_for)
    cases = await case_list.desk(coach_id, ended=ended)
    return Desk(rows=await desk_rows(journeys, cases))
