"""Asks before what cannot be undone."""

import sys
from collections.abc import Callable
from typing import Any

import click


def yes_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--yes` to a command that asks first."""
    return click.option("--yes", is_flag=True, help="Go ahead without asking.")(command)


def require_confirmation(question: str, *, yes: bool) -> None:
    """Asks, unless the answer was given by `--yes`. Ends the command if the answer is no, or nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException(
            "this has to be confirmed, and there is no terminal to ask on; add --yes to go ahead"
        )
    click.confirm(question, abort=True)
