"""The start of a journey: who, on which track, in whose time zone, with which goal; and the conditions that hold."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, SentenceText, Title
from domain.errors import InvalidOperation, InvalidValue
from domain.event import Event
from domain.journey.events.start import ConditionDeclared, JourneyStarted
from domain.messages import translatable
from domain.vocabulary import MAX_WEEKLY_GOAL, Track

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class StartJourney(Command, frozen=True, kw_only=True, tag="StartJourney"):
    """Set out."""

    called: Title
    track: Track
    locale: Annotated[
        str, Meta(pattern=r"^[a-z]{2}(-[A-Z]{2})?$", description="A language, such as nl or nb-NO.")
    ]
    time_zone: Annotated[
        str, Meta(min_length=1, max_length=60, description="An IANA name, such as Europe/Oslo.")
    ]
    weekly_goal: Annotated[int, Meta(ge=1, le=MAX_WEEKLY_GOAL)] = 2
    programme_end: date | None = None


class DeclareCondition(Command, frozen=True, kw_only=True, tag="DeclareCondition"):
    """Name a hard limit."""

    condition_id: UUID
    wording: SentenceText


def handle_start_journey(journey: "Journey", wish: StartJourney) -> list[Event]:
    """Start once; the same start again is already so."""
    if wish.programme_end and wish.programme_end <= wish.happened_on:
        raise InvalidValue(
            "The programme cannot end before the journey starts.",
            field="programme_end",
            allowed=translatable("a date after %(day)s", day=wish.happened_on),
        )
    fact = JourneyStarted(
        happened_on=wish.happened_on,
        called=wish.called,
        track=wish.track,
        locale=wish.locale,
        time_zone=wish.time_zone,
        weekly_goal=wish.weekly_goal,
        programme_end=wish.programme_end,
    )
    if journey.start is None:
        return [fact]
    if journey.start.fact == fact:
        return []
    raise InvalidOperation(
        "This journey started on %(day)s; it starts only once.",
        day=journey.start.fact.happened_on,
        allowed="another journey id",
    )


def handle_declare_condition(journey: "Journey", wish: DeclareCondition) -> list[Event]:
    """Name a limit once; the same words again are already so."""
    known = journey.started.conditions.get(wish.condition_id)
    if known == wish.wording:
        return []
    if known is not None:
        raise InvalidOperation(
            "Another condition has this id.", field="condition_id", allowed="an id of its own"
        )
    return [
        ConditionDeclared(happened_on=wish.happened_on, condition_id=wish.condition_id, wording=wish.wording)
    ]
