"""What holds of every history in which entries were corrected or taken back."""

from random import Random
from uuid import uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import DomainError
from domain.history import apply_corrections
from domain.journey.aggregate import INITIAL, Journey, fold_events
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.decide import decide
from tests.domain import arbitrary_commands
from tests.domain.consequences import after, decided, long_histories
from tests.histories import History, histories, sample_journey


def rebuilt(journey: Journey) -> Journey:
    """The journey folded anew from its effective events, with the same stream."""
    told = fold_events(journey.effective_events().values(), authored_events=journey.authored_events)
    return replace(told, latest_day=journey.latest_day)


@given(histories(corrections=True))
@long_histories
def test_a_journey_is_after_each_command_what_is_in_effect(history: History) -> None:
    journey = INITIAL
    for decision in history.decisions:
        journey = after(journey, decision.events, history)

        assert journey == rebuilt(journey), decision.command


@given(histories(corrections=True))
@long_histories
def test_folds_eat_what_decisions_know(history: History) -> None:
    events = {entry.number: entry.event for entry in apply_corrections(history.entries())}

    assert events == history.journey.effective_events()


@given(histories())
@long_histories
def test_a_history_without_corrections_is_in_effect_whole(history: History) -> None:
    entries = history.entries()

    assert apply_corrections(entries) is entries
    assert history.journey.effective_events() == dict(enumerate(history.events, 1))


@given(st.data())
@long_histories
def test_a_correction_taken_back_entry_by_entry_leaves_what_was_in_effect(data: st.DataObject) -> None:
    history = data.draw(histories(corrections=True))
    before = history.journey
    for command in data.draw(st.lists(arbitrary_commands.corrections(history), min_size=2, max_size=4)):
        journey = after(before, decided(before, command, history), history)
        for number in range(len(journey.authored_events), len(before.authored_events), -1):
            # Half a correction may be no journey at all; then it is refused, until the first entry takes all back.
            back = RetractEntry(happened_on=history.today, number=number)
            journey = after(journey, decided(journey, back, history), history)

        assert journey.effective_events() == before.effective_events(), command


@given(st.data())
@long_histories
def test_nobody_corrects_what_another_told(data: st.DataObject) -> None:
    history = data.draw(histories(corrections=True))
    stranger = uuid5(history.journey_id, "stranger")
    for command in data.draw(st.lists(arbitrary_commands.corrections(history), min_size=2, max_size=6)):
        for by in (stranger, None):
            with pytest.raises(DomainError):
                decide(history.journey, command, history.today, by=by)


@given(st.data())
@long_histories
def test_corrections_upon_corrections_hold_together(data: st.DataObject) -> None:
    history = data.draw(histories(corrections=True))
    journey = history.journey
    for command in data.draw(st.lists(arbitrary_commands.corrections(history), min_size=2, max_size=8)):
        journey = after(journey, decided(journey, command, history), history)

        assert decided(journey, command, history) == [], command
        assert journey == rebuilt(journey), command


@pytest.mark.slow
def test_lives_with_corrections_tell_some() -> None:
    events = [event for seed in range(3) for event in sample_journey(seed, 300, corrections=True).events]

    assert sum(isinstance(event, EntryCorrected) for event in events) > 10
    assert sum(isinstance(event, EntryRetracted) for event in events) > 10


@pytest.mark.slow
@pytest.mark.parametrize("kind", [CorrectEntry, RetractEntry])
def test_wild_corrections_are_often_allowed(kind: type) -> None:
    """Else the laws above would prove little."""
    history = sample_journey(1, 100)
    tried = [arbitrary_commands.CommandGenerator(Random(seed), history).correction() for seed in range(400)]
    allowed = [one for one in tried if isinstance(one, kind) and decided(history.journey, one, history)]

    assert len(allowed) > 40
