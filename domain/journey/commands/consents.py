"""Consents: for a purpose, in a version of its words, perhaps for a study or until a day, and withdrawn at any time."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import later_than
from domain.command import Command
from domain.decision_rules import create_once, require_not_before, require_not_past, unknown_reference
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.consents import ArmAssigned, ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.vocabulary import ArmDraw, ConsentPurpose


class GiveConsent(Command, frozen=True, kw_only=True, tag="GiveConsent"):
    """Consent to a purpose, after reading a version of its wording."""

    consent_id: UUID
    purpose: ConsentPurpose
    wording: Annotated[int, Meta(ge=1, le=10_000)]
    study_id: UUID | None = None
    until: date | None = None


class WithdrawConsent(Command, frozen=True, kw_only=True, tag="WithdrawConsent"):
    """Withdraw a consent. Agreeing again is a new consent. A day that cannot be counts as the nearest that can."""

    consent_id: UUID


class ExpireConsent(Command, frozen=True, kw_only=True, tag="ExpireConsent"):
    """The clock's: the day has passed."""

    consent_id: UUID


class AssignArm(Command, frozen=True, kw_only=True, tag="AssignArm"):
    """The service's: the arm of a study that was drawn for the client."""

    consent_id: UUID
    study_id: UUID
    arm: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    draw: ArmDraw = "by_person"


def handle_give_consent(journey: Journey, command: GiveConsent) -> list[JourneyEvent]:
    """Records a consent under a new id."""
    require_not_past(command.until, command.happened_on, field="until")
    event = ConsentGiven(
        happened_on=command.happened_on,
        consent_id=command.consent_id,
        purpose=command.purpose,
        wording=command.wording,
        study_id=command.study_id,
        until=command.until,
    )
    known = journey.consents.given.get(command.consent_id)
    return create_once(known, event, "consent", field="consent_id")


def handle_withdraw_consent(journey: Journey, command: WithdrawConsent) -> list[JourneyEvent]:
    """Withdraws a consent. Returns no event if it has ended."""
    if _has_ended(journey, command):
        return []
    return [ConsentWithdrawn(happened_on=command.happened_on, consent_id=command.consent_id)]


def handle_expire_consent(journey: Journey, command: ExpireConsent) -> list[JourneyEvent]:
    """Ends a consent whose last date has passed. Returns no event if it has ended."""
    if _has_ended(journey, command):
        return []
    until = journey.consents.given[command.consent_id].until
    if until is None or command.happened_on <= until:
        raise InvalidOperation(
            "This consent is still in force.",
            field="happened_on",
            allowed=later_than(until) if until else "a withdrawal",
        )
    return [ConsentExpired(happened_on=command.happened_on, consent_id=command.consent_id)]


def handle_assign_arm(journey: Journey, command: AssignArm) -> list[JourneyEvent]:
    """Records the arm that was drawn. Returns no event if one is known."""
    if command.study_id in journey.consents.arms or _has_ended(journey, command):
        return []
    return [
        ArmAssigned(
            happened_on=command.happened_on,
            consent_id=command.consent_id,
            study_id=command.study_id,
            arm=command.arm,
            draw=command.draw,
        )
    ]


def _has_ended(journey: Journey, command: WithdrawConsent | ExpireConsent | AssignArm) -> bool:
    given = journey.consents.given.get(command.consent_id)
    if given is None:
        raise unknown_reference("consent", field="consent_id")
    require_not_before(command.happened_on, given.happened_on, "The consent was given on %(day)s.")
    return command.consent_id in journey.consents.ended


HANDLERS: CommandHandlers = {
    GiveConsent: handle_give_consent,
    WithdrawConsent: handle_withdraw_consent,
    ExpireConsent: handle_expire_consent,
    AssignArm: handle_assign_arm,
}
