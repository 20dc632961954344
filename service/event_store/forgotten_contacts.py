"""Rows as they read once somebody in them was forgotten, whatever a process may still hold of them."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import StoredEvent

from domain.journey.events.erasure import ContactForgotten
from service.event_store.event_sealer import (
    contact_subject,
    event_subject,
    redact_sealed,
    row_stream_id,
    topic_of,
)

CONTACT_FORGOTTEN_TOPIC = topic_of(ContactForgotten)

DecodedRow = tuple[StoredEvent, Any, dict[str, str]]
"""A row, its event as it reads without a key, and what is sealed in it."""


def redact_forgotten_contacts(read: Sequence[DecodedRow]) -> Sequence[DecodedRow]:
    """A key may be held for a moment after it was destroyed, and a row be overwritten a moment later: this holds at once."""
    gone = {
        contact_subject(row_stream_id(row), event.contact_id)
        for row, event, _ in read
        if isinstance(event, ContactForgotten)
    }
    if not gone:
        return read
    return [
        (row, redact_sealed(event), {})
        if event_subject(row_stream_id(row), event) in gone
        else (row, event, parts)
        for row, event, parts in read
    ]
