"""The ending of a track: a job is one good ending among several, and there is care after it."""

from datetime import date
from uuid import UUID

from domain.command import Command, Note, SentenceText
from domain.decision_rules import (
    create_once,
    record_change,
    require_not_before,
    require_not_past,
    unknown_reference,
)
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
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


class SettleAfterCare(Command, frozen=True, kw_only=True, tag="SettleAfterCare"):
    """Answer the question of a date for aftercare; without an answer, say that the date is not needed."""

    after_care_id: UUID
    answer: Note | None = None


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


def handle_settle_after_care(journey: Journey, command: SettleAfterCare) -> list[JourneyEvent]:
    """Settles a date for aftercare; a later date may settle it otherwise."""
    planned = journey.endings.after_care.get(command.after_care_id)
    if planned is None:
        raise unknown_reference("after-care plan", field="after_care_id")
    require_not_before(command.happened_on, planned.happened_on, "This date was set on %(day)s.")
    event = AfterCareSettled(
        happened_on=command.happened_on, after_care_id=command.after_care_id, answer=command.answer or None
    )
    return record_change(
        journey.endings.settled.get(command.after_care_id),
        event,
        "This date was last answered on %(day)s. Use that date or later.",
    )


HANDLERS: CommandHandlers = {
    RecordEnding: handle_record_ending,
    PlanAfterCare: handle_plan_after_care,
    SettleAfterCare: handle_settle_after_care,
}
