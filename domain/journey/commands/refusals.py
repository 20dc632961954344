"""After a refusal: care first, one change drawn from it, the papers kept on file, and before it all the leave to ring."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from domain.allowed_dates import later_than
from domain.command import Command, SentenceText
from domain.decision_rules import record_change, require_not_before, require_not_past
from domain.errors import InvalidOperation
from domain.event import Event
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.journey.events.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class AgreeFeedback(Command, frozen=True, kw_only=True, tag="AgreeFeedback"):
    """Note that you may ring afterwards, whatever the answer; best asked at the interview itself."""

    experiment_id: UUID


class PauseAfterRefusal(Command, frozen=True, kw_only=True, tag="PauseAfterRefusal"):
    """Take a moment after a refusal, or skip it."""

    experiment_id: UUID
    skipped: bool = False


class ConcludeRefusal(Command, frozen=True, kw_only=True, tag="ConcludeRefusal"):
    """Draw one change from a refusal; leave it out when there is nothing in it."""

    experiment_id: UUID
    change: SentenceText | None = None


class KeepOnFile(Command, frozen=True, kw_only=True, tag="KeepOnFile"):
    """Note that they keep your papers, and until when. It is a small signal for the odds."""

    experiment_id: UUID
    until: date


class ExpireKeptOnFile(Command, frozen=True, kw_only=True, tag="ExpireKeptOnFile"):
    """The clock's: the papers are no longer kept."""

    experiment_id: UUID


def handle_agree_feedback(journey: "Journey", wish: AgreeFeedback) -> list[Event]:
    """Agree once, not before the step was planned."""
    step = journey.experiment(wish.experiment_id)
    if step.stage == "dropped":
        raise InvalidOperation(
            "This experiment was dropped, so there is nothing to ring about.",
            field="experiment_id",
            allowed="an experiment that is planned or was run",
        )
    planned_on = step.planned.happened_on
    require_not_before(wish.happened_on, planned_on, "The plan was made on %(day)s.")
    if wish.experiment_id in journey.refusals.agreed:
        return []
    return [FeedbackAgreed(happened_on=wish.happened_on, experiment_id=wish.experiment_id)]


def handle_pause_after_refusal(journey: "Journey", wish: PauseAfterRefusal) -> list[Event]:
    """Pause once; who skipped it may still take it."""
    _after_refusal(journey, wish)
    fact = RefusalPaused(happened_on=wish.happened_on, experiment_id=wish.experiment_id, skipped=wish.skipped)
    known = journey.refusals.paused.get(wish.experiment_id)
    return (
        []
        if known and not known.skipped
        else record_change(
            known, fact, "The pause was last set on %(day)s; an earlier day cannot change that."
        )
    )


def handle_conclude_refusal(journey: "Journey", wish: ConcludeRefusal) -> list[Event]:
    """Conclude; a later day may see more in it."""
    _after_refusal(journey, wish)
    fact = RefusalConcluded(
        happened_on=wish.happened_on, experiment_id=wish.experiment_id, change=wish.change
    )
    return record_change(
        journey.refusals.concluded.get(wish.experiment_id),
        fact,
        "What this refusal changes was last set on %(day)s; an earlier day cannot change that.",
    )


def handle_keep_on_file(journey: "Journey", wish: KeepOnFile) -> list[Event]:
    """Keep until a day that lies ahead; the signal counts once per approach."""
    step = journey.experiment_that_ran(wish.experiment_id)
    require_not_before(wish.happened_on, step.on, "The step was on %(day)s.")
    require_not_past(wish.until, wish.happened_on, field="until")
    fact = KeptOnFile(happened_on=wish.happened_on, experiment_id=wish.experiment_id, until=wish.until)
    kept = record_change(
        journey.refusals.kept.get(wish.experiment_id),
        fact,
        "How long the papers are kept was last set on %(day)s; an earlier day cannot change that.",
    )
    role_id = step.planned.role_id
    if not kept or role_id is None or journey.evidence.has_kept_on_file_signal(wish.experiment_id):
        return kept
    heard = OddsSignalHeard(
        happened_on=wish.happened_on,
        role_id=role_id,
        signal="resource_bank",
        source=Source(kind="experiment", id=wish.experiment_id),
        answer_to=wish.experiment_id,
    )
    return [*kept, heard]


def handle_expire_kept_on_file(journey: "Journey", wish: ExpireKeptOnFile) -> list[Event]:
    """Note once that the day has passed."""
    kept = journey.refusals.kept.get(wish.experiment_id)
    if kept is None:
        raise InvalidOperation(
            "No papers are kept here.", field="experiment_id", allowed="an approach with papers on file"
        )
    if journey.refusals.expired.get(wish.experiment_id) == kept.until:
        return []
    if wish.happened_on <= kept.until:
        raise InvalidOperation(
            "The papers are kept until %(day)s.",
            field="happened_on",
            day=kept.until,
            allowed=later_than(kept.until),
        )
    return [KeptOnFileExpired(happened_on=wish.happened_on, experiment_id=wish.experiment_id)]


def _after_refusal(journey: "Journey", wish: PauseAfterRefusal | ConcludeRefusal) -> None:
    journey.experiment(wish.experiment_id)
    refused_on = journey.answers.first_refused_on(wish.experiment_id)
    if refused_on is None:
        raise InvalidOperation(
            "No refusal was noted as the answer to this step.",
            field="experiment_id",
            allowed="an approach that was answered with a refusal",
        )
    require_not_before(wish.happened_on, refused_on, "The refusal came on %(day)s.")
