"""Notes: the coach's own until they are shared, and shared once."""

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.events.notes import NoteShared, NoteWritten
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import ON, STRANGER, as_sent, later_than
from tests.domain.scenario import given

THOUGHT = uid("thought")
LATER = day(6)


def write(**fields: Any) -> WriteNote:
    return WriteNote(**{"happened_on": ON, "note_id": THOUGHT, "text": "sleeps badly", **fields})


def written(**fields: Any) -> NoteWritten:
    return NoteWritten(**{"happened_on": ON, "note_id": THOUGHT, "text": "sleeps badly", **fields})


def share(on: date = LATER, note_id: Any = THOUGHT) -> ShareNote:
    return ShareNote(happened_on=on, note_id=note_id)


@pytest.mark.parametrize("shared", [False, True])
def test_a_note_is_written(shared: bool) -> None:
    given(start()).when(write(shared=shared)).then(written(shared=shared))


def test_a_note_is_private_unless_shared() -> None:
    assert not write().shared


def test_the_same_note_again_is_already_so() -> None:
    given(start(), write()).when(write()).then_nothing()


def test_the_same_note_again_is_already_so_when_it_was_shared_since() -> None:
    given(start(), write(), share()).when(write()).then_nothing()


@pytest.mark.parametrize("fields", [{"text": "sleeps well"}, {"shared": True}, {"happened_on": day(5)}])
def test_another_note_needs_an_id_of_its_own(fields: dict[str, Any]) -> None:
    given(start(), write()).when(write(**fields)).then_refused(
        InvalidOperation, field="note_id", allowed="a new id"
    )


def test_a_note_says_something() -> None:
    with pytest.raises(msgspec.ValidationError, match="text"):
        as_sent(write(text=""))


@pytest.mark.parametrize("on", [ON, day(6)])
def test_a_note_is_shared(on: date) -> None:
    given(start(), write()).when(share(on)).then(NoteShared(happened_on=on, note_id=THOUGHT))


def test_a_note_is_shared_once() -> None:
    given(start(), write(), share()).when(share(day(9))).then_nothing()


def test_a_note_that_was_written_for_both_is_shared_already() -> None:
    given(start(), write(shared=True)).when(share()).then_nothing()


def test_a_note_is_not_shared_before_it_was_written() -> None:
    given(start(), write()).when(share(day(3))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(ON)
    )


def test_a_note_nobody_wrote_is_not_shared() -> None:
    given(start(), write()).when(share(note_id=STRANGER)).then_refused(
        InvalidOperation, field="note_id", allowed="the id of a note"
    )
