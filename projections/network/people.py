"""Contacts the client has met, and those they have not met yet.

Neither a meeting that was called off nor an application or a call counts as a meeting.
"""

from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.network import ContactAdded, Meeting
from domain.vocabulary import MEETING_KINDS, Tie
from projections.network.state import NetworkState
from projections.network.view import ContactView, UnmetContactView

_STRONGEST_FIRST: tuple[Tie, ...] = ("strong", "medium", "weak", "none")


class _StepTogether(Struct, frozen=True):
    planned: ExperimentPlanned
    meeting: Meeting
    run: ExperimentRun

    @property
    def met(self) -> bool:
        return self.planned.kind in MEETING_KINDS


def contact_views(state: NetworkState) -> tuple[ContactView, ...]:
    """Everyone the client has met, the last met first; of one day by id."""
    shown = sorted(
        (
            _contact(state, key, steps)
            for key, steps in _steps_by_contact(state).items()
            if any(one.met for one in steps)
        ),
        key=lambda one: str(one.contact_id),
    )
    return tuple(sorted(shown, key=lambda one: one.last_met, reverse=True))


def _steps_by_contact(state: NetworkState) -> dict[UUID, list[_StepTogether]]:
    """The steps with each contact that took place, by day."""
    people: dict[UUID, list[_StepTogether]] = {}
    for step in state.steps_by_day():
        planned = state.plans[step.experiment_id]
        if isinstance(step, ExperimentRun) and planned.meeting:
            together = _StepTogether(planned, planned.meeting, step)
            people.setdefault(planned.meeting.contact_id, []).append(together)
    return people


def _contact(state: NetworkState, contact_id: UUID, steps: list[_StepTogether]) -> ContactView:
    meetings = [one for one in steps if one.met]
    added = state.contacts.get(contact_id)
    employer_id = added.employer_id if added else None
    return ContactView(
        contact_id=contact_id,
        name=state.contact_name(contact_id),
        relation=added.relation if added else None,
        employer_id=employer_id,
        employer=state.employer_name(employer_id),
        strongest_tie=_strongest(steps),
        latest_tie=steps[-1].meeting.tie,
        in_role=any(one.meeting.in_role for one in steps),
        can_hire=any(one.meeting.can_hire for one in steps),
        met=len(meetings),
        last_met=meetings[-1].run.happened_on,
        channel=steps[0].planned.channel,
        added_on=added.happened_on if added else None,
        source=added.source.kind if added else None,
        source_id=added.source.id if added else None,
    )


def unmet_contact_views(state: NetworkState) -> tuple[UnmetContactView, ...]:
    """Everyone in the address book whom the client has not met yet, the closest first; then by the day they were added."""
    steps = _steps_by_contact(state)
    left = [one for key, one in state.contacts.items() if not any(step.met for step in steps.get(key, ()))]
    ordered = sorted(left, key=lambda one: (_closeness(one.tie), one.happened_on, str(one.contact_id)))
    return tuple(_unmet(state, one, steps.get(one.contact_id, [])) for one in ordered)


def _closeness(tie: Tie | None) -> int:
    return _STRONGEST_FIRST.index(tie) if tie else len(_STRONGEST_FIRST)


def _unmet(state: NetworkState, added: ContactAdded, steps: list[_StepTogether]) -> UnmetContactView:
    return UnmetContactView(
        contact_id=added.contact_id,
        name=added.name,
        relation=added.relation,
        employer_id=added.employer_id,
        employer=state.employer_name(added.employer_id),
        tie=added.tie,
        in_role=any(one.meeting.in_role for one in steps),
        can_hire=any(one.meeting.can_hire for one in steps),
        added_on=added.happened_on,
        source=added.source.kind,
        source_id=added.source.id,
    )


def _strongest(steps: list[_StepTogether]) -> Tie:
    ties = {one.meeting.tie for one in steps}
    return next(tie for tie in _STRONGEST_FIRST if tie in ties)
