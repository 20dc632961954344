"""What is personal is drawn out of a fact, text by text, and filled in again; the rest stays where it was."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from domain.redacted import REDACTED
from domain.sensitivity import C2, C3, Sensitivity, field_sensitivities, nested_structs

F = TypeVar("F", bound=Struct)

FieldTexts = dict[str, Any]
"""The texts of one class, at the places they were drawn from: `{"note": "…", "plan": {"when": "…"}}`."""
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


def extract_texts(fact: F) -> tuple[F, TextsByClass]:
    """The fact with a neutral text in each personal place, and by class what stood there."""
    trees: TextsByClass = {}
    found = personal_fields(type(fact))
    return (fact, trees) if found is None else (_drawn(fact, found, trees), trees)


def _drawn(fact: F, found: PersonalFields, trees: TextsByClass) -> F:
    changes: dict[str, Any] = {}
    for name, klass in found.texts:
        text = getattr(fact, name)
        if text is None or text in (REDACTED, ()):
            continue
        trees.setdefault(klass, {})[name] = text
        changes[name] = REDACTED if isinstance(text, str) else (REDACTED,) * len(text)
    for name in found.groups:
        value = getattr(fact, name)
        if isinstance(value, Struct):
            changes[name] = _drawn_from_group(name, value, trees)
        elif value:
            changes[name] = _drawn_from_several(name, value, trees)
    return replace(fact, **changes) if changes else fact


def _drawn_from_group(name: str, group: Struct, trees: TextsByClass) -> Struct:
    emptied, inner = extract_texts(group)
    for klass, tree in inner.items():
        trees.setdefault(klass, {})[name] = tree
    return emptied


def _drawn_from_several(name: str, groups: tuple[Any, ...], trees: TextsByClass) -> tuple[Any, ...]:
    pairs: list[tuple[Any, TextsByClass]] = [
        extract_texts(group) if isinstance(group, Struct) else (group, {}) for group in groups
    ]
    for klass in (C2, C3):
        if any(klass in inner for _, inner in pairs):
            trees.setdefault(klass, {})[name] = [inner.get(klass) for _, inner in pairs]
    return tuple(emptied for emptied, _ in pairs)


def restore_texts(fact: F, trees: ReadableTexts) -> F:
    """The fact with each text in its place again; what is not in the trees reads as redacted."""
    found = personal_fields(type(fact))
    if found is None:
        return fact
    changes: dict[str, Any] = {}
    for name, klass in found.texts:
        stands = getattr(fact, name)
        if stands:
            tree = trees.get(klass)
            changes[name] = _read(tree.get(name) if tree else None, stands)
    for name in found.groups:
        value = getattr(fact, name)
        if isinstance(value, Struct):
            changes[name] = restore_texts(
                value, {klass: (tree or {}).get(name) for klass, tree in trees.items()}
            )
        elif value:
            changes[name] = tuple(
                restore_texts(one, _at(trees, name, place)) if isinstance(one, Struct) else one
                for place, one in enumerate(value)
            )
    return replace(fact, **changes) if changes else fact


def mark_redacted(fact: F) -> F:
    """A fact that stands in the clear, with what was overwritten in it told from what was written."""
    return restore_texts(fact, extract_texts(fact)[1])


def _read(text: Any, stands: Any) -> Any:
    if isinstance(stands, str):
        return _told(text)
    return (REDACTED,) * len(stands) if text is None else tuple(map(_told, text))


def _told(text: str | None) -> str:
    return REDACTED if text is None or text == REDACTED else text


def _at(trees: ReadableTexts, name: str, place: int) -> ReadableTexts:
    """The trees of one of several groups."""
    several = [(klass, (tree or {}).get(name)) for klass, tree in trees.items()]
    return {klass: found[place] for klass, found in several if found}
