"""How sensitive each field of an event is, so that the log can encrypt what is personal.

C0 public (taxonomy codes), C1 structural (kinds, dates, ratings, ids: what folds and researchers need), C2 personal
(free text, names), C3 special (health and the like). A field's type carries its class: `Annotated[str, C2]`.
Nested Structs declare their own fields. A test fails on a field without a class.
"""

from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

import msgspec


class Sensitivity(IntEnum):
    """The four classes of sensitivity, from public to special."""

    PUBLIC = 0
    STRUCTURAL = 1
    PERSONAL = 2
    SPECIAL = 3


C0: Literal[Sensitivity.PUBLIC] = Sensitivity.PUBLIC
C1: Literal[Sensitivity.STRUCTURAL] = Sensitivity.STRUCTURAL
C2: Literal[Sensitivity.PERSONAL] = Sensitivity.PERSONAL
C3: Literal[Sensitivity.SPECIAL] = Sensitivity.SPECIAL

StructuralId = Annotated[UUID, C1]
StructuralDate = Annotated[date, C1]
StructuralBool = Annotated[bool, C1]
StructuralInt = Annotated[int, C1]
PersonalText = Annotated[str, C2]
SpecialText = Annotated[str, C3]


def field_sensitivities(event: type[msgspec.Struct]) -> Iterator[tuple[str, Sensitivity | None]]:
    """Each field of a Struct, nested ones as `plan.when`, with its declared class; None where none is declared.

    Where a field may hold one of several Structs, each goes by its name: `fact.RoleParked.reason`.
    """
    for field in msgspec.structs.fields(event):
        name, hint = field.name, field.type
        groups = nested_structs(hint)
        if not groups:
            yield name, _declared_sensitivity(hint)
        for group in groups:
            path = name if len(groups) == 1 else f"{name}.{group.__name__}"
            yield from ((f"{path}.{inner}", found) for inner, found in field_sensitivities(group))


def nested_structs(hint: Any) -> list[type[msgspec.Struct]]:
    """The Structs that a field of this type may hold."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return [hint]
    return [found for part in get_args(hint) for found in nested_structs(part)]


def _declared_sensitivity(hint: Any) -> Sensitivity | None:
    found = [mark for mark in _annotations(hint) if isinstance(mark, Sensitivity)]
    return found[0] if len(set(found)) == 1 else None


def _annotations(hint: Any) -> Iterator[Any]:
    if get_origin(hint) is Annotated:
        yield from hint.__metadata__
        yield from _annotations(hint.__origin__)
    elif get_origin(hint) in (Union, UnionType, tuple):
        for part in get_args(hint):
            yield from _annotations(part)
