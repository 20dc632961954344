"""Weeks, Monday to Sunday in the client's time zone: planned, reviewed with a conclusion, or declared a rest."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from msgspec import Struct
from msgspec.structs import replace

from domain.decision_rules import require_not_before
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.forms import Command, Event, Note, SentenceText
from domain.messages import translatable
from domain.sensitivity import C2, C3, PersonalText, StructuralDate

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class WeekPlanned(Event, frozen=True, kw_only=True, tag="WeekPlanned"):
    """What this week is for."""

    monday: StructuralDate
    intention: Annotated[str | None, C2] = None


class WeekReviewed(Event, frozen=True, kw_only=True, tag="WeekReviewed"):
    """A week closed with its conclusion."""

    monday: StructuralDate
    conclusion: PersonalText


class RestDeclared(Event, frozen=True, kw_only=True, tag="RestDeclared"):
    """A week off on purpose. The reason may be health, so it is special."""

    monday: StructuralDate
    reason: Annotated[str | None, C3] = None


class WeekTurned(Event, frozen=True, kw_only=True, tag="WeekTurned"):
    """A week began in the client's time zone; noted by the clock, so that nothing waits for somebody to look."""

    monday: StructuralDate


class WeeksSlice(Struct, frozen=True):
    """What later decisions need of the weeks."""

    planned: dict[date, WeekPlanned] = {}
    reviewed: dict[date, WeekReviewed] = {}
    rests: frozenset[date] = frozenset()
    turned: date | None = None


def evolve(weeks: WeeksSlice, fact: WeekPlanned | WeekReviewed | RestDeclared | WeekTurned) -> WeeksSlice:
    """Remember each week's plan, review or rest."""
    match fact:
        case WeekPlanned():
            return replace(weeks, planned={**weeks.planned, fact.monday: fact})
        case WeekReviewed():
            return replace(weeks, reviewed={**weeks.reviewed, fact.monday: fact})
        case RestDeclared():
            return replace(weeks, rests=weeks.rests | {fact.monday})
        case WeekTurned():
            return replace(weeks, turned=fact.monday)


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


def monday_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


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
