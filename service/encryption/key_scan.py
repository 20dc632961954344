"""Finds data keys in the bytes of files, wherever and in whatever form the database wrote their wrapped forms."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from service.encryption.data_keys import unwrap_key
from service.encryption.keyring import Keyring
from service.encryption.vault import KeyUnavailable

WRAPPED_BYTES = 40
BEFORE_KEY = (b"\x00\x00\x53", b"\xb0\x00\x00\x00")
"""What stands before a wrapped key: in a row the end of its epoch, and its length; in the planner's samples its length."""
LEAST_DISTINCT_BYTES = 20
"""Of 40 random bytes hardly ever fewer than 30 differ; of texts and of pages hardly ever as many."""


class KeyScan:
    """Collects the data keys that a keyring unwraps in what it looks at, under whichever epoch they were wrapped."""

    def __init__(self, keyring: Keyring, tenants: Iterable[UUID]) -> None:
        self._wrapping = [keyring.wrapping_key(epoch, one) for epoch in keyring.keys for one in tenants]
        self._unwrapped: dict[bytes, bytes] = {}

    def look(self, part: bytes) -> None:
        """Looks through a part of a file."""
        for candidate in _candidates(part):
            self.unwrap(candidate)

    def unwrap(self, wrapped: bytes) -> bytes | None:
        """The data key in a wrapped form; None if the keyring does not unwrap it."""
        if wrapped not in self._unwrapped:
            keys = (_unwrapped(one, wrapped) for one in self._wrapping)
            if (key := next(filter(None, keys), None)) is None:
                return None
            self._unwrapped[wrapped] = key
        return self._unwrapped[wrapped]

    def found_besides(self, in_use: Iterable[bytes]) -> set[bytes]:
        """The data keys found that are none of those whose wrapped forms are given."""
        return set(self._unwrapped.values()) - {self.unwrap(one) for one in in_use}


def _candidates(part: bytes) -> Iterator[bytes]:
    for before in BEFORE_KEY:
        at = part.find(before)
        while at >= 0:
            candidate = part[at + len(before) : at + len(before) + WRAPPED_BYTES]
            if len(set(candidate)) >= LEAST_DISTINCT_BYTES:
                yield candidate
            at = part.find(before, at + 1)


def _unwrapped(wrapping: bytes, candidate: bytes) -> bytes | None:
    try:
        return unwrap_key(wrapping, candidate)
    except KeyUnavailable:
        return None
