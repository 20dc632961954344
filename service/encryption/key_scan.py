"""Finds wrapped data keys in the bytes of files, wherever and in whatever form the database wrote them."""

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
    """Collects the wrapped keys in what it looks at that a keyring unwraps."""

    def __init__(self, keyring: Keyring, tenants: Iterable[UUID]) -> None:
        self.found: set[bytes] = set()
        self._wrapping = [keyring.wrapping_key(epoch, one) for epoch in keyring.keys for one in tenants]

    def look(self, part: bytes) -> None:
        """Looks through a part of a file."""
        for candidate in _candidates(part):
            if candidate not in self.found and any(_opens(key, candidate) for key in self._wrapping):
                self.found.add(candidate)


def _candidates(part: bytes) -> Iterator[bytes]:
    for before in BEFORE_KEY:
        at = part.find(before)
        while at >= 0:
            candidate = part[at + len(before) : at + len(before) + WRAPPED_BYTES]
            if len(set(candidate)) >= LEAST_DISTINCT_BYTES:
                yield candidate
            at = part.find(before, at + 1)


def _opens(wrapping: bytes, candidate: bytes) -> bool:
    try:
        unwrap_key(wrapping, candidate)
    except KeyUnavailable:
        return False
    return True
