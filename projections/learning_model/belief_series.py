"""What is believed of every role on many days, at the cost of one pass over the evidence.

The beliefs are those of `role_beliefs`, to the last digit.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.journey.events.experiments import ExperimentRun
from projections.learning_model import beliefs
from projections.learning_model.beliefs import AppealBelief, OddsBelief
from projections.learning_model.counting_signals import counts_for_chances_until
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import RoleBelief, distance_on, standing_with_reason
from projections.learning_model.state import LearningState


class BeliefSeries:
    """The beliefs of a journey on any day."""

    def __init__(self, state: LearningState, parameters: Parameters) -> None:
        self._state, self._parameters = state, parameters
        self._index = build_evidence_index(state, parameters)
        self._counting = defaultdict[UUID, list[tuple[date, date]]](list)
        """The days from and until which each piece of evidence of a role counts, but for ratings of the intake."""
        self._contacts = defaultdict[UUID, list[tuple[date, float]]](list)
        for role_id, first, until in self._evidence():
            self._counting[role_id].append((first, until))
        for role_id, on, weight in self._meetings():
            self._contacts[role_id].append((on, weight))

    def on(self, on: date) -> dict[UUID, RoleBelief]:
        """The belief about every role discovered by a day."""
        return {
            role_id: self._belief(role_id, on)
            for role_id, role in self._state.roles.items()
            if role.discovered.happened_on <= on
        }

    def role_on(self, role_id: UUID, on: date) -> tuple[AppealBelief, OddsBelief]:
        """The belief about one role; before it was discovered, the one that rests on nothing. Raises KeyError for no role."""
        discovered = self._state.roles[role_id].discovered
        if discovered.happened_on <= on:
            return self._index.appeal_on(role_id, on), self._index.odds_on(role_id, on)
        odds = beliefs.odds_belief(discovered.distance, (), self._parameters)
        return beliefs.appeal_belief((), self._parameters), odds

    def _evidence(self) -> Iterator[tuple[UUID, date, date]]:
        for rated in self._state.ratings:
            if rated.source.kind != "intake":
                yield rated.role_id, rated.happened_on, date.max
        replaced, counted = self._index.replaced, self._state.counted
        for heard in self._state.signals:
            yield heard.role_id, heard.happened_on, counts_for_chances_until(heard, replaced, counted)

    def _meetings(self) -> Iterator[tuple[UUID, date, float]]:
        for step in self._state.steps.values():
            planned, happened = step.planned, step.happened
            if planned.role_id and isinstance(happened, ExperimentRun):
                in_role = planned.meeting is not None and planned.meeting.in_role
                weight = beliefs.contact_weight(
                    planned.kind, in_role=in_role, hours=happened.hours, parameters=self._parameters
                )
                yield planned.role_id, happened.happened_on, weight

    def _belief(self, role_id: UUID, on: date) -> RoleBelief:
        events = self._state.roles[role_id]
        appeal, odds = self._index.appeal_on(role_id, on), self._index.odds_on(role_id, on)
        reach = beliefs.reach(odds, self._parameters)
        standing, reason, since = standing_with_reason(events, on)
        return RoleBelief(
            role_id=role_id,
            events=events,
            distance=distance_on(events, on),
            appeal=appeal,
            odds=odds,
            reach=reach,
            promise=beliefs.promise(appeal.mean, reach, self._parameters),
            contact=sum((weight for day, weight in self._contacts[role_id] if day <= on), 0.0),
            evidence=sum(first <= on < until for first, until in self._counting[role_id]),
            standing=standing,
            reason=reason,
            since=since,
        )
