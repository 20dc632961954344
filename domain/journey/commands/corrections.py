"""Correcting or retracting an entry. Only the actor who made an entry may do either."""

from collections.abc import Callable, Iterable, Sequence
from operator import contains, eq, is_, is_not, ne
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, SentenceText
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.catalogue import JourneyCommand
from domain.journey.commands.network import forgotten_name_error
from domain.journey.commands.start import StartJourney
from domain.journey.corrections import effective
from domain.journey.corrections.answered_questions import reworded_questions
from domain.journey.corrections.cascade import correction_cascade
from domain.journey.corrections.corrected_entry import CorrectedEntry, NumberedEvents, corrected_entry
from domain.journey.corrections.effective import NamingEvent
from domain.journey.corrections.events import EntryCorrected, EntryRetracted, JourneyEventOrCorrection
from domain.journey.corrections.guesses import late_guesses
from domain.journey.corrections.invariants import invariant_violations
from domain.journey.corrections.references import references_of, subject_key
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.deputies import DeputyAnswerLapsed
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned, with_earlier_guess
from domain.journey.events.network import ContactAdded, ContactPhoneSet
from domain.journey.events.start import JourneyStarted
from domain.messages import translatable
from domain.redacted import is_readable

EntryNumber = Annotated[
    int, Meta(ge=1, description="The number of an entry in the journey's history, from 1.")
]
Redecide = Callable[[Iterable[JourneyEvent], JourneyCommand], list[JourneyEvent]]
"""The events that a command produces on the journey that the given events lead to."""


class CorrectEntry(Command, frozen=True, kw_only=True, tag="CorrectEntry"):
    """Replace one of your entries: give the whole command that should have been recorded."""

    number: EntryNumber
    restated: JourneyCommand
    reason: SentenceText | None = None


class RetractEntry(Command, frozen=True, kw_only=True, tag="RetractEntry"):
    """Withdraw one of your entries, and what depends on it. Withdrawing a correction or a withdrawal undoes it."""

    number: EntryNumber
    reason: SentenceText | None = None


def handle_correct_entry(
    journey: Journey, command: CorrectEntry, redecide: Redecide, by: UUID | None
) -> list[JourneyEventOrCorrection]:
    """Corrects an effective entry, and all that takes its date, role or name from it."""
    _entry_of_actor(journey, command.number, by)
    events = journey.effective_events()
    old = events.get(command.number)
    if old is None:
        raise InvalidOperation(
            "This entry no longer counts: it was withdrawn, or it is itself a correction.",
            field="number",
            allowed="an entry that records a fact and was not withdrawn",
        )
    if _is_forgotten(old):
        raise forgotten_name_error("number")
    unretracted = journey.unretracted_events()
    produced = [
        with_earlier_guess(one, old, command.happened_on)
        if isinstance(one, ExperimentPlanned) and isinstance(old, ExperimentPlanned)
        else one
        for one in _events_in_place_of(old, command, unretracted, redecide)
    ]
    new = _restated_event(old, produced)
    fresh = [one for one in produced if _is_new_name(one, new, unretracted)]
    needed = {key for one in (new, *fresh) for key in references_of(one).uses}
    names = [one for one in fresh if not needed.isdisjoint(references_of(one).creates)]
    entry = corrected_entry(command.number, events, dict(journey.numbered_events()))
    changes = _changes(command, entry, new, produced, names)
    after = _checked_events(journey, events, changes) if changes else events
    separate = [one for one in produced if contains(fresh, one) or not isinstance(one, NamingEvent)]
    _require_nothing_else(separate, new, after)
    _require_guesses_kept(journey, events, after)
    if ne(after.get(command.number), new):
        raise InvalidOperation(
            "With this change, other entries would refer to nothing.",
            field="restated",
            allowed="to withdraw the entry",
        )
    return changes


def handle_retract_entry(
    journey: Journey, command: RetractEntry, by: UUID | None
) -> list[JourneyEventOrCorrection]:
    """Retracts an entry, unless others use what it created. Returns no event if it has no effect already."""
    event = _entry_of_actor(journey, command.number, by)
    if isinstance(event, JourneyStarted):
        raise InvalidOperation(
            "The start cannot be withdrawn, only corrected.", field="number", allowed="a later entry"
        )
    if isinstance(event, ContactForgotten):
        raise InvalidOperation(
            "A forgotten person cannot be restored.", field="number", allowed="another entry"
        )
    if isinstance(event, DeputyAnswerLapsed):
        raise InvalidOperation(
            "The client is asked again. That cannot be withdrawn.", field="number", allowed="AnswerDeputy"
        )
    events = journey.effective_events()
    if journey.is_retracted(command.number) or (
        isinstance(event, JourneyEvent) and command.number not in events
    ):
        return []
    retraction = EntryRetracted(happened_on=command.happened_on, number=command.number, reason=command.reason)
    after = _checked_events(journey, events, [retraction])
    _require_guesses_kept(journey, events, after, field="number")
    return [retraction]


def _is_forgotten(event: JourneyEvent) -> bool:
    """Whether an entry is about a contact who was forgotten."""
    match event:
        case ContactAdded():
            return not is_readable(event.name)
        case ContactPhoneSet():
            return not is_readable(event.phone)
        case _:
            return False


def _require_guesses_kept(
    journey: Journey, before: NumberedEvents, after: NumberedEvents, *, field: str | None = None
) -> None:
    """Raises `InvalidOperation` where a guess would change after the step: it would be no guess any more."""
    for differing in late_guesses(dict(journey.numbered_events()), before, after):
        raise InvalidOperation(
            "This step was logged. What you wrote before it stays as it was.",
            field=field or differing,
            allowed="what you wrote before the step, or a new step",
        )


