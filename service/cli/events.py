"""`soundings events`: what was recorded of a journey, in order."""

from pathlib import Path
from uuid import UUID

import click
import msgspec

from domain.history import Entry
from service.cli.database import JourneyId, Place, place_options, with_journeys


@click.command("events")
@click.argument("journey", type=JourneyId())
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@place_options
def events_command(journey: UUID, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the events of JOURNEY (an id): number, day, what happened."""
    place = Place(database_url=database_url, data_dir=data_dir)
    for entry in with_journeys(place, lambda journeys: journeys.entries(journey)):
        click.echo(msgspec.json.encode(entry) if as_json else _told(entry))


def _told(entry: Entry) -> str:
    event = entry.event
    facts = {
        name: value
        for name in event.__struct_fields__
        if name != "happened_on" and not name.endswith("_id") and (value := getattr(event, name)) is not None
    }
    details = ", ".join(
        f"{name.replace('_', ' ')}: {value}" for name, value in facts.items() if _plain(value)
    )
    return f"{entry.number:>5}  {event.happened_on}  {type(event).__name__:<20}  {details}"


def _plain(value: object) -> bool:
    return value != "" and isinstance(value, str | int | float)
