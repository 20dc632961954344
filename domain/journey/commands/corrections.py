"""Saying again what an entry should have said, or taking it back. Only who told it may; others' words stay theirs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, SentenceText
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.catalogue import JourneyCommand
from domain.journey.commands.contacts import forgotten_name_error
from domain.journey.commands.start import StartJourney
from domain.journey.corrections import effective
from domain.journey.corrections.cascade import NumberedEvents, correction_cascade
from domain.journey.corrections.effective import NamingEvent
from domain.journey.corrections.event_labels import event_label
from domain.journey.corrections.events import EntryCorrected, EntryRetracted, JourneyEventOrCorrection
from domain.journey.corrections.invariants import invariant_violations
from domain.journey.corrections.references import references_of, subject_key
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.contacts import ContactAdded
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.start import JourneyStarted
from domain.messages import translatable
from domain.redacted import is_readable

EntryNumber = Annotated[int, Meta(ge=1, description="Of an entry in the journey's history, from 1.")]
Redecide = Callable[[Iterable[JourneyEvent], JourneyCommand], list[JourneyEvent]]
"""What a command would have meant on the journey that those facts make."""


class CorrectEntry(Command, frozen=True, kw_only=True, tag="CorrectEntry"):
    """Say again what one of your entries should have said: the command that means that one entry, whole."""

    number: EntryNumber
    restated: JourneyCommand
    reason: SentenceText | None = None


class RetractEntry(Command, frozen=True, kw_only=True, tag="RetractEntry"):
    """Take back one of your entries, and what hangs on it. Retracting a correction or a retraction undoes that."""

    number: EntryNumber
    reason: SentenceText | None = None


def handle_correct_entry(
    journey: Journey, command: CorrectEntry, redecide: Redecide, by: UUID | None
) -> list[JourneyEventOrCorrection]:
    """Correct an entry that is in effect; what was dated or named by it follows."""
    _own(journey, command.number, by)
    events = journey.effective_events()
    old = events.get(command.number)
    if old is None:
        raise InvalidOperation(
            "This entry is not in effect: it was taken back, or is itself a correction.",
            field="number",
            allowed="an entry that tells a fact and was not taken back",
        )
    if isinstance(old, ContactAdded) and not is_readable(old.name):
        raise forgotten_name_error("number")
    told = journey.unretracted_events()
    meant = _meant(old, command, told, redecide)
    new = _restated(old, meant)
    changes = _changes(command, events, new, meant, [one for one in meant if _is_named(one, new, told)])
    after = _sound(journey, events, changes) if changes else events
    _nothing_else(meant, new, after)
    if after.get(command.number) != new:
        raise InvalidOperation(
            "Said so, this entry would hang on nothing.", field="restated", allowed="to take the entry back"
        )
    return changes


def handle_retract_entry(
    journey: Journey, command: RetractEntry, by: UUID | None
) -> list[JourneyEventOrCorrection]:
    """Take an entry back, unless others use what it brought."""
    line = _own(journey, command.number, by)
    if isinstance(line, JourneyStarted):
        raise InvalidOperation(
            "The start cannot be taken back, only corrected.", field="number", allowed="a later entry"
        )
    if isinstance(line, ContactForgotten):
        raise InvalidOperation(
            "Who was forgotten cannot be remembered again.", field="number", allowed="another entry"
        )
    events = journey.effective_events()
    if journey.is_retracted(command.number) or (
        isinstance(line, JourneyEvent) and command.number not in events
    ):
        return []
    event = EntryRetracted(happened_on=command.happened_on, number=command.number, reason=command.reason)
    _sound(journey, events, [event])
    return [event]


def _own(journey: Journey, number: int, by: UUID | None) -> JourneyEventOrCorrection | ContactForgotten:
    if number > len(journey.authored_events):
        raise InvalidOperation(
            "There is no such entry.",
            field="number",
            allowed=translatable("1 to %(last)s", last=len(journey.authored_events)),
        )
    line = journey.authored_events[number - 1]
    if line.by != by:
        raise InvalidOperation(
            "Somebody else made this entry; only they can correct it or take it back.",
            field="number",
            allowed="an entry of your own",
        )
    return line.event


def _meant(
    old: JourneyEvent, command: CorrectEntry, told: NumberedEvents, redecide: Redecide
) -> list[JourneyEvent]:
    """What the command would have meant in the place of the entry."""
    if isinstance(old, JourneyStarted) != isinstance(command.restated, StartJourney):
        raise _not_that(old)
    meant = redecide((event for number, event in told.items() if number < command.number), command.restated)
    if not meant:
        raise InvalidOperation(
            "This was so already before that entry.", field="restated", allowed="to take the entry back"
        )
    return meant


def _restated(old: JourneyEvent, meant: Sequence[JourneyEvent]) -> JourneyEvent:
    alike = [one for one in meant if type(one) is type(old)]
    same = [one for one in alike if subject_key(one) == subject_key(old)]
    if len(alike) == 1 and not same:
        raise InvalidOperation(
            "A correction keeps the id; something else is told anew.",
            field="restated",
            allowed="the same id",
        )
    if len(same) != 1:
        raise _not_that(old)
    return same[0]


def _not_that(old: JourneyEvent) -> InvalidOperation:
    return InvalidOperation(
        "This entry tells %(what)s; say that once more, and nothing else of its kind.",
        what=event_label(old),
        field="restated",
        allowed="a command that means this one entry",
    )


def _is_named(event: JourneyEvent, new: JourneyEvent, told: NumberedEvents) -> bool:
    """Is it a name told along with the correction, and not known by now?"""
    if event is new or not isinstance(event, NamingEvent):
        return False
    brings = references_of(event).brings
    return not any(brings & references_of(one).brings for one in told.values() if type(one) is type(event))


def _changes(
    command: CorrectEntry,
    events: NumberedEvents,
    new: JourneyEvent,
    meant: Sequence[JourneyEvent],
    named: Sequence[JourneyEvent],
) -> list[JourneyEventOrCorrection]:
    follows = correction_cascade(events, command.number, new, meant)
    along: list[JourneyEventOrCorrection] = [
        *named,
        *(_corrected(command, number, event) for number, event in follows.corrected.items()),
        *(
            EntryRetracted(happened_on=command.happened_on, number=number, reason=command.reason)
            for number in follows.retracted
        ),
        *follows.added,
    ]
    if new == events[command.number] and not along:
        return []
    return [_corrected(command, command.number, new, len(along)), *along]


def _corrected(command: CorrectEntry, number: int, event: JourneyEvent, along: int = 0) -> EntryCorrected:
    return EntryCorrected(
        happened_on=command.happened_on, number=number, fact=event, along=along, reason=command.reason
    )


def _nothing_else(meant: Sequence[JourneyEvent], new: JourneyEvent, after: NumberedEvents) -> None:
    """Refuse a command that means more than the entry: leaving that out in silence would look like a correction."""
    for event in meant:
        if event is not new and not isinstance(event, NamingEvent) and event not in after.values():
            raise InvalidOperation(
                "This also tells %(what)s, and that is another entry.",
                what=event_label(event),
                field="restated",
                allowed="what this entry tells; the other has its own correction",
            )


def _sound(
    journey: Journey, before: NumberedEvents, changes: Sequence[JourneyEventOrCorrection]
) -> NumberedEvents:
    """What is in effect after the changes; refused when it has a fault that was not there."""
    after = effective.effective_events(_and_then(journey, changes))
    if found := list(invariant_violations(after)):
        first_told = {
            number: event for number, event in journey.numbered_events() if isinstance(event, JourneyEvent)
        }
        known = {fault.key for fault in invariant_violations(before)}
        # What was told out of order, and allowed, may come back when a correction is undone.
        known |= {fault.key for fault in invariant_violations(first_told) if fault.key[0] == "order"}
        for fault in found:
            if fault.key not in known:
                raise InvalidOperation(fault.message, field="number", allowed=fault.allowed)
    return after


def _and_then(
    journey: Journey, changes: Sequence[JourneyEventOrCorrection]
) -> Iterator[tuple[int, JourneyEventOrCorrection]]:
    yield from journey.numbered_events()
    yield from enumerate(changes, len(journey.authored_events) + 1)
