"""The list of journeys, a page at a time."""

from datetime import date
from uuid import UUID

from litestar import get
from msgspec import Struct

from domain.vocabulary import Track
from service.api.journey_queries import WAIT_SECONDS, position_not_reached
from service.api.openapi.operations import LIST_PROBLEMS, problem_responses
from service.api.query_parameters import Cursor, PageSize, WaitForPosition, unknown_cursor
from service.authorization.desk_entries import AuthorizedCaseloadEntry
from service.authorization.policy import level_covers
from service.http.dependencies import CaseloadDependency, ProgressDependency
from service.read_models.caseload import UnknownCaseloadCursor


class JourneyListItem(Struct, frozen=True, kw_only=True):
    """One journey. `steps` took place, were cancelled or declined; `version` is the number of its last event."""

    journey_id: UUID
    called: str
    track: Track
    locale: str
    time_zone: str
    weekly_goal: int
    started_on: date
    programme_end: date | None
    steps: int
    last_step_on: date | None
    roles_known: int | None
    roles_in_play: int | None
    """Null, like the number of known roles, for callers who may not see the profile."""
    version: int
    position: int


class JourneyListPage(Struct, frozen=True, kw_only=True):
    """A page of journeys, the newest start first. `next` is the `cursor` of the next page; null on the last."""

    journeys: list[JourneyListItem]
    next: str | None


@get("/journeys", tags=["reading"], responses=problem_responses(*LIST_PROBLEMS))
async def list_journeys(
    caseload: CaseloadDependency,
    progress: ProgressDependency,
    cursor: Cursor = None,
    limit: PageSize = 50,
    wait_for: WaitForPosition = None,
) -> JourneyListPage:
    """Every journey the caller may see, the newest start first."""
    if wait_for is not None and not await progress.wait_for(wait_for, WAIT_SECONDS):
        raise position_not_reached(wait_for)
    try:
        page = await caseload.page(cursor, limit)
    except UnknownCaseloadCursor:
        raise unknown_cursor() from None
    return JourneyListPage(journeys=[_list_item(entry) for entry in page.cases], next=page.next)


def _list_item(entry: AuthorizedCaseloadEntry) -> JourneyListItem:
    case, knows_roles = entry.case, level_covers(entry.level, "read_profile")
    return JourneyListItem(
        journey_id=case.journey_id,
        called=case.called,
        track=case.track,
        locale=case.locale,
        time_zone=case.time_zone,
        weekly_goal=case.weekly_goal,
        started_on=case.started_on,
        programme_end=case.programme_end,
        steps=case.steps,
        last_step_on=case.last_step_on,
        roles_known=case.roles_known if knows_roles else None,
        roles_in_play=case.roles_in_play if knows_roles else None,
        version=case.version,
        position=case.position,
    )