def _entry_of_actor(
    journey: Journey, number: int, by: UUID | None
) -> JourneyEventOrCorrection | ContactForgotten:
    if number > len(journey.authored_events):
        raise InvalidOperation(
            "There is no such entry.",
            field="number",
            allowed=translatable("1 to %(last)s", last=len(journey.authored_events)),
        )
    entry = journey.authored_events[number - 1]
    if entry.by != by:
        raise InvalidOperation(
            "Someone else made this entry. Only they can correct or withdraw it.",
            field="number",
            allowed="an entry of your own",
        )
    return entry.event


def _events_in_place_of(
    old: JourneyEvent, command: CorrectEntry, unretracted: NumberedEvents, redecide: Redecide
) -> list[JourneyEvent]:
    """The events that the restated command produces on the journey as it was before the entry."""
    if isinstance(old, JourneyStarted) != isinstance(command.restated, StartJourney):
        raise _wrong_command_error(old)
    before = (event for number, event in unretracted.items() if number < command.number)
    produced = redecide(before, command.restated)
    if not produced:
        raise InvalidOperation(
            "This was already the case before that entry.", field="restated", allowed="to withdraw the entry"
        )
    return produced


def _restated_event(old: JourneyEvent, produced: Sequence[JourneyEvent]) -> JourneyEvent:
    same_type = [one for one in produced if is_(type(one), type(old))]
    same_subject = [one for one in same_type if subject_key(one) == subject_key(old)]
    if len(same_type) == 1 and not same_subject:
        raise InvalidOperation(
            "A correction keeps the same id. To say something else, add a new entry.",
            field="restated",
            allowed="the same id",
        )
    if isinstance(old, AnswerReceived) and all(isinstance(one, OddsSignalHeard) for one in produced):
        raise InvalidOperation(
            "Another entry has this reply already. Withdraw this one, and add what else you heard by itself.",
            field="restated",
            allowed="to withdraw the entry",
        )
    if len(same_subject) != 1:
        raise _wrong_command_error(old)
    return same_subject[0]


def _wrong_command_error(old: JourneyEvent) -> InvalidOperation:
    return InvalidOperation(
        "This entry records %(what)s. Correct that, and nothing else.",
        what=old.label,
        field="restated",
        allowed="a command for this one entry",
    )


def _is_new_name(event: JourneyEvent, new: JourneyEvent, unretracted: NumberedEvents) -> bool:
    """Whether an event names a subject that the journey does not know yet."""
    if is_(event, new) or not isinstance(event, NamingEvent):
        return False
    creates = references_of(event).creates
    others = (one for one in unretracted.values() if type(one) is type(event))
    return not any(creates & references_of(one).creates for one in others)


def _changes(
    command: CorrectEntry,
    entry: CorrectedEntry,
    new: JourneyEvent,
    produced: Sequence[JourneyEvent],
    names: Sequence[JourneyEvent],
) -> list[JourneyEventOrCorrection]:
    cascade = correction_cascade(entry, new, produced)
    # What was withdrawn with an earlier correction, and is said again, comes back in its old place.
    undone = (entry.withdrawn[one] for one in cascade.added if one in entry.withdrawn)
    along: list[JourneyEventOrCorrection] = [
        *names,
        *(_correction(command, number, event) for number, event in cascade.corrected.items()),
        *(
            EntryRetracted(happened_on=command.happened_on, number=number, reason=command.reason)
            for number in (*cascade.retracted, *undone)
        ),
        *(one for one in cascade.added if one not in entry.withdrawn),
    ]
    if eq(new, entry.events[command.number]) and not along:
        return []
    return [_correction(command, command.number, new, len(along)), *along]


def _correction(command: CorrectEntry, number: int, event: JourneyEvent, along: int = 0) -> EntryCorrected:
    return EntryCorrected(
        happened_on=command.happened_on, number=number, fact=event, along=along, reason=command.reason
    )


def _require_nothing_else(produced: Sequence[JourneyEvent], new: JourneyEvent, after: NumberedEvents) -> None:
    """Refuses a command that produces more than the entry: to leave the rest out silently would look like a correction."""
    for event in produced:
        if is_not(event, new) and not contains(after.values(), event):
            raise InvalidOperation(
                "This entry also records something that is a separate entry: %(what)s.",
                what=event.label,
                field="restated",
                allowed="what this entry records; correct the other one separately",
            )


def _checked_events(
    journey: Journey, before: NumberedEvents, changes: Sequence[JourneyEventOrCorrection]
) -> NumberedEvents:
    """The effective events after the changes. Raises `InvalidOperation` when they violate an invariant newly."""
    numbered = enumerate(changes, len(journey.authored_events) + 1)
    after = effective.effective_events([*journey.numbered_events(), *numbered])
    if violations := list(invariant_violations(after)):
        as_first_recorded = {
            number: event for number, event in journey.numbered_events() if isinstance(event, JourneyEvent)
        }
        known = {one.key for one in invariant_violations(before)}
        # Events recorded out of order, and allowed then, may return when a correction is undone.
        known |= {one.key for one in invariant_violations(as_first_recorded) if one.key[0] == "order"}
        for violation in violations:
            if violation.key not in known:
                raise InvalidOperation(violation.message, field="number", allowed=violation.allowed)
    authors = {number: one.by for number, one in enumerate(journey.authored_events, 1)}
    if any(reworded_questions(before, after, dict(journey.numbered_events()), authors)):
        raise InvalidOperation(
            "Someone else has answered this, so its words stay. To ask something else, withdraw it and ask again.",
            field="number",
            allowed="the same words, or to withdraw the entry",
        )
    return after
