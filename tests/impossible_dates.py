"""Dates that cannot be, and where they may be put into what is sent."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

IMPOSSIBLE = (date(1, 1, 1), date(26, 1, 1), date(1969, 12, 31), date.max)

S = TypeVar("S", bound=Struct)
Path = tuple[str | int, ...]


def date_paths(whole: Struct) -> list[Path]:
    """Where the dates stand in a command, or in a file."""
    return list(_paths(_plain(whole)))


def with_date(whole: S, path: Path, day: date) -> S:
    """The same with another date at a path."""
    plain = _plain(whole)
    *way, last = path
    inner = plain
    for one in way:
        if isinstance(inner[one], tuple):
            inner[one] = list(inner[one])
        inner = inner[one]
    inner[last] = day
    return msgspec.convert(plain, type(whole))


def _plain(whole: Struct) -> Any:
    return msgspec.to_builtins(whole, builtin_types=(date,))


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    match value:
        case date():
            yield path
        case dict():
            for name, one in value.items():
                yield from _paths(one, (*path, name))
        case list() | tuple():
            for place, one in enumerate(value):
                yield from _paths(one, (*path, place))
        case _:
            pass
