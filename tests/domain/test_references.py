"""References between events: what each creates, is part of, and uses."""

import pytest
from msgspec.structs import replace

from domain.journey.corrections.invariants import RepeatableEvent, invariant_violations, uniqueness_key
from domain.journey.corrections.references import references_of, subject_key
from domain.journey.corrections.subjects import subject_keys
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import CriterionNamed, Source
from tests.domain import journeys as j
from tests.domain.samples import SAMPLES
from tests.histories import sample_journey


def test_every_noun_has_its_id_in_the_event() -> None:
    events = {type(event): event for seed in range(4) for event in sample_journey(seed, 800).events}
    keys = [key for event in events.values() for key in subject_keys(event, (*event.creates, *event.part_of))]

    assert all(key is not None for _, key in keys)
    assert len(keys) > 40


def test_evidence_is_part_of_where_it_was_found() -> None:
    assert references_of(j.rated()).part_of == {("happened", j.TALK)}
    assert references_of(j.rated(source=j.FROM_INTAKE)).part_of == {("role", j.TEACHER)}
    assert references_of(j.rated(source=j.FROM_CHECK_IN)).part_of == {("check_in", j.MEETING)}


@pytest.mark.parametrize(
    ("entry", "signal"),
    [
        (j.answered(), "invited"),
        (j.answered(answer="rejected_after_interview", close=True), "rejected_close"),
        (SilenceElapsed(happened_on=j.day(30), experiment_id=j.LETTER), "no_answer_28d"),
    ],
)
def test_an_answer_brings_its_signal(entry: AnswerReceived | SilenceElapsed, signal: str) -> None:
    heard = j.heard(signal, happened_on=entry.happened_on, source=j.FROM_LETTER, answer_to=j.LETTER)

    assert references_of(heard).part_of - references_of(entry).creates == {("happened", j.LETTER)}


def test_an_answer_brings_no_signal_of_another_answer() -> None:
    heard = j.heard("offer", happened_on=j.day(9), source=j.FROM_LETTER, answer_to=j.LETTER)

    assert not references_of(heard).part_of & references_of(j.answered()).creates


def test_a_wish_named_in_a_step_came_along_with_what_happened_there() -> None:
    criterion = CriterionNamed(happened_on=j.day(2), criterion_id=j.PAY, wording="pay", source=j.FROM_TALK)

    assert references_of(criterion).comes_with == ("happened", j.TALK)
    assert references_of(replace(criterion, source=Source(kind="intake"))).comes_with is None


@pytest.mark.parametrize(
    ("event", "key"), [(j.planned(), ("experiment", j.TALK)), (j.concluded(), None), (j.rated(), None)]
)
def test_the_subject_of_an_event_is_its_own_id(event: JourneyEvent, key: object) -> None:
    assert subject_key(event) == key


@pytest.mark.parametrize(
    "event", [one for one in SAMPLES if isinstance(one, JourneyEvent)], ids=lambda one: type(one).__name__
)
def test_an_event_can_be_in_effect_once_unless_it_is_declared_repeatable(event: JourneyEvent) -> None:
    assert (uniqueness_key(event) is None) == isinstance(event, RepeatableEvent)


def test_one_answer_of_a_day_is_told_once() -> None:
    assert uniqueness_key(j.answered()) == uniqueness_key(j.answered(note="by letter"))
    assert uniqueness_key(j.answered()) != uniqueness_key(j.answered(answer="offer"))


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ([j.journey_started(), j.planned()], "Entry 2 depends on this one."),
        ([j.role_discovered(), j.role_discovered()], "Entries 1 and 2 would record the same thing twice."),
        (
            [j.journey_started(happened_on=j.day(1)), j.role_discovered()],
            "Entry 2 would be before the start.",
        ),
    ],
)
def test_a_fault_is_a_sentence(events: list[JourneyEvent], message: str) -> None:
    assert [fault.message for fault in invariant_violations(dict(enumerate(events, 1)))] == [message]
