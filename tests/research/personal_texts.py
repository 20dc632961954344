"""Histories in which every personal text is a text that can be looked for."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.sensitivity import C1, field_sensitivities

CANARY = "Canary"


def with_canaries(entries: Iterable[RecordedEvent]) -> Iterator[RecordedEvent]:
    """The entries with a canary in place of each personal text."""
    for entry in entries:
        yield replace(entry, event=_with_canaries(entry.event))


def _with_canaries(part: Any) -> Any:
    classes = dict(field_sensitivities(part.__class__))
    changed = dict[str, Any]()
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        if isinstance(value, Struct):
            changed[field.name] = _with_canaries(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Struct):
            changed[field.name] = tuple(_with_canaries(one) for one in value)
        elif isinstance(value, str) and (classes.get(field.name) or 0) > C1:
            changed[field.name] = f"{CANARY} {value}"
    return replace(part, **changed)
