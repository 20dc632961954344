"""Where a text stands in an event, told as a path such as `note` or `plan.when`; and taking it out there."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import msgspec
from msgspec import Struct

from domain.redacted import REDACTED
from domain.sensitivity import Sensitivity
from service.event_store.personal_fields import FieldTexts, personal_fields


def sensitivity_at(fact: Struct, path: Sequence[str]) -> Sensitivity | None:
    """Of which class the text at a path is; None where there is no personal text."""
    found = personal_fields(type(fact))
    if found is None or not path:
        return None
    name, *inner = path
    if not inner:
        return dict(found.texts).get(name)
    if name not in found.groups:
        return None
    classes = (sensitivity_at(one, inner) for one in _groups(getattr(fact, name)))
    return next((klass for klass in classes if klass is not None), None)


def field_paths(fact: Struct) -> Iterator[str]:
    """Every path at which an event has a personal text."""
    found = personal_fields(type(fact))
    if found is None:
        return
    yield from (name for name, _ in found.texts if getattr(fact, name))
    for name in found.groups:
        inner = dict.fromkeys(path for one in _groups(getattr(fact, name)) for path in field_paths(one))
        yield from (f"{name}.{path}" for path in inner)


def texts_at(fact: Struct, path: Sequence[str]) -> tuple[str, ...]:
    """The texts at a path of an event as it reads."""
    if sensitivity_at(fact, path) is None:
        return ()
    name, *inner = path
    value = getattr(fact, name)
    if inner:
        return tuple(text for one in _groups(value) for text in texts_at(one, inner))
    return (value,) if isinstance(value, str) else tuple(value or ())


def _groups(value: Any) -> list[Struct]:
    several: tuple[Any, ...] = value if isinstance(value, tuple) else (value,)  # pyright: ignore[reportUnknownVariableType]
    return [one for one in several if isinstance(one, Struct)]


def remove_path(tree: FieldTexts, path: Sequence[str]) -> FieldTexts:
    """A tree of texts with nothing at a path."""
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
    """A row's own JSON with something neutral where the texts of the trees stand, and all else as it is."""
    told: dict[str, Any] = msgspec.json.decode(state)
    for tree in trees:
        told = _emptied(told, tree)
    return told


def _emptied(told: dict[str, Any], tree: FieldTexts) -> dict[str, Any]:
    return told | {name: _neutral(told[name], value) for name, value in tree.items()}


def _neutral(told: Any, value: Any) -> Any:
    if isinstance(value, dict):
        return _emptied(told, cast("FieldTexts", value))
    if isinstance(value, list):
        groups = zip(told, cast("list[FieldTexts | None]", value), strict=True)
        return [_emptied(one, inner) if inner else one for one, inner in groups]
    return [REDACTED] * len(told) if isinstance(value, tuple) else REDACTED


def blank_path(state: bytes, path: Sequence[str]) -> dict[str, Any]:
    """A row's own JSON with something neutral in place of what stands at a path."""
    told: dict[str, Any] = msgspec.json.decode(state)
    return _overwritten(told, path)


def _overwritten(told: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    name, *inner = path
    value: Any = told.get(name)
    if value is None:
        return told
    if isinstance(value, list):
        several: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return told | {name: [_overwritten(one, inner) if inner else REDACTED for one in several]}
    return told | {name: _overwritten(value, inner) if inner else REDACTED}
