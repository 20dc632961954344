"""Reproducible random numbers: a stream for each client and concern, so that what is added later shifts nothing else.

A stream is SHA-256 in counter mode: the same on every machine and in every version, and read with exact arithmetic only.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from struct import Struct as Layout
from typing import TypeVar

T = TypeVar("T")

_FOUR_NUMBERS = Layout("<4Q")
_UNIT = 2.0**-53
_UNIFORMS_PER_NORMAL = 12


class RandomStream:
    """A stream of random numbers that its key determines."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self._block = 0
        self._numbers: list[int] = []

    def share(self) -> float:
        """A number from 0 up to 1, each as likely."""
        numbers = self._numbers or self._next_numbers()
        return (numbers.pop() >> 11) * _UNIT

    def _next_numbers(self) -> list[int]:
        block = sha256(b"%s/%d" % (self._key, self._block)).digest()
        self._block += 1
        self._numbers = list(_FOUR_NUMBERS.unpack(block))
        return self._numbers

    def happens(self, chance: float) -> bool:
        """True with a chance from 0 to 1."""
        return self.share() < chance

    def whole(self, first: int, last: int) -> int:
        """A whole number from first to last, each as likely."""
        return first + int(self.share() * (last - first + 1))

    def between(self, low: float, high: float) -> float:
        """A number between two, each as likely."""
        return low + self.share() * (high - low)

    def normal(self, mean: float, spread: float) -> float:
        """A number about a mean, nearly normally distributed: the sum of twelve uniform ones, which needs no logarithm."""
        # Added one by one: `sum` does not round alike in every version.
        total = 0.0
        for _ in range(_UNIFORMS_PER_NORMAL):
            numbers = self._numbers or self._next_numbers()
            total += (numbers.pop() >> 11) * _UNIT
        return mean + spread * (total - _UNIFORMS_PER_NORMAL / 2)

    def pick(self, of: Sequence[T]) -> T:
        """One of several, each as likely."""
        return of[int(self.share() * len(of))]

    def pick_by_weight(self, weights: Mapping[T, float]) -> T:
        """One of several, as likely as its weight says."""
        left = self.share() * sum(weights.values())
        for one, weight in weights.items():
            left -= weight
            if left < 0:
                return one
        return list(weights)[-1]

    def some(self, of: Sequence[T], number: int) -> list[T]:
        """So many different ones of several, in a random order; all if there are fewer."""
        left, taken = list(of), list[T]()
        while left and len(taken) < number:
            taken.append(left.pop(int(self.share() * len(left))))
        return taken


def clamp(number: float, low: float, high: float) -> float:
    """The nearest number within bounds."""
    return min(max(number, low), high)
