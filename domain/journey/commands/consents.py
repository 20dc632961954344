"""Consents: for a purpose, in a version of its words, perhaps for a study or until a day, and withdrawn at any time."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import later_than
from domain.command import Command
from domain.decision_rules import create_once, require_not_before, require_not_past, unknown_reference
from domain.errors import InvalidOperation
from domain.event import Event
from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.vocabulary import ConsentPurpose

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class GiveConsent(Command, frozen=True, kw_only=True, tag="GiveConsent"):
    """Agree to a purpose, after reading a version of its words."""

    consent_id: UUID
    purpose: ConsentPurpose
    wording: Annotated[int, Meta(ge=1, le=10_000)]
    study_id: UUID | None = None
    until: date | None = None


class WithdrawConsent(Command, frozen=True, kw_only=True, tag="WithdrawConsent"):
    """Take a consent back. Agreeing again is a new consent."""

    consent_id: UUID


class ExpireConsent(Command, frozen=True, kw_only=True, tag="ExpireConsent"):
    """The clock's: the day has passed."""

    consent_id: UUID


def handle_give_consent(journey: "Journey", wish: GiveConsent) -> list[Event]:
    """Give a consent once."""
    require_not_past(wish.until, wish.happened_on, field="until")
    fact = ConsentGiven(
        happened_on=wish.happened_on,
        consent_id=wish.consent_id,
        purpose=wish.purpose,
        wording=wish.wording,
        study_id=wish.study_id,
        until=wish.until,
    )
    known = journey.consents.given.get(wish.consent_id)
    return create_once(known, fact, "consent", field="consent_id")


def handle_withdraw_consent(journey: "Journey", wish: WithdrawConsent) -> list[Event]:
    """Withdraw it once."""
    if _ended(journey, wish):
        return []
    return [ConsentWithdrawn(happened_on=wish.happened_on, consent_id=wish.consent_id)]


def handle_expire_consent(journey: "Journey", wish: ExpireConsent) -> list[Event]:
    """Let it end when its day has passed."""
    if _ended(journey, wish):
        return []
    until = journey.consents.given[wish.consent_id].until
    if until is None or wish.happened_on <= until:
        raise InvalidOperation(
            "This consent has not ended yet.",
            field="happened_on",
            allowed=later_than(until) if until else "a withdrawal",
        )
    return [ConsentExpired(happened_on=wish.happened_on, consent_id=wish.consent_id)]


def _ended(journey: "Journey", wish: WithdrawConsent | ExpireConsent) -> bool:
    given = journey.consents.given.get(wish.consent_id)
    if given is None:
        raise unknown_reference("consent", field="consent_id")
    require_not_before(wish.happened_on, given.happened_on, "The consent was given on %(day)s.")
    return wish.consent_id in journey.consents.ended
