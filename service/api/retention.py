"""How long an organisation keeps journeys after their end, and which are to be erased soon."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, get, post
from msgspec import Meta, Struct

from service.accounts.caller import Caller
from service.api.commands import BodyDecoder
from service.api.request_body import read_json_body
from service.authorization.authorized_programmes import require_role_for
from service.http.dependencies import get_caller, get_services
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.retention.periods import (
    MAX_MONTHS,
    RetentionPeriod,
    retention_periods,
    save_retention_period,
)
from service.personal_data.retention.schedule import ScheduledErasure, scheduled_erasures

AnyRequest = Request[Any, Any, Any]
RetentionWarning = Literal["no_period", "late"]


class RetentionPeriodRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many months after the end; null keeps such journeys. Without a programme it is for all that have no other."""

    programme_id: UUID | None = None
    months: Annotated[int, Meta(ge=1, le=MAX_MONTHS)] | None


class RetentionOverview(Struct, frozen=True, kw_only=True):
    """The periods, what is to be erased within thirty days, and what an admin should look after."""

    periods: list[RetentionPeriod]
    listed: list[ScheduledErasure]
    warning: RetentionWarning | None
    """`no_period`: nobody said how long journeys are kept; `late`: what was due has not been erased."""
    trouble: str | None
    """What keeps this process from erasing; null when all is well."""


RETENTION_DECODER = BodyDecoder(RetentionPeriodRequest)


@get("/retention")
async def retention(request: AnyRequest) -> RetentionOverview:
    """How long journeys are kept, and which are to be erased soon."""
    caller = _allowed()
    return await _seen(request, caller)


@post("/retention", status_code=200)
async def set_retention_period(request: AnyRequest) -> RetentionOverview:
    """Set how long journeys are kept. None is erased before it has stood on the list for thirty days."""
    wished: RetentionPeriodRequest = RETENTION_DECODER.decode(
        await read_json_body(request.scope, request.receive)
    )
    caller, at = _allowed(), _premises(request)
    await save_retention_period(
        at.pool, caller.tenant_id, wished.programme_id, wished.months, by=caller.person_id, at=at.now()
    )
    return await _seen(request, caller)


def _allowed() -> Caller:
    caller = get_caller()
    require_role_for(caller, "manage_retention")
    return caller


def _premises(request: AnyRequest) -> ErasureContext:
    premises: ErasureContext = get_services(request.app.state).erasure
    return premises


async def _seen(request: AnyRequest, caller: Caller) -> RetentionOverview:
    at, duties = _premises(request), get_services(request.app.state).retention
    periods = await retention_periods(at.pool, caller.tenant_id)
    lines = await scheduled_erasures(at, caller.tenant_id)
    late = any(one.state == "late" for one in lines)
    return RetentionOverview(
        periods=periods,
        listed=lines,
        warning="late" if late else None if periods else "no_period",
        trouble=duties.failure,
    )
