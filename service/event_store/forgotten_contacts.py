"""Rows as they read once somebody in them was forgotten, whatever a process may still hold of them."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent

from domain.events import ContactForgotten
from service.event_store.event_sealer import contact_subject, shut, stream_of, subject_of, topic_of

FORGOTTEN = topic_of(ContactForgotten)

Read = tuple[StoredEvent, Any, dict[str, str]]
"""A row, its event as it reads without a key, and what is sealed in it."""


def without_the_forgotten(read: Sequence[Read]) -> Sequence[Read]:
    """A key may be held for a moment after it was destroyed, and a row be overwritten a moment later: this holds at once."""
    gone = {
        contact_subject(stream_of(row), event.contact_id)
        for row, event, _ in read
        if isinstance(event, ContactForgotten)
    }
    if not gone:
        return read
    return [
        (row, shut(event), {}) if subject_of(stream_of(row), event) in gone else (row, event, parts)
        for row, event, parts in read
    ]
