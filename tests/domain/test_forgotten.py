"""A contact who was forgotten: their name is not compared, not recorded again, and not brought back."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.errors import InvalidOperation
from domain.history import RecordedEvent, apply_corrections, contains_correction, contains_forgetting
from domain.journey.aggregate import Journey, evolve
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.network import AddContact, ContactInput
from domain.journey.decide import decide
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.network import ContactAdded
from domain.redacted import REDACTED
from service.event_store.mapper import UNRECORDED
from tests.domain import journeys as j
from tests.domain.scenario import LONG_AFTER

DAY = date(2026, 3, 2)
ANOUK, STEP = UUID(int=0xA1), UUID(int=0xA2)
ADDED = AddContact(happened_on=DAY, contact_id=ANOUK, name="Anouk", tie="weak", relation="neighbour")


def forgotten() -> Journey:
    """A journey that is read after Anouk was forgotten."""
    journey = evolve(Journey(), decide(Journey(), j.start(), LONG_AFTER)[0])
    (added,) = decide(journey, ADDED, LONG_AFTER)
    assert isinstance(added, ContactAdded)
    nameless = replace(added, name=REDACTED, relation=REDACTED)
    return evolve(evolve(journey, nameless), ContactForgotten(happened_on=DAY, contact_id=ANOUK))


@pytest.mark.parametrize("name", ["Anouk", "Bo", "[redacted]"])
def test_a_name_in_the_place_of_one_that_cannot_be_read_is_refused(name: str) -> None:
    met = ContactInput(contact_id=ANOUK, tie="weak", name=name)
    commands = (
        replace(ADDED, name=name),
        PlanExperiment(happened_on=DAY, experiment_id=STEP, kind="conversation", contact=met),
    )

    for command in commands:
        with pytest.raises(InvalidOperation, match="forgotten or can no longer be read"):
            decide(forgotten(), command, LONG_AFTER)


def test_without_a_name_steps_go_on() -> None:
    met = ContactInput(contact_id=ANOUK, tie="weak")
    command = PlanExperiment(happened_on=DAY, experiment_id=STEP, kind="conversation", contact=met)

    (planned,) = decide(forgotten(), command, LONG_AFTER)
    assert type(planned).__name__ == "ExperimentPlanned"


def test_who_was_forgotten_is_neither_corrected_nor_remembered() -> None:
    commands = (
        CorrectEntry(happened_on=DAY, number=2, restated=ADDED),
        RetractEntry(happened_on=DAY, number=3),
        CorrectEntry(happened_on=DAY, number=3, restated=ADDED),
    )

    for command in commands:
        with pytest.raises(InvalidOperation):
            decide(forgotten(), command, LONG_AFTER)


def test_folds_never_see_it_and_begin_anew() -> None:
    journey = forgotten()
    entries = [
        RecordedEvent(position=n, journey_id=STEP, number=n, recorded_at=UNRECORDED, event=line.event)
        for n, line in enumerate(journey.authored_events, 1)
    ]

    assert (contains_correction(entries), contains_forgetting(entries), contains_forgetting(entries[:2])) == (
        True,
        True,
        False,
    )
    assert [one.number for one in apply_corrections(entries)] == [1, 2]
    assert list(journey.effective_events()) == [1, 2]
