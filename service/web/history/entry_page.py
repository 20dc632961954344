"""The view model of the page of one entry: its wordings, the form to correct it, and the entries that refer to it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.errors import DomainError
from domain.history import RecordedEvent
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.experiments import PlanExperiment
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
    fields: tuple[CorrectionField, ...]
    retraction: RetractionPreview | None
    """What retracting it means; None if this reader cannot retract it."""
    retracted: tuple[HistoryLine, ...]
    changed: tuple[HistoryLine, ...]
    undo: int | None
    """The reader's own correction or retraction that can be undone."""
    removable: tuple[RemovableTexts, ...]
    about: HistoryLine | None
    """The entry that this one corrects or retracts."""

    @property
    def corrects_a_guess(self) -> bool:
        """Whether the form holds what is guessed of a step."""
        return self.correction is not None and isinstance(self.correction.command, PlanExperiment)


def build_entry_page(
    formatter: HistoryFormatter,
    entries: Mapping[int, RecordedEvent],
    number: int,
    reader: UUID | None,
    today: date,
) -> EntryPage:
    """One of the entries that the reader may see."""
    line = formatter.line(entries[number])
    correction = _correction(formatter, line, reader, today) if line.may_change else None
    retraction = preview_retraction(formatter.journey, number, today, reader) if _may_retract(line) else None
    return EntryPage(
        line=line,
        correction=correction,
        fields=correction_fields(correction) if correction else (),
        retraction=retraction,
        retracted=_lines(formatter, entries, retraction.retracted if retraction else ()),
        changed=_lines(formatter, entries, retraction.changed if retraction else ()),
        undo=formatter.undoable_entry(number),
        removable=tuple(_removable(formatter, line)),
        about=formatter.line(entries[line.of]) if line.of and line.of in entries else None,
    )


def _correction(
    formatter: HistoryFormatter, line: HistoryLine, reader: UUID | None, today: date
) -> EntryCommand | None:
    """The command that restates it; only one that, unchanged, would change nothing."""
    event = formatter.effective_events[line.number]
    if not all(
        is_readable(text) for place in field_paths(event) for text in texts_at(event, place.split("."))
    ):
        return None
    correction = command_for_entry(formatter.effective_events, line.number)
    if correction is None:
        return None
    unchanged = CorrectEntry(happened_on=today, number=line.number, restated=correction.command)
    try:
        changes = decide(formatter.journey, unchanged, today, by=reader)
    except DomainError:
        return None
    return None if changes else correction


def _may_retract(line: HistoryLine) -> bool:
    """A correction or retraction that stands can be undone, too."""
    is_own_correction = line.own and line.status == "about_another" and line.of is not None
    return line.may_retract or is_own_correction


def _lines(
    formatter: HistoryFormatter, entries: Mapping[int, RecordedEvent], numbers: Sequence[int]
) -> tuple[HistoryLine, ...]:
    return tuple(formatter.line(entries[one]) for one in numbers if one in entries)


def _removable(formatter: HistoryFormatter, line: HistoryLine) -> list[RemovableTexts]:
    """Earlier values that no longer hold, in an entry of the reader's own, by field."""
    if not line.own:
        return []
    now = formatter.effective_events.get(line.number)
    found: dict[str, dict[str, None]] = {}
    for _, event in formatter.wordings(line.number):
        for place in field_paths(event):
            path = place.split(".")
            held = texts_at(now, path) if now else ()
            for text in texts_at(event, path):
                if text not in held and is_readable(text):
                    found.setdefault(place, {})[text] = None
    return [RemovableTexts(field=place, texts=tuple(texts)) for place, texts in found.items()]
