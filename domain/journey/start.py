"""The start of a journey: who, on which track, in whose time zone, with which goal; and the conditions that hold."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.errors import IllegalStep, InvalidValue
from domain.journey.forms import Fact, Sentence, Title, Wish
from domain.messages import sentence
from domain.sensitivity import C1, Count, Day, Id, SpecialWords, Words
from domain.vocabulary import WEEKLY_GOAL_MOST, Track

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class JourneyStarted(Fact, frozen=True, kw_only=True, tag="JourneyStarted"):
    """A client set out."""

    called: Words
    track: Annotated[Track, C1]
    locale: Annotated[str, C1]
    time_zone: Annotated[str, C1]
    weekly_goal: Count
    programme_end: Day | None = None


class ConditionDeclared(Fact, frozen=True, kw_only=True, tag="ConditionDeclared"):
    """A hard limit, which can block a role. Its wording may be about health, so it is special."""

    condition_id: Id
    wording: SpecialWords


class Start(Struct, frozen=True):
    """What later decisions need of the start."""

    fact: JourneyStarted
    conditions: dict[UUID, str] = {}


def evolve(start: Start | None, fact: JourneyStarted | ConditionDeclared) -> Start | None:
    """Remember the start, and each condition after it."""
    match fact:
        case JourneyStarted():
            return Start(fact=fact)
        case ConditionDeclared():
            return start and Start(
                fact=start.fact, conditions={**start.conditions, fact.condition_id: fact.wording}
            )


class StartJourney(Wish, frozen=True, kw_only=True, tag="StartJourney"):
    """Set out."""

    called: Title
    track: Track
    locale: Annotated[
        str, Meta(pattern=r"^[a-z]{2}(-[A-Z]{2})?$", description="A language, such as nl or nb-NO.")
    ]
    time_zone: Annotated[
        str, Meta(min_length=1, max_length=60, description="An IANA name, such as Europe/Oslo.")
    ]
    weekly_goal: Annotated[int, Meta(ge=1, le=WEEKLY_GOAL_MOST)] = 2
    programme_end: date | None = None


class DeclareCondition(Wish, frozen=True, kw_only=True, tag="DeclareCondition"):
    """Name a hard limit."""

    condition_id: UUID
    wording: Sentence


def start(journey: "Journey", wish: StartJourney) -> list[Fact]:
    """Start once; the same start again is already so."""
    if wish.programme_end and wish.programme_end <= wish.happened_on:
        raise InvalidValue(
            "The programme cannot end before the journey starts.",
            field="programme_end",
            allowed=sentence("a date after %(day)s", day=wish.happened_on),
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
    raise IllegalStep(
        "This journey started on %(day)s; it starts only once.",
        day=journey.start.fact.happened_on,
        allowed="another journey id",
    )


def declare_condition(journey: "Journey", wish: DeclareCondition) -> list[Fact]:
    """Name a limit once; the same words again are already so."""
    known = journey.started.conditions.get(wish.condition_id)
    if known == wish.wording:
        return []
    if known is not None:
        raise IllegalStep("Another condition has this id.", field="condition_id", allowed="an id of its own")
    return [
        ConditionDeclared(happened_on=wish.happened_on, condition_id=wish.condition_id, wording=wish.wording)
    ]
