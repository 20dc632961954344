"""The promise of every role in play on many days: the numbers of a chart, cheaper than a profile of each day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.roles import RoleReopened
from projections.learning_model.evidence_index import EvidenceIndex, RoleEvidenceIndex, build_evidence_index
from projections.learning_model.evidence_sums import evidence_sums, promise_from
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.role_beliefs import distance_on, standing_on
from projections.learning_model.state import LearningState


class RolePromise(Struct, frozen=True, kw_only=True):
    """A role in play and what it promised, 0-100."""

    role_id: UUID
    title: str
    promise: float


class PromisesOnDay(Struct, frozen=True, kw_only=True):
    """The roles in play on a day, by promise."""

    on: date
    roles: tuple[RolePromise, ...]


def promise_series(state: LearningState, days: Sequence[date]) -> tuple[PromisesOnDay, ...]:
    """The promises of the profile on each of these days, the earliest first, at a fraction of a profile's cost."""
    index = build_evidence_index(state, DEFAULT_PARAMETERS)
    lines = {role_id: list(_promises(index, page, days)) for role_id, page in index.pages.items()}
    return tuple(
        PromisesOnDay(on=day, roles=tuple(sorted(_in_play(index, lines, place, day), key=_rank)))
        for place, day in enumerate(days)
    )


def _in_play(
    index: EvidenceIndex, lines: Mapping[UUID, Sequence[float]], place: int, day: date
) -> Iterator[RolePromise]:
    for role_id, page in index.pages.items():
        discovered = page.events.discovered
        if discovered.happened_on <= day and isinstance(standing_on(page.events, day), RoleReopened | None):
            yield RolePromise(role_id=role_id, title=discovered.title, promise=lines[role_id][place])


def _rank(role: RolePromise) -> tuple[float, str]:
    return -role.promise, str(role.role_id)


def _promises(index: EvidenceIndex, page: RoleEvidenceIndex, days: Sequence[date]) -> Iterator[float]:
    """One role's promise on each day."""
    for day, sums in zip(days, evidence_sums(index, page, days), strict=True):
        yield promise_from(sums, distance_on(page.events, day), index.parameters)
