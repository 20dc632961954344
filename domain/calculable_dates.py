"""Dates that an old log may hold and no command allows: read as the nearest with which days and weeks can be counted."""

from datetime import date
from functools import cache
from typing import TypeVar

from msgspec import Struct, inspect
from msgspec.structs import replace

FIRST_DATE, LAST_DATE = date(1969, 12, 29), date(2199, 12, 30)
"""Both are Mondays, as the dates of weeks have to be, and neither can be told: what is one of them was another date."""

S = TypeVar("S", bound=Struct)


def with_calculable_dates(event: S) -> S:
    """The event with each date that is too early or too late replaced by the first or the last; mostly as it is."""
    moved: dict[str, object] = {}
    for name in _dated_fields(type(event)):
        held = getattr(event, name)
        if held is None:
            continue
        if not isinstance(held, date):
            near = with_calculable_dates(held)
        elif FIRST_DATE <= held <= LAST_DATE:
            continue
        else:
            near = min(max(held, FIRST_DATE), LAST_DATE)
        if near is not held:
            moved[name] = near
    return replace(event, **moved) if moved else event


def has_moved_date(event: Struct) -> bool:
    """Whether a date of the event was too early or too late, and another stands in its place."""
    return any(
        held in (FIRST_DATE, LAST_DATE)
        if isinstance(held, date)
        else held is not None and has_moved_date(held)
        for held in (getattr(event, name) for name in _dated_fields(type(event)))
    )


@cache
def _dated_fields(kind: type[Struct]) -> tuple[str, ...]:
    """The fields that hold a date, or a part with one."""
    described = inspect.type_info(kind)
    fields = described.fields if isinstance(described, inspect.StructType) else ()
    return tuple(field.name for field in fields if _has_date(field.type))


def _has_date(kind: inspect.Type) -> bool:
    match kind:
        case inspect.Metadata():
            return _has_date(kind.type)
        case inspect.UnionType():
            return any(map(_has_date, kind.types))
        case inspect.StructType():
            return bool(_dated_fields(kind.cls))
        case _:
            return isinstance(kind, inspect.DateType)
