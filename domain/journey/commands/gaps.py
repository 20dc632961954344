"""Gaps: what a role asks for and is not there yet, and what the client decided to do about it."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, SentenceText
from domain.decision_rules import record_change, require_not_before, require_not_past, unknown_reference
from domain.event import Event
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.vocabulary import GapDecision

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class DecideGap(Command, frozen=True, kw_only=True, tag="DecideGap"):
    """Decide on a gap: close it (by which day), go round it, or live with it."""

    gap_id: UUID
    decision: GapDecision
    how: SentenceText | None = None
    due: date | None = None


class CloseGap(Command, frozen=True, kw_only=True, tag="CloseGap"):
    """Say that what was missing is there now. Deciding on it anew opens it again."""

    gap_id: UUID


def handle_decide_gap(journey: "Journey", wish: DecideGap) -> list[Event]:
    """Decide, or decide anew, which opens what was closed."""
    _found(journey, wish)
    require_not_past(wish.due, wish.happened_on)
    latest = journey.gaps.decided.get(wish.gap_id)
    fact = GapDecided(
        happened_on=wish.happened_on, gap_id=wish.gap_id, decision=wish.decision, how=wish.how, due=wish.due
    )
    closed_on = journey.gaps.closed.get(wish.gap_id)
    if closed_on is None or fact == latest:
        return record_change(
            latest,
            fact,
            "The decision on this gap was last set on %(day)s; an earlier day cannot change that.",
        )
    require_not_before(wish.happened_on, closed_on, "The gap was closed on %(day)s.")
    return [fact]


def handle_close_gap(journey: "Journey", wish: CloseGap) -> list[Event]:
    """Close it once, not before what was decided on it."""
    _found(journey, wish)
    if wish.gap_id in journey.gaps.closed:
        return []
    if decided := journey.gaps.decided.get(wish.gap_id):
        decided_on = decided.happened_on
        require_not_before(wish.happened_on, decided_on, "The decision on this gap is of %(day)s.")
    return [GapClosed(happened_on=wish.happened_on, gap_id=wish.gap_id)]


def _found(journey: "Journey", wish: DecideGap | CloseGap) -> None:
    found_on = journey.evidence.gaps.get(wish.gap_id)
    if found_on is None:
        raise unknown_reference("gap", field="gap_id")
    require_not_before(wish.happened_on, found_on, "The gap was found on %(day)s.")
