"""A history that is replayed: a client's, or a simulated one, whose truth is known."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from msgspec import Struct

from domain.event import AuthoredEvent
from domain.vocabulary import Language
from projections.fold import fold
from projections.profile.projection import PROFILE
from projections.timeline.projection import TIMELINE
from service.application.aggregates import JOURNEY_AGGREGATE
from service.application.folded_journey import FoldedJourney, FoldedProjection
from service.authorization.history_filter import NOTHING, Withheld
from service.research.simulation.examples import simulate_example
from service.research.simulation.history import LAST_DAY

KEPT = 24
"""Simulated histories that are kept: all of them in two languages."""


class TrueFigures(Struct, frozen=True):
    """What a role would really be for a simulated client in a week: appeal, and the chance of an interview, both 0-100."""

    appeal: float
    chance: float


class ReplayedHistory(Struct, frozen=True, kw_only=True):
    """A history with everything that its replay shows. `PROFILE` and `TIMELINE` are folded."""

    folded: FoldedJourney
    withheld: Withheld = NOTHING
    """What its reader does not see of the entries."""
    sees_entries: bool = True
    """Whether the reader sees what was recorded, and not only the figures."""
    truth: Mapping[tuple[UUID, int], TrueFigures] | None = None
    """By role and week; None for a real client."""

    @property
    def called(self) -> str:
        """What the client goes by."""
        return self.folded.journey.started.event.called


@lru_cache(maxsize=KEPT)
def simulated_history(number: int, language: Language) -> ReplayedHistory:
    """A simulated history by its number, folded once for all its weeks. Raises `IndexError` if there is none."""
    made = simulate_example(number, language)
    version = made.entries[-1].number
    return ReplayedHistory(
        folded=FoldedJourney(
            journey_id=made.journey_id,
            journey=JOURNEY_AGGREGATE.evolve(
                JOURNEY_AGGREGATE.initial, [AuthoredEvent(one.event, one.actor_id) for one in made.entries]
            ),
            version=version,
            today=LAST_DAY,
            projections={
                PROFILE.name: FoldedProjection(version=version, state=fold(PROFILE, made.entries)),
                TIMELINE.name: FoldedProjection(version=version, state=fold(TIMELINE, made.entries)),
            },
        ),
        truth={
            (one.role_id, one.week): TrueFigures(one.appeal, 100 * one.chance) for one in made.truth_of_weeks
        },
    )
