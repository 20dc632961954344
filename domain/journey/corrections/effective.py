"""Corrections and retractions: later facts about earlier ones. Nothing is edited; folds use what is in effect."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.corrections.events import (
    CorrectionEvent,
    EntryCorrected,
    EntryRetracted,
    JourneyEventOrCorrection,
)
from domain.journey.corrections.references import References, references_of
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.events.catalogue import JourneyEvent, upcast_to_current
from domain.journey.events.contacts import ContactAdded, EmployerNamed
from domain.journey.events.evidence import CriterionNamed, EvidenceEvent, Source
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.roles import RoleDiscovered


def effective_events(told: Iterable[tuple[int, JourneyEventOrCorrection]]) -> dict[int, JourneyEvent]:
    """The facts that hold, by the number of their entry: corrected, without the retracted and what hung on them."""
    entries = dict(told)
    if not any(isinstance(event, CorrectionEvent) for event in entries.values()):
        return entries  # type: ignore[return-value]
    gone = retracted_numbers(entries)
    named = _named_with_a_plan(entries, gone) | _named_with_the_undone(entries, gone)
    tied = {
        number: LinkedEvent(event, references_of(event), number in named)
        for number, event in _corrected(entries, gone).items()
    }
    return _whole(tied, _ever_needed(entries, gone, tied))


def unretracted_events(told: Iterable[tuple[int, JourneyEventOrCorrection]]) -> dict[int, JourneyEvent]:
    """Like `effective_events`, but with what nothing needs at the moment: who was named in a plan that names another now."""
    entries = dict(told)
    gone = retracted_numbers(entries)
    events = _corrected(entries, gone)
    if not gone and events == entries:
        return events
    tied = {number: LinkedEvent(event, references_of(event), False) for number, event in events.items()}
    return {number: one.event for number, one in _without_orphans(tied).items()}


def retracted_numbers(entries: Mapping[int, JourneyEventOrCorrection]) -> set[int]:
    """The entries that were taken back."""
    gone = set[int]()
    # The last word first: a retraction that was itself retracted says nothing.
    for number in sorted(entries, reverse=True):
        event = entries[number]
        if isinstance(event, EntryRetracted) and number not in gone:
            gone.add(event.number)
            gone |= _along(entries, event.number)
    return gone


def _along(entries: Mapping[int, JourneyEventOrCorrection], number: int) -> set[int]:
    """What goes with a correction that is undone. A name told with it stays for as long as something needs it."""
    event = entries.get(number)
    if not isinstance(event, EntryCorrected):
        return set()
    return {
        one
        for one in range(number + 1, number + event.along + 1)
        if isinstance(entries.get(one), EntryCorrected | EntryRetracted | EvidenceEvent)
    }


def _corrected(entries: Mapping[int, JourneyEventOrCorrection], gone: set[int]) -> dict[int, JourneyEvent]:
    events: dict[int, JourneyEvent] = {}
    for number, event in entries.items():
        if number in gone or isinstance(event, EntryRetracted):
            continue
        if not isinstance(event, EntryCorrected):
            events[number] = event
        elif event.number in events:
            events[event.number] = upcast_to_current(event.fact)
    return events


def _named_with_a_plan(entries: Mapping[int, JourneyEventOrCorrection], gone: set[int]) -> set[int]:
    """The entries that name a role with the plan of a step, told before that step happened or with a correction."""
    named, happened = set[int](), set[UUID | None]()
    for number, event in entries.items():
        match event:
            case EntryCorrected(fact=ExperimentPlanned()):
                named.update(range(number + 1, number + event.along + 1))
            case RoleDiscovered(source=Source(kind="experiment")):
                if event.source.id not in happened:
                    named.add(number)
            case ExperimentRun() | ExperimentCancelled() | ExperimentRefused() if number not in gone:
                happened.add(event.experiment_id)
            case _:
                pass
    return named


def _named_with_the_undone(entries: Mapping[int, JourneyEventOrCorrection], gone: set[int]) -> set[int]:
    """The entries that came along with a correction that was undone."""
    undone = ((number, entries.get(number)) for number in gone)
    return {
        one
        for number, event in undone
        if isinstance(event, EntryCorrected)
        for one in range(number + 1, number + event.along + 1)
    }


NamingEvent = ContactAdded | EmployerNamed | CriterionNamed | RoleDiscovered
"""What may be told by the way."""


class LinkedEvent(Struct, frozen=True):
    """A fact and how it hangs together with others."""

    event: JourneyEvent
    ties: References
    by_the_way: bool
    """Was it named only for what was told with it, such as a role with a plan, not heard of in the step?"""


def _ever_needed(
    entries: Mapping[int, JourneyEventOrCorrection], gone: set[int], tied: Mapping[int, LinkedEvent]
) -> set[SubjectKey]:
    """What anything needed that was told, corrected or taken back; an undone correction never needed anything."""
    needed = {key for one in tied.values() for key in one.ties.uses | one.ties.part_of}
    for number, event in entries.items():
        if isinstance(event, EntryRetracted) or (number in tied and tied[number].event is event):
            continue
        if isinstance(event, EntryCorrected) and number in gone:
            continue
        told = references_of(upcast_to_current(event.fact) if isinstance(event, EntryCorrected) else event)
        needed |= told.uses | told.part_of
    return needed


def _whole(tied: Mapping[int, LinkedEvent], ever_needed: set[SubjectKey]) -> dict[int, JourneyEvent]:
    """Without facts that are part of something gone, and without what only came along with it."""
    before = -1
    while len(tied) != before:
        before = len(tied)
        tied = _named_once(_without_strays(_without_orphans(tied), ever_needed))
    brought = _brought(tied)
    return {number: _kept(one, brought) for number, one in tied.items()}


def _brought(tied: Mapping[int, LinkedEvent]) -> set[SubjectKey]:
    return {key for one in tied.values() for key in one.ties.brings}


def _without_orphans(tied: Mapping[int, LinkedEvent]) -> dict[int, LinkedEvent]:
    """What is part of something stands after it; the same thing told anew later does not bring it back."""
    brought, kept = set[SubjectKey](), dict[int, LinkedEvent]()
    for number, one in tied.items():
        if one.ties.part_of <= brought:
            kept[number] = one
            brought |= one.ties.brings
    return kept


def _without_strays(tied: Mapping[int, LinkedEvent], ever_needed: set[SubjectKey]) -> dict[int, LinkedEvent]:
    brought = _brought(tied)
    needed = {key for one in tied.values() for key in one.ties.uses | one.ties.part_of}
    return {
        number: one
        for number, one in tied.items()
        if not _passing(one) or not needed.isdisjoint(one.ties.brings) or _lives(one, brought, ever_needed)
    }


def _lives(one: LinkedEvent, brought: set[SubjectKey], ever_needed: set[SubjectKey]) -> bool:
    """May it stay though nothing needs it? A role heard of in a step is there for itself."""
    by = one.ties.brought_by
    if one.by_the_way:
        return False
    if isinstance(one.event, RoleDiscovered) and by:
        return ("happened" if by[0] == "experiment" else by[0], by[1]) in brought
    return (by is None or by in brought) and ever_needed.isdisjoint(one.ties.brings)


def _passing(one: LinkedEvent) -> bool:
    """Is it a name that came along with something?"""
    match one.event:
        case EmployerNamed():
            return True
        case ContactAdded() | CriterionNamed() | RoleDiscovered():
            return one.ties.brought_by is not None
        case _:
            return False


def _named_once(tied: Mapping[int, LinkedEvent]) -> dict[int, LinkedEvent]:
    """A name that was told again while nothing needed it stands once: with the first that still needs it, else last."""
    told: dict[SubjectKey, list[int]] = {}
    for number, one in tied.items():
        if isinstance(one.event, NamingEvent):
            for key in one.ties.brings:
                told.setdefault(key, []).append(number)
    spare = set[int]()
    for key, numbers in told.items():
        if len(numbers) > 1 and all(_passing(tied[number]) for number in numbers[:-1]):
            spare |= set(numbers) - {_best(tied, key, numbers)}
    return {number: one for number, one in tied.items() if number not in spare}


def _best(tied: Mapping[int, LinkedEvent], key: SubjectKey, numbers: list[int]) -> int:
    users = {bringer for one in tied.values() if key in one.ties.uses for bringer in one.ties.brings}
    return next((number for number in numbers if tied[number].ties.brought_by in users), numbers[-1])


def _kept(one: LinkedEvent, brought: set[SubjectKey]) -> JourneyEvent:
    """What outlived the step it came along with is the client's own now."""
    by = one.ties.brought_by
    if (
        by is None
        or by in brought
        or not isinstance(one.event, (RoleDiscovered, CriterionNamed, ContactAdded))
    ):
        return one.event
    return replace(one.event, source=Source(kind="own"))
