"""Weeks, Monday to Sunday in the client's time zone: planned, reviewed with a conclusion, or declared a rest."""

from datetime import date
from typing import TYPE_CHECKING

from domain.command import Command, Note, SentenceText
from domain.decision_rules import require_not_before
from domain.errors import InvalidOperation, InvalidValue
from domain.event import Event
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, WeekTurned, monday_of
from domain.messages import translatable

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class PlanWeek(Command, frozen=True, kw_only=True, tag="PlanWeek"):
    """Say what a week is for."""

    monday: date
    intention: SentenceText | None = None


class ReviewWeek(Command, frozen=True, kw_only=True, tag="ReviewWeek"):
    """Close a week with a conclusion."""

    monday: date
    conclusion: SentenceText


class DeclareRest(Command, frozen=True, kw_only=True, tag="DeclareRest"):
    """Take a week off on purpose."""

    monday: date
    reason: Note | None = None


class TurnWeek(Command, frozen=True, kw_only=True, tag="TurnWeek"):
    """The clock's: a week began."""

    monday: date


def handle_plan_week(journey: "Journey", wish: PlanWeek) -> list[Event]:
    """Plan a week; a later plan for the same week follows the earlier one."""
    require_monday(journey, wish.monday)
    fact = WeekPlanned(happened_on=wish.happened_on, monday=wish.monday, intention=wish.intention)
    known = journey.weeks.planned.get(wish.monday)
    return [] if known and known.intention == fact.intention else [fact]


def handle_review_week(journey: "Journey", wish: ReviewWeek) -> list[Event]:
    """Close a week once, not before it began."""
    require_monday(journey, wish.monday)
    if wish.monday > wish.happened_on:
        raise InvalidValue(
            "This week has not begun.",
            field="monday",
            allowed=translatable("a Monday up to %(day)s", day=wish.happened_on),
        )
    fact = WeekReviewed(happened_on=wish.happened_on, monday=wish.monday, conclusion=wish.conclusion)
    known = journey.weeks.reviewed.get(wish.monday)
    if known is None:
        return [fact]
    if known.conclusion == fact.conclusion:
        return []
    raise InvalidOperation(
        "This week is closed; nothing is overwritten.", field="monday", allowed="a week that is still open"
    )


def handle_declare_rest(journey: "Journey", wish: DeclareRest) -> list[Event]:
    """Declare a rest once a week."""
    require_monday(journey, wish.monday)
    if wish.monday in journey.weeks.rests:
        return []
    return [RestDeclared(happened_on=wish.happened_on, monday=wish.monday, reason=wish.reason)]


def handle_turn_week(journey: "Journey", wish: TurnWeek) -> list[Event]:
    """Turn each week once, in order, not before it began."""
    require_monday(journey, wish.monday)
    turned = journey.weeks.turned
    if turned and wish.monday <= turned:
        return []
    require_not_before(wish.happened_on, wish.monday, "This week has not begun.")
    return [WeekTurned(happened_on=wish.happened_on, monday=wish.monday)]


def require_monday(journey: "Journey", monday: date) -> None:
    """Refuse what is no Monday of the journey."""
    first = monday_of(journey.started.fact.happened_on)
    if monday.weekday() != 0:
        raise InvalidValue(
            "A week is named by its Monday.",
            field="monday",
            allowed=translatable("a Monday, such as %(day)s", day=monday_of(monday)),
        )
    if monday < first:
        raise InvalidValue(
            "This week lies before the journey.",
            field="monday",
            allowed=translatable("%(day)s or a later Monday", day=first),
        )
