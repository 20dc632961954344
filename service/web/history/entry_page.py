"""The view model of the page of one entry: its wordings, the form to correct it, and the entries that refer to it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.errors import DomainError
from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.decide import decide
from domain.redacted import is_readable
from service.event_store.field_paths import field_paths, texts_at
from service.web.history.correction_fields import CorrectionField, correction_fields
from service.web.history.entry_commands import EntryCommand, command_for_entry
from service.web.history.page import HistoryFormatter, HistoryLine
from service.web.history.retraction import RetractionPreview, preview_retraction


class RemovableTexts(Struct, frozen=True, kw_only=True):
    """Words of an entry that no longer hold, and can be removed for good."""

    field: str
    """The place, as the history calls it: `note`, `plan.when`."""
    texts: tuple[str, ...]


class EntryPage(Struct, frozen=True, kw_only=True):
    """The page."""

    line: HistoryLine
    correction: EntryCommand | None
    """The command that restates it; None if no form corrects it."""
    asked: tuple[CorrectionField, ...]
    back: RetractionPreview | None
    """What taking it back means; None when that is not for this reader, or not for this entry."""
    gone: tuple[HistoryLine, ...]
    changed: tuple[HistoryLine, ...]
    undo: int | None
    """The reader's own correction or retraction that can be undone."""
    removable: tuple[RemovableTexts, ...]
    about: HistoryLine | None
    """The entry that this one speaks of."""


def build_entry_page(
    journey: Journey, entries: Mapping[int, RecordedEvent], number: int, reader: UUID | None, today: date
) -> EntryPage:
    """One of the entries that the reader may see."""
    book = HistoryFormatter(journey, reader)
    line = book.line(entries[number])
    correction = _correction(book, line, reader, today) if line.may_change else None
    back = preview_retraction(journey, number, today, reader) if _may_go(book, line) else None
    return EntryPage(
        line=line,
        correction=correction,
        asked=correction_fields(correction) if correction else (),
        back=back,
        gone=_lines(book, entries, back.gone if back else ()),
        changed=_lines(book, entries, back.changed if back else ()),
        undo=book.undoable_entry(number),
        removable=tuple(_removable(book, line)),
        about=book.line(entries[line.of]) if line.of and line.of in entries else None,
    )


def _correction(
    book: HistoryFormatter, line: HistoryLine, reader: UUID | None, today: date
) -> EntryCommand | None:
    """The command that says it again; only one that, unchanged, would change nothing."""
    event = book.facts[line.number]
    if not all(
        is_readable(text) for place in field_paths(event) for text in texts_at(event, place.split("."))
    ):
        return None
    correction = command_for_entry(book.facts, line.number)
    if correction is None:
        return None
    unchanged = CorrectEntry(happened_on=today, number=line.number, restated=correction.command)
    try:
        changes = decide(book.journey, unchanged, today, by=reader)
    except DomainError:
        return None
    return None if changes else correction


def _may_go(book: HistoryFormatter, line: HistoryLine) -> bool:
    """The start stays; a correction or retraction that stands can be undone."""
    speaks = line.own and line.standing == "about_another" and line.of is not None
    return (line.may_change and not book.is_start(line.number)) or speaks


def _lines(
    book: HistoryFormatter, entries: Mapping[int, RecordedEvent], numbers: Sequence[int]
) -> tuple[HistoryLine, ...]:
    return tuple(book.line(entries[one]) for one in numbers if one in entries)


def _removable(book: HistoryFormatter, line: HistoryLine) -> list[RemovableTexts]:
    """Earlier values that no longer hold, in an entry of the reader's own, by field."""
    if not line.own:
        return []
    now = book.facts.get(line.number)
    found: dict[str, dict[str, None]] = {}
    for _, event in book.wordings(line.number):
        for place in field_paths(event):
            path = place.split(".")
            held = texts_at(now, path) if now else ()
            for text in texts_at(event, path):
                if text not in held and is_readable(text):
                    found.setdefault(place, {})[text] = None
    return [RemovableTexts(field=place, texts=tuple(texts)) for place, texts in found.items()]
