"""Folds meet no corrections: they are resolved before."""

from collections.abc import Sequence
from operator import eq
from time import process_time

from hypothesis import given
from msgspec.structs import replace

from domain.history import RecordedEvent, apply_corrections, contains_correction
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import JourneyEvent
from projections.fold import fold, fold_more
from projections.profile.projection import PROFILE
from tests.histories import History, histories, sample_journey


@given(histories(corrections=True))
def test_what_is_folded_is_in_effect_and_stands_where_it_was_told(history: History) -> None:
    entries = history.entries()
    folded = apply_corrections(entries)

    assert not contains_correction(folded)
    assert {entry.number: entry.event for entry in folded} == history.journey.effective_events()
    assert [entry.number for entry in folded] == sorted(entry.number for entry in folded)


@given(histories(corrections=True))
def test_a_fold_is_the_fold_of_what_is_in_effect(history: History) -> None:
    entries = history.entries()

    assert fold(PROFILE, entries) == fold_more(PROFILE, PROFILE.initial, apply_corrections(entries))


@given(histories())
def test_without_corrections_everything_is_in_effect(history: History) -> None:
    entries = history.entries()

    assert apply_corrections(entries) is entries


@given(histories(corrections=True))
def test_an_entry_that_nothing_is_said_of_stays_the_same(history: History) -> None:
    entries = {entry.number: entry for entry in history.entries()}
    corrected = {one.event.number for one in entries.values() if isinstance(one.event, EntryCorrected)}
    taken_back = {one.event.number for one in entries.values() if isinstance(one.event, EntryRetracted)}
    same = [
        one for one in apply_corrections(list(entries.values())) if eq(one.event, entries[one.number].event)
    ]

    assert all(one is entries[one.number] for one in same if one.number not in corrected | taken_back)


def test_two_thousand_events_with_corrections_are_resolved_in_a_moment() -> None:
    # To decide on hundreds of corrections of so long a journey takes seconds: these are written as they come.
    entries = corrected_throughout(sample_journey(1, 1600).entries())
    took: list[float] = []
    for _ in range(3):
        began = process_time()
        apply_corrections(entries)
        took.append(process_time() - began)

    assert contains_correction(entries)
    assert len(entries) >= 2000
    assert min(took) < 0.1


def corrected_throughout(entries: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """A history with every fourth entry corrected to what it said, or taken back, at its end."""
    corrections: list[RecordedEvent] = []
    for number, corrected in enumerate(entries[3::4], len(entries) + 1):
        fact = corrected.event
        assert isinstance(fact, JourneyEvent)
        event = (
            EntryRetracted(happened_on=fact.happened_on, number=corrected.number)
            if number % 2
            else EntryCorrected(happened_on=fact.happened_on, number=corrected.number, fact=fact)
        )
        corrections.append(replace(corrected, number=number, position=number, event=event))
    return [*entries, *corrections]
