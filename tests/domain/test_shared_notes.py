"""A note that is shared shows what it said then, and what it says since; nothing that it said before."""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from domain.errors import DomainError
from domain.event import AuthoredEvent
from domain.journey.aggregate import Journey, evolve_all
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.corrections.effective import effective_events
from domain.journey.corrections.events import JourneyEventOrCorrection
from domain.journey.decide import UserCommand, decide
from domain.journey.events.notes import NoteShared, NoteWritten
from domain.journey.shared_notes import NoteSharing, note_sharings
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import ON
from tests.domain.scenario import LONG_AFTER, journey_after
from tests.histories import SEEDS

NOTE = uid("a note")
WRITTEN = len(journey_after(start()).authored_events) + 1
"""The number of the entry of the note."""
SHARE = ShareNote(happened_on=day(5), note_id=NOTE)


def write(text: str = "first", *, shared: bool = False) -> WriteNote:
    return WriteNote(happened_on=ON, note_id=NOTE, text=text, shared=shared)


def reworded(text: str, *, shared: bool = False) -> CorrectEntry:
    return CorrectEntry(happened_on=day(5), number=WRITTEN, restated=write(text, shared=shared))


def back(entries_later: int) -> RetractEntry:
    return RetractEntry(happened_on=day(6), number=WRITTEN + entries_later)


def shared_as(*commands: UserCommand) -> tuple[int, str] | None:
    """How many entries after the note it was shared, and what it said then."""
    sharing = note_sharings(journey_after(start(), *commands).numbered_events()).get(WRITTEN)
    return (sharing.number - WRITTEN, sharing.wording.text) if sharing else None


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ((write(),), None),
        ((write(shared=True), reworded("second", shared=True)), None),
        ((write(), SHARE), (1, "first")),
        ((write(), reworded("second"), SHARE), (2, "second")),
        ((write(), reworded("second"), SHARE, reworded("third")), (2, "second")),
        ((write(), reworded("second", shared=True), reworded("third", shared=True)), (1, "second")),
        ((write(), reworded("second"), back(1), SHARE), (3, "first")),
        ((write(), reworded("second"), SHARE, back(1)), (2, "second")),
        ((write(), SHARE, back(1), reworded("second"), SHARE), (4, "second")),
        ((write(), SHARE, back(1), reworded("second"), back(2)), (4, "second")),
        ((write(), SHARE, back(1)), None),
        ((write(), reworded("second"), SHARE, back(0)), None),
        ((write(), reworded("second"), SHARE, back(0), back(3)), (2, "second")),
    ],
)
def test_what_a_note_said_when_it_was_shared(
    commands: tuple[UserCommand, ...], expected: tuple[int, str] | None
) -> None:
    assert shared_as(*commands) == expected


@given(SEEDS, st.integers(0, 14))
def test_it_is_the_wording_that_counted_at_the_first_entry_since_which_the_note_is_shared(
    seed: int, turns: int
) -> None:
    journey = _journey_with_a_note(Random(seed), turns)

    assert note_sharings(journey.numbered_events()).get(WRITTEN) == _sharing_by_definition(journey)


class Known(Struct):
    """What is known of the note after an entry."""

    number: int
    wording: NoteWritten | None
    is_shared: bool


def _journey_with_a_note(chance: Random, turns: int) -> Journey:
    journey = journey_after(start(), write(shared=chance.random() < 0.2))
    for turn in range(turns):
        last = len(journey.authored_events)
        possible: tuple[UserCommand, ...] = (
            SHARE,
            reworded(f"wording {turn}", shared=chance.random() < 0.3),
            RetractEntry(happened_on=day(6), number=chance.randint(WRITTEN, last)),
            RetractEntry(happened_on=day(6), number=last),
        )
        with suppress(DomainError):
            events = decide(journey, chance.choice(possible), LONG_AFTER)
            journey = evolve_all(journey, [AuthoredEvent(one, None) for one in events])
    return journey


def _sharing_by_definition(journey: Journey) -> NoteSharing | None:
    """From what counts after each entry, computed anew."""
    entries = dict(journey.numbered_events())
    known = [_known(number, entries) for number in range(WRITTEN, len(entries) + 1)]
    there = [one for one in known if one.wording]
    private = [place for place, one in enumerate(there) if not one.is_shared]
    if not known[-1].wording or not private or private[-1] == len(there) - 1:
        return None
    first = there[private[-1] + 1]
    return NoteSharing(first.number, first.wording) if first.wording else None


def _known(number: int, entries: dict[int, JourneyEventOrCorrection]) -> Known:
    events = effective_events((one, entries[one]) for one in range(1, number + 1))
    wording = events.get(WRITTEN)
    written = wording if isinstance(wording, NoteWritten) else None
    entry = any(isinstance(one, NoteShared) for one in events.values())
    return Known(number, written, entry or (written is not None and written.shared))
