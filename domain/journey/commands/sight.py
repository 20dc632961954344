"""Sight: who may see what of a journey, granted and withdrawn by the client, whoever pays."""

from datetime import date
from uuid import UUID

from domain.allowed_dates import later_than
from domain.command import Command, Title
from domain.decision_rules import record_change, require_not_before, require_not_past
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.vocabulary import ReaderKind, SightScope


class GrantSight(Command, frozen=True, kw_only=True, tag="GrantSight"):
    """Share part of the journey with a reader; a later share with them replaces it. A payer sees progress at most."""

    reader_id: UUID
    reader: ReaderKind
    name: Title
    scope: SightScope
    until: date | None = None


class WithdrawSight(Command, frozen=True, kw_only=True, tag="WithdrawSight"):
    """Withdraw a share. It takes effect at once; a day that cannot be counts as the nearest that can."""

    reader_id: UUID


class ExpireSight(Command, frozen=True, kw_only=True, tag="ExpireSight"):
    """The clock's: the day has passed."""

    reader_id: UUID


def handle_grant_sight(journey: Journey, command: GrantSight) -> list[JourneyEvent]:
    """Grants sight, not before the end of an earlier grant. A payer can only be granted progress."""
    if command.reader == "payer" and command.scope != "progress":
        raise InvalidOperation("A payer can only see progress.", field="scope", allowed="progress")
    require_not_past(command.until, command.happened_on, field="until")
    event = SightGranted(
        happened_on=command.happened_on,
        reader_id=command.reader_id,
        reader=command.reader,
        name=command.name,
        scope=command.scope,
        until=command.until,
    )
    latest = journey.sight.get(command.reader_id)
    if latest is None or isinstance(latest, SightGranted):
        return record_change(
            latest,
            event,
            "What this reader can see was last changed on %(day)s. Use that date or later.",
        )
    require_not_before(command.happened_on, latest.happened_on, "Sharing with this reader ended on %(day)s.")
    return [event]


def handle_withdraw_sight(journey: Journey, command: WithdrawSight) -> list[JourneyEvent]:
    """Withdraws sight. Returns no event if none is granted."""
    granted = journey.sight.get(command.reader_id)
    if not isinstance(granted, SightGranted):
        return []
    require_not_before(command.happened_on, granted.happened_on, "Sharing started on %(day)s.")
    return [SightWithdrawn(happened_on=command.happened_on, reader_id=command.reader_id)]


def handle_expire_sight(journey: Journey, command: ExpireSight) -> list[JourneyEvent]:
    """Ends sight whose last date has passed. Returns no event if none is granted."""
    granted = journey.sight.get(command.reader_id)
    if not isinstance(granted, SightGranted):
        return []
    if granted.until is None or command.happened_on <= granted.until:
        raise InvalidOperation(
            "This is still shared.",
            field="happened_on",
            allowed=later_than(granted.until) if granted.until else "a withdrawal",
        )
    return [SightExpired(happened_on=command.happened_on, reader_id=command.reader_id)]


HANDLERS: CommandHandlers = {
    GrantSight: handle_grant_sight,
    WithdrawSight: handle_withdraw_sight,
    ExpireSight: handle_expire_sight,
}
