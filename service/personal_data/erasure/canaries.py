"""Canaries: texts to search for after an erasure, stored as keyed hashes of their words only.

A text is compared word by word, whatever stands between the words;
of a long text the first eight words count.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from msgspec import Struct, structs

from domain.sensitivity import C2, Sensitivity, field_sensitivities

MAX_WORDS = 8
MIN_DISTINCT_LENGTH = 12
"""Letters below which a text may well be somebody else's, too: a first name, a trade."""

_WORDS = re.compile(r"\w+")
_ESCAPES = re.compile(r'\\(?:[nrtbf"\\/]|u[0-9a-fA-F]{4})')
"""What JSON writes for characters that are no part of a word."""


class Canary(Struct, frozen=True, array_like=True):
    """One text: the hash of its first word, the number of its words, and the hash of them all."""

    first: bytes
    length: int
    whole: bytes


class Canaries(Struct, frozen=True, kw_only=True):
    """The texts to search for, and the key of the hashes."""

    key: bytes
    texts: tuple[Canary, ...]

    def without(self, found: Iterable[Canary]) -> "Canaries":
        """Copies the canaries without those found."""
        gone = frozenset(found)
        return Canaries(key=self.key, texts=tuple(one for one in self.texts if one not in gone))

    def only(self, found: Iterable[Canary]) -> "Canaries":
        """Copies the canaries with those found only."""
        return Canaries(key=self.key, texts=tuple(found))


def make_canaries(texts: Iterable[str]) -> Canaries:
    """Makes canaries of the texts that are distinctive enough to be searched for."""
    key = secrets.token_bytes(32)
    found: dict[Canary, None] = {}
    for text in texts:
        words = _words(text)[:MAX_WORDS]
        if len(words) > 1 and sum(map(len, words)) >= MIN_DISTINCT_LENGTH:
            whole = _hash(key, " ".join(words))
            found[Canary(first=_hash(key, words[0]), length=len(words), whole=whole)] = None
    return Canaries(key=key, texts=tuple(found))


class CanarySearch:
    """Searches texts for all canaries at once."""

    def __init__(self, canaries: Canaries) -> None:
        self._by_whole = {one.whole: one for one in canaries.texts}
        self._key = canaries.key
        lengths: dict[bytes, set[int]] = {}
        for one in canaries.texts:
            lengths.setdefault(one.first, set()).add(one.length)
        self._lengths = lengths
        self._lengths_from = lru_cache(100_000)(self._looked_up)

    def find(self, text: str) -> Iterator[Canary]:
        """Yields the canaries in a text, each as often as it occurs."""
        words = _words(text)
        for place, word in enumerate(words):
            for length in self._lengths_from(word):
                whole = _hash(self._key, " ".join(words[place : place + length]))
                if found := self._by_whole.get(whole):
                    yield found

    def _looked_up(self, word: str) -> frozenset[int]:
        return frozenset(self._lengths.get(_hash(self._key, word), ()))


def personal_texts(event: Struct) -> Iterator[str]:
    """Yields the texts of an event, and of the structs in it, that are personal."""
    declared = _declared(type(event))
    for name, value in structs.asdict(event).items():
        for one in _each(value):
            if isinstance(one, Struct):
                yield from personal_texts(one)
            elif isinstance(one, str) and declared.get(name, C2) >= C2:
                yield one


@cache
def _declared(kind: type[Struct]) -> dict[str, Sensitivity]:
    """The sensitivity of each field; undeclared fields count as personal."""
    return {name: C2 if found is None else found for name, found in field_sensitivities(kind)}


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple | list):
        yield from value  # pyright: ignore[reportUnknownVariableType]
    else:
        yield value


def _words(text: str) -> list[str]:
    return _WORDS.findall(_ESCAPES.sub(" ", text).casefold())


def _hash(key: bytes, text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16, key=key).digest()
