"""The coach's part: check-ins, and what they taught."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, Minutes, Note, SentenceText
from domain.errors import InvalidOperation
from domain.event import Event
from domain.journey.commands.evidence import LearningInput, evidence_events
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.evidence import EvidenceContext, Source
from domain.journey.events.experiments import NextStep

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class HoldCheckIn(Command, frozen=True, kw_only=True, tag="HoldCheckIn"):
    """Note a talk between client and coach, with what it taught."""

    check_in_id: UUID
    minutes: Minutes | None = None
    note: Note | None = None
    conclusion: SentenceText | None = None
    next_step: NextStepInput | None = None
    learned: LearningInput = LearningInput()


def handle_hold_check_in(journey: "Journey", wish: HoldCheckIn) -> list[Event]:
    """Note a check-in once, then its evidence."""
    following = NextStep(what=wish.next_step.what, due=wish.next_step.due) if wish.next_step else None
    fact = CheckInHeld(
        happened_on=wish.happened_on,
        check_in_id=wish.check_in_id,
        minutes=wish.minutes,
        note=wish.note,
        conclusion=wish.conclusion,
        next_step=following,
    )
    known = journey.check_ins.get(wish.check_in_id)
    if known and known != fact:
        raise InvalidOperation(
            "Another check-in has this id.", field="check_in_id", allowed="an id of its own"
        )
    context = EvidenceContext(source=Source(kind="check_in", id=wish.check_in_id), on=wish.happened_on)
    learned = evidence_events(journey, wish.learned, context)
    return learned if known else [fact, *learned]
