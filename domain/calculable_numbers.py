"""Numbers that an old log may hold and no command allows: read as the nearest that one allows."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct, inspect
from msgspec.structs import replace

from domain.calculable_dates import with_calculable_dates

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "appeal": (0, 10),
        "dread_after": (0, 10),
        "dread_before": (0, 10),
        "energy": (0, 10),
        "hours": (0, 1000),
        "invited": (0, 1),
        "landed": (0, 10),
        "minutes": (0, 1440),
        "own_reach": (0, 1),
        "rating": (0, 10),
        "revision": (0, 1_000_000),
        "score": (0, 100),
        "share": (1, 99),
        "trust": (0, 10),
        "weekly_goal": (1, 3),
        "wording": (1, 10_000),
    }
)
"""The least and the most of each number that an event, or a line of a list, says something in."""

S = TypeVar("S", bound=Struct)


def with_calculable_values(event: S) -> S:
    """The event with dates and numbers that can be calculated with; mostly as it is."""
    return _with_calculable_numbers(with_calculable_dates(event))


def _with_calculable_numbers(part: S) -> S:
    moved: dict[str, object] = {}
    for name in _fields_with_numbers(type(part)):
        held = getattr(part, name)
        if held is None:
            continue
        near = _nearest(name, held)
        if near is not held:
            moved[name] = near
    return replace(part, **moved) if moved else part


def _nearest(name: str, held: float | Struct | tuple[Any, ...] | None) -> Any:
    match held:
        case bool() | None:
            return held
        case int() | float():
            least, most = RANGES[name]
            return held if least <= held <= most else type(held)(min(max(held, least), most))
        case tuple():
            near = tuple(_nearest(name, one) for one in held)
            return near if any(one is not other for one, other in zip(held, near, strict=True)) else held
        case Struct():
            return _with_calculable_numbers(held)


@cache
def _fields_with_numbers(kind: type[Struct]) -> tuple[str, ...]:
    """The fields that hold a number with a range, or parts with one."""
    described = inspect.type_info(kind)
    fields = described.fields if isinstance(described, inspect.StructType) else ()
    return tuple(field.name for field in fields if _has_number(field.name, field.type))


def _has_number(name: str, kind: inspect.Type) -> bool:
    match kind:
        case inspect.Metadata():
            return _has_number(name, kind.type)
        case inspect.UnionType():
            return any(_has_number(name, one) for one in kind.types)
        case inspect.VarTupleType():
            return _has_number(name, kind.item_type)
        case inspect.StructType():
            return bool(_fields_with_numbers(kind.cls))
        case _:
            return isinstance(kind, inspect.IntType | inspect.FloatType) and name in RANGES
