"""Saying again what an entry should have said, or taking it back. Only who told it may; others' words stay theirs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

from msgspec import Meta

from domain.errors import IllegalStep
from domain.journey.commands.catalogue import Telling
from domain.journey.contacts import ContactAdded
from domain.journey.corrections import events
from domain.journey.corrections.cascade import Facts, following
from domain.journey.corrections.event_labels import telling
from domain.journey.corrections.events import EntryCorrected, EntryRetracted, Name, Told
from domain.journey.corrections.invariants import faults
from domain.journey.corrections.references import own_key, ties
from domain.journey.events.catalogue import JourneyFact
from domain.journey.forgotten import ContactForgotten, legible, never_again
from domain.journey.forms import Fact, Sentence, Wish
from domain.journey.start import JourneyStarted, StartJourney
from domain.messages import sentence

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey

Number = Annotated[int, Meta(ge=1, description="Of an entry in the journey's history, from 1.")]
Tells = Callable[[Iterable[JourneyFact], Telling], list[JourneyFact]]
"""What a command would have meant on the journey that those facts make."""


class CorrectEntry(Wish, frozen=True, kw_only=True, tag="CorrectEntry"):
    """Say again what one of your entries should have said: the command that means that one entry, whole."""

    number: Number
    restated: Telling
    reason: Sentence | None = None


class RetractEntry(Wish, frozen=True, kw_only=True, tag="RetractEntry"):
    """Take back one of your entries, and what hangs on it. Retracting a correction or a retraction undoes that."""

    number: Number
    reason: Sentence | None = None


def correct(journey: "Journey", wish: CorrectEntry, tells: Tells, by: UUID | None) -> list[Fact]:
    """Correct an entry that is in effect; what was dated or named by it follows."""
    _own(journey, wish.number, by)
    facts = journey.in_effect()
    old = facts.get(wish.number)
    if old is None:
        raise IllegalStep(
            "This entry is not in effect: it was taken back, or is itself a correction.",
            field="number",
            allowed="an entry that tells a fact and was not taken back",
        )
    if isinstance(old, ContactAdded) and not legible(old.name):
        raise never_again("number")
    told = journey.as_told()
    meant = _meant(old, wish, told, tells)
    new = _restated(old, meant)
    changes = _changes(wish, facts, new, meant, [one for one in meant if _is_named(one, new, told)])
    after = _sound(journey, facts, changes) if changes else facts
    _nothing_else(meant, new, after)
    if after.get(wish.number) != new:
        raise IllegalStep(
            "Said so, this entry would hang on nothing.", field="restated", allowed="to take the entry back"
        )
    return changes


def retract(journey: "Journey", wish: RetractEntry, by: UUID | None) -> list[Fact]:
    """Take an entry back, unless others use what it brought."""
    line = _own(journey, wish.number, by)
    if isinstance(line, JourneyStarted):
        raise IllegalStep(
            "The start cannot be taken back, only corrected.", field="number", allowed="a later entry"
        )
    if isinstance(line, ContactForgotten):
        raise IllegalStep(
            "Who was forgotten cannot be remembered again.", field="number", allowed="another entry"
        )
    facts = journey.in_effect()
    if journey.retracted(wish.number) or (isinstance(line, JourneyFact) and wish.number not in facts):
        return []
    fact = EntryRetracted(happened_on=wish.happened_on, number=wish.number, reason=wish.reason)
    _sound(journey, facts, [fact])
    return [fact]


def _own(journey: "Journey", number: int, by: UUID | None) -> Told | ContactForgotten:
    if number > len(journey.lines):
        raise IllegalStep(
            "There is no such entry.",
            field="number",
            allowed=sentence("1 to %(last)s", last=len(journey.lines)),
        )
    line = journey.lines[number - 1]
    if line.by != by:
        raise IllegalStep(
            "Somebody else made this entry; only they can correct it or take it back.",
            field="number",
            allowed="an entry of your own",
        )
    return line.event


def _meant(old: JourneyFact, wish: CorrectEntry, told: Facts, tells: Tells) -> list[JourneyFact]:
    """What the command would have meant in the place of the entry."""
    if isinstance(old, JourneyStarted) != isinstance(wish.restated, StartJourney):
        raise _not_that(old)
    meant = tells((fact for number, fact in told.items() if number < wish.number), wish.restated)
    if not meant:
        raise IllegalStep(
            "This was so already before that entry.", field="restated", allowed="to take the entry back"
        )
    return meant


def _restated(old: JourneyFact, meant: Sequence[JourneyFact]) -> JourneyFact:
    alike = [one for one in meant if type(one) is type(old)]
    same = [one for one in alike if own_key(one) == own_key(old)]
    if len(alike) == 1 and not same:
        raise IllegalStep(
            "A correction keeps the id; something else is told anew.",
            field="restated",
            allowed="the same id",
        )
    if len(same) != 1:
        raise _not_that(old)
    return same[0]


def _not_that(old: JourneyFact) -> IllegalStep:
    return IllegalStep(
        "This entry tells %(what)s; say that once more, and nothing else of its kind.",
        what=telling(old),
        field="restated",
        allowed="a command that means this one entry",
    )


def _is_named(fact: JourneyFact, new: JourneyFact, told: Facts) -> bool:
    """Is it a name told along with the correction, and not known by now?"""
    if fact is new or not isinstance(fact, Name):
        return False
    brings = ties(fact).brings
    return not any(brings & ties(one).brings for one in told.values() if type(one) is type(fact))


def _changes(
    wish: CorrectEntry,
    facts: Facts,
    new: JourneyFact,
    meant: Sequence[JourneyFact],
    named: Sequence[JourneyFact],
) -> list[Fact]:
    follows = following(facts, wish.number, new, meant)
    along: list[Fact] = [
        *named,
        *(_corrected(wish, number, fact) for number, fact in follows.corrected.items()),
        *(
            EntryRetracted(happened_on=wish.happened_on, number=number, reason=wish.reason)
            for number in follows.retracted
        ),
        *follows.added,
    ]
    if new == facts[wish.number] and not along:
        return []
    return [_corrected(wish, wish.number, new, len(along)), *along]


def _corrected(wish: CorrectEntry, number: int, fact: JourneyFact, along: int = 0) -> EntryCorrected:
    return EntryCorrected(
        happened_on=wish.happened_on, number=number, fact=fact, along=along, reason=wish.reason
    )


def _nothing_else(meant: Sequence[JourneyFact], new: JourneyFact, after: Facts) -> None:
    """Refuse a command that means more than the entry: leaving that out in silence would look like a correction."""
    for fact in meant:
        if fact is not new and not isinstance(fact, Name) and fact not in after.values():
            raise IllegalStep(
                "This also tells %(what)s, and that is another entry.",
                what=telling(fact),
                field="restated",
                allowed="what this entry tells; the other has its own correction",
            )


def _sound(journey: "Journey", before: Facts, changes: Sequence[Fact]) -> Facts:
    """What is in effect after the changes; refused when it has a fault that was not there."""
    after = events.in_effect(_and_then(journey, changes))
    if found := list(faults(after)):
        first_told = {number: event for number, event in journey.told() if isinstance(event, JourneyFact)}
        known = {fault.key for fault in faults(before)}
        # What was told out of order, and allowed, may come back when a correction is undone.
        known |= {fault.key for fault in faults(first_told) if fault.key[0] == "order"}
        for fault in found:
            if fault.key not in known:
                raise IllegalStep(fault.message, field="number", allowed=fault.allowed)
    return after


def _and_then(journey: "Journey", changes: Sequence[Fact]) -> Iterator[tuple[int, Told]]:
    yield from journey.told()
    yield from enumerate(cast("Sequence[Told]", changes), len(journey.lines) + 1)
