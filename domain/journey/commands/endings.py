"""The ending of a track: a job is one good ending among several, and there is care after it."""

from datetime import date
from uuid import UUID

from domain.command import Command, Note, SentenceText
from domain.decision_rules import create_once, require_not_past
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.endings import AfterCarePlanned, EndingRecorded
from domain.vocabulary import Ending


class RecordEnding(Command, frozen=True, kw_only=True, tag="RecordEnding"):
    """Record how the track ended. Further steps stay possible."""

    ending: Ending
    note: Note | None = None


class PlanAfterCare(Command, frozen=True, kw_only=True, tag="PlanAfterCare"):
    """Set a date for care after the programme."""

    after_care_id: UUID
    due: date
    what: SentenceText


def handle_record_ending(journey: Journey, command: RecordEnding) -> list[JourneyEvent]:
    """Records the ending, once."""
    known = journey.endings.recorded
    if known is None:
        return [EndingRecorded(happened_on=command.happened_on, ending=command.ending, note=command.note)]
    if (known.ending, known.note) == (command.ending, command.note):
        return []
    raise InvalidOperation(
        "The journey was recorded as ended on %(day)s. Nothing is overwritten.",
        field="ending",
        day=known.happened_on,
        allowed="any other step; steps stay open after the end",
    )


def handle_plan_after_care(journey: Journey, command: PlanAfterCare) -> list[JourneyEvent]:
    """Plans a day of after-care under a new id."""
    require_not_past(command.due, command.happened_on)
    event = AfterCarePlanned(
        happened_on=command.happened_on,
        after_care_id=command.after_care_id,
        due=command.due,
        what=command.what,
    )
    known = journey.endings.after_care.get(command.after_care_id)
    return create_once(known, event, "after-care plan", field="after_care_id")


HANDLERS: CommandHandlers = {
    RecordEnding: handle_record_ending,
    PlanAfterCare: handle_plan_after_care,
}
