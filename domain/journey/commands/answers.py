"""Answers to an approach: invited, refused, called back; silence when none came; and when to ring again."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import on_or_after
from domain.command import Command, Note, SentenceText
from domain.decision_rules import require_not_before, unknown_reference
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.answers import AnswerReceived, FollowUpFellDue, FollowUpPlanned, SilenceElapsed
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.counted_answers import exclusive_signal
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.normal_texts import same_content
from domain.vocabulary import SILENCE_DAYS, ApproachAnswer, HeardSignal, OddsSignal


class RecordAnswer(Command, frozen=True, kw_only=True, tag="RecordAnswer"):
    """Record a reply, on the date it came, with what was heard along with it."""

    experiment_id: UUID
    answer: ApproachAnswer
    close: bool | None = None
    """After an interview: was it a close call? Needed for `rejected_after_interview`, else left out."""
    also_heard: Annotated[tuple[HeardSignal, ...], Meta(max_length=10)] = ()
    heard_in: UUID | None = None
    note: Note | None = None


class RecordSilence(Command, frozen=True, kw_only=True, tag="RecordSilence"):
    """Close an approach that got no reply in 28 days."""

    experiment_id: UUID
    heard_in: UUID | None = None


class PlanFollowUp(Command, frozen=True, kw_only=True, tag="PlanFollowUp"):
    """Set a date to call or write again."""

    follow_up_id: UUID
    experiment_id: UUID
    due: date
    what: SentenceText


class NoteFollowUpDue(Command, frozen=True, kw_only=True, tag="NoteFollowUpDue"):
    """The clock's: the day to ring or write again has come."""

    follow_up_id: UUID


def handle_record_answer(journey: Journey, command: RecordAnswer) -> list[JourneyEvent]:
    """Records an answer and the odds signals that come with it; an answer never changes the appeal."""
    approach = journey.experiment_that_ran(command.experiment_id)
    _require_matching_close(command)
    _require_after_approach(command.happened_on, approach.on)
    event = AnswerReceived(
        happened_on=command.happened_on,
        experiment_id=command.experiment_id,
        answer=command.answer,
        close=command.close,
        heard_in=command.heard_in,
        note=command.note,
    )
    counted = journey.counted_answers
    known, step_id = counted.repeated(event) is not None, counted.step_answered(event)
    if known:
        _require_nothing_overwritten(journey, event)
    # One that is told again by way of a call settles the call, and is no second answer of the market.
    by_call = step_id != event.experiment_id
    again = known or by_call
    # What came with an answer is heard once with it.
    signals: tuple[OddsSignal, ...] = tuple(
        one for one in command.also_heard if not (again and (step_id, one) in counted.heard)
    )
    if not again and (own_signal := exclusive_signal(event)):
        signals = (*signals, own_signal)
    heard_in = event.heard_in or (event.experiment_id if by_call else None)
    signal_events = _signal_events(journey, step_id, heard_in, event.happened_on, signals)
    return signal_events if known else [event, *signal_events]


def _require_nothing_overwritten(journey: Journey, event: AnswerReceived) -> None:
    """Raises `InvalidOperation` for other details of an answer that is known: they would be lost."""
    known = [one for one in journey.answers.received[event.experiment_id] if one.answer == event.answer]
    field = ""
    if event.close not in {one.close for one in known}:
        field = "close"
    elif event.note and event.note not in {one.note for one in known}:
        field = "note"
    if field:
        raise InvalidOperation(
            "This reply of %(day)s has already been recorded. Nothing is overwritten.",
            field=field,
            day=known[-1].happened_on,
            allowed="the same reply without other details, or a correction of its entry",
        )


def _require_matching_close(command: RecordAnswer) -> None:
    if (command.answer == "rejected_after_interview") == (command.close is None):
        raise InvalidValue(
            "Only a rejection after an interview can be marked as close or not close.",
            field="close",
            allowed="true or false for rejected_after_interview, otherwise nothing",
        )


