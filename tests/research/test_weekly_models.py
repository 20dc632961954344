"""What the replay page computes: the shipped model's figures are the profile's, the plain average's are the package's."""

import math
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.history import apply_corrections
from domain.journey.events.weeks import monday_of
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from projections.profile.state import ProfileState
from service.localization.locales import LANGUAGES
from service.research.replaying.weekly_models import (
    FORGETS_SOONER,
    OTHER_MODELS,
    TRUSTS_RATINGS,
    last_report,
    learning_model,
    plain_average,
    ratings_until,
)
from service.research.simulation.examples import EXAMPLES, called_in, simulate_example
from service.research.simulation.history import SimulatedHistory

NUMBERS = range(1, len(EXAMPLES) + 1)
PACKAGE = Path(__file__).parents[2] / "docs" / "plain_average"


def sundays(history: SimulatedHistory) -> Iterator[date]:
    days = [one.event.happened_on for one in history.entries]
    sunday = monday_of(min(days)) + timedelta(days=6)
    while sunday <= max(days) + timedelta(days=6):
        yield sunday
        sunday += timedelta(weeks=1)


def folded(number: int) -> tuple[SimulatedHistory, ProfileState]:
    history = simulate_example(number, "en")
    return history, fold(PROFILE, history.entries)


@pytest.mark.parametrize("number", NUMBERS)
def test_figures_of_the_shipped_model_are_those_of_the_profile_on_that_day(number: int) -> None:
    history, state = folded(number)
    model = learning_model(state)
    for day in sundays(history):
        figures = model(day)
        profile = PROFILE.view(state, day, DEFAULT_PARAMETERS)

        assert figures.keys() == {one.role_id for one in profile.roles}
        for role in profile.roles:
            found = figures[role.role_id]
            assert (found.appeal, found.spread) == (role.appeal, role.spread)
            assert found.chance == 100 * role.odds


@pytest.fixture
def plain_average_package(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(sys, "path", [str(PACKAGE), *sys.path])
    yield import_module("plain_average").MODEL
    sys.modules.pop("plain_average", None)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_plain_average_is_that_of_the_package_in_the_docs(
    number: int, plain_average_package: Any
) -> None:
    history, state = folded(number)
    package, model = plain_average_package, plain_average(state)
    parameters = package.parameters()
    theirs = package.initial(parameters)
    for entry in apply_corrections(history.entries):
        theirs = package.step(theirs, entry)
    for day in sundays(history):
        rows = {UUID(role): appeal for role, appeal, _ in package.rows(theirs, day, parameters)}

        ours = {key: one.appeal for key, one in model(day).items() if one.appeal is not None}
        assert ours.keys() == rows.keys()
        assert all(math.isclose(ours[key], rows[key]) for key in rows)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_last_report_is_the_last_rating_and_the_last_reply_by_day(number: int) -> None:
    history, state = folded(number)
    model = last_report(state)
    for day in sundays(history):
        figures, ratings = model(day), ratings_until(state, day)

        assert {key for key, one in figures.items() if one.appeal is not None} == ratings.keys()
        for key, rated in ratings.items():
            latest = max(one.happened_on for one in rated)
            assert figures[key].appeal in {10 * one.rating for one in rated if one.happened_on == latest}
        assert all(one.chance in {None, 0.0, 100.0} for one in figures.values())


def test_other_parameters_are_other_figures_of_the_same_roles() -> None:
    _, state = folded(11)
    day = date(2026, 11, 29)
    shipped = learning_model(state)(day)
    for parameters in (FORGETS_SOONER, TRUSTS_RATINGS):
        other = learning_model(state, parameters)(day)

        assert other.keys() == shipped.keys()
        assert any(abs((other[key].appeal or 0) - (one.appeal or 0)) > 1 for key, one in shipped.items())


def test_nothing_is_said_after_a_week_of_what_happened_later() -> None:
    history, state = folded(2)
    day = sorted(sundays(history))[5]
    by_then = fold(PROFILE, [one for one in history.entries if one.event.happened_on <= day])
    for name, model in OTHER_MODELS.items():
        now, then = model(state)(day), model(by_then)(day)

        assert now == then, name


@pytest.mark.parametrize("number", NUMBERS)
def test_an_example_is_the_same_life_in_every_language(number: int) -> None:
    lived = [simulate_example(number, language) for language in LANGUAGES]

    assert len({tuple(one.truth_of_weeks) for one in lived}) == 1
    shapes = {tuple((type(entry.event), entry.event.happened_on) for entry in one.entries) for one in lived}
    assert len(shapes) == 1
    figures = [learning_model(fold(PROFILE, one.entries))(date(2026, 11, 29)) for one in lived]
    assert all(one == figures[0] for one in figures)
    assert [one.called for one in lived] == [called_in(language)[number - 1] for language in LANGUAGES]


@pytest.mark.parametrize("number", [0, len(EXAMPLES) + 1])
def test_there_is_no_example_of_another_number(number: int) -> None:
    with pytest.raises(IndexError):
        simulate_example(number, "en")
