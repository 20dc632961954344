"""`soundings research parameters`: the numbers that a model can be replayed under."""

import click
import msgspec

from service.cli.output import print_line, print_lines
from service.research.replaying.model_catalogue import find_model
from service.research.replaying.parameter_template import parameter_notes, parameters_as_toml


@click.group("parameters")
def parameters_command() -> None:
    """The numbers that a model can be replayed under."""


@parameters_command.command("template")
@click.option("--projection", "reference", default="profile", show_default=True, metavar="NAME[@VERSION]")
@click.option("--json", "as_json", is_flag=True, help="Print each with its meaning and range as JSON.")
def template_command(*, reference: str, as_json: bool) -> None:
    """Print all parameters as a file for --parameters: each after its meaning and range, with its usual value."""
    kind = find_model(reference).parameters
    if as_json:
        print_line(msgspec.json.encode(parameter_notes(kind)))
    else:
        print_lines(parameters_as_toml(kind).rstrip("\n"))
