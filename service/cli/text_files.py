"""Reads files that are given to a command."""

from typing import IO, Any

import click
import msgspec

from service.outside_json import InvalidText, decode_json, line_of_fault, require_utf8


def read_text_file(file: IO[bytes]) -> bytes:
    """The text of a file in UTF-8, without a byte-order mark. Ends the command, with file and line, if it is not."""
    try:
        return require_utf8(file.read())
    except InvalidText as fault:
        raise click.ClickException(f"{file.name}:{fault.line}: {fault}") from fault


def read_json_file(file: IO[bytes]) -> bytes:
    """The JSON of a file. Ends the command, with file and line, if it is not."""
    raw = read_text_file(file)
    try:
        decode_json(raw, dict[str, Any])
    except msgspec.DecodeError as fault:
        raise click.ClickException(f"{file.name}:{line_of_fault(raw, fault)}: {fault}") from fault
    return raw
