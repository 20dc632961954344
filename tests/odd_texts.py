"""Names and texts as people paste them and as nobody should, and where they may be put into what is sent."""

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

ONE_PERSON = (
    "Åsa Öberg",
    "A\u030asa O\u0308berg",
    "  Åsa   Öberg\n",
    "Åsa\u00a0Öberg",
    "\u2068Åsa\u200b\u3000Öberg\u2069",
    "ÅSA öberg",
)
"""One name, typed in several ways; the first is its form."""
UNSEEN = (
    " ",
    "\u00a0",
    "\u200b",
    "\u202e\u202c",
    "\u2066\u2069",
    "\u3164",
    "\u115f\u1160",
    "\u2800",
    "\u200d\ufe0f",
    "\ufeff",
)
"""Texts in which nothing can be seen."""
COMMANDING = ("Kari\x1b[31m", "Kari\x07", "Kari\x9b2J", "Kari\x7f", "Kari\ufffe", "Kari\u202elast")
"""Texts with characters that command a device."""
UNUSABLE = (*UNSEEN, *COMMANDING)

S = TypeVar("S", bound=Struct)
Path = tuple[str | int, ...]


def paths_of(whole: Struct, text: str) -> list[Path]:
    """Where a text stands in a command, a body or a file."""
    return list(_paths(msgspec.to_builtins(whole), text))


def with_text(whole: S, path: Path, text: str) -> S:
    """The same with another text at a path."""
    plain = msgspec.to_builtins(whole)
    inner = plain
    for one in path[:-1]:
        inner[one] = list(inner[one]) if isinstance(inner[one], tuple) else inner[one]
        inner = inner[one]
    inner[path[-1]] = text
    return msgspec.convert(plain, type(whole))


def _paths(value: Any, text: str, path: Path = ()) -> Iterator[Path]:
    match value:
        case str() if value == text:
            yield path
        case dict():
            for name, one in value.items():
                yield from _paths(one, text, (*path, name))
        case list() | tuple():
            for place, one in enumerate(value):
                yield from _paths(one, text, (*path, place))
        case _:
            pass
