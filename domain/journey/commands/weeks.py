"""Weeks, Monday to Sunday in the client's time zone: planned, reviewed with a conclusion, or declared a rest."""

from datetime import date

from domain.command import Command, Note, SentenceText
from domain.decision_rules import require_not_before
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, WeekTurned, monday_of
from domain.messages import translatable


class PlanWeek(Command, frozen=True, kw_only=True, tag="PlanWeek"):
    """Set the aim of a week."""

    monday: date
    intention: SentenceText | None = None


class ReviewWeek(Command, frozen=True, kw_only=True, tag="ReviewWeek"):
    """Review a week, with a conclusion."""

    monday: date
    conclusion: SentenceText


class DeclareRest(Command, frozen=True, kw_only=True, tag="DeclareRest"):
    """Take a week off."""

    monday: date
    reason: Note | None = None


class TurnWeek(Command, frozen=True, kw_only=True, tag="TurnWeek"):
    """The clock's: a week began."""

    monday: date


def handle_plan_week(journey: Journey, command: PlanWeek) -> list[JourneyEvent]:
    """Plans a week; a later plan of the same week replaces it."""
    require_monday(journey, command.monday)
    event = WeekPlanned(happened_on=command.happened_on, monday=command.monday, intention=command.intention)
    known = journey.weeks.planned.get(command.monday)
    return [] if known and known.intention == event.intention else [event]


def handle_review_week(journey: Journey, command: ReviewWeek) -> list[JourneyEvent]:
    """Reviews a week that has begun, once."""
    require_monday(journey, command.monday)
    if command.monday > command.happened_on:
        raise InvalidValue(
            "This week has not started.",
            field="monday",
            allowed=translatable("a Monday up to %(day)s", day=command.happened_on),
        )
    event = WeekReviewed(
        happened_on=command.happened_on, monday=command.monday, conclusion=command.conclusion
    )
    known = journey.weeks.reviewed.get(command.monday)
    if known is None:
        return [event]
    if known.conclusion == event.conclusion:
        return []
    raise InvalidOperation(
        "This week has been reviewed. Nothing is overwritten.",
        field="monday",
        allowed="a week that has not been reviewed",
    )


def handle_declare_rest(journey: Journey, command: DeclareRest) -> list[JourneyEvent]:
    """Declares a week of rest, once."""
    require_monday(journey, command.monday)
    if command.monday in journey.weeks.rests:
        return []
    return [RestDeclared(happened_on=command.happened_on, monday=command.monday, reason=command.reason)]


def handle_turn_week(journey: Journey, command: TurnWeek) -> list[JourneyEvent]:
    """Turns a week that has begun. Returns no event for one that is not after the last."""
    require_monday(journey, command.monday)
    turned = journey.weeks.turned
    if turned and command.monday <= turned:
        return []
    require_not_before(command.happened_on, command.monday, "This week has not started.")
    return [WeekTurned(happened_on=command.happened_on, monday=command.monday)]


def require_monday(journey: Journey, monday: date) -> None:
    """Raises `InvalidValue` for a date that is no Monday of the journey."""
    first = monday_of(journey.started.event.happened_on)
    if monday.weekday() != 0:
        raise InvalidValue(
            "A week is identified by its Monday.",
            field="monday",
            allowed=translatable("a Monday, such as %(day)s", day=monday_of(monday)),
        )
    if monday < first:
        raise InvalidValue(
            "This week is before the journey.",
            field="monday",
            allowed=translatable("%(day)s or a later Monday", day=first),
        )


HANDLERS: CommandHandlers = {
    PlanWeek: handle_plan_week,
    ReviewWeek: handle_review_week,
    DeclareRest: handle_declare_rest,
    TurnWeek: handle_turn_week,
}
