"""Weeks, Monday to Sunday in the client's time zone: planned, reviewed with a conclusion, or declared a rest."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from msgspec.structs import replace

from domain.command import ADDED_LATER, Command, Note, SentenceText
from domain.decision_rules import require_not_before
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.experiments import ExperimentAttempt
from domain.journey.events.weeks import (
    RestDeclared,
    WeekPlanned,
    WeekReviewed,
    WeekTurned,
    monday_of,
    reserve_weeks,
)
from domain.messages import translatable
from domain.normal_texts import same_content
from domain.vocabulary import WEEKS_PER_RESERVE, FirstNextWeek


class PlanWeek(Command, frozen=True, kw_only=True, tag="PlanWeek"):
    """Set the aim of a week, or what comes first among its suggestions."""

    monday: date
    intention: SentenceText | None = None
    first: Annotated[FirstNextWeek | None, ADDED_LATER] = None
    first_role_id: Annotated[UUID | None, ADDED_LATER] = None


class ReviewWeek(Command, frozen=True, kw_only=True, tag="ReviewWeek"):
    """Review a week, with a conclusion, and what comes first among the suggestions of the next."""

    monday: date
    conclusion: SentenceText
    first: Annotated[FirstNextWeek | None, ADDED_LATER] = None
    first_role_id: Annotated[UUID | None, ADDED_LATER] = None


class DeclareRest(Command, frozen=True, kw_only=True, tag="DeclareRest"):
    """Take a week off; with `reserve` one that has passed. `remind_of` are planned steps that stand all the same."""

    monday: date
    reason: Note | None = None
    reserve: Annotated[bool, ADDED_LATER] = False
    remind_of: Annotated[tuple[UUID, ...], Meta(max_length=20), ADDED_LATER] = ()


class TurnWeek(Command, frozen=True, kw_only=True, tag="TurnWeek"):
    """The clock's: a week began."""

    monday: date


def handle_plan_week(journey: Journey, command: PlanWeek) -> list[JourneyEvent]:
    """Plans a week; a later plan of the same week replaces it."""
    require_monday(journey, command.monday)
    _require_first_role(journey, command.first, command.first_role_id)
    event = WeekPlanned(
        happened_on=command.happened_on,
        monday=command.monday,
        intention=command.intention,
        first=command.first,
        first_role_id=command.first_role_id,
    )
    known = journey.weeks.planned.get(command.monday)
    return [] if known and _says_the_same(known, event) else [event]


def handle_review_week(journey: Journey, command: ReviewWeek) -> list[JourneyEvent]:
    """Reviews a week that has begun, once."""
    require_monday(journey, command.monday)
    if command.monday > command.happened_on:
        raise InvalidValue(
            "This week has not started.",
            field="monday",
            allowed=translatable("a Monday up to %(day)s", day=command.happened_on),
        )
    _require_first_role(journey, command.first, command.first_role_id)
    event = WeekReviewed(
        happened_on=command.happened_on,
        monday=command.monday,
        conclusion=command.conclusion,
        first=command.first,
        first_role_id=command.first_role_id,
    )
    known = journey.weeks.reviewed.get(command.monday)
    if known is None:
        return [event]
    if _says_the_same(known, event):
        return []
    raise InvalidOperation(
        "This week has been reviewed. Nothing is overwritten.",
        field="monday",
        allowed="a week that has not been reviewed",
    )


def handle_declare_rest(journey: Journey, command: DeclareRest) -> list[JourneyEvent]:
    """Declares a week of rest, once. One that has passed takes a reserve week."""
    require_monday(journey, command.monday)
    if command.monday in journey.weeks.rests:
        return []
    if command.reserve:
        _require_reserve(journey, command)
    elif command.monday < monday_of(command.happened_on):
        raise InvalidValue(
            "This week is over. You can use a reserve week for it.",
            field="monday",
            allowed="this week or a later one, or a reserve week",
        )
    for i, experiment_id in enumerate(command.remind_of):
        journey.experiment(experiment_id, field=f"remind_of/{i}")
    return [
        RestDeclared(
            happened_on=command.happened_on,
            monday=command.monday,
            reason=command.reason,
            reserve=command.reserve,
            remind_of=tuple(dict.fromkeys(command.remind_of)),
        )
    ]


def unused_reserve_weeks(journey: Journey, on: date) -> int:
    """How many reserve weeks can still be used."""
    started, adjusted = journey.started.event, journey.course.plan
    end = adjusted.programme_end if adjusted else started.programme_end
    there_are = reserve_weeks(started.happened_on, end, on, WEEKS_PER_RESERVE)
    return max(0, there_are - len(journey.weeks.reserves))


def has_step_in(journey: Journey, monday: date) -> bool:
    """Whether a step took place, or was cancelled or declined, in a week."""
    happened = (one.on for one in journey.experiments.values() if isinstance(one.outcome, ExperimentAttempt))
    return monday in map(monday_of, happened)


def _require_reserve(journey: Journey, command: DeclareRest) -> None:
    """Raises a refusal unless there is a reserve week left, for a week that has passed without a step.

    A step that is logged later leaves it as it is.
    """
    if command.monday >= monday_of(command.happened_on):
        raise InvalidValue(
            "A reserve week is for a week that has passed. Take this week off instead.",
            field="monday",
            allowed="a Monday before this week",
        )
    if has_step_in(journey, command.monday):
        raise InvalidOperation(
            "You took a step in that week, so it needs no reserve week.",
            field="monday",
            allowed="a week without a step",
        )
    if not unused_reserve_weeks(journey, command.happened_on):
        raise InvalidOperation(
            "You have no reserve week left. You can still take this week off.",
            field="reserve",
            allowed="a week off declared ahead",
        )


def handle_turn_week(journey: Journey, command: TurnWeek) -> list[JourneyEvent]:
    """Turns a week that has begun. Returns no event for one that is not after the last."""
    require_monday(journey, command.monday)
    turned = journey.weeks.turned
    if turned and command.monday <= turned:
        return []
    require_not_before(command.happened_on, command.monday, "This week has not started.")
    return [WeekTurned(happened_on=command.happened_on, monday=command.monday)]


def _says_the_same(known: WeekPlanned | WeekReviewed, event: WeekPlanned | WeekReviewed) -> bool:
    """Whether two entries about a week say the same, on whatever day."""
    return same_content(replace(known, happened_on=event.happened_on), event)


def _require_first_role(journey: Journey, first: FirstNextWeek | None, role_id: UUID | None) -> None:
    """A role comes first only by its id, and nothing else has one."""
    if (first == "role") != (role_id is not None):
        raise InvalidValue(
            "Name the role that comes first. Name none when something else comes first.",
            field="first_role_id",
            allowed="the id of a role with `first: role`, or no id",
        )
    if role_id:
        journey.role(role_id, field="first_role_id")


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
