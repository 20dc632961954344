"""A group of commands, each of which is imported only when it is called."""

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click

CommandTable = Mapping[str, tuple[str, str]]
"""By the name of a command: its module, and the sentence that help lists it with."""


class LazyGroup(click.Group):
    """Commands by name, each in a module of its own, as the attribute `<name>_command`. A subclass says which."""

    package: ClassVar[str]
    """Where the modules are."""
    table: ClassVar[CommandTable]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.table:
            return None
        module, _ = self.table[cmd_name]
        attribute = f"{cmd_name.replace('-', '_')}_command"
        command: click.Command = getattr(import_module(f"{self.package}.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self.table.items()])
