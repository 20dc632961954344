"""`soundings research sweep`: one parameter over several values."""

import click
import msgspec
from rich.console import Console
from rich.table import Table

from service.cli.output import print_line
from service.cli.research.model_options import ReplayRequest, replay_options
from service.research.replaying.sweeping import sweep_export, values_of


@click.command("sweep")
@click.option("--parameter", "name", required=True, help="Its name with sections, such as appeal.half_life.")
@click.option("--values", required=True, help="Numbers, separated by commas; or a JSON list.")
@replay_options
def sweep_command(*, request: ReplayRequest, name: str, values: str, as_json: bool) -> None:
    """Replay EXPORT once for each value of a parameter, and say how far each is from the usual."""
    listed = values_of(values)
    if not listed:
        raise click.UsageError("--values are numbers, separated by commas; or a JSON list")
    with request.running(len(listed) + 1) as (executor, advance):
        sweep = sweep_export(
            request.export,
            request.to,
            request.model,
            request.parameters,
            executor,
            name=name,
            values=listed,
            days=request.days,
            progress=advance,
        )
    if as_json:
        print_line(msgspec.json.encode(sweep))
        return
    table = Table(name, "Journeys that differ", "First week", "Largest difference")
    for one in sweep.values:
        largest = ", ".join(f"{kind} {by:.4g}" for kind, by in _largest(one.figures))
        table.add_row(str(one.value), str(one.differing_journeys), str(one.first_week or ""), largest)
    Console().print(table)
    print_line(f"{request.to}: {sweep.model}, {sweep.journeys} journeys; usual values sha256 {sweep.usual}")


def _largest(figures: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(figures.items(), key=lambda item: -item[1])[:3]
