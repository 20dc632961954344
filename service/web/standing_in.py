"""Who stands in for a coach, in words: what the client is asked, and what coach and deputy read on top of a page."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.deputies import coach_scope_on, cover_by, is_agreed, open_covers
from domain.journey.events.alerts import AlertAcknowledged
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.deputies import SCOPE_ORDER, Cover
from domain.journey.events.notes import NoteWritten
from domain.vocabulary import SightScope, StuckRule
from service.authorization.authorized_journeys import AuthorizedJourney
from service.authorization.field_filters import is_for

NEWEST_NOTES = 3
"""As many notes for the handover stand on top of every page; all of them on one."""


class DeputyLine(Struct, frozen=True, kw_only=True):
    """One deputy of the present coach whose days are not over."""

    cover_id: UUID
    deputy_id: UUID
    name: str
    coach_name: str
    first_day: date
    last_day: date
    agreed: bool | None
    """None until the client answered."""
    scope: SightScope | None
    """How much they see: what the client said, and at most what the coach sees; None if nothing."""
    offered: tuple[SightScope, ...]
    """How much the deputy could see, the most first: at most what the coach sees. Nothing if the coach sees nothing."""


class HandoverNote(Struct, frozen=True, kw_only=True):
    """A note that coach and deputy read, and whoever of them wrote it."""

    note_id: UUID
    text: str
    on: date
    by: str


class StandIn(Struct, frozen=True, kw_only=True):
    """What stands on top of a client's pages while there is a deputy."""

    line: DeputyLine | None
    mine: bool
    """Whether the reader is the deputy."""
    notes: tuple[HandoverNote, ...]
    """The newest first."""

    @property
    def newest(self) -> tuple[HandoverNote, ...]:
        """The notes that stand on top of every page."""
        return self.notes[:NEWEST_NOTES]

    @property
    def older(self) -> tuple[HandoverNote, ...]:
        """The notes that stand on the page of notes only."""
        return self.notes[NEWEST_NOTES:]


def deputy_lines(journey: Journey, today: date) -> tuple[DeputyLine, ...]:
    """Every deputy who was proposed and whose days are not over, the first to begin first."""
    of_coach = coach_scope_on(journey, today)
    lines = (_line(one, of_coach) for one in open_covers(journey, today))
    return tuple(sorted(lines, key=lambda one: (one.first_day, str(one.cover_id))))


def _line(cover: Cover, of_coach: SightScope | None) -> DeputyLine:
    proposed, reply = cover.proposed, cover.answer
    offered = SCOPE_ORDER[: SCOPE_ORDER.index(of_coach) + 1] if of_coach else ()
    return DeputyLine(
        cover_id=proposed.cover_id,
        deputy_id=proposed.deputy_id,
        name=proposed.name,
        coach_name=proposed.coach_name,
        first_day=proposed.first_day,
        last_day=proposed.last_day,
        agreed=reply.agreed if reply else None,
        scope=cover.scope(of_coach),
        offered=tuple(reversed(offered)),
    )


def stand_in(folded: AuthorizedJourney) -> StandIn:
    """What a coach or a deputy reads about it on a client's pages."""
    journey, today = folded.journey, folded.today
    mine = cover_by(journey, folded.reader_id, today)
    agreed = [one for one in open_covers(journey, today) if is_agreed(one)]
    next_one = mine or min(agreed, key=lambda one: one.proposed.first_day, default=None)
    return StandIn(
        line=_line(next_one, coach_scope_on(journey, today)) if next_one else None,
        mine=mine is not None,
        notes=tuple(reversed([*_handover_notes(folded)])) if folded.shows("read_notes_private") else (),
    )


def _handover_notes(folded: AuthorizedJourney) -> Iterator[HandoverNote]:
    """The notes for the handover that somebody else wrote and this reader may read."""
    journey, names = folded.journey, _names(folded.journey)
    for number, line in enumerate(journey.authored_events, 1):
        note = journey.notes.written.get(line.event.note_id) if isinstance(line.event, NoteWritten) else None
        if note is None or not note.handover or line.by is None or line.by == folded.reader_id:
            continue
        if is_for(note, number, journey, folded.reader_id, folded.today):
            yield HandoverNote(
                note_id=note.note_id, text=note.text, on=note.happened_on, by=names.get(line.by, "")
            )


def _names(journey: Journey) -> dict[UUID, str]:
    covers = [one.proposed for one in journey.deputies.covers.values()]
    return {one.deputy_id: one.name for one in covers} | {one.coach_id: one.coach_name for one in covers}


def dealt_with_by_others(journey: Journey, reader_id: UUID) -> dict[StuckRule, str]:
    """The rules whose alerts were last dealt with by another than the reader, with their name."""
    names, others = _names(journey), dict[StuckRule, str]()
    for one in journey.authored_events:
        if isinstance(one.event, AlertAcknowledged):
            others.pop(one.event.rule, None)
            if one.by is not None and one.by != reader_id and one.by in names:
                others[one.event.rule] = names[one.by]
    return others


def sessions_of_others(journey: Journey, reader_id: UUID) -> dict[UUID, str]:
    """The sessions that another coach or deputy recorded than the reader, with their name."""
    names = _names(journey)
    return {
        one.event.check_in_id: names[one.by]
        for one in journey.authored_events
        if isinstance(one.event, CheckInHeld)
        and one.by is not None
        and one.by != reader_id
        and one.by in names
    }
