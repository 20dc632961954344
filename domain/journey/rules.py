"""Rules that many nouns obey: told once under an id, changed from a day on, never before what it hangs on."""

from datetime import date

from msgspec.structs import replace

from domain.errors import IllegalStep, InvalidValue
from domain.journey.forms import Fact


def once(known: Fact | None, fact: Fact, noun: str, *, field: str) -> list[Fact]:
    """Told once: the same again is already so, something else under that id is refused."""
    if known is None:
        return [fact]
    if known == fact:
        return []
    raise IllegalStep(f"Another {noun} has this id.", field=field, allowed="an id of its own")


def change(latest: Fact | None, fact: Fact, what: str) -> list[Fact]:
    """Changed from a day on: already so when nothing but the day differs, refused for a day before the last change."""
    if latest is None:
        return [fact]
    if replace(latest, happened_on=fact.happened_on) == fact:
        return []
    if fact.happened_on < latest.happened_on:
        raise IllegalStep(
            f"{what} was last set on {latest.happened_on}; an earlier day cannot change that.",
            field="happened_on",
            allowed=f"{latest.happened_on} or later",
        )
    return [fact]


def not_before(on: date, first: date, sentence: str, *, field: str = "happened_on") -> None:
    """Refuse a day before what it hangs on; the sentence says why."""
    if on < first:
        raise InvalidValue(sentence, field=field, allowed=f"{first} or later")


def ahead(due: date | None, on: date, *, field: str = "due") -> None:
    """Refuse a day that had passed when it was set."""
    if due is not None:
        not_before(due, on, "This day had passed already when it was set.", field=field)


def unknown(noun: str, *, field: str) -> IllegalStep:
    """The refusal of an id that stands for nothing here."""
    return IllegalStep(
        f"There is no such {noun} in this journey.", field=field, allowed=f"the id of a {noun}"
    )
