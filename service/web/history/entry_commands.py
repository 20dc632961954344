"""The command that restates an entry: what the form to correct it begins with."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from domain.journey.commands.catalogue import JourneyCommand
from domain.journey.commands.evidence import NameCriterion
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.market import NoteLead
from domain.journey.commands.network import AddContact, EmployerInput
from domain.journey.commands.roles import DiscoverRole
from domain.journey.corrections.corrected_entry import NumberedEvents
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.insights import InsightNamed
from domain.journey.events.market import LeadNoted
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.roles import RoleDiscovered
from service.web.history.evidence_commands import answer_command_for, evidence_command_for
from service.web.history.plan_commands import plan_command_for, plan_that_introduced
from service.web.history.same_field_commands import command_with_same_fields

_FIELDS_IN_PLAN: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        RoleDiscovered: ("new_role.title", "new_role.distance"),
        ContactAdded: ("contact.name", "contact.relation"),
        EmployerNamed: ("employer.name",),
    }
)
"""The fields of a plan that name a role, a contact or an employer for the first time."""


class EntryCommand(Struct, frozen=True, kw_only=True):
    """The command that restates an entry as it is, and which of its fields are this entry's; all if `only` is empty."""

    command: JourneyCommand
    only: tuple[str, ...] = ()


def command_for_entry(events: NumberedEvents, number: int) -> EntryCommand | None:
    """The command that restates an entry; None if no form can correct it."""
    event = events[number]
    match event:
        case ExperimentPlanned():
            return EntryCommand(command=plan_command_for(events, event, number))
        case RoleDiscovered() | ContactAdded() | EmployerNamed():
            return _introduction_command(events, number, event)
        case AppealRated() | OddsSignalHeard() | TradeoffMade() | StrengthObserved() | GapFound() if (
            command := evidence_command_for(event)
        ):
            return EntryCommand(command=command)
        case CriterionNamed() if event.source.id is None:
            correction = NameCriterion(
                happened_on=event.happened_on, criterion_id=event.criterion_id, wording=event.wording
            )
            return EntryCommand(command=correction)
        case InsightNamed() if event.source.kind != "market":
            insight = NameInsight(
                happened_on=event.happened_on,
                insight_id=event.insight_id,
                wording=event.wording,
                found=event.source.kind,
                found_in=event.source.id,
            )
            return EntryCommand(command=insight)
        case AnswerReceived():
            return EntryCommand(command=answer_command_for(events, number, event))
        case LeadNoted():
            return EntryCommand(command=_lead_command(event))
        case _:
            same = command_with_same_fields(event)
            return EntryCommand(command=same) if same else None


def _introduction_command(
    events: NumberedEvents, number: int, event: RoleDiscovered | ContactAdded | EmployerNamed
) -> EntryCommand | None:
    """The command that restates an event: one introduced with a plan is restated with that plan, others by themselves."""
    if plan := plan_that_introduced(events, event):
        return EntryCommand(command=plan_command_for(events, plan, number), only=_FIELDS_IN_PLAN[type(event)])
    match event:
        case RoleDiscovered() if event.source.kind != "market":
            discovery = DiscoverRole(
                happened_on=event.happened_on,
                role_id=event.role_id,
                title=event.title,
                distance=event.distance,
                found=event.source.kind,
                found_in=event.source.id,
                isco_group=event.isco_group,
                waits=event.waits,
            )
            return EntryCommand(command=discovery)
        case ContactAdded() if event.source.id is None and event.tie:
            contact = AddContact(
                happened_on=event.happened_on,
                contact_id=event.contact_id,
                name=event.name,
                tie=event.tie,
                relation=event.relation,
                employer=EmployerInput(employer_id=event.employer_id) if event.employer_id else None,
                introduced_by=event.introduced_by,
                ask_first=event.ask_first,
            )
            return EntryCommand(command=contact)
        case _:
            return None


def _lead_command(event: LeadNoted) -> JourneyCommand:
    return NoteLead(
        happened_on=event.happened_on,
        lead_id=event.lead_id,
        channel=event.channel,
        what=event.what,
        role_id=event.role_id,
        contact_id=event.contact_id,
        employer=EmployerInput(employer_id=event.employer_id) if event.employer_id else None,
    )
