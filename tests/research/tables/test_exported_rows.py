"""The tables of an export are those of the histories it was made from: names, ids and dates are coded, and nothing else changes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
import pytest
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.journey.commands.market import NoteMarketSignal, handle_note_market_signal
from domain.journey.corrections.events import AnyJourneyEvent
from domain.vocabulary import MarketSignal
from service.event_store.line_reader import LineReader
from service.research.exports.coarsening import count_codes
from service.research.exports.pseudonymising import JourneyCodes, StudyCodes
from service.research.exports.reading import open_export
from service.research.simulation.history import LAST_DAY
from service.research.tables import TABLES, Column, Row, Table, rows_of
from tests.histories import sample_journey
from tests.research.exports.simulated_folder import exported, simulation
from tests.research.research_histories import research_history

OF_THE_STUDY = frozenset({"pseudonym", "arm", "agreed", "isco", "isco_origin", "fields"})
"""What the study decides, or the export codes."""
CODES = StudyCodes(key=b"k" * 32, first_monday=date(2026, 8, 31), coarsening=count_codes([]))


def is_comparable(column: Column) -> bool:
    """Whether a column holds the same whatever the key of the study is."""
    is_code = "A code of 16" in column.meaning
    is_day = column.name == "day" or column.name.endswith("_day")
    return not (is_code or is_day or column.name in OF_THE_STUDY)


def journeys() -> Iterator[list[RecordedEvent]]:
    """The journeys as they were simulated."""
    found = defaultdict[UUID, list[RecordedEvent]](list)
    for entry in LineReader().read((simulation() / "events.jsonl").read_bytes()):
        found[entry.journey_id].append(entry)
    yield from found.values()


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


@pytest.mark.parametrize("seed", range(12))
def test_of_random_journeys_the_tables_are_the_same_from_what_is_exported(seed: int) -> None:
    told = sample_journey(seed, 120)

    assert_same_tables(told.entries(), told.today)


def test_a_newer_edition_replaces_the_older_one_in_what_is_exported_as_well() -> None:
    told = sample_journey(2, 60)
    role_id, last = next(iter(told.journey.roles)), told.entries()[-1]
    events: list[AnyJourneyEvent] = []
    for year, signal in ((2025, "market_growing"), (2026, "market_shrinking")):
        noted = NoteMarketSignal(
            happened_on=told.today,
            signal_id=uuid5(NAMESPACE_URL, f"{year}"),
            role_id=role_id,
            signal=cast("MarketSignal", signal),
            published=date(year, 1, 5),
            source=f"Chances for work, {year}",
        )
        events += handle_note_market_signal(told.journey, noted)
    more = [
        replace(last, number=number, position=number, event=event)
        for number, event in enumerate(events, last.number + 1)
    ]

    assert_same_tables([*told.entries(), *more], told.today)


def assert_same_tables(entries: Sequence[RecordedEvent], last_on: date) -> None:
    codes = JourneyCodes(CODES, entries[0].journey_id)
    shown = LineReader().read(b"\n".join(codes.lines([_stored(one) for one in entries])))

    wanted = rows_of(research_history(entries, last_on=last_on))
    found = rows_of(research_history(shown, last_on=codes.shifted(last_on)))

    for name, table in TABLES.items():
        for place, column in enumerate(table.columns):
            if is_comparable(column):
                both = [Counter(row[place] for row in rows[name]) for rows in (found, wanted)]
                assert both[0] == both[1], f"{name}.{column.name}"


def _stored(entry: RecordedEvent) -> dict[str, Any]:
    line: dict[str, Any] = msgspec.to_builtins(entry)
    return line | {"recorded_at": entry.recorded_at.isoformat()}
