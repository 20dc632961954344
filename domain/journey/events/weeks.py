"""Weeks, Monday to Sunday in the client's time zone: planned, reviewed with a conclusion, or declared a rest."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry, with_member
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, C3, PersonalText, StructuralBool, StructuralDate
from domain.vocabulary import FirstNextWeek


class WeekPlanned(Event, frozen=True, kw_only=True, tag="WeekPlanned"):
    """The aim of a week was set."""

    label = translatable("the aim of a week")

    monday: StructuralDate
    intention: Annotated[str | None, C2] = None
    first: Annotated[FirstNextWeek | None, C1] = None
    """What comes first among its suggestions, in place of what the week before concluded."""
    first_role_id: Annotated[UUID | None, C1] = None


class WeekReviewed(Event, frozen=True, kw_only=True, tag="WeekReviewed"):
    """A week was reviewed, with its conclusion."""

    label = translatable("the weekly review")

    monday: StructuralDate
    conclusion: PersonalText
    first: Annotated[FirstNextWeek | None, C1] = None
    """What comes first among the suggestions of the week after."""
    first_role_id: Annotated[UUID | None, C1] = None


class RestDeclared(Event, frozen=True, kw_only=True, tag="RestDeclared"):
    """A week off. The reason may be about health, so it counts as special."""

    label = translatable("a week off")

    monday: StructuralDate
    reason: Annotated[str | None, C3] = None
    reserve: StructuralBool = False
    """A reserve week, used for a week that has passed."""
    remind_of: Annotated[tuple[UUID, ...], C1] = ()
    """The planned steps that the client wants to be reminded of all the same."""


class WeekTurned(Event, frozen=True, kw_only=True, tag="WeekTurned"):
    """A new week began in the client's time zone. Recorded by the service itself."""

    label = translatable("that a week started")

    monday: StructuralDate


class WeeksSlice(Struct, frozen=True):
    """Plans, reviews and rests by Monday, and the Monday of the last week that turned."""

    planned: dict[date, WeekPlanned] = {}
    reviewed: dict[date, WeekReviewed] = {}
    rests: frozenset[date] = frozenset()
    reserves: frozenset[date] = frozenset()
    """The rests that were reserve weeks."""
    turned: date | None = None


WeekEvent = WeekPlanned | WeekReviewed | RestDeclared | WeekTurned


def evolve(weeks: WeeksSlice, event: WeekEvent) -> WeeksSlice:
    """Adds a plan, review or rest of a week, or turns it."""
    match event:
        case WeekPlanned():
            return replace(weeks, planned=with_entry(weeks.planned, event.monday, event))
        case WeekReviewed():
            return replace(weeks, reviewed=with_entry(weeks.reviewed, event.monday, event))
        case RestDeclared():
            reserves = with_member(weeks.reserves, event.monday) if event.reserve else weeks.reserves
            return replace(weeks, rests=with_member(weeks.rests, event.monday), reserves=reserves)
        case WeekTurned():
            return replace(weeks, turned=event.monday)


def monday_of(day: date) -> date:
    """The Monday of the week that a date lies in."""
    return day - timedelta(days=day.weekday())


def week_number(started_on: date, day: date) -> int:
    """The number of the week that a day lies in: 1 in the week of the journey's start, 0 and less before it."""
    return (monday_of(day) - monday_of(started_on)).days // 7 + 1


def reserve_weeks(started_on: date, end: date | None, on: date, weeks_each: int) -> int:
    """How many reserve weeks there are: one for so many weeks of the programme.

    Without an end of the programme it is one for so many weeks that have begun.
    """
    if end is not None:
        return week_number(started_on, end) // weeks_each
    return (week_number(started_on, on) + weeks_each - 1) // weeks_each


EVOLVERS = slice_evolvers("weeks", evolve)
