"""Rules that decisions share: created once under an id, changed from a date on, never before what it depends on."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeVar

from msgspec.structs import replace

from domain.allowed_dates import on_or_after
from domain.errors import InvalidOperation, InvalidValue
from domain.event import Event
from domain.messages import Message, translatable
from domain.normal_texts import same_content

E = TypeVar("E", bound=Event)

CreatableNoun = Literal[
    "after-care plan",
    "assessment",
    "challenge",
    "commitment",
    "consent",
    "cover",
    "dream",
    "goal",
    "insight",
    "introduction",
    "lead",
    "market signal",
    "note",
    "pitch",
    "reflection",
    "sketch",
    "story",
    "value",
]
"""What is created under an id of its own."""

ReferencedNoun = Literal[
    "after-care plan",
    "challenge",
    "commitment",
    "consent",
    "contact",
    "cover",
    "feedback",
    "follow-up",
    "gap",
    "goal",
    "note",
    "pitch",
    "quality",
    "story",
    "strength",
    "wish",
]
"""What a command refers to by its id."""

_ANOTHER: Mapping[CreatableNoun, Message] = MappingProxyType(
    {
        "after-care plan": translatable("This id belongs to another aftercare plan."),
        "assessment": translatable("This id belongs to another assessment."),
        "challenge": translatable("This id belongs to another challenge."),
        "commitment": translatable("This id belongs to another commitment."),
        "consent": translatable("This id belongs to another consent."),
        "cover": translatable("This id belongs to the days of another deputy."),
        "dream": translatable("This id belongs to another dream."),
        "goal": translatable("This id belongs to another goal."),
        "insight": translatable("This id belongs to another insight."),
        "introduction": translatable("This id belongs to another introduction."),
        "lead": translatable("This id belongs to another opening."),
        "market signal": translatable("This id belongs to another market signal."),
        "note": translatable("This id belongs to another note."),
        "pitch": translatable("This id belongs to another pitch."),
        "reflection": translatable("This id belongs to another reflection."),
        "sketch": translatable("This id belongs to another sketch."),
        "story": translatable("This id belongs to another story."),
        "value": translatable("This id belongs to another value."),
    }
)
_UNKNOWN: Mapping[ReferencedNoun, tuple[Message, Message]] = MappingProxyType(
    {
        "after-care plan": (
            translatable("There is no such date for aftercare in this journey."),
            translatable("the id of a date for aftercare"),
        ),
        "challenge": (
            translatable("There is no such challenge in this journey."),
            translatable("the id of a challenge"),
        ),
        "commitment": (
            translatable("There is no such commitment in this journey."),
            translatable("the id of a commitment"),
        ),
        "consent": (
            translatable("There is no such consent in this journey."),
            translatable("the id of a consent"),
        ),
        "contact": (
            translatable("There is no such contact in this journey."),
            translatable("the id of a contact"),
        ),
        "cover": (
            translatable("Nobody was proposed as a deputy under this id."),
            translatable("the id of a deputy's days"),
        ),
        "feedback": (
            translatable("No feedback was recorded for this step."),
            translatable("the id of a step with feedback"),
        ),
        "follow-up": (
            translatable("There is no such follow-up in this journey."),
            translatable("the id of a follow-up"),
        ),
        "gap": (translatable("There is no such gap in this journey."), translatable("the id of a gap")),
        "goal": (translatable("There is no such goal in this journey."), translatable("the id of a goal")),
        "note": (translatable("There is no such note in this journey."), translatable("the id of a note")),
        "pitch": (translatable("There is no such pitch in this journey."), translatable("the id of a pitch")),
        "quality": (
            translatable("There is no such quality in this journey."),
            translatable("the id of a quality"),
        ),
        "story": (
            translatable("There is no such story in this journey."),
            translatable("the id of a story"),
        ),
        "strength": (
            translatable("There is no such strength in this journey."),
            translatable("the id of a strength"),
        ),
        "wish": (
            translatable("There is no such priority in this journey."),
            translatable("the id of a priority"),
        ),
    }
)


def create_once(known: E | None, event: E, noun: CreatableNoun, *, field: str) -> list[E]:
    """Returns the event that creates a subject, or nothing if the same event is known.

    Raises `InvalidOperation` if another event has its id.
    """
    if known is None:
        return [event]
    if same_content(known, event):
        return []
    raise InvalidOperation(_ANOTHER[noun], field=field, allowed="a new id")


def record_change(latest: E | None, event: E, text: str) -> list[E]:
    """Returns the event of a change, or nothing if it differs from the latest only in its date.

    Raises `InvalidOperation` for a date before the latest change; `text` says why, with `%(day)s` for that date.
    """
    if latest is None:
        return [event]
    if replace(latest, happened_on=event.happened_on) == event:
        return []
    if event.happened_on < latest.happened_on:
        raise InvalidOperation(
            translatable(text, day=latest.happened_on),
            field="happened_on",
            allowed=on_or_after(latest.happened_on),
        )
    return [event]


def require_not_before(on: date, first: date, text: str, *, field: str = "happened_on") -> None:
    """Raises `InvalidValue` for a date before `first`; `text` says why, with `%(day)s` for that first date."""
    if on < first:
        raise InvalidValue(translatable(text, day=first), field=field, allowed=on_or_after(first))


def require_not_past(due: date | None, on: date, *, field: str = "due") -> None:
    """Raises `InvalidValue` for a due date that had passed when it was set."""
    if due is not None:
        require_not_before(due, on, "This day was already over when it was set.", field=field)


def unknown_reference(noun: ReferencedNoun, *, field: str) -> InvalidOperation:
    """The error for an id that nothing in the journey has."""
    message, allowed = _UNKNOWN[noun]
    return InvalidOperation(message, field=field, allowed=allowed)
