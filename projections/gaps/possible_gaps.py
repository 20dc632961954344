"""Possible gaps: feedback on competence or requirements that may be missing, from which no gap was recorded yet."""

from uuid import UUID

from domain.journey.events.feedback import FeedbackReceived
from projections.gaps.state import GapsState
from projections.gaps.view import PossibleGap


def possible_gaps(state: GapsState) -> tuple[PossibleGap, ...]:
    """The possible gaps, newest first. Feedback of empty phrases gives none."""
    named = {one.source.id for one in state.found}
    possible = (
        _possible(state, one)
        for one in reversed(state.feedback)
        if one.usable and one.experiment_id not in named
    )
    return tuple(one for one in possible if one.competence or one.requirements)


def _possible(state: GapsState, feedback: FeedbackReceived) -> PossibleGap:
    points, heard = feedback.points, feedback.heard
    planned = state.plans.get(feedback.experiment_id)
    role_id = planned.role_id if planned else None
    role = state.roles.get(role_id) if role_id else None
    return PossibleGap(
        experiment_id=feedback.experiment_id,
        approach_id=_approach(state, feedback.experiment_id),
        role_id=role_id,
        role=role.title if role else None,
        on=feedback.happened_on,
        competence=None if heard.competence == "enough" else points.competence,
        requirements=None if heard.requirements == "enough" else points.requirements,
    )


def _approach(state: GapsState, experiment_id: UUID) -> UUID:
    """The approach that a follow-up, or a follow-up to a follow-up, goes back to."""
    passed = {experiment_id}
    planned = state.plans.get(experiment_id)
    while planned and planned.kind == "follow_up" and planned.refers_to and planned.refers_to not in passed:
        experiment_id = planned.refers_to
        passed.add(experiment_id)
        planned = state.plans.get(experiment_id)
    return experiment_id
