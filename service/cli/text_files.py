"""Reads files that are given to a command."""

from typing import IO

import click

from service.outside_json import InvalidText, require_utf8


def read_text_file(file: IO[bytes]) -> bytes:
    """The text of a file in UTF-8, without a byte-order mark. Ends the command if it is none, with file and line."""
    try:
        return require_utf8(file.read())
    except InvalidText as fault:
        raise click.ClickException(f"{file.name}:{fault.line}: {fault}") from fault
