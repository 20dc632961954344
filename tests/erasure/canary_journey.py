"""A journey with a canary in every field that may hold a text of somebody, and a search for them in bare files."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event_catalogue import AnyStoredEvent
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import StoredJourneyEvent
from domain.journey.events.start import JourneyStarted
from service.event_store.personal_fields import personal_fields
from tests.domain.samples import SAMPLES

F = TypeVar("F", bound=Struct)

OF_A_JOURNEY: tuple[type, ...] = (*get_args(StoredJourneyEvent), EntryCorrected, EntryRetracted)

CANARY = re.compile(rb"Qzx\d{4}")
LONG = " ".join(f"word{number:05d}" for number in range(900))
"""More than fits into a row."""


class CanaryJourney(Struct, frozen=True):
    """As much of a history as it takes to record it."""

    journey_id: UUID
    actor: UUID
    events: tuple[AnyStoredEvent, ...]


def canary_journey(journey_id: UUID, first: int) -> CanaryJourney:
    """Every event that a journey may hold, each text of it a canary; they are counted from `first`."""
    numbers = iter(range(first, first + 1000))
    samples: list[Any] = [one for one in SAMPLES if isinstance(one, OF_A_JOURNEY)]
    start = next(one for one in samples if isinstance(one, JourneyStarted))
    samples.remove(start)
    events = tuple(with_canaries(one, numbers) for one in (start, *samples))
    return CanaryJourney(journey_id, UUID(int=0xAC), events)


def with_canaries(event: F, numbers: Iterator[int]) -> F:
    """An event with each personal text replaced."""
    found = personal_fields(type(event))
    if found is None:
        return event
    changes: dict[str, Any] = {}
    for name in (*(name for name, _ in found.texts), *found.groups):
        value = getattr(event, name)
        if isinstance(value, tuple):
            changes[name] = tuple(_replaced(one, numbers) for one in value)
        elif value is not None:
            changes[name] = _replaced(value, numbers)
    return replace(event, **changes)


def _replaced(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, Struct):
        return with_canaries(value, numbers)
    number = next(numbers)
    text = f'Qzx{number:04d} "Ålesund" Zwq{number:04d}'
    return f"{text} {LONG}" if number % 50 == 0 else text


def canaries_in(events: Iterable[Any]) -> set[bytes]:
    """The canaries that stand in some events."""
    return {one for event in events for one in CANARY.findall(repr(event).encode())}


class FoundInFiles(Struct, frozen=True):
    """What of some canaries and keys stands in the files of a data directory, by the folder it stands in."""

    canaries: Counter[str]
    keys: Counter[str]

    @property
    def nothing(self) -> bool:
        return not self.canaries and not self.keys


def found_in_files(folder: Path, canaries: Iterable[bytes], keys: Iterable[bytes] = ()) -> FoundInFiles:
    """Reads every file below a folder, and the server's logs beside it, as plain bytes.

    Of a key any 16 bytes in a row count, as a page may end within it.
    """
    wanted, parts = set(canaries), {key[at : at + 16] for key in keys for at in (0, 12, 24)}
    found = FoundInFiles(Counter(), Counter())
    paths = [Path(above, name) for above, _, names in os.walk(folder) for name in names]
    for path in [*paths, *folder.parent.glob("postgres.log*")]:
        if not path.is_file():
            continue
        content, place = path.read_bytes(), str(path.relative_to(folder.parent).parent)
        found.canaries[place] += sum(one in wanted for one in CANARY.findall(content))
        found.keys[place] += sum(part in content for part in parts)
    return FoundInFiles(+found.canaries, +found.keys)
