"""Unwrapped keys held for a moment: few, not for long, and looked after again and again."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from msgspec import Struct

from service.encryption.cipher import DataKeys
from service.encryption.vault import KeyUnavailable

MAX_AGE_SECONDS = 60.0
"""Seconds after which an unwrapped key is good for nothing: so long does a destroyed key-encryption key work on at most."""

REFRESH_AGE_SECONDS = 50.0
"""Seconds after which a key is unwrapped anew: what is made ready stays so for the ten that are left."""

RECHECK_SECONDS = 1.0
"""Seconds after which the database is asked whether a key is still as it was: so long does a destroyed one work on."""

KeyOwner = tuple[UUID, UUID]
"""An organisation and a person."""


class CachedKeys(Struct, frozen=True):
    """A person's keys, the rows they were unwrapped from, and when; times in seconds of a steady clock."""

    keys: DataKeys
    rows: Collection[tuple[object, ...]]
    unwrapped_at: float
    looked_at: float


class KeyCache:
    """The keys used last, up to a number of persons."""

    def __init__(self, limit: int, ticks: Callable[[], float], look_again: float = RECHECK_SECONDS) -> None:
        self._limit = limit
        self._ticks = ticks
        self._look_again = look_again
        self._held: OrderedDict[KeyOwner, CachedKeys] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def stale_subjects(self, tenant_id: UUID, subjects: Iterable[UUID], *, whole: bool) -> list[UUID]:
        """Whom to ask the database about; with `whole`, also who is known to have no keys yet."""
        asked: list[UUID] = []
        for subject in dict.fromkeys(subjects):
            held = self._held.get((tenant_id, subject))
            if held is None or not self._is_good(held) or (whole and not held.rows):
                asked.append(subject)
            else:
                self._held.move_to_end((tenant_id, subject))
        return asked

    def _is_good(self, held: CachedKeys) -> bool:
        now = self._ticks()
        return held.looked_at > now - self._look_again and held.unwrapped_at > now - REFRESH_AGE_SECONDS

    def refresh_if_unchanged(self, whose: KeyOwner, rows: Collection[tuple[object, ...]]) -> bool:
        """Are these the rows the held keys came from, unwrapped lately enough? Then they are good for another while."""
        held, now = self._held.get(whose), self._ticks()
        if held is None or held.rows != rows or held.unwrapped_at <= now - REFRESH_AGE_SECONDS:
            return False
        self._held[whose] = CachedKeys(held.keys, held.rows, held.unwrapped_at, now)
        self._held.move_to_end(whose)
        return True

    def put(self, keys: DataKeys, rows: Collection[tuple[object, ...]]) -> None:
        now, whose = self._ticks(), (keys.tenant_id, keys.subject)
        self._held[whose] = CachedKeys(keys, rows, now, now)
        self._held.move_to_end(whose)

    def evict(self, tenant_id: UUID, subjects: Iterable[UUID]) -> None:
        for subject in subjects:
            self._held.pop((tenant_id, subject), None)

    def trim(self, wanted: int) -> None:
        """Let go of the oldest, but of none that are wanted at this moment."""
        while len(self._held) > max(self._limit, wanted):
            self._held.popitem(last=False)

    def get(self, tenant_id: UUID, subject: UUID) -> DataKeys:
        """Raises `KeyUnavailable` when they were not made ready lately."""
        held = self._held.get((tenant_id, subject))
        if held is None or held.unwrapped_at <= self._ticks() - MAX_AGE_SECONDS:
            raise KeyUnavailable(f"the keys of {subject} are not at hand")
        return held.keys
