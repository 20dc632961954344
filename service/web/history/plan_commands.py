"""Commands that restate plans, with what the plans introduced."""

from typing import TypeVar

from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput, PlanExperiment
from domain.journey.commands.network import ContactInput, EmployerInput
from domain.journey.commands.roles import NewRoleInput
from domain.journey.corrections.corrected_entry import NumberedEvents
from domain.journey.corrections.references import subject_key
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.roles import RoleDiscovered

F = TypeVar("F", bound=JourneyEvent)


def plan_that_introduced(
    events: NumberedEvents, event: RoleDiscovered | ContactAdded | EmployerNamed
) -> ExperimentPlanned | None:
    """The plan that named a role, a person or an organisation for the first time, if one did."""
    for one in events.values():
        if isinstance(one, ExperimentPlanned) and _names(one, event):
            return one
    return None


def _names(plan: ExperimentPlanned, event: RoleDiscovered | ContactAdded | EmployerNamed) -> bool:
    match event:
        case RoleDiscovered():
            return event.source.id == plan.experiment_id and event.role_id == plan.role_id
        case ContactAdded():
            met = plan.meeting and plan.meeting.contact_id == event.contact_id
            return bool(met) and event.source.id == plan.experiment_id
        case EmployerNamed():
            return plan.employer_id == event.employer_id and plan.happened_on == event.happened_on


def plan_command_for(events: NumberedEvents, plan: ExperimentPlanned, number: int) -> PlanExperiment:
    """The command for a plan in the place of an entry; what is first named from there on, it names itself."""
    named = _Named(events, number)
    forecast, when = plan.forecast, plan.plan
    role = named.from_here(RoleDiscovered, ("role", plan.role_id))
    employer = named.from_here(EmployerNamed, ("employer", plan.employer_id))
    return PlanExperiment(
        happened_on=plan.happened_on,
        experiment_id=plan.experiment_id,
        kind=plan.kind,
        role_id=None if role else plan.role_id,
        new_role=NewRoleInput(
            role_id=role.role_id, title=role.title, distance=role.distance, isco_group=role.isco_group
        )
        if role
        else None,
        hypothesis=plan.hypothesis,
        tests=plan.tests,
        forecast=ForecastInput(
            appeal=forecast.appeal, invited=forecast.invited, five_tries=forecast.five_tries
        )
        if forecast
        else None,
        plan=IfThenPlanInput(when=when.when, where=when.where, if_then=when.if_then) if when else None,
        planned_for=plan.planned_for,
        dread_before=plan.dread_before,
        contact=_contact(named, plan),
        channel=plan.channel,
        employer=EmployerInput(employer_id=plan.employer_id, name=employer.name if employer else None)
        if plan.employer_id
        else None,
        refers_to=plan.refers_to,
        feared=plan.feared,
        what=plan.what,
    )


def _contact(named: "_Named", plan: ExperimentPlanned) -> ContactInput | None:
    meeting = plan.meeting
    if meeting is None:
        return None
    added = named.from_here(ContactAdded, ("contact", meeting.contact_id))
    employer = named.from_here(EmployerNamed, ("employer", added.employer_id)) if added else None
    return ContactInput(
        contact_id=meeting.contact_id,
        tie=meeting.tie,
        in_role=meeting.in_role,
        can_hire=meeting.can_hire,
        name=added.name if added else None,
        relation=added.relation if added else None,
        employer=EmployerInput(employer_id=added.employer_id, name=employer.name if employer else None)
        if added and added.employer_id
        else None,
    )


class _Named:
    """The events from an entry on."""

    def __init__(self, events: NumberedEvents, number: int) -> None:
        self._events = events
        self._number = number

    def from_here(self, kind: type[F], key: SubjectKey) -> F | None:
        """The event that introduces something, unless it was introduced before."""
        for number, event in self._events.items():
            if isinstance(event, kind) and subject_key(event) == key:
                return event if number >= self._number else None
        return None
