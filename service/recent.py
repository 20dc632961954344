"""What was used lately, up to a limit: the oldest is forgotten first."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class LRUCache(Generic[K, V]):
    """Remembers immutable values; whoever forgets one reads it again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key]

    def put(self, key: K, value: V) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._limit:
            self._values.popitem(last=False)

    def latest(self) -> Iterator[V]:
        """All that is remembered, what was used last first."""
        return reversed(self._values.values())

    def forget(self, which: Callable[[K], bool]) -> None:
        """Let go of some at once."""
        for key in [key for key in self._values if which(key)]:
            del self._values[key]
