"""Prints lines to the terminal, so that nothing in a text commands it or looks like another line."""

import click

from domain.text import escape_controls, escape_json


def print_line(line: str | bytes = "", *, err: bool = False) -> None:
    """Prints one line, or JSON in bytes, with control characters escaped."""
    click.echo(escape_json(line.decode()) if isinstance(line, bytes) else escape_controls(line), err=err)


def print_lines(text: str) -> None:
    """Prints a text whose lines are ours: no name or text of a person in it holds a line break."""
    for line in text.split("\n"):
        print_line(line)
