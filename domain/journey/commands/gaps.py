"""Gaps: what a role asks for and is not there yet, and what the client decided to do about it."""

from datetime import date
from uuid import UUID

from domain.command import Command, SentenceText
from domain.decision_rules import record_change, require_not_before, require_not_past, unknown_reference
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.vocabulary import GapDecision


class DecideGap(Command, frozen=True, kw_only=True, tag="DecideGap"):
    """Decide on a gap: close it (by which date), work around it, or live with it."""

    gap_id: UUID
    decision: GapDecision
    how: SentenceText | None = None
    due: date | None = None


class CloseGap(Command, frozen=True, kw_only=True, tag="CloseGap"):
    """Record that a gap is closed. Deciding on it again reopens it."""

    gap_id: UUID


def handle_decide_gap(journey: Journey, command: DecideGap) -> list[JourneyEvent]:
    """Decides on a gap; a new decision opens a closed gap again."""
    _require_found(journey, command)
    require_not_past(command.due, command.happened_on)
    latest = journey.gaps.decided.get(command.gap_id)
    event = GapDecided(
        happened_on=command.happened_on,
        gap_id=command.gap_id,
        decision=command.decision,
        how=command.how,
        due=command.due,
    )
    closed_on = journey.gaps.closed.get(command.gap_id)
    if closed_on is None or event == latest:
        return record_change(
            latest,
            event,
            "The decision on this gap was last changed on %(day)s. Use that date or later.",
        )
    require_not_before(command.happened_on, closed_on, "The gap was closed on %(day)s.")
    return [event]


def handle_close_gap(journey: Journey, command: CloseGap) -> list[JourneyEvent]:
    """Closes a gap, not before the decision on it. Returns no event if it is closed."""
    _require_found(journey, command)
    if command.gap_id in journey.gaps.closed:
        return []
    if decided := journey.gaps.decided.get(command.gap_id):
        decided_on = decided.happened_on
        require_not_before(command.happened_on, decided_on, "This gap was decided on %(day)s.")
    return [GapClosed(happened_on=command.happened_on, gap_id=command.gap_id)]


def _require_found(journey: Journey, command: DecideGap | CloseGap) -> None:
    found_on = journey.evidence.gaps.get(command.gap_id)
    if found_on is None:
        raise unknown_reference("gap", field="gap_id")
    require_not_before(command.happened_on, found_on, "The gap was found on %(day)s.")


HANDLERS: CommandHandlers = {
    DecideGap: handle_decide_gap,
    CloseGap: handle_close_gap,
}
