"""Which dates are possible, and texts that say which are allowed instead of the one that was given."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from msgspec import Struct

from domain.errors import InvalidValue
from domain.messages import Message, translatable

EARLIEST_DATE = date(1970, 1, 1)
MAX_YEARS_BACK = 60
MAX_YEARS_AHEAD = 10
MAX_WEEKS = MAX_YEARS_BACK * 53
"""No journey has more weeks than this."""


class PossibleDates(Struct, frozen=True):
    """The first and the last date that can be told on some day."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


ALL_DATES = PossibleDates(date.min, date.max)


def possible_dates(today: date) -> PossibleDates:
    """From 1970, or 60 years ago when that is later, to ten years ahead."""
    # A leap day has no counterpart in most other years.
    today = today.replace(day=min(today.day, 28))
    return PossibleDates(
        max(EARLIEST_DATE, today.replace(year=today.year - MAX_YEARS_BACK)),
        today.replace(year=today.year + MAX_YEARS_AHEAD),
    )


def require_possible_dates(command: Struct, possible: PossibleDates) -> None:
    """Raises `InvalidValue` for the first date in a command, or in a part of it, that is not possible."""
    for field, day in _dates_in(command):
        if day < possible.first:
            raise InvalidValue(
                "Use a date from 1970 on, and at most 60 years ago.",
                field=field,
                allowed=on_or_after(possible.first),
            )
        if day > possible.last:
            raise InvalidValue(
                "Use a date at most 10 years ahead.",
                field=field,
                allowed=on_or_before(possible.last),
            )


def between(first: date, last: date) -> Message:
    """A date and all from it to another."""
    return translatable("%(first)s to %(last)s", first=first, last=last)


def on_or_after(first: date) -> Message:
    """A date and all after it."""
    return translatable("%(day)s or later", day=first)


def on_or_before(last: date) -> Message:
    """A date and all before it."""
    return translatable("%(day)s or earlier", day=last)


def later_than(last: date) -> Message:
    """Any date after this one."""
    return translatable("after %(day)s", day=last)


@cache
def _fields_with_dates(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a Struct that may hold dates, or other Structs."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if _may_hold_date(hints[name]))


def _may_hold_date(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, (date, Struct)):
        return True
    return get_origin(hint) is not Literal and any(map(_may_hold_date, get_args(hint)))


def _dates_in(value: object, path: str = "") -> Iterator[tuple[str, date]]:
    """Every date in a command, with its path."""
    if isinstance(value, date):
        yield path, value
    elif isinstance(value, Struct):
        for name in _fields_with_dates(type(value)):
            yield from _dates_in(getattr(value, name), f"{path}/{name}" if path else name)
    elif isinstance(value, tuple):
        for place, one in enumerate(cast("tuple[object, ...]", value)):
            yield from _dates_in(one, f"{path}/{place}")
