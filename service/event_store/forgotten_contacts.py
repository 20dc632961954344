"""Redacts events about contacts that were forgotten later in the same stream."""

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
"""A row, its event as it reads without a key, and its sealed parts."""


def redact_forgotten_contacts(read: Sequence[DecodedRow]) -> Sequence[DecodedRow]:
    """Redacts the rows about forgotten contacts.

    A destroyed key may stay cached for a moment, and the row may be overwritten a moment later; this has an
    effect at once.
    """
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
