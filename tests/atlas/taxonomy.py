"""The compact form of ESCO, where this machine has it. Its files are not part of the repository."""

import csv
import gzip
import os
from functools import cache
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[2] / ".." / "shared" / "taxonomy"


def taxonomy() -> Path:
    """The directory of the data; skips the test where there is none."""
    path = Path(os.environ.get("SOUNDINGS_TAXONOMY", _BESIDE))
    if not (path / "ship").is_dir():
        pytest.skip("no taxonomy here: name its directory in SOUNDINGS_TAXONOMY")
    return path


@cache
def _rows(path: Path) -> tuple[dict[str, str], ...]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def esco_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the files of `ship`, such as `esco_occupations`."""
    return _rows(taxonomy() / "ship" / f"{name}.csv.gz")
