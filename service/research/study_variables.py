"""The variables that a study names are checked as it is stated: only they leave, or are analysed, later."""

from collections.abc import Iterable

from domain.command import Command
from domain.errors import InvalidValue
from domain.study.commands import DraftStudy, ReviseStudy
from service.research.tables.chosen import unknown_variables


def require_known_variables(commands: Iterable[Command]) -> None:
    """Raises `InvalidValue` for a study with a variable that is no column of a table."""
    for place, command in enumerate(commands):
        unknown = (
            unknown_variables(command.variables) if isinstance(command, DraftStudy | ReviseStudy) else []
        )
        if unknown:
            error = InvalidValue(
                f"There is no variable {unknown[0]}.",
                field="variables",
                allowed="columns of the tables of research, such as person_week.energy",
            )
            error.command = place
            raise error
