"""The one loop that turns orders into recorded events: look, decide, append, and after a setback look again."""

from uuid import UUID

from msgspec import Struct


class StreamId(Struct, frozen=True):
    """Where an aggregate lives."""

    tenant_id: UUID
    stream: UUID
    key: bytes
    """Both in one, because a UUID is hashed in Python, again and again."""


def stream_id(tenant_id: UUID, stream: UUID) -> StreamId:
    return StreamId(tenant_id, stream, tenant_id.bytes + stream.bytes)
