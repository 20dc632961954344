"""Sight: who may see what of a journey, granted and withdrawn by the client, whoever pays."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from domain.allowed_dates import later_than
from domain.command import Command, Title
from domain.decision_rules import record_change, require_not_before, require_not_past
from domain.errors import InvalidOperation
from domain.event import Event
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.vocabulary import ReaderKind, SightScope

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class GrantSight(Command, frozen=True, kw_only=True, tag="GrantSight"):
    """Let a reader see something; a later grant to the same reader replaces the earlier one. A payer sees no more than progress."""

    reader_id: UUID
    reader: ReaderKind
    name: Title
    scope: SightScope
    until: date | None = None


class WithdrawSight(Command, frozen=True, kw_only=True, tag="WithdrawSight"):
    """Take it back, at once."""

    reader_id: UUID


class ExpireSight(Command, frozen=True, kw_only=True, tag="ExpireSight"):
    """The clock's: the day has passed."""

    reader_id: UUID


def handle_grant_sight(journey: "Journey", wish: GrantSight) -> list[Event]:
    """Grant, not before an earlier grant ended; a payer only sees progress."""
    if wish.reader == "payer" and wish.scope != "progress":
        raise InvalidOperation("A payer sees no more than progress.", field="scope", allowed="progress")
    require_not_past(wish.until, wish.happened_on, field="until")
    fact = SightGranted(
        happened_on=wish.happened_on,
        reader_id=wish.reader_id,
        reader=wish.reader,
        name=wish.name,
        scope=wish.scope,
        until=wish.until,
    )
    latest = journey.sight.get(wish.reader_id)
    if latest is None or isinstance(latest, SightGranted):
        return record_change(
            latest,
            fact,
            "What this reader may see was last set on %(day)s; an earlier day cannot change that.",
        )
    require_not_before(wish.happened_on, latest.happened_on, "The sight of this reader ended on %(day)s.")
    return [fact]


def handle_withdraw_sight(journey: "Journey", wish: WithdrawSight) -> list[Event]:
    """Withdraw what is granted; nothing granted is already so."""
    granted = journey.sight.get(wish.reader_id)
    if not isinstance(granted, SightGranted):
        return []
    require_not_before(wish.happened_on, granted.happened_on, "This sight was granted on %(day)s.")
    return [SightWithdrawn(happened_on=wish.happened_on, reader_id=wish.reader_id)]


def handle_expire_sight(journey: "Journey", wish: ExpireSight) -> list[Event]:
    """Let it end when its day has passed."""
    granted = journey.sight.get(wish.reader_id)
    if not isinstance(granted, SightGranted):
        return []
    if granted.until is None or wish.happened_on <= granted.until:
        raise InvalidOperation(
            "This sight has not ended yet.",
            field="happened_on",
            allowed=later_than(granted.until) if granted.until else "a withdrawal",
        )
    return [SightExpired(happened_on=wish.happened_on, reader_id=wish.reader_id)]
