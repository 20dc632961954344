"""Which fields of an event hold personal texts, and how texts are put back into them."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from domain.redacted import REDACTED
from domain.sensitivity import C2, C3, Sensitivity, field_sensitivities, nested_structs

F = TypeVar("F", bound=Struct)

FieldTexts = dict[str, Any]
"""The texts of one class, at the places they were taken from: `{"note": "…", "plan": {"when": "…"}}`."""
TextsByClass = dict[Sensitivity, FieldTexts]
ReadableTexts = Mapping[Sensitivity, FieldTexts | None]
"""The trees that could be read."""


class PersonalFields(Struct, frozen=True):
    """Where the texts of a kind of Struct are."""

    texts: tuple[tuple[str, Sensitivity], ...]
    """Its own fields that hold a text or several, with their class."""
    groups: tuple[str, ...]
    """Its fields that may hold Structs with such texts."""


@cache
def personal_fields(kind: type[Struct]) -> PersonalFields | None:
    """The shape of a kind; None when nothing personal can be in it."""
    hints = get_type_hints(kind, include_extras=True)
    own = {name: found for name, found in field_sensitivities(kind) if name in hints}
    texts = tuple((name, found) for name, found in own.items() if found is C2 or found is C3)
    groups = tuple(name for name, hint in hints.items() if any(map(personal_fields, nested_structs(hint))))
    return PersonalFields(texts, groups) if texts or groups else None


def restore_texts(event: F, trees: ReadableTexts) -> F:
    """The event with each text in its field again; what is not in the trees reads as redacted."""
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
    """The trees of one of several groups."""
    several = [(klass, (tree or {}).get(name)) for klass, tree in trees.items()]
    return {klass: found[place] for klass, found in several if found}
