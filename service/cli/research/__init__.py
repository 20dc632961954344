"""`soundings research`: studies as files. Each command is imported only when it is called."""

from types import MappingProxyType

import click

from service.cli.lazy_group import LazyGroup
from service.research.tools import require_tools

_COMMANDS = MappingProxyType(
    {
        "export": ("export", "Write the files of a study, or of a simulated cohort."),
        "dummy": ("dummy", "Write files of the same form with clients nobody is, to try an analysis on."),
        "check": ("check", "Ask the service whether everybody in an export is still part of its study."),
        "codebook": ("codebook", "Print what every column of an export means, as Markdown."),
        "compare": ("compare", "Compare two replays: for each journey where and when they part."),
        "parameters": ("parameters", "Print the parameters of a model as a documented file."),
        "replay": ("replay", "Replay an export under any model and parameters."),
        "study": ("study", "List, show, draft, submit and approve the studies of an organisation."),
        "run": ("run", "Compute an analysis in place, and say what of it may be let out."),
        "releases": ("releases", "List the analyses of a study, with what was released of them."),
        "release": ("release", "Release an analysis as the second person, or refuse it."),
        "researchers": ("researchers", "List who works on a study, add a researcher or remove one."),
        "sweep": ("sweep", "Replay an export for several values of one parameter."),
        "simulate": ("simulate", "Simulate clients whose truth is known, into files or a database."),
    }
)
"""A row for each command: its module here, which has it as `<name>_command`, and a sentence for help."""


_WITH_TOOLS = frozenset({"export", "dummy", "run", "release"})
"""Commands whose modules import the libraries of the extra `research`."""


class _Commands(LazyGroup):
    package = __name__
    table = _COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Raises `ResearchToolsMissing` for a command that needs them and has them not."""
        if cmd_name in _WITH_TOOLS:
            require_tools()
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands)
def research_command() -> None:
    """Studies as files: exports, dummy kits, replays, analyses, and simulated clients."""
