"""What holds for every correction and retraction, thought of or not."""

from collections.abc import Iterator

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.event import AuthoredEvent
from domain.journey.aggregate import Journey, evolve, evolve_all, fold_events
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.corrections.effective import effective_events
from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected
from domain.journey.corrections.invariants import invariant_violations
from domain.journey.corrections.references import references_of
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.decide import decide
from tests.domain import wild
from tests.histories import History, histories


def attempts(data: st.DataObject, most: int = 4) -> Iterator[tuple[History, CorrectEntry | RetractEntry]]:
    """A history, and so many corrections by chance."""
    history = data.draw(histories(corrections=True))
    wishes = data.draw(st.lists(wild.corrections(history), min_size=1, max_size=most))
    return ((history, wish) for wish in wishes)


def told_by(journey: Journey, history: History, wish: CorrectEntry | RetractEntry) -> list[AnyJourneyEvent]:
    """What a correction means when the teller of the entry asks for it; nothing when it is refused."""
    line = journey.authored_events[wish.number - 1] if wish.number <= len(journey.authored_events) else None
    try:
        return decide(journey, wish, history.today, line.by if line else None)
    except DomainError:
        return []


def gone_on(journey: Journey, events: list[AnyJourneyEvent], wish: CorrectEntry | RetractEntry) -> Journey:
    by = journey.authored_events[wish.number - 1].by
    return evolve_all(journey, [AuthoredEvent(event, by) for event in events])


@given(histories())
def test_a_correction_that_says_the_same_changes_nothing(history: History) -> None:
    told = list(history.journey.numbered_events())
    start = history.journey.started.event
    same = EntryCorrected(happened_on=history.today, number=1, fact=start)

    assert effective_events([*told, (len(told) + 1, same)]) == dict(told)


@given(st.data())
def test_no_correction_brings_a_fault(data: st.DataObject) -> None:
    for history, wish in attempts(data):
        before = {fault.key for fault in invariant_violations(history.journey.effective_events())}
        events = told_by(history.journey, history, wish)
        if events:
            facts = gone_on(history.journey, events, wish).effective_events()

            assert {fault.key for fault in invariant_violations(facts)} <= before


@given(st.data())
def test_a_correction_said_again_is_already_so(data: st.DataObject) -> None:
    for history, wish in attempts(data):
        events = told_by(history.journey, history, wish)
        if events:
            journey = gone_on(history.journey, events, wish)
            again = decide(journey, wish, history.today, journey.authored_events[wish.number - 1].by)

            assert again == []


@given(st.data())
def test_undoing_a_correction_leaves_what_was_before(data: st.DataObject) -> None:
    for history, wish in attempts(data):
        events = told_by(history.journey, history, wish)
        if events:
            number = len(history.journey.authored_events) + 1
            journey = gone_on(history.journey, events, wish)
            undo = RetractEntry(happened_on=history.today, number=number)
            undone = gone_on(
                journey, decide(journey, undo, history.today, journey.authored_events[-1].by), undo
            )

            assert undone.effective_events() == history.journey.effective_events()


@given(st.data())
def test_an_undone_undoing_is_the_correction_again(data: st.DataObject) -> None:
    for history, wish in attempts(data):
        events = told_by(history.journey, history, wish)
        if events:
            corrected = gone_on(history.journey, events, wish)
            journey = corrected
            for number in (len(history.journey.authored_events) + 1, len(corrected.authored_events) + 1):
                undo = RetractEntry(happened_on=history.today, number=number)
                by = journey.authored_events[number - 1].by
                journey = gone_on(journey, decide(journey, undo, history.today, by), undo)

            assert journey.effective_events() == corrected.effective_events()


@given(st.data())
def test_entry_by_entry_gives_the_journey_that_all_at_once_gives(data: st.DataObject) -> None:
    for history, wish in attempts(data, 1):
        events = told_by(history.journey, history, wish)
        assume(events)
        journey = history.journey
        by = journey.authored_events[wish.number - 1].by
        for event in events:
            journey = evolve(journey, event, by)

        assert journey == gone_on(history.journey, events, wish)
        assert journey == fold_events(
            journey.effective_events().values(), authored_events=journey.authored_events
        )


@given(histories(corrections=True))
def test_what_is_in_effect_hangs_together_in_the_order_it_was_told(history: History) -> None:
    brought = set[SubjectKey]()
    for fact in history.journey.effective_events().values():
        tied = references_of(fact)

        assert tied.part_of <= brought
        brought |= tied.creates
