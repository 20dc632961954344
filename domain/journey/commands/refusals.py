"""After a refusal: the pause, the change drawn from it, papers on file; and the leave to ring, given before."""

from datetime import date
from uuid import UUID

from domain.allowed_dates import later_than
from domain.command import Command, SentenceText
from domain.decision_rules import record_change, require_not_before, require_not_past
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.journey.events.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)


class AgreeFeedback(Command, frozen=True, kw_only=True, tag="AgreeFeedback"):
    """Record whether you may call afterwards for feedback, whatever the outcome. Best asked at the interview itself."""

    experiment_id: UUID


class PauseAfterRefusal(Command, frozen=True, kw_only=True, tag="PauseAfterRefusal"):
    """Take a moment after a rejection, or skip it."""

    experiment_id: UUID
    skipped: bool = False


class ConcludeRefusal(Command, frozen=True, kw_only=True, tag="ConcludeRefusal"):
    """Record the one change you draw from a rejection. Leave it out if there is nothing to change."""

    experiment_id: UUID
    change: SentenceText | None = None


class KeepOnFile(Command, frozen=True, kw_only=True, tag="KeepOnFile"):
    """Record that an employer keeps your details on file, and until when. It is a small signal for the chances until they say no."""

    experiment_id: UUID
    until: date


class ExpireKeptOnFile(Command, frozen=True, kw_only=True, tag="ExpireKeptOnFile"):
    """The clock's: the papers are no longer kept."""

    experiment_id: UUID


def handle_agree_feedback(journey: Journey, command: AgreeFeedback) -> list[JourneyEvent]:
    """Records once that the client may ring afterwards, not before the step was planned."""
    step = journey.experiment(command.experiment_id)
    if step.stage == "dropped":
        raise InvalidOperation(
            "This step was dropped, so there is nothing to call about.",
            field="experiment_id",
            allowed="a step that is planned or took place",
        )
    planned_on = step.planned.happened_on
    require_not_before(command.happened_on, planned_on, "The plan was made on %(day)s.")
    if command.experiment_id in journey.refusals.agreed:
        return []
    return [FeedbackAgreed(happened_on=command.happened_on, experiment_id=command.experiment_id)]


def handle_pause_after_refusal(journey: Journey, command: PauseAfterRefusal) -> list[JourneyEvent]:
    """Records a pause after each refusal. A skipped one may still be taken; one that was taken is over the next day."""
    _require_after_refusal(journey, command)
    event = RefusalPaused(
        happened_on=command.happened_on, experiment_id=command.experiment_id, skipped=command.skipped
    )
    known = journey.refusals.paused.get(command.experiment_id)
    last_refused_on = journey.answers.refused_on(command.experiment_id)[-1]
    if known and known.happened_on < last_refused_on <= command.happened_on:
        return [event]
    if known and not known.skipped and known.happened_on < command.happened_on:
        return []
    return record_change(known, event, "The pause was last changed on %(day)s. Use that date or later.")


def handle_conclude_refusal(journey: Journey, command: ConcludeRefusal) -> list[JourneyEvent]:
    """Concludes a refusal; a later conclusion replaces it."""
    _require_after_refusal(journey, command)
    event = RefusalConcluded(
        happened_on=command.happened_on, experiment_id=command.experiment_id, change=command.change
    )
    return record_change(
        journey.refusals.concluded.get(command.experiment_id),
        event,
        "What this rejection changes was last updated on %(day)s. Use that date or later.",
    )


def handle_keep_on_file(journey: Journey, command: KeepOnFile) -> list[JourneyEvent]:
    """Records until when the papers are kept, and the odds signal of it, once per approach."""
    step = journey.experiment_that_ran(command.experiment_id)
    require_not_before(command.happened_on, step.on, "The step was on %(day)s.")
    require_not_past(command.until, command.happened_on, field="until")
    event = KeptOnFile(
        happened_on=command.happened_on, experiment_id=command.experiment_id, until=command.until
    )
    changes: list[JourneyEvent] = record_change(
        journey.refusals.kept.get(command.experiment_id),
        event,
        "How long they keep your details was last changed on %(day)s. Use that date or later.",
    )
    role_id = step.planned.role_id
    if not changes or role_id is None or journey.evidence.has_kept_on_file_signal(command.experiment_id):
        return changes
    signal_event = OddsSignalHeard(
        happened_on=command.happened_on,
        role_id=role_id,
        signal="resource_bank",
        source=Source(kind="experiment", id=command.experiment_id),
        answer_to=command.experiment_id,
    )
    return [*changes, signal_event]


def handle_expire_kept_on_file(journey: Journey, command: ExpireKeptOnFile) -> list[JourneyEvent]:
    """Records once that the papers are kept no longer."""
    kept = journey.refusals.kept.get(command.experiment_id)
    if kept is None:
        raise InvalidOperation(
            "They are not keeping any details here.",
            field="experiment_id",
            allowed="an approach where your details are kept on file",
        )
    if journey.refusals.expired.get(command.experiment_id) == kept.until:
        return []
    if command.happened_on <= kept.until:
        raise InvalidOperation(
            "Your details are kept until %(day)s.",
            field="happened_on",
            day=kept.until,
            allowed=later_than(kept.until),
        )
    return [KeptOnFileExpired(happened_on=command.happened_on, experiment_id=command.experiment_id)]


def _require_after_refusal(journey: Journey, command: PauseAfterRefusal | ConcludeRefusal) -> None:
    journey.experiment(command.experiment_id)
    refused_on = journey.answers.refused_on(command.experiment_id)
    if not refused_on:
        raise InvalidOperation(
            "This step has no rejection recorded.",
            field="experiment_id",
            allowed="an approach that ended in a rejection",
        )
    require_not_before(command.happened_on, refused_on[0], "The rejection came on %(day)s.")


HANDLERS: CommandHandlers = {
    AgreeFeedback: handle_agree_feedback,
    PauseAfterRefusal: handle_pause_after_refusal,
    ConcludeRefusal: handle_conclude_refusal,
    KeepOnFile: handle_keep_on_file,
    ExpireKeptOnFile: handle_expire_kept_on_file,
}
