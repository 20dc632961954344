"""Folded states restricted to what had happened by a date."""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace


class Dated(Protocol):
    """Anything with a `happened_on` day."""

    @property
    def happened_on(self) -> date: ...


S = TypeVar("S", bound=Struct)
Kept = dict[Any, Dated] | tuple[Dated, ...]


def as_of(state: S, on: date) -> S:
    """Copies a state without what happened after a date.

    Each dictionary and tuple of the state is of things with a `happened_on`; their order stays. Any other field stays as it
    is.
    """

    def known(kept: Kept) -> Kept:
        if isinstance(kept, dict):
            return {key: one for key, one in kept.items() if one.happened_on <= on}
        return tuple(one for one in kept if one.happened_on <= on)

    return _change_fields(state, known)


def in_day_order(state: S) -> S:
    """Copies a state with its tuples sorted by day; on one day the order of recording stays."""

    def by_day(kept: Kept) -> Kept:
        return kept if isinstance(kept, dict) else tuple(sorted(kept, key=lambda one: one.happened_on))

    return _change_fields(state, by_day)


def _change_fields(state: S, change: Callable[[Kept], Kept]) -> S:
    kept: dict[str, Kept] = {name: one for name, one in asdict(state).items() if type(one) in {dict, tuple}}
    return replace(state, **{name: change(one) for name, one in kept.items()})
