"""What holds of every journey and every command, allowed or not."""

from datetime import timedelta
from itertools import pairwise
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.command import Command
from domain.event_catalogue import AnyStoredEvent
from domain.journey.aggregate import INITIAL
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.decide import HANDLERS, UserCommand
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evolvers import EVOLVERS
from tests.domain import arbitrary_commands
from tests.domain.arbitrary_commands import AnyCommand
from tests.domain.consequences import after, decided, long_histories
from tests.domain.scenario import decide_commands
from tests.histories import History, histories, sample_journey

any_histories = histories() | histories(corrections=True)


@given(st.data())
@long_histories
def test_a_wild_command_is_decided_or_refused_in_a_sentence(data: st.DataObject) -> None:
    history = data.draw(any_histories)
    journey = history.journey
    for command in data.draw(st.lists(arbitrary_commands.commands(history), min_size=20, max_size=40)):
        journey = after(journey, decided(journey, command, history), history)

    assert journey.authored_events[: len(history.journey.authored_events)] == history.journey.authored_events


@given(st.data())
@long_histories
def test_a_wild_command_before_the_start_is_decided_or_refused(data: st.DataObject) -> None:
    history = data.draw(histories(0))
    command = data.draw(arbitrary_commands.commands(history))

    assert len(decided(INITIAL, command, history)) <= 1


@given(st.data())
@long_histories
def test_a_repeat_right_away_means_nothing_new(data: st.DataObject) -> None:
    history = data.draw(any_histories)
    journey = history.journey
    for command in data.draw(st.lists(arbitrary_commands.commands(history), min_size=20, max_size=40)):
        journey = after(journey, decided(journey, command, history), history)
        again = decided(journey, command, history)

        assert again == [], command


@given(any_histories)
@long_histories
def test_every_command_of_a_journey_repeated_right_away_means_nothing_new(history: History) -> None:
    journey = INITIAL
    for decision in history.decisions:
        journey = after(journey, decision.events, history)
        again = decided(journey, decision.command, history)

        assert again == [], decision.command


@given(any_histories)
@long_histories
def test_every_event_reads_back_as_it_was_written(history: History) -> None:
    for event in history.events:
        written = msgspec.json.encode(event)

        assert event == msgspec.json.decode(written, type=AnyStoredEvent)
        assert written == msgspec.json.encode(msgspec.json.decode(written, type=AnyStoredEvent))


@given(any_histories)
@long_histories
def test_every_command_reads_back_as_it_was_sent(history: History) -> None:
    sent = msgspec.json.encode(history.commands)

    assert history.commands == msgspec.json.decode(sent, type=tuple[AnyCommand, ...])


@given(any_histories)
@long_histories
def test_every_fact_lies_between_the_start_and_the_day_it_was_told(history: History) -> None:
    for decision in history.decisions:
        for event in decision.events:
            assert history.journey.started.event.happened_on <= event.happened_on <= decision.decided_on


@given(any_histories)
@long_histories
def test_a_journey_is_its_events_alone(history: History) -> None:
    assert history.journey == after(INITIAL, history.events, history)


@given(any_histories)
@long_histories
def test_deciding_leaves_the_journey_as_it_was(history: History) -> None:
    before = msgspec.json.encode(history.events)
    copy = after(INITIAL, history.events, history)
    for command in history.commands:
        decided(history.journey, command, history)

    assert history.journey == copy
    assert before == msgspec.json.encode(history.events)


@given(any_histories)
@long_histories
def test_only_the_start_comes_first(history: History) -> None:
    kinds = [type(event).__name__ for event in history.events]

    assert kinds[0] == "JourneyStarted"
    assert kinds.count("JourneyStarted") == 1


def test_every_event_has_one_evolver_and_every_evolver_an_event() -> None:
    assert EVOLVERS.keys() == set(get_args(JourneyEvent))


def test_every_command_has_a_handler_and_every_handler_a_command() -> None:
    handled = {*HANDLERS, CorrectEntry, RetractEntry}

    assert handled == {*get_args(UserCommand), *get_args(ClockCommand)}


@pytest.mark.parametrize("command", HANDLERS, ids=lambda command: str(command.__name__))
def test_a_handler_takes_the_command_it_is_listed_under(command: type[Command]) -> None:
    assert HANDLERS[command].__annotations__["command"] is command


@pytest.mark.parametrize("seed", range(3))
def test_a_sample_journey_is_the_same_for_the_same_seed(seed: int) -> None:
    assert sample_journey(seed, 100) == sample_journey(seed, 100)


def test_a_sample_journey_is_another_for_another_seed() -> None:
    assert sample_journey(1, 100).events != sample_journey(2, 100).events


def test_a_sample_journey_is_about_as_long_as_asked() -> None:
    assert 500 <= len(sample_journey(5).events) < 540


def test_sample_journeys_tell_every_kind_of_event() -> None:
    told = [*map(sample_journey, range(24)), sample_journey(1, deputies=True)]
    kinds = {type(event) for history in told for event in history.events}

    assert kinds - {EntryCorrected, EntryRetracted} == set(get_args(JourneyEvent))


def test_a_sample_journey_is_lived_in_order() -> None:
    kinds = [decision.decided_on for decision in sample_journey(1).decisions]

    assert all(later - earlier >= timedelta(0) for earlier, later in pairwise(kinds))


def test_a_sample_journey_can_be_decided_at_once() -> None:
    history = sample_journey(2, 200)
    events = decide_commands(history.commands, today=history.today, by=history.actor)

    assert list(history.events) == events


def test_the_entries_of_a_sample_journey_are_numbered_and_placed() -> None:
    entries = sample_journey(3, 100).entries(after=40)

    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[0].position == 41
    assert (entries[0].originator_id, entries[0].originator_version) == (entries[0].journey_id, 1)
    assert all(one.recorded_at < other.recorded_at for one, other in pairwise(entries))
