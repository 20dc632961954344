"""The figures of one role on the days of its story, with and without each entry."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.roles import RoleJudged
from domain.vocabulary import Distance
from projections.learning_model.beliefs import signal_increment
from projections.learning_model.evidence_index import EvidenceIndex
from projections.learning_model.evidence_sums import (
    BelievedFigures,
    EvidenceSums,
    evidence_sums,
    figures_from,
    own_sums,
)
from projections.learning_model.market_signals import edition_before
from projections.learning_model.state import LearningState, StepEvents
from projections.role_story.contributions import Contribution


class JourneyEvidence(Struct, frozen=True):
    """What the figures of every role of a journey are made from."""

    state: LearningState
    index: EvidenceIndex
    steps: dict[UUID | None, list[StepEvents]]
    """The steps about each role."""
    older_edition: dict[UUID, list[OddsSignalHeard]]
    """The signals that would count on the day of a newer edition without it, by the id of the newer one."""


def journey_evidence(state: LearningState, index: EvidenceIndex) -> JourneyEvidence:
    """The evidence of a journey."""
    published = {one.source.id: one for one in state.signals if one.source.kind == "market"}
    older = edition_before(state)
    steps = defaultdict[UUID | None, list[StepEvents]](list)
    for step in state.steps.values():
        steps[step.planned.role_id].append(step)
    return JourneyEvidence(
        state,
        index,
        dict(steps),
        {key: [published[one] for one in some if one in published] for key, some in older.items()},
    )


class RoleFiguresByDay:
    """The figures of one role on some days."""

    def __init__(self, evidence: JourneyEvidence, role_id: UUID, days: Iterable[date]) -> None:
        self._evidence, self._index = evidence, evidence.index
        self._page = evidence.index.pages[role_id]
        self.added_on = self._page.events.discovered.happened_on
        self._own = own_sums(evidence.index, role_id)
        self._days = sorted(set(days))
        self._sums = list(evidence_sums(evidence.index, self._page, self._days))
        self._judged = sorted(self._page.events.judged, key=lambda one: one.happened_on)
        self._judged_days = [one.happened_on for one in self._judged]

    def on(self, day: date) -> BelievedFigures:
        """The figures at the end of a day."""
        return self._figures(self._sums_on(day), self.distance_on(day))

    def without(self, entry: Contribution) -> BelievedFigures:
        """The figures at the end of an entry's day, had it not been."""
        sums = self._sums_on(entry.on).without(self._own_of(entry))
        for older in self._evidence.older_edition.get(entry.subject_id, ()) if entry.subject_id else ():
            sums = sums.plus(self._left_of(older, entry.on))
        return self._figures(sums, self.distance_on(entry.on))

    def alone(self, entry: Contribution) -> BelievedFigures:
        """The figures by an entry's own evidence alone: those with which the role came on the list."""
        return self._figures(self._own_of(entry), self._page.events.discovered.distance)

    def without_judging(self, judged: RoleJudged) -> BelievedFigures:
        """The figures at the end of the day on which it was judged again how different the role is, had it not been."""
        day = judged.happened_on
        return self._figures(self._sums_on(day), self.distance_before(day))

    def judgements(self) -> Sequence[RoleJudged]:
        """The days on which it was judged again how different the role is, by the last judgement of each."""
        return list({one.happened_on: one for one in self._judged}.values())

    def distance_on(self, day: date) -> Distance:
        """How different the role is as judged by a day."""
        return self._distance(bisect_right(self._judged_days, day))

    def distance_before(self, day: date) -> Distance:
        """How different the role was as judged before a day."""
        return self._distance(bisect_left(self._judged_days, day))

    def _distance(self, judged: int) -> Distance:
        return self._judged[judged - 1].distance if judged else self._page.events.discovered.distance

    def _own_of(self, entry: Contribution) -> EvidenceSums:
        sums = EvidenceSums()
        for number in entry.numbers:
            sums = sums.plus(self._own.get(number, EvidenceSums()))
        return sums

    def _sums_on(self, day: date) -> EvidenceSums:
        return self._sums[bisect_left(self._days, day)]

    def _left_of(self, signal: OddsSignalHeard, day: date) -> EvidenceSums:
        success, failure = signal_increment(signal.signal, self._index.parameters, weak=signal.weak)
        left = self._index.odds_left[max(0, (day - signal.happened_on).days)]
        return EvidenceSums(successes=left * success, failures=left * failure)

    def _figures(self, sums: EvidenceSums, distance: Distance) -> BelievedFigures:
        return figures_from(sums, distance, self._index.parameters)
