"""Changes of criteria, strengths and gaps between two dates."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from domain.journey.events.evidence import GapFound, StrengthObserved
from domain.journey.events.gaps import GapDecided
from projections.difference.state import DifferenceState
from projections.difference.view import CriterionChange, GapChange, GapStatus, StrengthChange, WeightDirection
from projections.learning_model import state
from projections.learning_model.parameters import Parameters
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
    """The strengths that were new or newly confirmed, in the order of their first recording."""
    seen: defaultdict[UUID, list[StrengthObserved]] = defaultdict(list)
    for one in learning.strengths:
        if one.happened_on <= until:
            seen[one.strength_id].append(one)
    changes = (
        _strength(events, [one for one in events if one.happened_on <= since]) for events in seen.values()
    )
    return tuple(one for one in changes if one.new or one.confirmed)


def _strength(events: list[StrengthObserved], before: list[StrengthObserved]) -> StrengthChange:
    witnesses = _witnesses(events)
    return StrengthChange(
        strength_id=events[0].strength_id,
        wording=events[-1].wording,
        hidden=all(one.hidden for one in events),
        new=not before,
        confirmed=witnesses > 1 and _witnesses(before) < 2,
        witnesses=witnesses,
    )


def _witnesses(events: list[StrengthObserved]) -> int:
    """The number of independent witnesses. A contact without an id may be any other, so adds none."""
    kinds = {one.witness for one in events}
    contacts = {one.contact_id for one in events if one.witness == "contact" and one.contact_id}
    return len(kinds) + max(0, len(contacts) - 1)


def gap_changes(state: DifferenceState, since: date, until: date) -> tuple[GapChange, ...]:
    """The gaps whose status changed, in the order of their first recording."""
    found: defaultdict[UUID, list[GapFound]] = defaultdict(list)
    for one in state.learning.gaps:
        if one.happened_on <= until:
            found[one.gap_id].append(one)
    then, now = _decided(state, since), _decided(state, until)
    changes = (
        GapChange(
            gap_id=key,
            wording=events[-1].wording,
            before=then.get(key, "open") if any(one.happened_on <= since for one in events) else None,
            after=now.get(key, "open"),
        )
        for key, events in found.items()
    )
    return tuple(one for one in changes if one.before != one.after)


def _decided(state: DifferenceState, on: date) -> dict[UUID, GapStatus]:
    events = sorted((one for one in state.gaps if one.happened_on <= on), key=lambda one: one.happened_on)
    return {one.gap_id: one.decision if isinstance(one, GapDecided) else "closed" for one in events}
