"""Events that no decision allowed: of given kinds, every field by chance, on any day, in any order.

A fold must bear them all, for a correction may leave behind what no command would have told; and a law that holds of
them holds of every journey. Made from the events' own types, so that a new field is tried without another line here.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from msgspec import Struct, inspect

from domain.journey.corrections.events import AnyJourneyEvent
from tests.domain.journeys import day, journey_started
from tests.histories import SEEDS

IDS = [UUID(int=number) for number in range(3)]
DAYS = st.integers(-1, 40).map(day)
"""The days the facts lie on, and some around them."""


def arbitrary_events(
    kinds: Sequence[type[Struct]], most: int = 40
) -> st.SearchStrategy[list[AnyJourneyEvent]]:
    """Up to so many facts of these kinds, after a start."""
    return st.builds(lambda seed, count: random_events(kinds, seed, count), SEEDS, st.integers(0, most))


def random_events(kinds: Sequence[type[Struct]], seed: int, count: int) -> list[AnyJourneyEvent]:
    """So many facts of these kinds, after a start; the same for the same seed."""
    types = [one for one in inspect.multi_type_info(kinds) if isinstance(one, inspect.StructType)]
    chance, start = Random(seed), journey_started(programme_end=day(20))
    return [start, *(_made(chance, chance.choice(types)) for _ in range(count))]


def _made(chance: Random, of: inspect.Type) -> Any:
    match of:
        case inspect.StructType():
            return of.cls(**{field.name: _made(chance, field.type) for field in of.fields})
        case inspect.UnionType():
            return _made(chance, chance.choice(of.types))
        case inspect.VarTupleType():
            return tuple(_made(chance, of.item_type) for _ in range(chance.choice([0, 1, 2])))
        case inspect.LiteralType():
            return chance.choice(of.values)
        case inspect.UUIDType():
            return chance.choice(IDS)
        case inspect.DateType():
            return day(0) + timedelta(days=chance.randint(0, 30))
        case inspect.IntType():
            return chance.randint(1, 10)
        case inspect.FloatType():
            return chance.choice([0.5, 1.0])
        case inspect.StrType():
            return chance.choice(["rust", "fri luft", "één dag"])
        case inspect.BoolType():
            return chance.random() < 0.5
        case inspect.NoneType():
            return None
        case _:
            raise NotImplementedError(of)
