"""Prints lines to the terminal, so that nothing in a text commands it or looks like another line."""

import click

from domain.text import escape_controls, escape_json


def print_line(line: str | bytes = "", *, err: bool = False) -> None:
    """Prints one line, or JSON in bytes, with control characters escaped."""
    click.echo(escape_json(line.decode()) if isinstance(line, bytes) else escape_controls(line), err=err)
