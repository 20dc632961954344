"""Which fields of an event contain personal texts, and putting texts back into them."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

from domain.redacted import REDACTED
from domain.sensitivity import C2, C3, Sensitivity, field_sensitivities, nested_structs

F = TypeVar("F", bound=Struct)

FieldTexts = dict[str, Any]
"""The texts of one class by field: `{"note": "…", "plan": {"when": "…"}}`."""
TextsByClass = dict[Sensitivity, FieldTexts]
ReadableTexts = Mapping[Sensitivity, FieldTexts | None]
"""Texts by class; None for a class that could not be opened."""


class PersonalFields(Struct, frozen=True):
    """The fields of a Struct class that contain personal texts."""

    texts: tuple[tuple[str, Sensitivity], ...]
    """Fields with one or several texts, and their class."""
    groups: tuple[str, ...]
    """Fields with Structs that contain such texts."""
    names: tuple[str, ...]
    """All of them."""


@cache
def personal_fields(kind: type[Struct]) -> PersonalFields | None:
    """The personal fields of a class; None if it has none."""
    hints = {field.name: field.type for field in fields(kind)}
    own = {name: found for name, found in field_sensitivities(kind) if name in hints}
    texts = tuple((name, found) for name, found in own.items() if found is C2 or found is C3)
    groups = tuple(name for name, hint in hints.items() if any(map(personal_fields, nested_structs(hint))))
    names = (*(name for name, _ in texts), *groups)
    return PersonalFields(texts, groups, names) if names else None


def restore_texts(event: F, trees: ReadableTexts) -> F:
    """Puts each text back into its field; fields without a text read as redacted."""
    found = personal_fields(type(event))
    if found is None:
        return event
    changes: dict[str, Any] = {}
    for name, klass in found.texts:
        stands = getattr(event, name)
        if stands:
            tree = trees.get(klass)
            changes[name] = _read(tree.get(name) if tree else None, stands)
    for name in found.groups:
        value = getattr(event, name)
        if isinstance(value, Struct):
            changes[name] = restore_texts(
                value, {klass: (tree or {}).get(name) for klass, tree in trees.items()}
            )
        elif value:
            changes[name] = tuple(
                restore_texts(one, _at(trees, name, place)) if isinstance(one, Struct) else one
                for place, one in enumerate(value)
            )
    return replace(event, **changes) if changes else event


def _read(text: Any, stands: Any) -> Any:
    if isinstance(stands, str):
        return _text_or_redacted(text)
    return (REDACTED,) * len(stands) if text is None else tuple(map(_text_or_redacted, text))


def _text_or_redacted(text: str | None) -> str:
    return REDACTED if text is None or text == REDACTED else text


def _at(trees: ReadableTexts, name: str, place: int) -> ReadableTexts:
    """The texts of one of several nested Structs."""
    several = [(klass, (tree or {}).get(name)) for klass, tree in trees.items()]
    return {klass: found[place] for klass, found in several if found}
