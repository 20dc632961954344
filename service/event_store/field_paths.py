"""Paths of texts in an event, such as `note` or `plan.when`, and removing the texts there."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import msgspec
from msgspec import Struct

from domain.redacted import REDACTED
from domain.sensitivity import Sensitivity
from service.event_store.personal_fields import FieldTexts, personal_fields


def sensitivity_at(event: Struct, path: Sequence[str]) -> Sensitivity | None:
    """The class of the text at a path; None if there is no personal text."""
    found = personal_fields(type(event))
    if found is None or not path:
        return None
    name, *inner = path
    if not inner:
        return dict(found.texts).get(name)
    if name not in found.groups:
        return None
    classes = (sensitivity_at(one, inner) for one in _groups(getattr(event, name)))
    return next((klass for klass in classes if klass is not None), None)


def field_paths(event: Struct) -> Iterator[str]:
    """All paths at which an event has a personal text."""
    found = personal_fields(type(event))
    if found is None:
        return
    yield from (name for name, _ in found.texts if getattr(event, name))
    for name in found.groups:
        inner = dict.fromkeys(path for one in _groups(getattr(event, name)) for path in field_paths(one))
        yield from (f"{name}.{path}" for path in inner)


def texts_at(event: Struct, path: Sequence[str]) -> tuple[str, ...]:
    """The texts at a path of an event."""
    if sensitivity_at(event, path) is None:
        return ()
    name, *inner = path
    value = getattr(event, name)
    if inner:
        return tuple(text for one in _groups(value) for text in texts_at(one, inner))
    return (value,) if isinstance(value, str) else tuple(value or ())


def _groups(value: Any) -> list[Struct]:
    several: tuple[Any, ...] = value if isinstance(value, tuple) else (value,)  # pyright: ignore[reportUnknownVariableType]
    return [one for one in several if isinstance(one, Struct)]


def remove_path(tree: FieldTexts, path: Sequence[str]) -> FieldTexts:
    """The texts of a class without those at a path."""
    name, *inner = path
    if name not in tree:
        return tree
    if not inner:
        return {key: value for key, value in tree.items() if key != name}
    value: Any = tree[name]
    if isinstance(value, list):
        groups = cast("list[FieldTexts | None]", value)
        return tree | {name: [one and remove_path(one, inner) for one in groups]}
    return tree | {name: remove_path(value, inner)}


def blank_texts(state: bytes, trees: Iterable[FieldTexts]) -> dict[str, Any]:
    """A row's JSON with these texts replaced, and everything else unchanged."""
    fields: dict[str, Any] = msgspec.json.decode(state)
    for tree in trees:
        fields = _blank_fields(fields, tree)
    return fields


def _blank_fields(fields: dict[str, Any], tree: FieldTexts) -> dict[str, Any]:
    return fields | {name: _blank_value(fields[name], value) for name, value in tree.items()}


def _blank_value(fields: Any, value: Any) -> Any:
    if isinstance(value, dict):
        return _blank_fields(fields, cast("FieldTexts", value))
    if isinstance(value, list):
        groups = zip(fields, cast("list[FieldTexts | None]", value), strict=True)
        return [_blank_fields(one, inner) if inner else one for one, inner in groups]
    return [REDACTED] * len(fields) if isinstance(value, tuple) else REDACTED


def blank_path(state: bytes, path: Sequence[str]) -> dict[str, Any]:
    """A row's JSON with the text at a path replaced."""
    fields: dict[str, Any] = msgspec.json.decode(state)
    return _blank_at(fields, path)


def _blank_at(fields: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    name, *inner = path
    value: Any = fields.get(name)
    if value is None:
        return fields
    if isinstance(value, list):
        several: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return fields | {name: [_blank_at(one, inner) if inner else REDACTED for one in several]}
    return fields | {name: _blank_at(value, inner) if inner else REDACTED}
