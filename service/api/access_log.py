"""Who looked at a journey, for its client to read; and how somebody gets to look who was not granted it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Meta, Struct

from service.accounts.caller import AccountRole
from service.api.body_validation import NO_NUL_PATTERN
from service.api.commands import BodyDecoder
from service.api.problem_types import INVALID_VALUE
from service.api.problems import FieldError, Problem
from service.api.request_body import read_json_body
from service.authorization.access_log import AccessRecord, UnknownAccessCursor
from service.http.dependencies import JourneysDependency

BreakGlassReason = Annotated[str, Meta(min_length=10, max_length=500, pattern=NO_NUL_PATTERN)]


class AccessEntry(Struct, frozen=True, kw_only=True):
    """Somebody looked: when, in which role, at what, and by which right; who broke the glass also said why."""

    at: datetime
    actor_id: UUID
    name: str | None
    """Null when it is not known, or not known any more."""
    role: AccountRole
    act: str
    why: str
    reason: str | None


class AccessLogPage(Struct, frozen=True, kw_only=True):
    """A page of the looks at a journey, the latest first. `next` is the `cursor` of the next page; null on the last."""

    journey_id: UUID
    looks: list[AccessEntry]
    next: str | None


class BreakGlassRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why somebody has to look at a journey that was not granted to them. The client reads it."""

    reason: BreakGlassReason


class BreakGlassGrant(Struct, frozen=True, kw_only=True):
    """Until when they may look."""

    journey_id: UUID
    until: datetime


BREAK_GLASS_DECODER = BodyDecoder(BreakGlassRequest)


@get("/journeys/{journey_id:uuid}/access-log")
async def access_log(
    journeys: JourneysDependency,
    journey_id: FromPath[UUID],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> AccessLogPage:
    """Who looked at the journey, in which role and why; looks of the client's own are not kept."""
    try:
        folded = await journeys.load("read_access_log", journey_id)
        page = await journeys.access_records(folded, cursor, limit)
    except UnknownAccessCursor:
        fault = FieldError(
            parameter="cursor", detail="No page begins here.", allowed="`next` of the page before"
        )
        raise Problem(INVALID_VALUE, "This cursor was not given out here.", fault) from None
    return AccessLogPage(
        journey_id=journey_id,
        looks=[_seen(look, page.names.get(look.actor_id)) for look in page.looks],
        next=page.next,
    )


@post("/journeys/{journey_id:uuid}/break-glass")
async def break_glass(
    journeys: JourneysDependency, journey_id: FromPath[UUID], request: Request[Any, Any, Any]
) -> BreakGlassGrant:
    """Look at a journey for four hours without having been granted it."""
    wished: BreakGlassRequest = BREAK_GLASS_DECODER.decode(
        await read_json_body(request.scope, request.receive)
    )
    until = await journeys.break_glass(journey_id, wished.reason)
    return BreakGlassGrant(journey_id=journey_id, until=until)


def _seen(look: AccessRecord, name: str | None) -> AccessEntry:
    return AccessEntry(
        at=look.at,
        actor_id=look.actor_id,
        name=name,
        role=look.role,
        act=look.act,
        why=look.why,
        reason=look.reason,
    )
