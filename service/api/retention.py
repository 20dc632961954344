"""Retention: how long an organisation keeps journeys after their end, and which are to be erased soon."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from service.accounts.caller import Caller
from service.api.openapi.operations import LIST_PROBLEMS, operation_with_examples, problem_responses
from service.authorization.authorized_programmes import require_role_for
from service.container import Services
from service.http.dependencies import CallerDependency, ServicesDependency
from service.jobs.tasks import RETENTION
from service.personal_data.retention.periods import (
    MAX_MONTHS,
    RetentionPeriod,
    retention_periods,
    save_retention_period,
)
from service.personal_data.retention.schedule import ScheduledErasure, scheduled_erasures

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


@get("/retention", tags=["personal rights"], responses=problem_responses(*LIST_PROBLEMS))
async def retention(services: ServicesDependency, caller: CallerDependency) -> RetentionOverview:
    """How long journeys are kept after their end, and which are to be erased within thirty days."""
    require_role_for(caller, "manage_retention")
    return await _retention_overview(services, caller)


@post(
    "/retention",
    status_code=200,
    tags=["personal rights"],
    operation_class=operation_with_examples(
        {"two years": {"summary": "For two years", "value": {"months": 24}}}
    ),
    responses=problem_responses(*LIST_PROBLEMS),
)
async def set_retention_period(
    services: ServicesDependency, caller: CallerDependency, data: JSONBody[RetentionPeriodRequest]
) -> RetentionOverview:
    """Set how long journeys are kept after their end.

    None is erased before it has stood on the list for thirty days, nor while it is under way or restricted.
    """
    require_role_for(caller, "manage_retention")
    at = services.erasure
    await save_retention_period(
        at.pool, caller.tenant_id, data.programme_id, data.months, by=caller.person_id, at=at.now()
    )
    return await _retention_overview(services, caller)


async def _retention_overview(services: Services, caller: Caller) -> RetentionOverview:
    periods = await retention_periods(services.erasure.pool, caller.tenant_id)
    scheduled = await scheduled_erasures(services.erasure, caller.tenant_id)
    late = any(erasure.state == "late" for erasure in scheduled)
    return RetentionOverview(
        periods=periods,
        listed=scheduled,
        warning="late" if late else None if periods else "no_period",
        trouble=services.tasks[RETENTION].failure,
    )
