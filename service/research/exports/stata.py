"""Tables for Stata, with labels. The clock's time in a file's header is replaced: pyreadstat writes it there."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from service.research.exports.layout import stata_path
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import describe_file
from service.research.tables import Column, Table

MAX_ROWS = 250_000
"""Of larger tables no such file is made: it would be made in memory, and Stata reads Parquet's rows by other means."""
LABEL_LENGTH = 80
LEFT_OUT = frozenset({"fields"})
"""Columns with more text than belongs there."""
FIXED_TIME = b"03 Jan 2000 00:00"
_TIME = re.compile(rb"(<timestamp>\x11)[^<]{17}(</timestamp>)")
_HEADER = 1024

_pyreadstat: Any = pyreadstat


def write_stata(folder: Path, table: Table, frame: pd.DataFrame) -> ExportedFile:
    """Writes a whole table as a labelled Stata file."""
    path = stata_path(table.name)
    to = folder / path
    to.parent.mkdir(parents=True, exist_ok=True)
    partial = to.with_name(to.name + ".partial")
    columns = [one for one in table.columns if one.name not in LEFT_OUT]
    values: dict[str, Any] = {}
    labels: dict[str, dict[int, str]] = {}
    for one in columns:
        values[one.name], labels[one.name] = _labelled(one, frame[one.name])
    partial.touch(mode=0o600)
    _pyreadstat.write_dta(
        pd.DataFrame(values),
        str(partial),
        file_label=table.name[:LABEL_LENGTH],
        column_labels=[_short(one.meaning) for one in columns],
        variable_value_labels={name: own for name, own in labels.items() if own},
        version=15,
    )
    _fix_time(partial)
    partial.replace(to)
    return describe_file(folder, path, len(frame))


def _labelled(column: Column, values: Any) -> tuple[Any, dict[int, str]]:
    """Codes become numbers with a label each, since Stata labels no text; texts and numbers stay."""
    if column.kind == "boolean":
        return values.astype("float64"), {0: "no", 1: "yes"}
    codes = {**column.labels, **column.missing}
    if column.kind != "string":
        own = {int(code): _short(label) for code, label in codes.items() if code.lstrip("-").isdecimal()}
        return values, own
    if not codes:
        # As Python's own texts: the writer takes them one by one, which is slow from an array of Arrow's.
        return values.fillna("").astype(object), {}
    known = [*codes, *sorted({str(one) for one in values.dropna().unique()} - set(codes))]
    numbers = {code: number for number, code in enumerate(known, 1)}
    shown = {
        number: _short(f"{code}: {codes[code]}" if code in codes else code)
        for code, number in numbers.items()
    }
    return values.map(numbers).astype("float64"), shown


def _short(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "…"


def _fix_time(path: Path) -> None:
    with path.open("r+b") as file:
        header = file.read(_HEADER)
        fixed, count = _TIME.subn(rb"\g<1>" + FIXED_TIME + rb"\g<2>", header)
        if count != 1:
            raise ValueError(f"{path}: the time in its header is not where it was expected")
        file.seek(0)
        file.write(fixed)
