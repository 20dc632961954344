"""`soundings research codebook`: what every column of an export means."""

import click

from service.cli.output import print_lines
from service.research.tables import TABLES, codebook


@click.command("codebook")
def codebook_command() -> None:
    """Print what every column of an export means, as Markdown."""
    print_lines(f"# The tables of a study's export\n\n{codebook(TABLES.values())}".rstrip("\n"))
