"""The people the client met. Whoever called the meeting off was not met."""

from uuid import UUID

from msgspec import Struct

from domain.journey.contacts import Meeting
from domain.journey.experiments import ExperimentPlanned, ExperimentRun
from domain.vocabulary import Tie
from projections.network.state import State
from projections.network.view import ContactView

_STRONGEST_FIRST: tuple[Tie, ...] = ("strong", "medium", "weak", "none")


class _Met(Struct, frozen=True):
    planned: ExperimentPlanned
    meeting: Meeting
    run: ExperimentRun


def contacts(state: State) -> tuple[ContactView, ...]:
    """Everyone met, those met last first; of one day by their id."""
    people: dict[UUID, list[_Met]] = {}
    for met in _meetings(state):
        people.setdefault(met.meeting.contact_id, []).append(met)
    shown = sorted(
        (_contact(state, key, met) for key, met in people.items()), key=lambda one: str(one.contact_id)
    )
    return tuple(sorted(shown, key=lambda one: one.last_met, reverse=True))


def _meetings(state: State) -> list[_Met]:
    """The steps with somebody that took place, by day."""
    run = [
        (state.plans[step.experiment_id], step) for step in state.by_day() if isinstance(step, ExperimentRun)
    ]
    return [_Met(planned, planned.meeting, step) for planned, step in run if planned.meeting]


def _contact(state: State, contact_id: UUID, met: list[_Met]) -> ContactView:
    added = state.contacts.get(contact_id)
    employer_id = added.employer_id if added else None
    employer = state.employers.get(employer_id) if employer_id else None
    return ContactView(
        contact_id=contact_id,
        name=added.name if added else None,
        relation=added.relation if added else None,
        employer_id=employer_id,
        employer=employer.name if employer else None,
        strongest_tie=_strongest(met),
        latest_tie=met[-1].meeting.tie,
        in_role=any(one.meeting.in_role for one in met),
        can_hire=any(one.meeting.can_hire for one in met),
        met=len(met),
        last_met=met[-1].run.happened_on,
        channel=met[0].planned.channel,
    )


def _strongest(met: list[_Met]) -> Tie:
    ties = {one.meeting.tie for one in met}
    return next(tie for tie in _STRONGEST_FIRST if tie in ties)
