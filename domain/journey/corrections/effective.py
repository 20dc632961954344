"""The effective events of a stream: corrections applied, retracted entries and all that depended on them left out.

Nothing in the log is edited; every fold starts from the effective events.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.corrections.events import (
    CorrectionEvent,
    EntryCorrected,
    EntryRetracted,
    JourneyEventOrCorrection,
)
from domain.journey.corrections.references import References, parents_among, references_of
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.events.catalogue import JourneyEvent, upcast_to_current
from domain.journey.events.evidence import CriterionNamed, EvidenceEvent, Source
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.roles import RoleDiscovered

NumberedEntries = Mapping[int, JourneyEventOrCorrection]
"""Events, corrections and retractions by the number of their entry, in order."""

NamingEvent = ContactAdded | EmployerNamed | CriterionNamed | RoleDiscovered
"""Events that give a subject its name, and that other commands may produce along with their own."""


class LinkedEvent(Struct, frozen=True):
    """An event with its references to others."""

    event: JourneyEvent
    references: References
    is_incidental: bool
    """Whether it only names what another event refers to, such as the role of a plan; unlike a role heard of in a step."""


LinkedEvents = Mapping[int, LinkedEvent]


def effective_events(entries: Iterable[tuple[int, JourneyEventOrCorrection]]) -> dict[int, JourneyEvent]:
    """The events that count, by number: corrected, without the retracted and what depended on them."""
    stream = dict(entries)
    if not any(isinstance(event, CorrectionEvent) for event in stream.values()):
        return stream  # type: ignore[return-value]
    retracted = retracted_numbers(stream)
    incidental = _named_with_a_plan(stream, retracted) | _added_by_undone_corrections(stream, retracted)
    linked = _linked_events(stream, _corrected_events(stream, retracted), incidental)
    return _consistent_events(linked, _subjects_ever_needed(stream, retracted, linked))


def unretracted_events(entries: Iterable[tuple[int, JourneyEventOrCorrection]]) -> dict[int, JourneyEvent]:
    """Like `effective_events`, but with names that nothing needs any more, such as those of a corrected plan."""
    stream = dict(entries)
    retracted = retracted_numbers(stream)
    events = _corrected_events(stream, retracted)
    if not retracted and events == stream:
        return events
    linked = _linked_events(stream, events)
    return {number: one.event for number, one in _without_orphans(linked).items()}


def _linked_events(
    entries: NumberedEntries, events: Mapping[int, JourneyEvent], incidental: Container[int] = ()
) -> dict[int, LinkedEvent]:
    """The events with their references, but for parents that never were: what has none cannot be orphaned."""
    versions: defaultdict[int, list[JourneyEvent]] = defaultdict(list)
    for number, entry in entries.items():
        if isinstance(entry, EntryCorrected):
            versions[entry.number].append(upcast_to_current(entry.fact))
        elif not isinstance(entry, EntryRetracted):
            versions[number].append(entry)
    linked, ever = dict[int, LinkedEvent](), set[SubjectKey]()
    for number in sorted(versions):
        if event := events.get(number):
            references = references_of(event)
            known = replace(references, part_of=parents_among(event, references, ever))
            linked[number] = LinkedEvent(event, known, number in incidental)
        ever.update(key for one in versions[number] for key in references_of(one).creates)
    return linked


def retracted_numbers(entries: NumberedEntries) -> set[int]:
    """The numbers of the retracted entries, retracted corrections and retractions among them."""
    retracted = set[int]()
    # From the last entry to the first: a retraction that is itself retracted has no effect.
    for number in sorted(entries, reverse=True):
        event = entries[number]
        if isinstance(event, EntryRetracted) and number not in retracted:
            retracted.add(event.number)
            retracted |= _retracted_along(entries, event.number)
    return retracted


def withdrawals_by_event(entries: NumberedEntries) -> Iterator[tuple[JourneyEvent, int]]:
    """What withdrawn entries said, and the number of the withdrawal. Withdrawn twice is left out: to undo one is not enough."""
    retracted, withdrawals = retracted_numbers(entries), defaultdict[int, list[int]](list)
    for number, event in entries.items():
        if isinstance(event, EntryRetracted) and number not in retracted:
            withdrawals[event.number].append(number)
    if not withdrawals:
        return
    undone = {number for number in retracted if isinstance(entries.get(number), CorrectionEvent)}
    events = _corrected_events(entries, undone)
    for number, undoing in withdrawals.items():
        if len(undoing) == 1 and number in events:
            yield events[number], undoing[0]


def _retracted_along(entries: NumberedEntries, number: int) -> set[int]:
    """The entries that go with an undone correction. A name added with it stays as long as something needs it."""
    event = entries.get(number)
    if not isinstance(event, EntryCorrected):
        return set()
    return {
        one
        for one in range(number + 1, number + event.along + 1)
        if isinstance(entries.get(one), EntryCorrected | EntryRetracted | EvidenceEvent)
    }


def _corrected_events(entries: NumberedEntries, retracted: set[int]) -> dict[int, JourneyEvent]:
    events: dict[int, JourneyEvent] = {}
    for number, event in entries.items():
        if number in retracted or isinstance(event, EntryRetracted):
            continue
        if not isinstance(event, EntryCorrected):
            events[number] = event
        elif event.number in events:
            events[event.number] = upcast_to_current(event.fact)
    return events


def _named_with_a_plan(entries: NumberedEntries, retracted: set[int]) -> set[int]:
    """The entries that name a role for the plan of a step: recorded before its outcome, or with a correction."""
    named, with_outcome = set[int](), set[UUID | None]()
    for number, event in entries.items():
        match event:
            case EntryCorrected(fact=ExperimentPlanned()):
                named.update(range(number + 1, number + event.along + 1))
            case RoleDiscovered(source=Source(kind="experiment")):
                if event.source.id not in with_outcome:
                    named.add(number)
            case ExperimentRun() | ExperimentCancelled() | ExperimentRefused() if number not in retracted:
                with_outcome.add(event.experiment_id)
            case _:
                pass
    return named


def _added_by_undone_corrections(entries: NumberedEntries, retracted: set[int]) -> set[int]:
    undone = ((number, entries.get(number)) for number in retracted)
    return {
        one
        for number, event in undone
        if isinstance(event, EntryCorrected)
        for one in range(number + 1, number + event.along + 1)
    }


def _subjects_ever_needed(
    entries: NumberedEntries, retracted: set[int], linked: LinkedEvents
) -> set[SubjectKey]:
    """The subjects that any event ever referred to, corrected and retracted ones included, undone corrections not."""
    needed = _subjects_needed(linked)
    for number, event in entries.items():
        if isinstance(event, EntryRetracted) or (number in linked and linked[number].event is event):
            continue
        if isinstance(event, EntryCorrected) and number in retracted:
            continue
        references = references_of(
            upcast_to_current(event.fact) if isinstance(event, EntryCorrected) else event
        )
        needed |= references.uses | references.part_of
    return needed


def _consistent_events(linked: LinkedEvents, ever_needed: set[SubjectKey]) -> dict[int, JourneyEvent]:
    """Leaves out events whose parent is gone and names that nothing needs any more, until none is left."""
    before = -1
    while len(linked) != before:
        before = len(linked)
        linked = _without_repeated_names(_without_unneeded_names(_without_orphans(linked), ever_needed))
    created = _subjects_created(linked)
    return {number: _with_own_source(one, created) for number, one in linked.items()}


def _subjects_created(linked: LinkedEvents) -> set[SubjectKey]:
    return {key for one in linked.values() for key in one.references.creates}


def _subjects_needed(linked: LinkedEvents) -> set[SubjectKey]:
    return {key for one in linked.values() for key in one.references.uses | one.references.part_of}


def _without_orphans(linked: LinkedEvents) -> dict[int, LinkedEvent]:
    """The events whose parents exist before them; a parent that is created again later does not bring them back."""
    created, left = set[SubjectKey](), dict[int, LinkedEvent]()
    for number, one in linked.items():
        if one.references.part_of <= created:
            left[number] = one
            created |= one.references.creates
    return left


def _without_unneeded_names(linked: LinkedEvents, ever_needed: set[SubjectKey]) -> dict[int, LinkedEvent]:
    created = _subjects_created(linked)
    needed = _subjects_needed(linked)
    return {
        number: one
        for number, one in linked.items()
        if not _comes_along(one)
        or not needed.isdisjoint(one.references.creates)
        or _stays_unneeded(one, created, ever_needed)
    }


def _stays_unneeded(one: LinkedEvent, created: set[SubjectKey], ever_needed: set[SubjectKey]) -> bool:
    """Whether a name stays although nothing needs it: a role heard of in a step does."""
    origin = one.references.comes_with
    if one.is_incidental:
        return False
    if isinstance(one.event, RoleDiscovered) and origin:
        return ("happened" if origin[0] == "experiment" else origin[0], origin[1]) in created
    return (origin is None or origin in created) and ever_needed.isdisjoint(one.references.creates)


def _comes_along(one: LinkedEvent) -> bool:
    """Whether an event is a name that was recorded along with another event."""
    match one.event:
        case EmployerNamed():
            return True
        case ContactAdded() | CriterionNamed() | RoleDiscovered():
            return one.references.comes_with is not None
        case _:
            return False


def _without_repeated_names(linked: LinkedEvents) -> dict[int, LinkedEvent]:
    """Keeps one event for each name: the one recorded with an event that still uses it, or else the last."""
    numbers_by_name: dict[SubjectKey, list[int]] = {}
    for number, one in linked.items():
        if isinstance(one.event, NamingEvent):
            for key in one.references.creates:
                numbers_by_name.setdefault(key, []).append(number)
    users: defaultdict[SubjectKey, set[SubjectKey]] = defaultdict(set)
    for one in linked.values():
        for key in one.references.uses:
            users[key] |= one.references.creates
    repeated = set[int]()
    for key, numbers in numbers_by_name.items():
        if len(numbers) > 1 and all(_comes_along(linked[number]) for number in numbers[:-1]):
            kept = (one for one in numbers if linked[one].references.comes_with in users[key])
            repeated |= set(numbers) - {next(kept, numbers[-1])}
    return {number: one for number, one in linked.items() if number not in repeated}


def _with_own_source(one: LinkedEvent, created: set[SubjectKey]) -> JourneyEvent:
    """The event; a name that outlived the step it came along with has the client as its source."""
    origin = one.references.comes_with
    if (
        origin is None
        or origin in created
        or not isinstance(one.event, (RoleDiscovered, CriterionNamed, ContactAdded))
    ):
        return one.event
    return replace(one.event, source=Source(kind="own"))
