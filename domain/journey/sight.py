"""Sight: who may see what of a journey, granted and withdrawn by the client, whoever pays."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from domain.allowed_dates import after
from domain.decision_rules import ahead, change, not_before
from domain.errors import IllegalStep
from domain.journey.forms import Fact, Title, Wish
from domain.sensitivity import C1, Id, Words
from domain.vocabulary import Reader, SightScope

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class SightGranted(Fact, frozen=True, kw_only=True, tag="SightGranted"):
    """A reader may see something, perhaps only until a day."""

    reader_id: Id
    reader: Annotated[Reader, C1]
    name: Words
    scope: Annotated[SightScope, C1]
    until: Annotated[date | None, C1] = None


class SightWithdrawn(Fact, frozen=True, kw_only=True, tag="SightWithdrawn"):
    """The client took it back."""

    reader_id: Id


class SightExpired(Fact, frozen=True, kw_only=True, tag="SightExpired"):
    """The day up to which it was granted has passed."""

    reader_id: Id


Sight = dict[UUID, SightGranted | SightWithdrawn | SightExpired]
"""The last word on each reader."""


def evolve(sight: Sight, fact: SightGranted | SightWithdrawn | SightExpired) -> Sight:
    """Follow what each reader may see."""
    return {**sight, fact.reader_id: fact}


class GrantSight(Wish, frozen=True, kw_only=True, tag="GrantSight"):
    """Let a reader see something; a later grant to the same reader replaces the earlier one. A payer sees no more than progress."""

    reader_id: UUID
    reader: Reader
    name: Title
    scope: SightScope
    until: date | None = None


class WithdrawSight(Wish, frozen=True, kw_only=True, tag="WithdrawSight"):
    """Take it back, at once."""

    reader_id: UUID


class ExpireSight(Wish, frozen=True, kw_only=True, tag="ExpireSight"):
    """The clock's: the day has passed."""

    reader_id: UUID


def grant(journey: "Journey", wish: GrantSight) -> list[Fact]:
    """Grant, not before an earlier grant ended; a payer only sees progress."""
    if wish.reader == "payer" and wish.scope != "progress":
        raise IllegalStep("A payer sees no more than progress.", field="scope", allowed="progress")
    ahead(wish.until, wish.happened_on, field="until")
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
        return change(
            latest,
            fact,
            "What this reader may see was last set on %(day)s; an earlier day cannot change that.",
        )
    not_before(wish.happened_on, latest.happened_on, "The sight of this reader ended on %(day)s.")
    return [fact]


def withdraw(journey: "Journey", wish: WithdrawSight) -> list[Fact]:
    """Withdraw what is granted; nothing granted is already so."""
    granted = journey.sight.get(wish.reader_id)
    if not isinstance(granted, SightGranted):
        return []
    not_before(wish.happened_on, granted.happened_on, "This sight was granted on %(day)s.")
    return [SightWithdrawn(happened_on=wish.happened_on, reader_id=wish.reader_id)]


def expire(journey: "Journey", wish: ExpireSight) -> list[Fact]:
    """Let it end when its day has passed."""
    granted = journey.sight.get(wish.reader_id)
    if not isinstance(granted, SightGranted):
        return []
    if granted.until is None or wish.happened_on <= granted.until:
        raise IllegalStep(
            "This sight has not ended yet.",
            field="happened_on",
            allowed=after(granted.until) if granted.until else "a withdrawal",
        )
    return [SightExpired(happened_on=wish.happened_on, reader_id=wish.reader_id)]
