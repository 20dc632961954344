"""The start of a journey: who, on which track, in whose time zone, with which goal; and the conditions that hold."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, SentenceText, TimeZoneName, Title
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.start import ConditionDeclared, JourneyStarted
from domain.messages import translatable
from domain.normal_texts import same_content
from domain.text import same_name
from domain.vocabulary import MAX_WEEKLY_GOAL, Track


class StartJourney(Command, frozen=True, kw_only=True, tag="StartJourney"):
    """Start the journey."""

    called: Title
    track: Track
    locale: Annotated[
        str, Meta(pattern=r"^[a-z]{2}(-[A-Z]{2})?$", description="A language, such as nl or nb-NO.")
    ]
    time_zone: TimeZoneName
    weekly_goal: Annotated[int, Meta(ge=1, le=MAX_WEEKLY_GOAL)] = 2
    programme_end: date | None = None


class DeclareCondition(Command, frozen=True, kw_only=True, tag="DeclareCondition"):
    """Name a limit: something that can rule out roles."""

    condition_id: UUID
    wording: SentenceText


def handle_start_journey(journey: Journey, command: StartJourney) -> list[JourneyEvent]:
    """Starts the journey. Returns no event for the same start again; another start raises `InvalidOperation`."""
    if command.programme_end and command.programme_end <= command.happened_on:
        raise InvalidValue(
            "The programme cannot end before the journey starts.",
            field="programme_end",
            allowed=translatable("a date after %(day)s", day=command.happened_on),
        )
    event = JourneyStarted(
        happened_on=command.happened_on,
        called=command.called,
        track=command.track,
        locale=command.locale,
        time_zone=command.time_zone,
        weekly_goal=command.weekly_goal,
        programme_end=command.programme_end,
    )
    if journey.start is None:
        return [event]
    if same_content(journey.start.event, event):
        return []
    raise InvalidOperation(
        "This journey started on %(day)s. It can only start once.",
        day=journey.start.event.happened_on,
        allowed="another journey id",
    )


def handle_declare_condition(journey: Journey, command: DeclareCondition) -> list[JourneyEvent]:
    """Declares a condition under a new id. Returns no event for the same wording again."""
    known = journey.started.conditions.get(command.condition_id)
    if same_name(known, command.wording):
        return []
    if known is not None:
        raise InvalidOperation("This id belongs to another limit.", field="condition_id", allowed="a new id")
    return [
        ConditionDeclared(
            happened_on=command.happened_on, condition_id=command.condition_id, wording=command.wording
        )
    ]


HANDLERS: CommandHandlers = {
    StartJourney: handle_start_journey,
    DeclareCondition: handle_declare_condition,
}
