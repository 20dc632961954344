"""The receipt of what was recorded from a row: it stands where the row stood, with the way to undo it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.agreements import ChallengeSet
from domain.journey.events.alerts import AlertAcknowledged, AlertSnoozed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled
from domain.journey.events.quests import QuestOffered
from service.application.desk import DeskRow, is_current
from service.application.desk_groups import GROUPS, DeskGroup
from service.localization.translator import Translator
from service.web.coach_client.check_in_forms import UNDONE_TEXT
from service.web.desk.filters import DeskSelection
from service.web.desk.forms import DESK_FORMS
from service.web.desk.labels import ENDED_LABEL, GROUP_LABELS
from service.web.form_data import parse_number

UndoableEvent = (
    AfterCareSettled | AlertAcknowledged | AlertSnoozed | ChallengeSet | CheckInHeld | QuestOffered
)
"""What a row of the desk records."""

UNDONE = "undone"


class DeskReceipt(Struct, frozen=True, kw_only=True):
    """What was recorded, and where the client stands now."""

    sentence: str
    place: int
    """How many rows stand above it."""
    journey_id: UUID
    group: DeskGroup
    """What the client needs of the coach now."""
    show: DeskSelection
    """Where on the desk the client stands now, also among those whose journey has ended."""
    label: str
    moved: bool
    """Whether the client stood elsewhere before."""
    entry: int | None
    """The entry that can be undone."""


def build_receipt(
    asked: Mapping[str, str],
    rows: Iterable[DeskRow],
    journeys: Mapping[UUID, Journey],
    translator: Translator,
    *,
    reader_id: UUID | None = None,
) -> DeskReceipt | None:
    """The receipt an address asks for; None if it asks for none, or for one of what the reader did not just record from a row."""
    done, entry = asked.get("done", ""), parse_number(asked.get("entry", ""))
    row = next((one for one in rows if str(one.journey_id) == asked.get("row")), None)
    texts = {name: form.confirmation for name, form in DESK_FORMS.items()} | {UNDONE: UNDONE_TEXT}
    if row is None or done not in texts:
        return None
    journey = journeys[row.journey_id]
    if entry is not None and entry != _last_undoable(journey, reader_id):
        return None
    if done == UNDONE or (entry is not None and journey.is_retracted(entry)):
        done, entry = UNDONE, None
    before = asked.get("from", "")
    show: DeskSelection = row.group if is_current(row) else "ended"
    moved = show != asked.get("show") if show == "ended" else before in GROUPS and row.group != before
    if show == "ended":
        text = translator.gettext("%(name)s stands under %(group)s.")
    elif moved:
        text = translator.gettext("%(name)s moves to %(group)s.")
    else:
        text = translator.gettext("%(name)s stays in %(group)s.")
    label = translator.gettext(ENDED_LABEL if show == "ended" else GROUP_LABELS[row.group])
    place = {"name": row.called, "group": label}
    return DeskReceipt(
        sentence=f"{_done(journey, done, entry, translator) or translator.gettext(texts[done])} {text % place}",
        place=parse_number(asked.get("place", "")) or 0,
        journey_id=row.journey_id,
        group=row.group,
        show=show,
        label=label,
        moved=moved,
        entry=entry,
    )


def _done(journey: Journey, done: str, entry: int | None, translator: Translator) -> str:
    """Until when an alert is snoozed; nothing of other acts."""
    event = dict(journey.numbered_events()).get(entry) if entry else None
    if done != "aside" or not isinstance(event, AlertSnoozed):
        return ""
    return translator.gettext("Snoozed until %(day)s.") % {"day": translator.short_day(event.until)}


def _last_undoable(journey: Journey, reader_id: UUID | None) -> int | None:
    """The entry that a row recorded last, if it was for this reader."""
    places = (
        place for place, one in enumerate(journey.authored_events, 1) if isinstance(one.event, UndoableEvent)
    )
    last = max(places, default=None)
    by = journey.authored_events[last - 1].by if last else None
    return last if reader_id is None or by == reader_id else None


def entries_to_undo(journey: Journey, entry: int) -> tuple[int, ...]:
    """What a row recorded with this entry: with a question that comes back also its new date."""
    events = dict(journey.numbered_events())
    event = events.get(entry)
    if not isinstance(event, UndoableEvent):
        return ()
    with_date = isinstance(event, AfterCareSettled) and event.answer is None
    return (
        (entry, entry - 1) if with_date and isinstance(events.get(entry - 1), AfterCarePlanned) else (entry,)
    )
