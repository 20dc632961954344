"""How long an organisation keeps journeys after their end, and which are to be erased soon."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, get, post
from msgspec import Meta, Struct

from service.accounts.caller import Caller
from service.api.commands import Reader
from service.api.request_body import json_body
from service.authorization.authorized_programmes import allowed
from service.http.dependencies import caller_of
from service.jobs.retention import Duties
from service.personal_data.erasure.context import Premises
from service.personal_data.retention.periods import LONGEST, Period, periods_of, set_period
from service.personal_data.retention.schedule import Listed, listed

Asked = Request[Any, Any, Any]
Concern = Literal["no_period", "late"]


class PeriodWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many months after the end; null keeps such journeys. Without a programme it is for all that have no other."""

    programme_id: UUID | None = None
    months: Annotated[int, Meta(ge=1, le=LONGEST)] | None


class Retention(Struct, frozen=True, kw_only=True):
    """The periods, what is to be erased within thirty days, and what an admin should look after."""

    periods: list[Period]
    listed: list[Listed]
    warning: Concern | None
    """`no_period`: nobody said how long journeys are kept; `late`: what was due has not been erased."""
    trouble: str | None
    """What keeps this process from erasing; null when all is well."""


READER = Reader(PeriodWish)


@get("/retention")
async def retention(request: Asked) -> Retention:
    """How long journeys are kept, and which are to be erased soon."""
    caller = _allowed(request)
    return await _seen(request, caller)


@post("/retention", status_code=200)
async def keep_for(request: Asked) -> Retention:
    """Set how long journeys are kept. None is erased before it has stood on the list for thirty days."""
    wished: PeriodWish = READER.read(await json_body(request.scope, request.receive))
    caller, at = _allowed(request), _premises(request)
    await set_period(
        at.pool, caller.tenant_id, wished.programme_id, wished.months, by=caller.person_id, at=at.now()
    )
    return await _seen(request, caller)


def _allowed(request: Asked) -> Caller:
    caller = caller_of(request.scope)
    allowed(caller, "manage_retention")
    return caller


def _premises(request: Asked) -> Premises:
    premises: Premises = request.app.state.premises
    return premises


async def _seen(request: Asked, caller: Caller) -> Retention:
    at, duties = _premises(request), request.app.state.get("duties")
    periods = await periods_of(at.pool, caller.tenant_id)
    lines = await listed(at, caller.tenant_id)
    late = any(one.state == "late" for one in lines)
    return Retention(
        periods=periods,
        listed=lines,
        warning="late" if late else None if periods else "no_period",
        trouble=duties.trouble if isinstance(duties, Duties) else None,
    )