def _signal_events(
    journey: Journey, approach: UUID, heard_in: UUID | None, on: date, signals: tuple[OddsSignal, ...]
) -> list[JourneyEvent]:
    role_id = journey.experiments[approach].planned.role_id
    if heard_in:
        heard = journey.experiment_that_happened(heard_in, field="heard_in").planned
        # A call may name the role that the step it is about left open.
        role_id = role_id or (heard.role_id if heard.refers_to == approach else None)
    if role_id is None:
        return []
    source = Source(kind="experiment", id=heard_in or approach)
    signal_events = (
        OddsSignalHeard(happened_on=on, role_id=role_id, signal=signal, source=source, answer_to=approach)
        for signal in dict.fromkeys(signals)
    )
    kept_on_file = journey.evidence.has_kept_on_file_signal(approach)
    return [
        event
        for event in signal_events
        if not journey.evidence.contains(event) and not (kept_on_file and event.signal == "resource_bank")
    ]


def _require_after_approach(on: date, approached: date) -> None:
    if on < approached:
        raise InvalidValue(
            "The approach was made on %(day)s, so a reply cannot come before that.",
            field="happened_on",
            day=approached,
            allowed=on_or_after(approached),
        )


def handle_record_silence(journey: Journey, command: RecordSilence) -> list[JourneyEvent]:
    """Records that an approach got no answer in 28 days, with its odds signal."""
    approach = journey.experiment_that_ran(command.experiment_id)
    if command.experiment_id in journey.answers.silent:
        return []
    if journey.answers.received.get(command.experiment_id):
        raise InvalidOperation(
            "This approach has already had a reply.",
            field="experiment_id",
            allowed="an approach without a reply",
        )
    first = approach.on + timedelta(days=SILENCE_DAYS)
    if command.happened_on < first:
        raise InvalidValue(
            "With no reply after %(days)s days, an approach counts as unanswered.",
            days=SILENCE_DAYS,
            field="happened_on",
            allowed=on_or_after(first),
        )
    event = SilenceElapsed(
        happened_on=command.happened_on, experiment_id=command.experiment_id, heard_in=command.heard_in
    )
    return [
        event,
        *_signal_events(
            journey, command.experiment_id, command.heard_in, command.happened_on, ("no_answer_28d",)
        ),
    ]


def handle_plan_follow_up(journey: Journey, command: PlanFollowUp) -> list[JourneyEvent]:
    """Plans a follow-up to a step under a new id."""
    step = journey.experiment_that_happened(command.experiment_id)
    if command.happened_on < step.on:
        raise InvalidValue(
            "The step was on %(day)s, so a follow-up cannot come before that.",
            field="happened_on",
            day=step.on,
            allowed=on_or_after(step.on),
        )
    if command.due < command.happened_on:
        raise InvalidValue(
            "A follow-up must be in the future.", field="due", allowed=on_or_after(command.happened_on)
        )
    event = FollowUpPlanned(
        happened_on=command.happened_on,
        follow_up_id=command.follow_up_id,
        experiment_id=command.experiment_id,
        due=command.due,
        what=command.what,
    )
    known = journey.answers.follow_ups.get(command.follow_up_id)
    if same_content(known, event):
        return []
    if known:
        raise InvalidOperation(
            "This id belongs to another follow-up.", field="follow_up_id", allowed="a new id"
        )
    return [event]


def handle_note_follow_up_due(journey: Journey, command: NoteFollowUpDue) -> list[JourneyEvent]:
    """Records once that a follow-up is due."""
    planned = journey.answers.follow_ups.get(command.follow_up_id)
    if planned is None:
        raise unknown_reference("follow-up", field="follow_up_id")
    if command.follow_up_id in journey.answers.fell_due:
        return []
    require_not_before(command.happened_on, planned.due, "The follow-up is due on %(day)s.")
    return [FollowUpFellDue(happened_on=command.happened_on, follow_up_id=command.follow_up_id)]


HANDLERS: CommandHandlers = {
    RecordAnswer: handle_record_answer,
    RecordSilence: handle_record_silence,
    PlanFollowUp: handle_plan_follow_up,
    NoteFollowUpDue: handle_note_follow_up_due,
}
