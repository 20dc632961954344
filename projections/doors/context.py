"""Lookup tables for doors: what surrounds a step in the journey."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.answers import AnswerReceived
from domain.journey.events.experiments import ExperimentOutcome, ExperimentPlanned, ExperimentRun
from domain.journey.events.roles import RoleReopened
from domain.vocabulary import MEETING_KINDS, SERIOUS_KINDS, ApproachAnswer
from projections.approaches.state import ApproachesState
from projections.approaches.threads import ApproachThread, employer_id_of, planned_experiments
from projections.doors.view import DoorKind, DoorMove, DoorReason

RoleAtEmployer = tuple[UUID | None, UUID | None]
"""A role at an employer."""

MeetingProgress = Literal["none", "planned", "run", "answered"]


class Door(Struct, frozen=True, kw_only=True):
    """A door before the titles and names are looked up, by the step it belongs to."""

    kind: DoorKind
    planned: ExperimentPlanned | None
    role_id: UUID | None
    since: date
    open: bool
    why: DoorReason
    next_move: DoorMove | None = None
    due: date | None = None
    knocked_on: date | None = None
    answer: ApproachAnswer | None = None


class DoorContext(Struct, frozen=True, kw_only=True):
    """Steps by employer and by the step they refer to, and the roles set aside, as of a date."""

    steps: dict[RoleAtEmployer, list[ExperimentPlanned]]
    referring: dict[UUID, list[ExperimentPlanned]]
    by_role: dict[UUID | None, list[ExperimentPlanned]]
    employers: dict[UUID, UUID | None]
    """Of each step."""
    ran: dict[UUID, date]
    ended: frozenset[UUID]
    answered: frozenset[UUID]
    aside: frozenset[UUID]

    def meeting_progress(self, thread: ApproachThread, since: date) -> MeetingProgress:
        """The progress since a day of a meeting with the same employer, or one that refers to the approach."""
        own = {one.experiment_id for one in thread.events_of(ExperimentPlanned)}
        root = thread.planned
        employer_id = self.employers[root.experiment_id]
        there = self.steps.get((root.role_id, employer_id), []) if employer_id else []
        return _furthest(
            [
                self._progress(one, since)
                for one in (*there, *(one for key in own for one in self.referring.get(key, ())))
                if one.kind in MEETING_KINDS and one.experiment_id != root.experiment_id
            ]
        )

    def _progress(self, step: ExperimentPlanned, since: date) -> MeetingProgress:
        ran = self.ran.get(step.experiment_id)
        if ran is None:
            return "none" if step.experiment_id in self.ended else "planned"
        if ran < since:
            return "none"
        return "answered" if step.experiment_id in self.answered else "run"

    def has_pursued(self, role_id: UUID, employer_id: UUID | None, since: date) -> bool:
        """True if a serious step for the role was taken since a day, with the employer if both are known."""
        return any(
            self.ran.get(one.experiment_id, date.min) >= since
            and (employer_id is None or self.employers[one.experiment_id] in (None, employer_id))
            for one in self.by_role.get(role_id, ())
        )


def door_context(state: ApproachesState) -> DoorContext:
    """Builds the lookup tables."""
    known = planned_experiments(state)
    employers = {key: employer_id_of(state.contacts, one) for key, one in known.items()}
    steps: defaultdict[RoleAtEmployer, list[ExperimentPlanned]] = defaultdict(list)
    referring: defaultdict[UUID, list[ExperimentPlanned]] = defaultdict(list)
    by_role: defaultdict[UUID | None, list[ExperimentPlanned]] = defaultdict(list)
    for key, one in known.items():
        steps[one.role_id, employers[key]].append(one)
        if one.refers_to:
            referring[one.refers_to].append(one)
        if one.kind in SERIOUS_KINDS:
            by_role[one.role_id].append(one)
    standing = {one.role_id: one for one in state.aside}
    return DoorContext(
        steps=dict(steps),
        referring=dict(referring),
        by_role=dict(by_role),
        employers=employers,
        ran={one.experiment_id: one.happened_on for one in state.events if isinstance(one, ExperimentRun)},
        ended=frozenset(one.experiment_id for one in state.events if isinstance(one, ExperimentOutcome)),
        answered=frozenset(one.experiment_id for one in state.events if isinstance(one, AnswerReceived)),
        aside=frozenset(key for key, one in standing.items() if not isinstance(one, RoleReopened)),
    )


def _furthest(reached: Collection[MeetingProgress]) -> MeetingProgress:
    if "answered" in reached:
        return "answered"
    if "run" in reached:
        return "run"
    return "planned" if "planned" in reached else "none"
