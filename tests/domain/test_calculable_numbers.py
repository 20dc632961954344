"""Every number that an event says something in has a range, the one that commands allow."""

from collections.abc import Iterator
from typing import Any, get_args

from msgspec import Struct, inspect, json

from domain.calculable_numbers import RANGES, with_calculable_values
from domain.event_catalogue import AnyStoredEvent
from domain.journey.decide import UserCommand
from tests.broken_journeys import ENTRY_NUMBERS, READABLE

Number = tuple[str, str, inspect.IntType | inspect.FloatType]
"""A number's class, field and type."""


def numbers_of(kind: inspect.Type, of: str = "", field: str = "") -> Iterator[Number]:
    match kind:
        case inspect.Metadata():
            yield from numbers_of(kind.type, of, field)
        case inspect.UnionType():
            for part in kind.types:
                yield from numbers_of(part, of, field)
        case inspect.VarTupleType():
            yield from numbers_of(kind.item_type, of, field)
        case inspect.StructType():
            for one in kind.fields:
                yield from numbers_of(one.type, kind.cls.__name__, one.name)
        case inspect.IntType() | inspect.FloatType():
            yield of, field, kind
        case _:
            pass


def test_every_number_of_an_event_has_a_range() -> None:
    numbers = {
        (of, field)
        for one in inspect.multi_type_info(get_args(AnyStoredEvent))
        for of, field, _ in numbers_of(one)
    }

    assert {field for _, field in numbers - ENTRY_NUMBERS} - RANGES.keys() == set()


def test_its_range_is_that_of_the_commands() -> None:
    said = [
        (field, (kind.ge if kind.ge is not None else kind.gt, kind.le))
        for _, field, kind in numbers_of(inspect.type_info(UserCommand))
        if field in RANGES
    ]

    assert {(field, bounds) for field, bounds in said if bounds != RANGES[field]} == set()
    assert len({field for field, _ in said}) > 10


def test_of_a_broken_journey_each_is_in_its_range() -> None:
    states = [state for kind, states in READABLE.items() if "number" in kind for state in states]
    read = [with_calculable_values(json.decode(state, type=AnyStoredEvent)) for state in states]

    assert [one for one in map(_outside, read) if one] == []


def _outside(part: Any) -> list[tuple[str, Any]]:
    match part:
        case Struct():
            held = ((name, getattr(part, name)) for name in part.__struct_fields__)
            return [
                (name, one)
                for name, value in held
                for one in ([value] if isinstance(value, int | float) else [])
                if name in RANGES and not RANGES[name][0] <= one <= RANGES[name][1]
            ] + [found for name in part.__struct_fields__ for found in _outside(getattr(part, name))]
        case tuple():
            return [found for one in part for found in _outside(one)]
        case _:
            return []
