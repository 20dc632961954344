"""The order of a coach's desk: by what is pressing, never by how well a client does or by how many alerts there are."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from service.application.desk import DeskRow
from service.application.desk_groups import GROUPS
from service.localization.collation import SortKey, reader_key

DeskSort = Literal["pressing", "session", "news", "name"]
"""Most pressing, longest since a session, newest news, name."""

DeskPlace = tuple[int, int, SortKey, UUID]
"""Where a row stands: no two rows have the same."""


def sort_rows(rows: Iterable[DeskRow], by: DeskSort = "pressing") -> list[DeskRow]:
    """The rows in this order; ties by name, then by journey."""
    return sorted(rows, key=PLACES[by])


def _pressing(row: DeskRow) -> DeskPlace:
    return GROUPS.index(row.group), _within_group(row), *_by_name(row)


def _within_group(row: DeskRow) -> int:
    match row.group:
        case "care_first":
            return -_decided_on(row).toordinal()
        case "out_of_touch" | "stuck":
            return -row.days_without_contact
        case "ending":
            return (row.after_care_due or row.ends_on or row.today).toordinal()
        case "news_only":
            return -_newest(row)
        case "on_track":
            return 0


def _decided_on(row: DeskRow) -> date:
    """Since when the reason holds that decides the group."""
    return next((one.since for one in row.alerts if one.rule == row.reasons[0]), row.today)


def _newest(row: DeskRow) -> int:
    return max((one.position for one in row.news), default=0)


def _by_name(row: DeskRow) -> tuple[SortKey, UUID]:
    return reader_key(row.called), row.journey_id


PLACES: Mapping[DeskSort, Callable[[DeskRow], DeskPlace]] = MappingProxyType(
    {
        "pressing": _pressing,
        "session": lambda row: (0, -row.days_without_contact, *_by_name(row)),
        "news": lambda row: (0, -_newest(row), *_by_name(row)),
        "name": lambda row: (0, 0, *_by_name(row)),
    }
)
"""The key of a row, by what is sorted by: the smaller, the earlier."""
