"""Histories as the tables of an export get them, coded by a key of their own."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from hmac import digest
from uuid import UUID

from domain.history import RecordedEvent, apply_corrections
from domain.journey.events.start import JourneyStarted
from domain.journey.events.weeks import monday_of
from service.research.tables.history import ResearchHistory
from tests.research.cohorts import client

KEY = b"a key of tests"
STUDY_MONDAY = date(2026, 8, 31)


def code(kind: str, id_: UUID) -> str:
    """The code of an id, as an export would make it."""
    return digest(KEY, kind.encode() + id_.bytes, sha256).hex()[:16]


def research_history(
    recorded: Sequence[RecordedEvent], *, last_on: date | None = None, study_id: UUID | None = None
) -> ResearchHistory:
    """The history of one participant."""
    journey_id = recorded[0].journey_id
    entries = apply_corrections(recorded)
    started = next(one.event for one in entries if isinstance(one.event, JourneyStarted))
    first = monday_of(started.happened_on)
    shift = 7 * (journey_id.int % 53 - 26)
    last = max(one.event.happened_on for one in entries)
    return ResearchHistory(
        pseudonym=digest(KEY, journey_id.bytes, sha256).hex()[:32],
        agreed_on=started.happened_on + timedelta(days=3),
        study_id=study_id,
        recorded=recorded,
        entries=entries,
        last_on=last_on or last,
        day=lambda on: (on - STUDY_MONDAY).days + shift,
        week=lambda on: (monday_of(on) - first).days // 7,
        coded=code,
        isco=lambda text: text[:2],
    )


def simulated_history(number: int, seed: int = 7) -> ResearchHistory:
    """The history of a simulated client."""
    return research_history(client(number, seed).entries)
