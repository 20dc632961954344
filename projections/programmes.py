"""The list of programmes: one line for each, folded from its stream."""

from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.programme.events import (
    CoachJoined,
    CoachLeft,
    EnrolmentEnded,
    JourneyEnrolled,
    ProgrammeAdjusted,
    ProgrammeOpened,
)
from domain.vocabulary import Language, Track


class ProgrammeSummary(Struct, frozen=True, kw_only=True):
    """One programme in the list."""

    programme_id: UUID
    name: str
    tracks: tuple[Track, ...]
    languages: tuple[Language, ...]
    game: bool
    """Whether its journeys begin with the game on."""
    opened_on: date
    coaches: int = 0
    enrolled: int = 0
    """Journeys that are part of it now."""
    ended: int = 0
    """Enrolments that ended; a journey may come back."""


def evolve(line: ProgrammeSummary | None, entry: RecordedEvent) -> ProgrammeSummary | None:
    """Applies one event to a programme's line; None if the stream is no programme."""
    event = entry.event
    if isinstance(event, ProgrammeOpened):
        return ProgrammeSummary(
            programme_id=entry.journey_id,
            name=event.name,
            tracks=event.tracks,
            languages=event.languages,
            game=event.game,
            opened_on=event.happened_on,
        )
    if line is None:
        return None
    match event:
        case ProgrammeAdjusted():
            return replace(
                line, name=event.name, tracks=event.tracks, languages=event.languages, game=event.game
            )
        case CoachJoined():
            return replace(line, coaches=line.coaches + 1)
        case CoachLeft():
            return replace(line, coaches=line.coaches - 1)
        case JourneyEnrolled():
            return replace(line, enrolled=line.enrolled + 1)
        case EnrolmentEnded():
            return replace(line, enrolled=line.enrolled - 1, ended=line.ended + 1)
        case _:
            return line
