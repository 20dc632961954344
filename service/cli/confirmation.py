"""Asks before what cannot be undone."""

import sys
from collections.abc import Callable
from typing import Any

import click


def yes_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--yes` to a command that asks first."""
    return click.option("--yes", is_flag=True, help="Do not ask first.")(command)


def require_confirmation(question: str, *, yes: bool) -> None:
    """Asks, unless the answer was given by `--yes`. Ends the command if the answer is no, or nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException("nobody can be asked here; say --yes to go on without")
    click.confirm(question, abort=True)
