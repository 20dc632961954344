"""`soundings research replay`: an export under any model and any parameters."""

import click
import msgspec

from service.cli.output import print_line
from service.cli.research.model_options import ReplayRequest, replay_options
from service.research.replaying.export_replay import replay_export


@click.command("replay")
@replay_options
def replay_command(*, request: ReplayRequest, as_json: bool) -> None:
    """Replay EXPORT under a projection of the service, or a model of an installed package.

    A model of a package is tried first: if it breaks a law, it is refused with the first journey where it does. The same
    export gives the same bytes on however many processes or machines. A replay that was killed goes on where it stopped.
    EXPORT and --out may be addresses, such as file:///shared/export or s3://bucket/export.

    Rows say what the figures would have been, not what anybody would have done under another model.
    """
    with request.running() as (executor, advance):
        done = replay_export(
            request.export,
            request.to,
            request.model,
            request.parameters,
            executor,
            days=request.days,
            progress=advance,
        )
    if as_json:
        print_line(msgspec.json.encode(done))
        return
    print_line(
        f"{request.to}: {done.plan.model} {done.plan.version} under {done.plan.parameters_sha256[:12]}: "
        f"{done.events} events of {done.journeys} journeys, {done.rows} rows, sha256 {done.sha256}"
    )
