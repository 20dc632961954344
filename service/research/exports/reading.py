"""Reads an export: checks it against its manifest, and gives its tables and histories."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
from msgspec import Struct

from domain.history import RecordedEvent, apply_corrections
from projections.catalogue import PROJECTIONS
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from service.event_store.line_reader import LineReader
from service.research.export import ExportError
from service.research.exports.layout import MANIFEST, table_path
from service.research.exports.manifest import Manifest, read_manifest, require_histories, verify_files
from service.research.replay import UNREADABLE
from service.research.replaying.bucket_replay import Days
from service.research.replaying.frames import REPLAYED_TABLE, replayed_rows
from service.research.replaying.model_catalogue import find_model
from service.research.tables import TABLES, Table

_parquet: Any = pyarrow.parquet
"""Its stubs leave much unknown."""


class History(Struct, frozen=True, kw_only=True):
    """The journey of a participant, as it is replayed."""

    pseudonym: str
    entries: tuple[RecordedEvent, ...]

    @property
    def corrected(self) -> list[RecordedEvent]:
        """The entries with corrections applied, and without retracted ones."""
        return list(apply_corrections(self.entries))


class Export:
    """An export that matches its manifest."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that it holds."""
        return self.manifest.tables

    def bucket_paths(self, table: str) -> list[Path]:
        """The files of a table, bucket by bucket. Raises `ExportError` for a table that is not there."""
        if table not in self.manifest.tables:
            raise ExportError(f"{self.folder}: there is no table {table}; there are {', '.join(self.tables)}")
        paths = [table_path(table, one.bucket) for one in self.manifest.buckets]
        if not paths:
            raise ExportError(f"{self.folder}: there are no buckets, so no rows of {table}")
        for one in paths:
            if self.manifest.file(one) is None:
                raise ExportError(f"{self.folder}/{MANIFEST}: it does not list {one}")
        return [self.folder / one for one in paths]

    def description(self, table: str) -> Table:
        """What the columns of a table mean: those that it has here."""
        first = self.bucket_paths(table)[0]
        return TABLES[table].only(_parquet.read_schema(first).names)

    def history_paths(self) -> list[Path]:
        """The files of histories, bucket by bucket: lines in the form of the log. Raises `ExportError` where there are none."""
        return [self.folder / one for one in require_histories(self.folder, self.manifest)]

    def table(self, name: str) -> pa.Table:
        """A table as Arrow has it."""
        return pa.concat_tables([_parquet.ParquetFile(path).read() for path in self.bucket_paths(name)])

    def frame(self, name: str) -> pl.DataFrame:
        """A table for polars."""
        return pl.read_parquet(self.bucket_paths(name), hive_partitioning=False)

    def pandas(self, name: str) -> pd.DataFrame:
        """A table for pandas."""
        table: Any = self.table(name)
        frame: pd.DataFrame = table.to_pandas()
        return frame

    def histories(self) -> Iterator[History]:
        """The journeys of all participants, bucket by bucket. Raises `ExportError` for lines that cannot be read."""
        reader = LineReader()
        for path in self.history_paths():
            try:
                entries = reader.read(path.read_bytes())
            except UNREADABLE as error:
                raise ExportError(f"{path}: {error}") from error
            for journey_id, own in groupby(entries, key=lambda entry: entry.journey_id):
                yield History(pseudonym=journey_id.hex, entries=tuple(own))

    def replay(
        self,
        model: str = "profile",
        *,
        parameters: Struct | None = None,
        table: str = REPLAYED_TABLE,
        weekly: bool = True,
        on: date | None = None,
    ) -> pl.DataFrame:
        """What a model says, as a table for polars: one row for each item of a list of its views, such as `roles`, and Sunday.

        `to_pandas()` gives the same for pandas. Raises `ModelError` for a model that is not there.
        """
        chosen = find_model(model)
        journeys = (list(one.entries) for one in self.histories())
        rows = replayed_rows(
            chosen, parameters or chosen.parameters(), journeys, Days(on=on, weekly=weekly), table
        )
        return pl.DataFrame(rows, infer_schema_length=None)

    def views(
        self, projection: str, *, on: date | None = None, parameters: Parameters = DEFAULT_PARAMETERS
    ) -> Iterator[tuple[str, Any]]:
        """By pseudonym, what a projection shows of each journey on a day (else on its last)."""
        if projection not in PROJECTIONS:
            raise ExportError(
                f"there is no projection {projection}; there are {', '.join(sorted(PROJECTIONS))}"
            )
        chosen = PROJECTIONS[projection]
        for history in self.histories():
            state, last = chosen.initial, date.min
            for entry in history.corrected:
                if on is None or entry.event.happened_on <= on:
                    state, last = chosen.evolve(state, entry), max(last, entry.event.happened_on)
            if last > date.min:
                yield history.pseudonym, chosen.view(state, on or last, parameters)


def open_export(folder: Path | str, *, verify: bool = True) -> Export:
    """Opens an export. Raises `ExportError`, naming the file and the reason, unless it matches its manifest."""
    path = Path(folder)
    manifest = read_manifest(path)
    if verify:
        verify_files(path, manifest)
    return Export(path, manifest)
