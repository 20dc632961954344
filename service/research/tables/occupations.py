"""The occupation of each role, as its ISCO code."""

from collections.abc import Iterable
from uuid import UUID

from domain.history import RecordedEvent
from domain.journey.events.roles import RoleDiscovered, RoleLinked


def role_occupations(entries: Iterable[RecordedEvent]) -> dict[UUID, str]:
    """The ISCO code of each role: of the occupation it was last linked to, or else the one it came up with."""
    found, linked = dict[UUID, str](), dict[UUID, str]()
    for entry in entries:
        match entry.event:
            case RoleLinked(role_id=role_id, isco_group=code):
                linked[role_id] = code
            case RoleDiscovered(role_id=role_id, isco_group=str(code)):
                found[role_id] = code
            case _:
                pass
    return found | linked


def isco_codes(entries: Iterable[RecordedEvent]) -> frozenset[str]:
    """Every ISCO code that the tables of a history may show: count these to decide how many digits are shown."""
    return frozenset(
        entry.event.isco_group
        for entry in entries
        if isinstance(entry.event, RoleDiscovered | RoleLinked) and entry.event.isco_group
    )
