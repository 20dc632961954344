"""The access log of a journey, and breaking the glass: access to a journey that was not granted."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from domain.normal_texts import normalize_texts
from domain.text import LINES
from service.accounts.caller import AccountRole
from service.api.body_validation import NO_NUL_PATTERN
from service.api.openapi.operations import JOURNEY_PROBLEMS, operation_with_examples, problem_responses
from service.api.query_parameters import Cursor, PageSize, unknown_cursor
from service.authorization.access_log import AccessRecord, UnknownAccessCursor
from service.http.dependencies import JourneysDependency

BreakGlassReason = Annotated[str, Meta(min_length=10, max_length=500, pattern=NO_NUL_PATTERN), LINES]


class AccessEntry(Struct, frozen=True, kw_only=True):
    """One access: who read or changed what, when, in which role, by which right; for break-glass access also why."""

    at: datetime
    actor_id: UUID
    name: str | None
    """Null when it is not known, or not known any more."""
    role: AccountRole
    act: str
    why: str
    reason: str | None


class AccessLogPage(Struct, frozen=True, kw_only=True):
    """A page of the accesses to a journey, the latest first. `next` is the `cursor` of the next page; null on the last."""

    journey_id: UUID
    looks: list[AccessEntry]
    next: str | None


class BreakGlassRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reason for reading a journey that is not shared with you. The client can see it."""

    reason: BreakGlassReason


class BreakGlassGrant(Struct, frozen=True, kw_only=True):
    """The time until which the journey may be read."""

    journey_id: UUID
    until: datetime


BREAK_GLASS_EXAMPLES = {
    "worry": {
        "summary": "A worry that cannot wait",
        "value": {"reason": "The client called in distress, and the coach is away until Monday."},
    }
}


@get(
    "/journeys/{journey_id:uuid}/access-log",
    tags=["sight"],
    responses=problem_responses(*JOURNEY_PROBLEMS),
)
async def access_log(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> AccessLogPage:
    """Who accessed the journey, in which role and why, the latest first.

    The client's own accesses are not recorded.
    """
    try:
        folded = await journeys.load("read_access_log", journey_id)
        page = await journeys.access_records(folded, cursor, limit)
    except UnknownAccessCursor:
        raise unknown_cursor() from None
    return AccessLogPage(
        journey_id=journey_id,
        looks=[_access_entry(look, page.names.get(look.actor_id)) for look in page.looks],
        next=page.next,
    )


@post(
    "/journeys/{journey_id:uuid}/break-glass",
    tags=["sight"],
    operation_class=operation_with_examples(BREAK_GLASS_EXAMPLES),
    responses=problem_responses(*JOURNEY_PROBLEMS),
)
async def break_glass(
    journeys: JourneysDependency, journey_id: FromPath[UUID], data: JSONBody[BreakGlassRequest]
) -> BreakGlassGrant:
    """Break-glass access: read a journey that is not shared with you for four hours, and say why.

    For a coach or an administrator of the organisation. The client can see who it was, and the reason.
    """
    until = await journeys.break_glass(journey_id, normalize_texts(data).reason)
    return BreakGlassGrant(journey_id=journey_id, until=until)


def _access_entry(look: AccessRecord, name: str | None) -> AccessEntry:
    return AccessEntry(
        at=look.at,
        actor_id=look.actor_id,
        name=name,
        role=look.role,
        act=look.act,
        why=look.why,
        reason=look.reason,
    )
