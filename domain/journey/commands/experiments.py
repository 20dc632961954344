"""Planning an experiment: a hypothesis, a guess, a when-where-if, the dread and the person it is with."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import on_or_after
from domain.command import ADDED_LATER, Chance, Command, CommandPart, Rating, SentenceText
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.commands.network import ContactInput, EmployerInput, contact_events, employer_events
from domain.journey.commands.roles import NewRoleInput, role_discovery_events, titles_by_role
from domain.journey.corrections.guesses import late_guess
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import Source
from domain.journey.events.experiments import (
    ExperimentPlanned,
    Forecast,
    IfThenPlan,
    role_followed_up,
)
from domain.journey.events.network import Meeting
from domain.vocabulary import KINDS_REQUIRING_ROLE, Channel, ExperimentKind, FiveTries, TestedAspect


class ForecastInput(CommandPart, frozen=True, kw_only=True):
    """What the client expects beforehand: the appeal (0-10), the chance of an interview (0-1), one in five tries."""

    appeal: Rating | None = None
    invited: Chance | None = None
    five_tries: Annotated[FiveTries | None, ADDED_LATER] = None


class IfThenPlanInput(CommandPart, frozen=True, kw_only=True):
    """When and where a step takes place, and what to do if something gets in the way."""

    when: SentenceText
    where: SentenceText | None = None
    if_then: SentenceText | None = None


class PlanExperiment(Command, frozen=True, kw_only=True, tag="PlanExperiment"):
    """Plan a step. `happened_on` is the date of planning, `planned_for` the date it is planned for."""

    experiment_id: UUID
    kind: ExperimentKind
    role_id: UUID | None = None
    new_role: NewRoleInput | None = None
    hypothesis: SentenceText | None = None
    tests: Annotated[tuple[TestedAspect, ...], Meta(max_length=5)] = ()
    forecast: ForecastInput | None = None
    plan: IfThenPlanInput | None = None
    planned_for: date | None = None
    dread_before: Rating | None = None
    contact: ContactInput | None = None
    channel: Channel | None = None
    employer: EmployerInput | None = None
    refers_to: UUID | None = None
    feared: Annotated[SentenceText | None, ADDED_LATER] = None
    what: Annotated[SentenceText | None, ADDED_LATER] = None


def handle_plan_experiment(journey: Journey, command: PlanExperiment) -> list[JourneyEvent]:
    """Plans an experiment under a new id, and names the role, contact and employers that it introduces."""
    known = journey.experiments.get(command.experiment_id)
    planned = _planned_event(command)
    if known and known.planned == planned:
        return []
    # What was logged and withdrawn may be planned anew, with what was guessed before it.
    if known or late_guess(dict(journey.numbered_events()), planned):
        raise InvalidOperation("This id belongs to another step.", field="experiment_id", allowed="a new id")
    _require_role(journey, command)
    if command.refers_to:
        journey.experiment(command.refers_to, field="refers_to")
        _require_role_of_step_followed_up(journey, command, planned)
    if command.planned_for and command.planned_for < journey.started.event.happened_on:
        raise InvalidValue(
            "The plan is dated before the journey.",
            field="planned_for",
            allowed=on_or_after(journey.started.event.happened_on),
        )
    events: list[JourneyEvent] = []
    on = command.happened_on
    source = Source(kind="experiment", id=command.experiment_id)
    if command.new_role:
        events += role_discovery_events(
            titles_by_role(journey.roles), command.new_role, source, on, field="new_role/role_id"
        )
    with_employer = command.contact.employer if command.contact else None
    if with_employer or command.employer:
        employers = {"contact/employer": with_employer, "employer": command.employer}
        events += employer_events(journey, employers, on)
    if command.contact:
        events += contact_events(journey, command.contact, on, source, field="contact")
    return [*events, planned]


def _require_role(journey: Journey, command: PlanExperiment) -> None:
    if command.role_id and command.new_role:
        raise InvalidValue(
            "A step can be about only one role.", field="new_role", allowed="role_id or new_role"
        )
    if command.role_id:
        journey.role(command.role_id)
    elif command.new_role is None and command.kind in KINDS_REQUIRING_ROLE:
        raise InvalidValue(
            "This kind of step needs a role.",
            field="role_id",
            allowed="role_id or new_role",
        )


def _require_role_of_step_followed_up(
    journey: Journey, command: PlanExperiment, planned: ExperimentPlanned
) -> None:
    """Raises `InvalidOperation` where a follow-up names another role: its answer would count for the wrong one."""
    followed = role_followed_up(planned, {key: one.planned for key, one in journey.experiments.items()})
    if followed and planned.role_id and planned.role_id != followed:
        titles = titles_by_role(journey.roles)
        raise InvalidOperation(
            "This follow-up is about the role %(role)s, but the step it follows up is about %(other)s.",
            field="new_role" if command.new_role else "role_id",
            role=command.new_role.title if command.new_role else titles[planned.role_id],
            other=titles[followed],
            allowed="the same role, or no role",
        )


def _planned_event(command: PlanExperiment) -> ExperimentPlanned:
    contact, forecast, when = command.contact, command.forecast, command.plan
    employer = command.employer or (contact.employer if contact else None)
    return ExperimentPlanned(
        happened_on=command.happened_on,
        experiment_id=command.experiment_id,
        kind=command.kind,
        role_id=command.new_role.role_id if command.new_role else command.role_id,
        hypothesis=command.hypothesis,
        tests=command.tests,
        forecast=Forecast(appeal=forecast.appeal, invited=forecast.invited, five_tries=forecast.five_tries)
        if forecast
        else None,
        plan=IfThenPlan(when=when.when, where=when.where, if_then=when.if_then) if when else None,
        planned_for=command.planned_for,
        dread_before=command.dread_before,
        meeting=Meeting(
            contact_id=contact.contact_id, tie=contact.tie, in_role=contact.in_role, can_hire=contact.can_hire
        )
        if contact
        else None,
        channel=command.channel,
        employer_id=employer.employer_id if employer else None,
        refers_to=command.refers_to,
        feared=command.feared,
        what=command.what,
    )


HANDLERS: CommandHandlers = {
    PlanExperiment: handle_plan_experiment,
}
