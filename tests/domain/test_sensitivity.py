"""Every stored field says how sensitive it is: ids are structural, what people wrote is personal or special."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest

from domain.events import Stored
from domain.sensitivity import C0, C1, C2, C3, Sensitivity, sensitivities

STORED: tuple[type[msgspec.Struct], ...] = get_args(Stored)
CODES = {
    "JourneyStarted.locale": C1,
    "JourneyStarted.time_zone": C1,
    "RoleDiscovered.isco_group": C0,
}
"""Texts that nobody wrote freely."""
SPECIAL = {"ConditionDeclared.wording", "RoleBlocked.reason", "RestDeclared.reason"}
"""Where health is likely to be spoken of."""


def declared() -> Iterator[tuple[str, Sensitivity | None]]:
    for kind in STORED:
        for path, found in sensitivities(kind):
            yield f"{kind.__name__}.{path}", found


def leaves(kind: type[msgspec.Struct], path: str) -> Iterator[tuple[str, set[Any]]]:
    """Every field that is no group of fields, with the bare types it may hold."""
    for name, hint in get_type_hints(kind).items():
        parts = {part for part in bare(hint) if part is not type(None)}
        groups = [part for part in parts if isinstance(part, type) and issubclass(part, msgspec.Struct)]
        if groups:
            yield from leaves(groups[0], f"{path}.{name}")
        else:
            yield f"{path}.{name}", parts


def bare(hint: Any) -> Iterator[Any]:
    inner = get_args(hint)
    if get_origin(hint) is None or not inner or all(isinstance(one, str) for one in inner):
        yield hint
    else:
        for part in inner:
            yield from bare(part)


DECLARED = dict(declared())
TYPES = {path: types for kind in STORED for path, types in leaves(kind, kind.__name__)}


@pytest.mark.parametrize("path", DECLARED)
def test_every_field_declares_exactly_one_class(path: str) -> None:
    assert DECLARED[path] in (C0, C1, C2, C3)


def test_no_field_is_overlooked() -> None:
    assert TYPES.keys() == DECLARED.keys()


@pytest.mark.parametrize("path", [path for path, types in TYPES.items() if UUID in types])
def test_an_id_is_structural(path: str) -> None:
    assert DECLARED[path] == C1


@pytest.mark.parametrize(
    "path", [path for path, types in TYPES.items() if str in types and path not in CODES]
)
def test_what_people_wrote_is_personal_or_special(path: str) -> None:
    assert DECLARED[path] in (C2, C3)


@pytest.mark.parametrize("path", CODES)
def test_a_code_is_not_personal(path: str) -> None:
    assert CODES[path] == DECLARED[path]


@pytest.mark.parametrize("path", [path for path, types in TYPES.items() if str not in types])
def test_what_is_no_text_is_structural(path: str) -> None:
    assert DECLARED[path] == C1


def test_special_is_what_may_speak_of_health() -> None:
    assert {path for path, found in DECLARED.items() if found is C3} == SPECIAL


class Inner(msgspec.Struct):
    left: Annotated[date, C1]
    right: int


class Outer(msgspec.Struct):
    inner: Inner | None
    both: Annotated[str | None, C1, C2]
    apart: Annotated[str, C2] | None
    many: tuple[Annotated[str, C3], ...]


def test_what_is_undeclared_or_declared_twice_is_found() -> None:
    expected = {"inner.left": C1, "inner.right": None, "both": None, "apart": C2, "many": C3}

    assert expected == dict(sensitivities(Outer))
