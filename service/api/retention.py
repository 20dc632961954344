"""Retention: how long an organisation keeps journeys after their end, and which are to be erased soon."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from service.api.openapi.operations import LIST_PROBLEMS, operation_with_examples, problem_responses
from service.container import Services
from service.http.dependencies import RetentionSettingsDependency, ServicesDependency
from service.jobs.tasks import RETENTION
from service.personal_data.retention.periods import MAX_MONTHS, RetentionPeriod
from service.personal_data.retention.schedule import ScheduledErasure
from service.personal_data.retention.settings import RetentionSettings

RetentionWarning = Literal["no_period", "late"]


class RetentionPeriodRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Months after the end; null keeps the journeys. Without a programme: all journeys without a period of their own."""

    programme_id: UUID | None = None
    months: Annotated[int, Meta(ge=1, le=MAX_MONTHS)] | None


class RetentionOverview(Struct, frozen=True, kw_only=True):
    """The retention periods, the journeys to be erased within thirty days, and what an administrator should look at."""

    periods: list[RetentionPeriod]
    listed: list[ScheduledErasure]
    warning: RetentionWarning | None
    """`no_period`: nobody said how long journeys are kept; `late`: what was due has not been erased."""
    trouble: str | None
    """What keeps this process from erasing; null when all is well."""


@get("/retention", tags=["personal rights"], responses=problem_responses(*LIST_PROBLEMS))
async def retention(
    services: ServicesDependency, retention_settings: RetentionSettingsDependency
) -> RetentionOverview:
    """How long journeys are kept after their end, and which will be erased within thirty days."""
    return await _retention_overview(services, retention_settings)


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
    services: ServicesDependency,
    retention_settings: RetentionSettingsDependency,
    data: JSONBody[RetentionPeriodRequest],
) -> RetentionOverview:
    """Set how long journeys are kept after their end.

    A journey is erased only after thirty days on the list, and not while it is open or restricted.
    """
    await retention_settings.set_period(data.programme_id, data.months)
    return await _retention_overview(services, retention_settings)


async def _retention_overview(services: Services, retention_settings: RetentionSettings) -> RetentionOverview:
    status = await retention_settings.status()
    return RetentionOverview(
        periods=list(status.periods),
        listed=list(status.listed),
        warning="late" if status.late else None if status.periods else "no_period",
        trouble=services.tasks[RETENTION].failure,
    )
