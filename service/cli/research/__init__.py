"""`soundings research`: studies as files. Each command is imported only when it is called."""

from types import MappingProxyType

import click

from service.cli.lazy_group import LazyGroup

_COMMANDS = MappingProxyType(
    {
        "codebook": ("codebook", "Print what every column of an export means, as Markdown."),
        "simulate": ("simulate", "Simulate clients whose truth is known, into files or a database."),
    }
)
"""A row for each command: its module here, which has it as `<name>_command`, and a sentence for help."""


class _Commands(LazyGroup):
    package = __name__
    table = _COMMANDS


@click.group(cls=_Commands)
def research_command() -> None:
    """Studies as files: exports, dummy kits, replays, analyses, and simulated clients."""
