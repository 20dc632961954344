"""The events as OCEL 2.0: what the standard's schema and its readers ask for."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from service.research.tables import TABLES, Row, rows_of
from service.research.tables.ocel import OBJECTS, ocel_json, ocel_time
from tests.research.research_histories import simulated_history

CLIENTS = range(1, 13)


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {name: [] for name in TABLES}
    for number in CLIENTS:
        for name, some in rows_of(simulated_history(number)).items():
            found[name] += some
    return found


@pytest.fixture(scope="module")
def log(rows: dict[str, list[Row]]) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(b"".join(ocel_json(rows)))
    return document


def names(items: Sequence[dict[str, Any]], key: str) -> list[str]:
    return [one[key] for one in items]


def test_every_event_is_there_with_all_that_it_is_about(
    rows: dict[str, list[Row]], log: dict[str, Any]
) -> None:
    ids = set(names(log["objects"], "id"))

    assert len(log["events"]) == len(rows["events"])
    assert len(ids) == len(log["objects"])
    assert {one["objectId"] for event in log["events"] for one in event["relationships"]} == ids
    assert {one.partition(":")[0] for one in ids} == set(OBJECTS)


def test_every_type_is_declared_and_every_value_is_a_text(log: dict[str, Any]) -> None:
    declared = {
        part: {one["name"]: set(names(one["attributes"], "name")) for one in log[f"{part}Types"]}
        for part in ("event", "object")
    }

    for part in ("event", "object"):
        for one in log[f"{part}s"]:
            assert set(names(one["attributes"], "name")) <= declared[part][one["type"]]
            assert all(isinstance(value["value"], str) for value in one["attributes"])


def test_a_study_day_is_a_midnight_counted_from_a_monday() -> None:
    assert ocel_time(0) == "2000-01-03T00:00:00Z"
    assert ocel_time(-3) == "1999-12-31T00:00:00Z"


def test_the_ids_of_events_are_their_own(log: dict[str, Any]) -> None:
    assert len(set(names(log["events"], "id"))) == len(log["events"])
