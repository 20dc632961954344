"""What holds for every correction and retraction, thought of or not."""

from collections.abc import Iterator
from typing import Any, cast

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import DomainError
from domain.event import AuthoredEvent
from domain.journey.aggregate import Journey, evolve, evolve_all, fold_events
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.corrections.effective import effective_events
from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected
from domain.journey.corrections.invariants import invariant_violations
from domain.journey.corrections.references import ENDING, references_of
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.decide import decide
from domain.journey.events.experiments import ExperimentPlanned
from tests.domain import arbitrary_commands
from tests.histories import History, histories


def attempts(data: st.DataObject, most: int = 4) -> Iterator[tuple[History, CorrectEntry | RetractEntry]]:
    """A history, and so many corrections by chance."""
    history = data.draw(histories(corrections=True))
    commands = data.draw(st.lists(arbitrary_commands.corrections(history), min_size=1, max_size=most))
    return ((history, command) for command in commands)


def events_by_author(
    journey: Journey, history: History, command: CorrectEntry | RetractEntry
) -> list[AnyJourneyEvent]:
    """The events of a correction by the actor of the entry; none when it is refused."""
    entry = (
        journey.authored_events[command.number - 1]
        if command.number <= len(journey.authored_events)
        else None
    )
    try:
        return decide(journey, command, history.today, entry.by if entry else None)
    except DomainError:
        return []


def journey_after(
    journey: Journey, events: list[AnyJourneyEvent], command: CorrectEntry | RetractEntry
) -> Journey:
    by = journey.authored_events[command.number - 1].by
    return evolve_all(journey, [AuthoredEvent(event, by) for event in events])


@given(histories())
def test_a_correction_that_says_the_same_changes_nothing(history: History) -> None:
    entries = list(history.journey.numbered_events())
    start = history.journey.started.event
    same = EntryCorrected(happened_on=history.today, number=1, fact=start)

    assert effective_events([*entries, (len(entries) + 1, same)]) == dict(entries)


@given(st.data())
def test_no_correction_brings_a_fault(data: st.DataObject) -> None:
    for history, command in attempts(data):
        before = {violation.key for violation in invariant_violations(history.journey.effective_events())}
        events = events_by_author(history.journey, history, command)
        if events:
            after = journey_after(history.journey, events, command).effective_events()

            assert {violation.key for violation in invariant_violations(after)} <= before


@given(st.data())
def test_a_correction_said_again_is_already_so(data: st.DataObject) -> None:
    for history, command in attempts(data):
        events = events_by_author(history.journey, history, command)
        if events:
            journey = journey_after(history.journey, events, command)
            again = decide(journey, command, history.today, journey.authored_events[command.number - 1].by)

            assert again == []


@given(st.data())
def test_undoing_a_correction_leaves_what_was_before(data: st.DataObject) -> None:
    for history, command in attempts(data):
        events = events_by_author(history.journey, history, command)
        if events:
            number = len(history.journey.authored_events) + 1
            journey = journey_after(history.journey, events, command)
            undo = RetractEntry(happened_on=history.today, number=number)
            undone = journey_after(
                journey, decide(journey, undo, history.today, journey.authored_events[-1].by), undo
            )

            assert undone.effective_events() == history.journey.effective_events()


def _facts(journey: Journey) -> list[tuple[int, object]]:
    """The effective events; a plan keeps what corrections replaced for good, which is no part of what it says now."""
    return [
        (number, replace(one, earlier_guesses=()) if isinstance(one, ExperimentPlanned) else one)
        for number, one in journey.effective_events().items()
    ]


@given(st.data())
def test_saying_again_what_was_said_first_leaves_every_event_in_its_place(data: st.DataObject) -> None:
    history = data.draw(histories())
    commands = [decision.command for decision in history.decisions for _ in decision.events]
    for correction in data.draw(st.lists(arbitrary_commands.corrections(history), min_size=1, max_size=8)):
        first = commands[min(correction.number, len(commands)) - 1]
        back = CorrectEntry(happened_on=history.today, number=correction.number, restated=cast("Any", first))
        journey = history.journey
        try:
            for command in (correction, back):
                events = decide(journey, command, history.today, history.actor)
                journey = evolve_all(journey, [AuthoredEvent(event, history.actor) for event in events])
        except DomainError:
            # Not allowed; or the command that told the entry told others of its kind.
            continue

        assert _facts(journey) == _facts(history.journey)


@given(st.data())
def test_an_undone_undoing_is_the_correction_again(data: st.DataObject) -> None:
    for history, command in attempts(data):
        events = events_by_author(history.journey, history, command)
        if events:
            corrected = journey_after(history.journey, events, command)
            journey = corrected
            for number in (len(history.journey.authored_events) + 1, len(corrected.authored_events) + 1):
                undo = RetractEntry(happened_on=history.today, number=number)
                by = journey.authored_events[number - 1].by
                journey = journey_after(journey, decide(journey, undo, history.today, by), undo)

            assert journey.effective_events() == corrected.effective_events()


@given(st.data())
def test_entry_by_entry_gives_the_journey_that_all_at_once_gives(data: st.DataObject) -> None:
    for history, command in attempts(data, 1):
        events = events_by_author(history.journey, history, command)
        assume(events)
        journey = history.journey
        by = journey.authored_events[command.number - 1].by
        for event in events:
            journey = evolve(journey, event, by)

        assert journey == journey_after(history.journey, events, command)
        told = fold_events(journey.effective_events().values(), authored_events=journey.authored_events)
        assert journey == replace(told, latest_day=max(history.today, history.journey.latest_day))


@given(histories(corrections=True))
def test_what_is_in_effect_hangs_together_in_the_order_it_was_told(history: History) -> None:
    created = set[SubjectKey]()
    for event in history.journey.effective_events().values():
        references = references_of(event)

        # A date for aftercare may be set before the ending.
        missing = references.part_of - created - {ENDING}
        # Heard along with an answer that was said again: that adds no answer of its own.
        assert all(noun == "answer" and isinstance(of, tuple) and of[-1] is None for noun, of in missing)
        created |= references.creates
