"""The coach's part: check-ins, and what they taught."""

from uuid import UUID

from domain.command import Command, Minutes, Note, SentenceText
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import LearningInput, evidence_events
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.evidence import EvidenceContext, Source
from domain.journey.events.experiments import NextStep
from domain.normal_texts import same_content


class HoldCheckIn(Command, frozen=True, kw_only=True, tag="HoldCheckIn"):
    """Record a session of client and coach, with what it taught."""

    check_in_id: UUID
    minutes: Minutes | None = None
    note: Note | None = None
    conclusion: SentenceText | None = None
    next_step: NextStepInput | None = None
    learned: LearningInput = LearningInput()


def handle_hold_check_in(journey: Journey, command: HoldCheckIn) -> list[JourneyEvent]:
    """Records a check-in under a new id, and the evidence that came from it."""
    next_step = (
        NextStep(what=command.next_step.what, due=command.next_step.due) if command.next_step else None
    )
    event = CheckInHeld(
        happened_on=command.happened_on,
        check_in_id=command.check_in_id,
        minutes=command.minutes,
        note=command.note,
        conclusion=command.conclusion,
        next_step=next_step,
    )
    known = journey.check_ins.get(command.check_in_id)
    if known and not same_content(known, event):
        raise InvalidOperation("This id belongs to another session.", field="check_in_id", allowed="a new id")
    context = EvidenceContext(source=Source(kind="check_in", id=command.check_in_id), on=command.happened_on)
    learned = evidence_events(journey, command.learned, context)
    return learned if known else [event, *learned]


HANDLERS: CommandHandlers = {
    HoldCheckIn: handle_hold_check_in,
}
