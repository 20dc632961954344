"""`soundings events`: lists the recorded events of a journey in order."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click
import msgspec

from domain.history import RecordedEvent
from service.cli.database import DatabaseLocation, JourneyIdParam, database_options, run_with_services
from service.cli.journeys import require_no_organisation
from service.cli.output import print_line
from service.container import Services


@click.command("events")
@click.argument("journey", type=JourneyIdParam())
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@database_options
def events_command(journey: UUID, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the events of JOURNEY (an id): number, date, what happened."""

    async def entries(services: Services) -> Sequence[RecordedEvent]:
        await require_no_organisation(services, journey)
        return await services.journeys.recorded_events(journey)

    for entry in run_with_services(DatabaseLocation(database_url=database_url, data_dir=data_dir), entries):
        print_line(msgspec.json.encode(entry) if as_json else _describe(entry))


def _describe(entry: RecordedEvent) -> str:
    event = entry.event
    fields = {
        name: value
        for name in event.__struct_fields__
        if name != "happened_on" and not name.endswith("_id") and (value := getattr(event, name)) is not None
    }
    details = ", ".join(
        f"{name.replace('_', ' ')}: {value}" for name, value in fields.items() if _plain(value)
    )
    return f"{entry.number:>5}  {event.happened_on}  {type(event).__name__:<20}  {details}"


def _plain(value: object) -> bool:
    return value != "" and isinstance(value, str | int | float)
