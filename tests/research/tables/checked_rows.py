"""What holds of the tables of every history, whosever it is."""

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from service.research.tables import TABLES, ResearchHistory, Row, Table, rows_of

TYPES: dict[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool}
Rows = dict[str, list[Row]]


def cells(rows: Rows, table: str, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of a table."""
    places = [TABLES[table].column_names.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in rows[table]]


def column(rows: Rows, table: str, name: str) -> list[Any]:
    """One column of a table."""
    return [value for (value,) in cells(rows, table, name)]


def total(rows: Rows, table: str, name: str) -> int:
    """The sum of a column, without what is missing."""
    return sum(value or 0 for value in column(rows, table, name))


def checked_rows(history: ResearchHistory) -> Rows:
    """The rows of a history, of which everything here holds."""
    rows = rows_of(history)
    assert list(rows) == list(TABLES)
    for name, table in TABLES.items():
        assert faults(table, rows[name]) == []
        key = itemgetter(*map(table.column_names.index, table.key))
        assert len({key(row) for row in rows[name]}) == len(rows[name]), name
        assert rows[name] == sorted(rows[name], key=key), name
        assert {row[0] for row in rows[name]} <= {history.pseudonym}
    check_panel(history, rows)
    check_sums(rows)
    return rows


def faults(table: Table, rows: Sequence[Row]) -> list[str]:
    """What of the rows is not as the columns say."""
    found = list[str]()
    for row in rows:
        for one, value in zip(table.columns, row, strict=True):
            codes = {*one.labels, *one.missing}
            if value is None:
                found += [] if one.optional else [f"{table.name}.{one.name} is empty"]
            elif type(value) is not TYPES[one.kind]:
                found.append(f"{table.name}.{one.name} is {value!r}, no {one.kind}")
            elif codes and value not in codes:
                found.append(f"{table.name}.{one.name} has no label for {value!r}")
    return found


def check_panel(history: ResearchHistory, rows: Rows) -> None:
    """There is a row for every week, and nothing is known of one exactly if it says so."""
    weeks = column(rows, "person_week", "week")
    assert weeks == list(range(weeks[0], history.week(history.last_on) + 1))
    for reported, steps, missing in cells(rows, "person_week", "reported", "steps", "missing"):
        assert reported == (steps is not None) == (missing is None)


def check_sums(rows: Rows) -> None:
    """What is counted in one table is what the events say."""
    types, weeks = column(rows, "events", "type"), set(column(rows, "person_week", "week"))
    inside = Counter(kind for kind, week in cells(rows, "events", "type", "week") if week in weeks)
    for name, kind in {
        "planned": "ExperimentPlanned",
        "steps": "ExperimentRun",
        "dropped": "ExperimentDropped",
        "conclusions": "ExperimentConcluded",
        "ratings": "AppealRated",
        "signals": "OddsSignalHeard",
        "roles_found": "RoleDiscovered",
        "contacts_added": "ContactAdded",
        "no_replies": "SilenceElapsed",
        "sessions": "CheckInHeld",
        "alerts": "AlertOpened",
    }.items():
        assert total(rows, "person_week", name) == inside[kind], name
    assert len(rows["experiments"]) == types.count("ExperimentPlanned")
    assert column(rows, "experiments", "stage").count("run") == types.count("ExperimentRun")
    assert len(rows["consent_periods"]) == types.count("ConsentGiven")
    assert total(rows, "participants", "events") == len(types) == total(rows, "data_quality", "events")
    invited = [
        one for one in cells(rows, "outcomes", "kind", "counts", "week") if one[0] == "invited" and one[1]
    ]
    assert total(rows, "person_week", "invitations") == sum(week in weeks for _, _, week in invited)
