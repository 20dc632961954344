"""One entry as a page: what it tells and told, the form to say it again, and what hangs on it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.errors import DomainError
from domain.history import Entry
from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.decide import decide
from domain.journey.forgotten import legible
from service.event_store.field_paths import places, texts_at
from service.web.history.correction_fields import Field, fields
from service.web.history.entry_commands import Restated, restated
from service.web.history.page import Book, Line
from service.web.history.retraction import Consequence, consequence


class Words(Struct, frozen=True, kw_only=True):
    """Words of an entry that no longer hold, and can be removed for good."""

    field: str
    """The place, as the history calls it: `note`, `plan.when`."""
    texts: tuple[str, ...]


class EntryPage(Struct, frozen=True, kw_only=True):
    """The page."""

    line: Line
    wish: Restated | None
    """The command to say it again; None when no form does."""
    asked: tuple[Field, ...]
    back: Consequence | None
    """What taking it back means; None when that is not for this reader, or not for this entry."""
    gone: tuple[Line, ...]
    changed: tuple[Line, ...]
    undo: int | None
    """The reader's own correction or retraction that can be undone."""
    removable: tuple[Words, ...]
    about: Line | None
    """The entry that this one speaks of."""


def entry_page(
    journey: Journey, entries: Mapping[int, Entry], number: int, reader: UUID | None, today: date
) -> EntryPage:
    """One of the entries that the reader may see."""
    book = Book(journey, reader)
    line = book.line(entries[number])
    wish = _wish(book, line, reader, today) if line.may_change else None
    back = consequence(journey, number, today, reader) if _may_go(book, line) else None
    return EntryPage(
        line=line,
        wish=wish,
        asked=fields(wish) if wish else (),
        back=back,
        gone=_lines(book, entries, back.gone if back else ()),
        changed=_lines(book, entries, back.changed if back else ()),
        undo=book.undoes(number),
        removable=tuple(_removable(book, line)),
        about=book.line(entries[line.of]) if line.of and line.of in entries else None,
    )


def _wish(book: Book, line: Line, reader: UUID | None, today: date) -> Restated | None:
    """The command that says it again; only one that, unchanged, would change nothing."""
    fact = book.facts[line.number]
    if not all(legible(text) for place in places(fact) for text in texts_at(fact, place.split("."))):
        return None
    wish = restated(book.facts, line.number)
    if wish is None:
        return None
    unchanged = CorrectEntry(happened_on=today, number=line.number, restated=wish.command)
    try:
        changes = decide(book.journey, unchanged, today, by=reader)
    except DomainError:
        return None
    return None if changes else wish


def _may_go(book: Book, line: Line) -> bool:
    """The start stays; a correction or retraction that stands can be undone."""
    speaks = line.own and line.standing == "about_another" and line.of is not None
    return (line.may_change and not book.is_start(line.number)) or speaks


def _lines(book: Book, entries: Mapping[int, Entry], numbers: Sequence[int]) -> tuple[Line, ...]:
    return tuple(book.line(entries[one]) for one in numbers if one in entries)


def _removable(book: Book, line: Line) -> list[Words]:
    """What was said and does not hold, in an entry of the reader's own; a word for each place."""
    if not line.own:
        return []
    now = book.facts.get(line.number)
    found: dict[str, dict[str, None]] = {}
    for _, fact in book.wordings(line.number):
        for place in places(fact):
            path = place.split(".")
            held = texts_at(now, path) if now else ()
            for text in texts_at(fact, path):
                if text not in held and legible(text):
                    found.setdefault(place, {})[text] = None
    return [Words(field=place, texts=tuple(texts)) for place, texts in found.items()]
