"""What Python looks through for unused memory, during which no thread goes on, stays little."""

from collections.abc import Iterator
from typing import get_args

from msgspec import Struct

from domain.event import AuthoredEvent, EventPart
from domain.event_catalogue import AnyStoredEvent
from domain.history import RecordedEvent
from service.jobs.gc_policy import INFREQUENT

A_FEW_MILLISECONDS = 15_000
"""So many objects are looked at in 10 ms."""


def test_young_objects_are_looked_at_in_small_numbers() -> None:
    objects, collections, _ = INFREQUENT

    assert objects * (collections + 1) <= A_FEW_MILLISECONDS


def test_no_event_is_ever_looked_at() -> None:
    assert [kind.__name__ for kind in kinds_of_events() if kind.__struct_config__.gc] == []


def kinds_of_events() -> Iterator[type[Struct]]:
    """What there are thousands of, and what can be in no circle."""
    yield from (AuthoredEvent, RecordedEvent, *get_args(AnyStoredEvent))
    parts = [EventPart]
    for part in parts:
        parts += part.__subclasses__()
    yield from parts
