"""Where the files of an export are. One bucket holds whole participants, in order."""

from pathlib import Path
from typing import Literal, get_args
from zlib import crc32

ExportFormat = Literal["parquet", "jsonl", "stata", "ocel"]
FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
"""Forms of files; Parquet is always there, for the others are made of it."""
PARQUET: tuple[ExportFormat, ...] = ("parquet",)
EVENTS_IN_BUCKET = 50_000
"""At most about so many: a few seconds of work, and little memory."""
MANIFEST, DATA_PACKAGE, CODEBOOK, TERMS = "manifest.json", "datapackage.json", "CODEBOOK.md", "TERMS.txt"
TRUTH = "truth.jsonl"
"""What is true of simulated clients, by pseudonym."""
EVENTS = "events"
PROGRESS = ".progress"
"""What is done of an export that is being written; it goes at the end."""


def bucket_count(events: int) -> int:
    """How many buckets an export has: a power of two."""
    count = 1
    while events > count * EVENTS_IN_BUCKET:
        count *= 2
    return count


def bucket_of(pseudonym: str, buckets: int) -> int:
    """The bucket of a participant."""
    return crc32(pseudonym.encode()) % buckets


def histories_path(bucket: int) -> str:
    """The journeys of a bucket, as lines in the form of the log."""
    return f"histories/bucket={bucket:02d}.jsonl"


def table_path(table: str, bucket: int) -> str:
    """The rows of a table for a bucket."""
    folder = EVENTS if table == EVENTS else f"tables/{table}"
    return f"{folder}/bucket={bucket:02d}/part-0.parquet"


def stata_path(table: str) -> str:
    """A whole table for Stata."""
    return f"stata/{table}.dta"


ROOMS = ("events", "histories", "jsonl", "ocel", "stata", "tables")
"""The folders of an export."""
JSON_LINES = "jsonl/events.jsonl"
OCEL = "ocel/log.json"


def bucket_of_path(path: str) -> int | None:
    """The bucket that a file belongs to, from its place in the export; None for a file of the whole."""
    for part in Path(path).parts:
        name, _, number = part.removesuffix(".jsonl").partition("=")
        if name == "bucket" and number.isdecimal():
            return int(number)
    return None
