"""The figures in the tables are those that the service shows: one number everywhere."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from domain.history import RecordedEvent
from domain.journey.events.weeks import monday_of
from projections.course.projection import COURSE
from projections.fold import Projection, fold
from projections.game.projection import GAME
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters, read_parameters
from projections.profile.projection import PROFILE
from projections.profile.view import Profile, RoleView
from service.research.tables import ResearchHistory, Row, rows_of
from tests.histories import sample_journey
from tests.projections.worked_cases import CASES, entries_of, read
from tests.research.cohorts import client
from tests.research.research_histories import code, research_history
from tests.research.tables.checked_rows import cells, column

OTHERS = read_parameters(b'{"version": 2, "appeal": {"half_life": 10}, "odds": {"half_life": 6}}')


@cache
def journey(name: str) -> Sequence[RecordedEvent]:
    kind, number = name.split()
    match kind:
        case "case":
            return entries_of(read(int(number)))
        case "client":
            return client(int(number)).entries
        case _:
            return sample_journey(int(number), 300, corrections=True).entries()


JOURNEYS = [
    *(f"case {number}" for number in CASES),
    *(f"client {number}" for number in range(1, 21)),
    *(f"sample {number}" for number in range(2)),
]
of_every_journey = pytest.mark.parametrize("name", JOURNEYS)


@cache
def rows(name: str) -> dict[str, list[Row]]:
    return rows_of(research_history(journey(name)))


def view(
    projection: Projection[Any, Any], name: str, on: date, parameters: Parameters = DEFAULT_PARAMETERS
) -> Any:
    return projection.view(fold(projection, journey(name)), on, parameters)


def week_ends(history: ResearchHistory) -> list[date]:
    """The last covered day of each week."""
    first = monday_of(min(one.event.happened_on for one in history.entries))
    ends = list[date]()
    while first <= history.last_on:
        ends.append(min(first + timedelta(days=6), history.last_on))
        first += timedelta(days=7)
    return ends


ROLE_FIGURES = (
    "appeal",
    "appeal_sd",
    "alpha",
    "beta",
    "odds",
    "reach",
    "promise",
    "share",
    "contact",
    "evidence",
)


def role_figures(shown: RoleView) -> tuple[object, ...]:
    """What the profile shows of a role, as the table has it."""
    figures = (
        *(shown.appeal, shown.spread, shown.alpha, shown.beta, shown.odds),
        *(shown.reach, shown.promise, shown.share, shown.contact),
    )
    return (*(one if one is None else round(one, 9) for one in figures), shown.evidence)


@of_every_journey
@pytest.mark.parametrize("parameters", [DEFAULT_PARAMETERS, OTHERS], ids=["shipped", "others"])
def test_the_beliefs_of_each_week_are_those_of_the_profile_on_its_last_day(
    name: str, parameters: Parameters
) -> None:
    history = research_history(journey(name))
    found = rows_of(history, parameters, only=["roles_weekly"])
    table = {
        (week, role): figures
        for week, role, *figures in cells(
            found, "roles_weekly", "week", "role", "standing", "distance", *ROLE_FIGURES
        )
    }

    shown = {
        (week, code("role", role.role_id)): [role.standing, role.distance, *role_figures(role)]
        for week, on in enumerate(week_ends(history))
        for role in view(PROFILE, name, on, parameters).roles
    }

    assert table == shown


@of_every_journey
def test_how_broad_and_settled_a_search_was_is_what_the_profile_says(name: str) -> None:
    profiles: list[Profile] = [view(PROFILE, name, on) for on in week_ends(research_history(journey(name)))]

    shown = [
        (
            one.scope.known,
            one.scope.in_play,
            one.scope.met,
            one.scope.tried,
            round(one.focus.effective_roles, 9),
            one.focus.focus if one.focus.focus is None else round(one.focus.focus, 9),
            one.focus.quadrant,
            code("role", one.roles[0].role_id) if one.scope.in_play else None,
        )
        for one in profiles
    ]

    assert shown == cells(
        rows(name),
        "person_week",
        *("roles_known", "roles_active", "roles_met", "roles_tried"),
        *("effective_roles", "focus", "quadrant", "top_role"),
    )


@of_every_journey
def test_the_forecasts_are_as_good_as_the_profile_says(name: str) -> None:
    history = research_history(journey(name))
    forecasts = view(PROFILE, name, history.last_on).forecasts
    settled = [
        (about, forecast, outcome)
        for about, forecast, outcome in cells(rows(name), "forecasts", "about", "forecast", "outcome")
        if outcome is not None
    ]
    times = Counter(about for about, _, _ in settled)

    def errors(wanted: str) -> list[float]:
        return [outcome - forecast for about, forecast, outcome in settled if about == wanted]

    assert times["invited"] == forecasts.answered
    assert times["five_tries"] == forecasts.five_tries
    assert times["appeal"] == forecasts.liking_rated
    assert times["dread"] == forecasts.dread_rated
    if forecasts.brier is not None:
        assert sum(one * one for one in errors("invited")) / times["invited"] == pytest.approx(
            forecasts.brier
        )
    if forecasts.five_tries_brier is not None:
        squared = sum(one * one for one in errors("five_tries")) / times["five_tries"]
        assert squared == pytest.approx(forecasts.five_tries_brier)
    if forecasts.liking_gap is not None:
        assert sum(errors("appeal")) / times["appeal"] == pytest.approx(forecasts.liking_gap)


@of_every_journey
def test_the_points_of_steps_and_weeks_are_those_of_the_game(name: str) -> None:
    total = view(GAME, name, research_history(journey(name)).last_on).total

    assert sum(column(rows(name), "experiments", "points")) == total
    assert sum(one or 0 for one in column(rows(name), "person_week", "points")) == total


@of_every_journey
def test_the_ending_is_that_of_the_course(name: str) -> None:
    history = research_history(journey(name))
    ending = view(COURSE, name, history.last_on).ending

    ended = [
        one[1:]
        for one in cells(rows(name), "outcomes", "kind", "ending", "good", "day")
        if one[0] == "ending"
    ]
    shown = (ending.ending, ending.good, history.day(ending.on)) if ending else None
    assert (ended[-1] if ended else None) == shown


def test_the_model_knows_nothing_of_a_role_before_it_is_on_the_list() -> None:
    made = cells(rows("client 5"), "forecasts", "about", "model_forecast", "role", "made_day")
    added = dict(cells(rows("client 5"), "roles_weekly", "role", "added_day"))
    first_days = [
        (about, figure)
        for about, figure, role, day in made
        if role in added and day <= added[role] and figure
    ]

    assert {figure for about, figure in first_days if about == "appeal"} <= {5.0}
