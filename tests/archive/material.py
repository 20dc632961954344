"""Material for archives: a lived journey, with looks and an account."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

from msgspec.structs import replace

from domain.event_catalogue import AnyEvent
from domain.journey.events.consents import ConsentGiven, ConsentWithdrawn
from domain.journey.events.notes import NoteWritten
from domain.journey.events.sight import SightGranted
from domain.vocabulary import Language
from service.personal_data.archive.archive_files import archive_zip
from service.personal_data.archive.archive_material import ArchivedAccess, ArchiveMaterial
from tests.histories import sample_journey

COACH = UUID("3f0a8f2e-0000-4000-8000-0000000000c0")
PRIVATE = "tired again, <b>sees the doctor</b>"
SHARED = "we ring on Thursday"
REASON = "she rang in despair"


def look(name: str | None = "Ingrid", reason: str | None = None) -> ArchivedAccess:
    return ArchivedAccess(
        at=datetime(2026, 6, 1, 12, tzinfo=UTC),
        actor_id=COACH,
        name=name,
        role="coach",
        act="break_glass" if reason else "read_profile",
        why="break_glass" if reason else "assigned_coach",
        reason=reason,
    )


@cache
def material(seed: int = 3, language: Language | None = None) -> ArchiveMaterial:
    """A journey of three hundred events, with a note of the coach's own and one that was shared."""
    entries = sample_journey(seed, 300, corrections=True).entries()
    for number, fact in enumerate(_told(entries[-1].event.happened_on), entries[-1].number + 1):
        entries = [*entries, replace(entries[-1], position=number, number=number, event=fact)]
    return ArchiveMaterial(
        journey_id=entries[0].journey_id,
        entries=tuple(entries),
        looks=(look(), look(None, REASON)),
        held={
            "people": [{"person_id": COACH, "name": "Kari", "email": "kari@example.no"}],
            "person_roles": [{"role": "client"}],
            "passkeys": [{"called": "telephone of Kari"}],
        },
        language=language,
    )


def _told(on: date) -> Iterator[AnyEvent]:
    yield NoteWritten(happened_on=on, note_id=UUID(int=1), text=PRIVATE)
    yield NoteWritten(happened_on=on, note_id=UUID(int=2), text=SHARED, shared=True)
    yield SightGranted(happened_on=on, reader_id=COACH, reader="coach", name="Ingrid", scope="profile")
    yield SightGranted(happened_on=on, reader_id=COACH, reader="coach", name="Ingrid", scope="everything")
    yield ConsentGiven(happened_on=on, consent_id=UUID(int=3), purpose="research", wording=1)
    yield ConsentWithdrawn(happened_on=on, consent_id=UUID(int=3))


def unpacked(packed: bytes) -> dict[str, bytes]:
    """The files of an archive, in their order."""
    with ZipFile(BytesIO(packed)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def made(of: ArchiveMaterial) -> dict[str, bytes]:
    return unpacked(b"".join(archive_zip(of)))
