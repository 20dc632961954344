"""The tables of an export are those of the histories it was made from: names, ids and dates are coded, and nothing else changes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.journey.events.market import MarketSignalNoted
from domain.redacted import REDACTED
from service.event_store.line_reader import LineReader
from service.research.exports.reading import open_export
from service.research.simulation.history import LAST_DAY
from service.research.tables import TABLES, Column, Row, Table, rows_of
from tests.research.exports.simulated_folder import exported, simulation
from tests.research.research_histories import research_history

OF_THE_STUDY = frozenset({"pseudonym", "arm", "agreed", "isco", "isco_origin", "fields"})
"""What the study decides, or the export codes."""


def is_comparable(column: Column) -> bool:
    """Whether a column holds the same whatever the key of the study is."""
    is_code = "A code of 16" in column.meaning
    is_day = column.name == "day" or column.name.endswith("_day")
    return not (is_code or is_day or column.name in OF_THE_STUDY)


def journeys() -> Iterator[list[RecordedEvent]]:
    """The journeys as they were simulated, with as much of a publication as is read without its name."""
    found = defaultdict[UUID, list[RecordedEvent]](list)
    for entry in LineReader().read((simulation() / "events.jsonl").read_bytes()):
        found[entry.journey_id].append(_without_name(entry))
    yield from found.values()


def _without_name(entry: RecordedEvent) -> RecordedEvent:
    if isinstance(entry.event, MarketSignalNoted):
        return replace(entry, event=replace(entry.event, source=REDACTED))
    return entry


@pytest.fixture(scope="module")
def expected() -> Mapping[str, list[Row]]:
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for entries in journeys():
        for name, some in rows_of(research_history(entries, last_on=LAST_DAY)).items():
            rows[name] += some
    return rows


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "one"
    exported(folder)
    return folder


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_holds_what_the_histories_hold(
    table: Table, expected: Mapping[str, list[Row]], export: Path
) -> None:
    frame = open_export(export).frame(table.name)

    for place, column in enumerate(table.columns):
        if is_comparable(column):
            wanted = Counter(row[place] for row in expected[table.name])
            assert Counter(frame[column.name].to_list()) == wanted, column.name
