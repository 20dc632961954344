"""`soundings journeys`: lists the journeys."""

from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import UUID

import click
import msgspec
from msgspec import Struct

from projections.caseload.state import CaseloadEntry
from service.accounts.organisation_directory import all_organisations
from service.background import keep_read_models
from service.cli.database import DatabaseLocation, database_options, run_with_services
from service.cli.output import print_line
from service.container import Services
from service.personal_data.erasure.queries import tenant_of
from service.read_models.caseload import Caseload
from service.system_ids import LOCAL_TENANT

PAGE_SIZE = 200
CATCH_UP_SECONDS = 60.0
"""Seconds the list may need to catch up with the log."""


class ListedJourney(Struct, frozen=True):
    """A journey, and the name of the organisation it is in; None without accounts."""

    case: CaseloadEntry
    organisation: str | None


@click.command("journeys")
@click.option("--organisation", metavar="NAME", help="Only those of one organisation, by its name or id.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per journey.")
@database_options
def journeys_command(
    organisation: str | None, as_json: bool, database_url: str | None, data_dir: Path | None
) -> None:
    """List the journeys, the latest start first. With accounts, one organisation after another.

    Encrypted values, such as names where there are accounts, are shown as [redacted].
    """
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    listed = run_with_services(place, lambda services: _list(services, organisation))
    for one in listed:
        print_line(_as_json(one) if as_json else _describe(one))
    if not listed and not as_json:
        print_line(
            "No journeys yet. Import some with `soundings import FILE`, or start one on a page or with the API.",
            err=True,
        )


async def require_no_organisation(services: Services, journey_id: UUID) -> None:
    """Ends the command for a journey of an organisation: who reads it there is recorded, and here would not be."""
    if await tenant_of(services.worker_pool, journey_id) not in (None, LOCAL_TENANT):
        raise click.ClickException(
            f"journey {journey_id} belongs to an organisation, whose people read it on their pages; "
            "`soundings archive` exports it, and its client can see that it did"
        )


async def _list(services: Services, organisation: str | None) -> list[ListedJourney]:
    await catch_up(services)
    named: dict[UUID, str | None] = {LOCAL_TENANT: None}
    named |= {one.tenant_id: one.name for one in await all_organisations(services.worker_pool)}
    if organisation is not None:
        named = {key: name for key, name in named.items() if organisation in (name, str(key))}
        if not named:
            raise click.ClickException(
                "there is no such organisation; `soundings admin organisations` lists them"
            )
    return [
        ListedJourney(case, name)
        for tenant_id, name in named.items()
        async for case in _all(services.caseload, tenant_id)
    ]


async def catch_up(services: Services) -> None:
    """Brings the read models up to the log's head."""
    projector = services.projector
    async with keep_read_models(services):
        if not await projector.wait_for(await services.log.head(), CATCH_UP_SECONDS):
            raise click.ClickException(
                f"the list is not up to date with the log, try again later: {projector.failure}"
            )


async def _all(case_list: Caseload, tenant_id: UUID) -> AsyncGenerator[CaseloadEntry]:
    cursor: str | None = None
    while True:
        page = await case_list.page(cursor, PAGE_SIZE, tenant_id=tenant_id)
        for case in page.cases:
            yield case
        cursor = page.next
        if cursor is None:
            return


def _as_json(one: ListedJourney) -> bytes:
    fields = msgspec.to_builtins(one.case)
    return msgspec.json.encode(fields | {"organisation": one.organisation} if one.organisation else fields)


def _describe(one: ListedJourney) -> str:
    case, of = one.case, f" ({one.organisation})" if one.organisation else ""
    steps = "1 step" if case.steps == 1 else f"{case.steps} steps"
    last = f", last on {case.last_step_on}" if case.last_step_on else ""
    return f"{case.journey_id}  {case.called}{of}: {case.track.replace('_', '-')}, since {case.started_on}, {steps}{last}"
