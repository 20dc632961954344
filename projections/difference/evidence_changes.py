"""Changes of criteria, strengths and gaps between two dates."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.journey.events.evidence import StrengthObserved
from domain.journey.events.gaps import GapDecided
from projections.difference.state import DifferenceState
from projections.difference.view import CriterionChange, GapChange, GapStatus, StrengthChange, WeightDirection
from projections.learning_model import state
from projections.learning_model.parameters import Parameters
from projections.learning_model.strengths_and_gaps import KnownStrength, gaps_on, strengths_on
from projections.learning_model.weighted_criteria import weighted_criteria

UNCHANGED_BELOW = 0.02
"""Weights this close, of a whole of 1, count as hardly changed."""


def criterion_changes(
    learning: state.LearningState, since: date, until: date, parameters: Parameters
) -> tuple[CriterionChange, ...]:
    """Every criterion with its weight at both dates, the heaviest first."""
    before = {one.named.criterion_id: one.weight for one in weighted_criteria(learning, since, parameters)}
    return tuple(
        CriterionChange(
            criterion_id=one.named.criterion_id,
            wording=one.named.wording,
            before=before.get(one.named.criterion_id),
            after=one.weight,
            direction=_direction(before.get(one.named.criterion_id), one.weight),
        )
        for one in weighted_criteria(learning, until, parameters)
    )


def _direction(before: float | None, after: float) -> WeightDirection:
    if before is None:
        return "new"
    if abs(after - before) < UNCHANGED_BELOW:
        return "hardly"
    return "up" if after > before else "down"


def strength_changes(learning: state.LearningState, since: date, until: date) -> tuple[StrengthChange, ...]:
    """The strengths that were new or newly confirmed, in the order they were first seen."""
    changes = (_strength(one, since) for one in strengths_on(learning.strengths, until))
    return tuple(one for one in changes if one.new or one.confirmed)


def _strength(strength: KnownStrength, since: date) -> StrengthChange:
    before = [one for one in strength.observations if one.happened_on <= since]
    witnesses = _witnesses(strength.observations)
    return StrengthChange(
        strength_id=strength.strength_id,
        wording=strength.wording,
        hidden=all(one.hidden for one in strength.observations),
        new=not before,
        confirmed=witnesses > 1 and _witnesses(before) < 2,
        witnesses=witnesses,
    )


def _witnesses(events: Sequence[StrengthObserved]) -> int:
    """The number of independent witnesses. A contact without an id may be any other, so adds none."""
    kinds = {one.witness for one in events}
    contacts = {one.contact_id for one in events if one.witness == "contact" and one.contact_id}
    return len(kinds) + max(0, len(contacts) - 1)


def gap_changes(state: DifferenceState, since: date, until: date) -> tuple[GapChange, ...]:
    """The gaps whose status changed, in the order they were first found."""
    then, now = _decided(state, since), _decided(state, until)
    changes = (
        GapChange(
            gap_id=gap.gap_id,
            wording=gap.wording,
            before=then.get(gap.gap_id, "open") if gap.found_on <= since else None,
            after=now.get(gap.gap_id, "open"),
        )
        for gap in gaps_on(state.learning.gaps, until)
    )
    return tuple(one for one in changes if one.before != one.after)


def _decided(state: DifferenceState, on: date) -> dict[UUID, GapStatus]:
    events = sorted((one for one in state.gaps if one.happened_on <= on), key=lambda one: one.happened_on)
    return {one.gap_id: one.decision if isinstance(one, GapDecided) else "closed" for one in events}
