"""Contacts the client has met, and those they have not met yet. A meeting that was called off does not count."""

from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.network import ContactAdded, Meeting
from domain.vocabulary import Tie
from projections.network.state import NetworkState
from projections.network.view import ContactView, UnmetContactView

_STRONGEST_FIRST: tuple[Tie, ...] = ("strong", "medium", "weak", "none")


class _Met(Struct, frozen=True):
    planned: ExperimentPlanned
    meeting: Meeting
    run: ExperimentRun


def contact_views(state: NetworkState) -> tuple[ContactView, ...]:
    """Everyone the client has met, the last met first; of one day by id."""
    people: dict[UUID, list[_Met]] = {}
    for met in _meetings(state):
        people.setdefault(met.meeting.contact_id, []).append(met)
    shown = sorted(
        (_contact(state, key, met) for key, met in people.items()), key=lambda one: str(one.contact_id)
    )
    return tuple(sorted(shown, key=lambda one: one.last_met, reverse=True))


def _meetings(state: NetworkState) -> list[_Met]:
    """The steps with a contact that took place, by day."""
    run = [
        (state.plans[step.experiment_id], step)
        for step in state.steps_by_day()
        if isinstance(step, ExperimentRun)
    ]
    return [_Met(planned, planned.meeting, step) for planned, step in run if planned.meeting]


def _contact(state: NetworkState, contact_id: UUID, met: list[_Met]) -> ContactView:
    added = state.contacts.get(contact_id)
    employer_id = added.employer_id if added else None
    return ContactView(
        contact_id=contact_id,
        name=state.contact_name(contact_id),
        relation=added.relation if added else None,
        employer_id=employer_id,
        employer=state.employer_name(employer_id),
        strongest_tie=_strongest(met),
        latest_tie=met[-1].meeting.tie,
        in_role=any(one.meeting.in_role for one in met),
        can_hire=any(one.meeting.can_hire for one in met),
        met=len(met),
        last_met=met[-1].run.happened_on,
        channel=met[0].planned.channel,
        added_on=added.happened_on if added else None,
        source=added.source.kind if added else None,
        source_id=added.source.id if added else None,
    )


def unmet_contact_views(state: NetworkState) -> tuple[UnmetContactView, ...]:
    """Everyone in the address book whom the client has not met yet, the closest first; then by the day they were added."""
    met = {one.meeting.contact_id for one in _meetings(state)}
    left = [one for key, one in state.contacts.items() if key not in met]
    ordered = sorted(left, key=lambda one: (_closeness(one.tie), one.happened_on, str(one.contact_id)))
    return tuple(_unmet(state, one) for one in ordered)


def _closeness(tie: Tie | None) -> int:
    return _STRONGEST_FIRST.index(tie) if tie else len(_STRONGEST_FIRST)


def _unmet(state: NetworkState, added: ContactAdded) -> UnmetContactView:
    return UnmetContactView(
        contact_id=added.contact_id,
        name=added.name,
        relation=added.relation,
        employer_id=added.employer_id,
        employer=state.employer_name(added.employer_id),
        tie=added.tie,
        added_on=added.happened_on,
        source=added.source.kind,
        source_id=added.source.id,
    )


def _strongest(met: list[_Met]) -> Tie:
    ties = {one.meeting.tie for one in met}
    return next(tie for tie in _STRONGEST_FIRST if tie in ties)
