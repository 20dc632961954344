"""The projections of the service keep the laws that models of others are held to."""

from datetime import timedelta

import pytest

from domain.history import RecordedEvent, apply_corrections
from projections.catalogue import PROJECTIONS
from projections.fold import fold_more
from service.research.replaying.bucket_replay import Days, journey_rows
from service.research.replaying.model_catalogue import find_model
from tests.research.cohorts import client

OF_THE_PRESENT = {"caseload"}
"""A coach's list says what holds now; earlier days are not asked of it."""


def histories() -> list[list[RecordedEvent]]:
    return [list(client(number).entries) for number in range(1, 4)]


@pytest.mark.parametrize("name", sorted(set(PROJECTIONS) - OF_THE_PRESENT))
def test_what_happened_after_a_sunday_changes_nothing_in_its_view(name: str) -> None:
    model = find_model(name)
    parameters = model.parameters()
    for journey in histories():
        rows = list(journey_rows(model, parameters, journey, Days(weekly=True)))
        entries = apply_corrections(journey)
        for row in rows[:-1]:
            then = [entry for entry in entries if entry.event.happened_on <= row.on]
            assert model.view(model.fold(then, parameters), row.on, parameters) == row.view, row.on


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
def test_a_fold_that_goes_on_gives_what_a_fold_of_all_gives(name: str) -> None:
    projection, model = PROJECTIONS[name], find_model(name)
    for journey in histories():
        entries, parameters = apply_corrections(journey), model.parameters()
        last = max(entry.event.happened_on for entry in entries) + timedelta(days=1)
        before = model.fold(entries[: len(entries) // 2], parameters)
        at_first = model.view(before, last, parameters)
        whole = fold_more(projection, before, entries[len(entries) // 2 :])
        assert model.view(whole, last, parameters) == model.view(
            model.fold(entries, parameters), last, parameters
        )
        assert model.view(before, last, parameters) == at_first
