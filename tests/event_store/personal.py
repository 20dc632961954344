"""What is personal in events and views, looked for by the declared classes and by nothing else."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from domain.redacted import REDACTED
from domain.sensitivity import C2, C3, Sensitivity, field_sensitivities
from projections.fold import Projection, fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS

TEXTS = (C2, C3)
SENTENCES = {"what"}
"""Fields of views that quote texts among words of their own."""


def told(event: Struct, *classes: Sensitivity) -> list[Any]:
    """Every value of an event that is of one of these classes."""
    return [
        value
        for path, found in _classes(type(event))
        if found in classes
        for value in _at(event, path.split("."))
    ]


@cache
def _classes(kind: type[Struct]) -> tuple[tuple[str, Sensitivity | None], ...]:
    return tuple(field_sensitivities(kind))


def texts(event: Struct) -> list[str]:
    """Every personal text of an event."""
    return [text for text in told(event, *TEXTS) if text is not None]


def _at(value: Any, path: Sequence[str]) -> Iterator[Any]:
    if isinstance(value, tuple):
        for one in value:
            yield from _at(one, path)
    elif not path:
        yield value
    elif value is not None and path[0] in type(value).__struct_fields__:
        yield from _at(getattr(value, path[0]), path[1:])
    elif isinstance(value, Struct) and path[0] == type(value).__name__:
        # Where a field may hold one of several, each goes by its name.
        yield from _at(value, path[1:])


def figures(view: Any, personal: frozenset[str]) -> Any:
    """A view with every personal text made neutral: what is left are its figures."""
    return _neutral(msgspec.to_builtins(view, str_keys=True, enc_hook=str), personal)


def _neutral(told: Any, personal: frozenset[str]) -> Any:
    match told:
        case str():
            return str(REDACTED) if told in personal else told
        case list() | tuple():
            return [_neutral(one, personal) for one in told]
        case dict():
            return {key: _neutral(one, personal) for key, one in told.items() if key not in SENTENCES}
        case _:
            return told


def seen(projection: Projection[Any, Any], entries: Sequence[Any], personal: frozenset[str]) -> Any:
    """The figures of a projection's last view."""
    last = max(entry.event.happened_on for entry in entries)
    return figures(projection.view(fold(projection, entries), last, DEFAULT_PARAMETERS), personal)
