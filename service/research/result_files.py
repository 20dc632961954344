"""Released figures as files to take along. Needs no research tools."""

import csv
import io
from collections.abc import Iterable, Iterator

import msgspec

from service.research.analysis.releases import Label, ReleasableOutput

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""


def csv_of(outputs: Iterable[ReleasableOutput]) -> str:
    """A line for each label and figure: outputs of all kinds fit in one table."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("output", "type", "line", "name", "value"))
    writer.writerows(_rows(outputs))
    return text.getvalue()


def json_of(outputs: Iterable[ReleasableOutput]) -> bytes:
    """The outputs with their lines, and why others are left out."""
    return msgspec.json.format(msgspec.json.encode({"outputs": list(outputs)}))


def _rows(outputs: Iterable[ReleasableOutput]) -> Iterator[tuple[str, str, int, str, Label]]:
    for output in outputs:
        for number, line in enumerate(output.lines, 1):
            for name, value in line.items():
                yield output.name, output.type, number, name, _plain("all" if value is None else value)


def _plain(value: Label) -> Label:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
