"""The ending of a track: a job is one good ending among several, and there is care after it."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, Note, SentenceText
from domain.decision_rules import create_once, require_not_past
from domain.errors import InvalidOperation
from domain.event import Event
from domain.journey.events.endings import AfterCarePlanned, EndingRecorded
from domain.vocabulary import Ending

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class RecordEnding(Command, frozen=True, kw_only=True, tag="RecordEnding"):
    """Say how the track ended. Further steps stay possible."""

    ending: Ending
    note: Note | None = None


class PlanAfterCare(Command, frozen=True, kw_only=True, tag="PlanAfterCare"):
    """Set a day for care after the programme."""

    after_care_id: UUID
    due: date
    what: SentenceText


def handle_record_ending(journey: "Journey", wish: RecordEnding) -> list[Event]:
    """Record the ending once."""
    known = journey.endings.recorded
    if known is None:
        return [EndingRecorded(happened_on=wish.happened_on, ending=wish.ending, note=wish.note)]
    if (known.ending, known.note) == (wish.ending, wish.note):
        return []
    raise InvalidOperation(
        "An ending was recorded on %(day)s; nothing is overwritten.",
        field="ending",
        day=known.happened_on,
        allowed="any further step; they stay open after an ending",
    )


def handle_plan_after_care(journey: "Journey", wish: PlanAfterCare) -> list[Event]:
    """Plan it once."""
    require_not_past(wish.due, wish.happened_on)
    fact = AfterCarePlanned(
        happened_on=wish.happened_on, after_care_id=wish.after_care_id, due=wish.due, what=wish.what
    )
    known = journey.endings.after_care.get(wish.after_care_id)
    return create_once(known, fact, "after-care plan", field="after_care_id")
