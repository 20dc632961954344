"""`soundings retention`: retention periods, the journeys erased soon, and erasing them now."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click
import msgspec

from service.cli.confirmation import require_confirmation, yes_option
from service.cli.database import DatabaseLocation, database_options
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line
from service.jobs.retention import RetentionRun
from service.personal_data.retention.periods import MAX_MONTHS, RetentionPeriod
from service.personal_data.retention.schedule import ScheduledErasure, scheduled_erasures
from service.personal_data.retention.settings import RetentionSettings

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
_organisation = click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")


@click.group("retention")
def retention_command() -> None:
    """Erase journeys some months after their end, unless they continue or their use is restricted."""


@retention_command.command("set")
@click.argument("months", type=click.IntRange(0, MAX_MONTHS))
@click.option(
    "--programme",
    type=click.UUID,
    help="For journeys of this programme (default: all without a period of their own).",
)
@_organisation
@_json
@database_options
def set_command(
    *,
    months: int,
    programme: UUID | None,
    organisation: str | None,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Keep journeys for MONTHS after their end; 0 keeps them until someone erases them."""

    async def work(context: OperatorContext) -> Sequence[RetentionPeriod]:
        by = await context.operator(organisation)
        settings = RetentionSettings(by, context.services.erasure)
        await settings.set_period(programme, months or None)
        return (await settings.status()).periods

    for period in run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work):
        print_line(msgspec.json.encode(period) if as_json else _describe_period(period))


@retention_command.command("list")
@_organisation
@_json
@database_options
def list_command(
    *, organisation: str | None, as_json: bool, database_url: str | None, data_dir: Path | None
) -> None:
    """List the journeys that will be erased within thirty days, the earliest first."""

    async def work(context: OperatorContext) -> list[ScheduledErasure]:
        by = await context.operator(organisation) if organisation else None
        return await scheduled_erasures(context.services.erasure, by.tenant_id if by else None)

    found = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    for one in found:
        print_line(msgspec.json.encode(one) if as_json else _describe_erasure(one))
    if not found and not as_json:
        print_line("No journey will be erased within thirty days.")


@retention_command.command("run")
@yes_option
@_json
@database_options
def run_command(*, yes: bool, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Do now what a running service does every hour: erase what is due, and update the list."""
    require_confirmation("Erase every journey that is due, for good?", yes=yes)

    async def work(context: OperatorContext) -> tuple[RetentionRun, dict[UUID, str]]:
        retention = context.services.retention
        return await retention.run_once(), retention.troubled

    done, troubled = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    print_line(msgspec.json.encode(done) if as_json else _describe_run(done))
    if troubled:
        failures = ", ".join(f"{journey} ({why})" for journey, why in sorted(troubled.items(), key=str))
        raise click.ClickException(f"these could not be erased: {failures}")


def _describe_period(period: RetentionPeriod) -> str:
    whose = f"programme {period.programme_id}" if period.programme_id else "all other journeys"
    months = "1 month" if period.months == 1 else f"{period.months} months"
    return f"{whose}: {months} after the end"


def _describe_erasure(one: ScheduledErasure) -> str:
    return f"{one.erase_on} journey {one.journey_id}, ended on {one.ended_on}: {one.state}"


def _describe_run(done: RetentionRun) -> str:
    asked = "1 journey" if len(done.asked) == 1 else f"{len(done.asked)} journeys"
    kept = "1 journey" if len(done.kept) == 1 else f"{len(done.kept)} journeys"
    return f"erased: {asked} at the client's request, {kept} at the end of their retention period"
