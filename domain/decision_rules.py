"""Rules that many nouns obey: told once under an id, changed from a day on, never before what it hangs on."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from msgspec.structs import replace

from domain.allowed_dates import or_later
from domain.errors import IllegalStep, InvalidValue
from domain.journey.forms import Fact
from domain.messages import Sentence, sentence

Once = Literal[
    "after-care plan",
    "assessment",
    "challenge",
    "commitment",
    "consent",
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
"""What is told under an id of its own."""

Known = Literal[
    "challenge",
    "commitment",
    "consent",
    "contact",
    "follow-up",
    "gap",
    "goal",
    "note",
    "pitch",
    "quality",
    "strength",
    "wish",
]
"""What is pointed at by its id."""

_ANOTHER: Mapping[Once, Sentence] = MappingProxyType(
    {
        "after-care plan": sentence("Another after-care plan has this id."),
        "assessment": sentence("Another assessment has this id."),
        "challenge": sentence("Another challenge has this id."),
        "commitment": sentence("Another commitment has this id."),
        "consent": sentence("Another consent has this id."),
        "dream": sentence("Another dream has this id."),
        "goal": sentence("Another goal has this id."),
        "insight": sentence("Another insight has this id."),
        "introduction": sentence("Another introduction has this id."),
        "lead": sentence("Another lead has this id."),
        "market signal": sentence("Another market signal has this id."),
        "note": sentence("Another note has this id."),
        "pitch": sentence("Another pitch has this id."),
        "reflection": sentence("Another reflection has this id."),
        "sketch": sentence("Another sketch has this id."),
        "story": sentence("Another story has this id."),
        "value": sentence("Another value has this id."),
    }
)
_UNKNOWN: Mapping[Known, tuple[Sentence, Sentence]] = MappingProxyType(
    {
        "challenge": (
            sentence("There is no such challenge in this journey."),
            sentence("the id of a challenge"),
        ),
        "commitment": (
            sentence("There is no such commitment in this journey."),
            sentence("the id of a commitment"),
        ),
        "consent": (sentence("There is no such consent in this journey."), sentence("the id of a consent")),
        "contact": (sentence("There is no such contact in this journey."), sentence("the id of a contact")),
        "follow-up": (
            sentence("There is no such follow-up in this journey."),
            sentence("the id of a follow-up"),
        ),
        "gap": (sentence("There is no such gap in this journey."), sentence("the id of a gap")),
        "goal": (sentence("There is no such goal in this journey."), sentence("the id of a goal")),
        "note": (sentence("There is no such note in this journey."), sentence("the id of a note")),
        "pitch": (sentence("There is no such pitch in this journey."), sentence("the id of a pitch")),
        "quality": (sentence("There is no such quality in this journey."), sentence("the id of a quality")),
        "strength": (
            sentence("There is no such strength in this journey."),
            sentence("the id of a strength"),
        ),
        "wish": (sentence("There is no such wish in this journey."), sentence("the id of a wish")),
    }
)


def once(known: Fact | None, fact: Fact, noun: Once, *, field: str) -> list[Fact]:
    """Told once: the same again is already so, something else under that id is refused."""
    if known is None:
        return [fact]
    if known == fact:
        return []
    raise IllegalStep(_ANOTHER[noun], field=field, allowed="an id of its own")


def change(latest: Fact | None, fact: Fact, text: str) -> list[Fact]:
    """Changed from a day on: already so when nothing but the day differs, refused for a day before the last change.

    The text says why, with `%(day)s` for the day of that change.
    """
    if latest is None:
        return [fact]
    if replace(latest, happened_on=fact.happened_on) == fact:
        return []
    if fact.happened_on < latest.happened_on:
        raise IllegalStep(
            sentence(text, day=latest.happened_on),
            field="happened_on",
            allowed=or_later(latest.happened_on),
        )
    return [fact]


def not_before(on: date, first: date, text: str, *, field: str = "happened_on") -> None:
    """Refuse a day before what it hangs on; the text says why, with `%(day)s` for that first day."""
    if on < first:
        raise InvalidValue(sentence(text, day=first), field=field, allowed=or_later(first))


def ahead(due: date | None, on: date, *, field: str = "due") -> None:
    """Refuse a day that had passed when it was set."""
    if due is not None:
        not_before(due, on, "This day had passed already when it was set.", field=field)


def unknown(noun: Known, *, field: str) -> IllegalStep:
    """The refusal of an id that stands for nothing here."""
    message, allowed = _UNKNOWN[noun]
    return IllegalStep(message, field=field, allowed=allowed)
