"""Collections that grow by one event at a time: copied for a single event, changed in place while a history is folded.

A fold of n events that copies for each of them takes n² steps. So `grow`, the loop of every fold, first makes collections of its
own of those of the state; `with_entry` and the like add to these in place; at the end they become what they were before. Only an
`evolve` ever sees a collection that still changes: no state that a fold was given or returns holds one.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event, EventPart

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")
S = TypeVar("S")
E = TypeVar("E")

WORTH_BUILDING = 16
"""From so many events on a fold makes collections of its own."""


class _BuildingDict(dict[Any, Any]):
    def __init__(self, entries: Mapping[Any, Any]) -> None:
        super().__init__(entries)
        self.grown = set[Any]()
        """The keys of those values that are being built, too."""


class _BuildingList(list[Any]):
    pass


class _BuildingSet(set[Any]):
    pass


def grow(evolve: Callable[[S, E], S], state: S, events: Sequence[E]) -> S:
    """Folds events into a state. What the state held before stays as it was."""
    if len(events) < WORTH_BUILDING:
        for one in events:
            state = evolve(state, one)
        return state
    state = cast("S", _building(state))
    for one in events:
        state = evolve(state, one)
    return cast("S", _built(state))


def with_entry(entries: dict[K, V], key: K, value: V) -> dict[K, V]:
    """Adds or replaces one entry."""
    if isinstance(entries, _BuildingDict):
        entries[key] = value
        return entries
    return {**entries, key: value}


def with_entries(entries: dict[K, V], more: Mapping[K, V]) -> dict[K, V]:
    """Adds or replaces entries."""
    if isinstance(entries, _BuildingDict):
        entries.update(more)
        return entries
    return {**entries, **more}


def without_entry(entries: dict[K, V], key: K) -> dict[K, V]:
    """Removes the entry of a key, if there is one."""
    if isinstance(entries, _BuildingDict):
        entries.pop(key, None)
        return entries
    return {one: value for one, value in entries.items() if one != key}


def with_item(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """Appends one item."""
    growing: Any = items
    if isinstance(growing, _BuildingList):
        growing.append(item)
        return items
    return (*items, item)


def with_member(members: frozenset[T], member: T) -> frozenset[T]:
    """Adds one member."""
    growing: Any = members
    if isinstance(growing, _BuildingSet):
        growing.add(member)
        return members
    return members | {member}


def without_member(members: frozenset[T], member: T) -> frozenset[T]:
    """Removes one member, if it is there."""
    growing: Any = members
    if isinstance(growing, _BuildingSet):
        growing.discard(member)
        return members
    return members - {member}


def with_item_at(entries: dict[K, tuple[T, ...]], key: K, item: T) -> dict[K, tuple[T, ...]]:
    """Appends one item to those of a key."""
    return with_entry(entries, key, with_item(_grown(entries, key, ()), item))


def with_member_at(entries: dict[K, frozenset[T]], key: K, member: T) -> dict[K, frozenset[T]]:
    """Adds one member to those of a key."""
    return with_entry(entries, key, with_member(_grown(entries, key, frozenset()), member))


def _grown(entries: Mapping[Any, Any], key: Any, none: Any) -> Any:
    """The collection of a key, to add to."""
    value = entries.get(key, none)
    if not isinstance(entries, _BuildingDict) or key in entries.grown:
        return value
    entries.grown.add(key)
    return _building(value)


def _building(value: Any) -> Any:
    make = _OF_KIND.get(value.__class__)
    if make:
        return make(value)
    is_part = isinstance(value, Struct) and not isinstance(value, Event | EventPart)
    return _with_fields(value, _building) if is_part else value


def _built(value: Any) -> Any:
    match value:
        case _BuildingDict():
            return dict(value) | {key: _built(value[key]) for key in value.grown if key in value}
        case _BuildingList():
            return tuple(value)
        case _BuildingSet():
            return frozenset(value)
        case Struct() if not isinstance(value, Event | EventPart):
            return _with_fields(value, _built)
        case _:
            return value


def _with_fields(value: Struct, change: Callable[[Any], Any]) -> Struct:
    return replace(value, **{name: change(getattr(value, name)) for name in value.__struct_fields__})


_OF_KIND: Mapping[type, Callable[[Any], Any]] = MappingProxyType(
    {dict: _BuildingDict, tuple: _BuildingList, frozenset: _BuildingSet}
)
