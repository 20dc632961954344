"""Visibility: who noticed the client, and the reactions to each version of their pitch."""

import math
from collections import defaultdict
from uuid import UUID

from domain.journey.events.pitches import PitchRevised
from projections.network.approaches import invited_approaches
from projections.network.state import NetworkState
from projections.network.view import PitchView, Visibility, VisibleStep


def visibility_of(state: NetworkState) -> Visibility:
    """The number of steps that also made the client visible, and to whom."""
    steps = {one.experiment_id for one in state.steps}
    noticed = [one for one in state.visible if one.experiment_id in steps]
    visible = len({one.experiment_id for one in noticed})
    by_day = sorted(noticed, key=lambda one: one.happened_on)
    return Visibility(
        steps=len(steps),
        visible=visible,
        share=visible / len(steps) if steps else None,
        seen_by=tuple(
            VisibleStep(experiment_id=one.experiment_id, on=one.happened_on, to=one.to)
            for one in reversed(by_day)
        ),
    )


def pitch_views(state: NetworkState) -> tuple[PitchView, ...]:
    """Every version of the pitch, the latest first."""
    sent: defaultdict[UUID | None, set[UUID]] = defaultdict(set)
    for approach in state.sent:
        sent[approach.pitch_id].add(approach.experiment_id)
    landed: defaultdict[UUID, list[int]] = defaultdict(list)
    for attempt in state.tried:
        landed[attempt.pitch_id].append(attempt.landed)
    invited = invited_approaches(state)
    by_day = sorted(state.pitches, key=lambda one: one.happened_on)
    return tuple(_pitch(one, sent[one.pitch_id], invited, landed[one.pitch_id]) for one in reversed(by_day))


def _pitch(revised: PitchRevised, sent: set[UUID], invited: frozenset[UUID], landed: list[int]) -> PitchView:
    return PitchView(
        pitch_id=revised.pitch_id,
        wording=revised.wording,
        since=revised.happened_on,
        follows=revised.follows,
        sent=len(sent),
        invited=len(sent & invited),
        tried=len(landed),
        landed=math.fsum(landed) / len(landed) if landed else None,
    )
