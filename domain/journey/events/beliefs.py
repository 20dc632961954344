"""Beliefs put to the test: what a step showed of the belief that it was planned to test."""

from typing import Annotated
from uuid import UUID

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, StructuralId
from domain.vocabulary import BeliefVerdict


class BeliefJudged(Event, frozen=True, kw_only=True, tag="BeliefJudged"):
    """The client judged whether a belief held up in a step. The latest judgement counts."""

    label = translatable("whether a belief held up")
    part_of = ("happened",)

    experiment_id: StructuralId
    verdict: Annotated[BeliefVerdict, C1]


BeliefsSlice = dict[UUID, BeliefJudged]
"""The latest judgement, by experiment."""


def evolve(beliefs: BeliefsSlice, event: BeliefJudged) -> BeliefsSlice:
    """Adds a judgement, or replaces the one before."""
    return with_entry(beliefs, event.experiment_id, event)


EVOLVERS = slice_evolvers("beliefs", evolve)
