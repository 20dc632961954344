"""The finding of the week: the first rule that holds, in the order of the specification, and right at once after every act."""

from datetime import date, timedelta
from typing import Any

import pytest

from service.localization.translator import translator_for
from service.web.week.finding import FirstRole, WeekFacts, WeekFinding, week_finding

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)
FIRST = FirstRole(title="energy adviser")
LEVEL = FirstRole(title="energy adviser", level_with="team lead")


def found(today: date = MONDAY, **known: Any) -> WeekFinding:
    return week_finding(WeekFacts(today=today, **{"goal": 2, **known}), translator_for("en"))


def sentence(today: date = MONDAY, **known: Any) -> str:
    return found(today, **known).sentence


EVERYTHING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ended", {"ending": "new_work"}),
    ("rest", {"rest": True}),
    ("care", {"care": True}),
    ("offer", {"offer": True}),
    ("conclusion", {"conclusion": "I have to ask people who hire"}),
    ("back", {"away": True}),
    ("first", {"first": FIRST}),
    ("done", {"done": 1}),
    ("planned", {"planned": (FRIDAY,)}),
)
"""Each rule with what makes it hold, the weightiest first."""


@pytest.mark.parametrize("place", range(len(EVERYTHING) + 1))
def test_the_first_rule_that_holds_is_told(place: int) -> None:
    known = {name: value for _, what in EVERYTHING[place:] for name, value in what.items()}
    expected = EVERYTHING[place][0] if place < len(EVERYTHING) else "nothing"

    assert found(**known).kind == expected


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("new_work", "Your journey ended with new work."),
        ("stayed_and_changed", "You stayed, and your work changed."),
    ],
)
def test_after_an_ending_it_says_how_the_journey_ended(ending: str, said: str) -> None:
    assert sentence(ending=ending, done=2) == said


def test_a_week_off_loses_nothing() -> None:
    assert sentence(rest=True) == "You have this week off. Nothing changes, nothing is lost."


def test_after_a_no_nothing_has_to_be_done() -> None:
    assert sentence(care=True, done=2) == "You do not need to do anything today."


def test_on_monday_the_conclusion_of_last_week_stands_first_until_the_first_act() -> None:
    concluded: dict[str, Any] = {"conclusion": "I have to ask people who hire"}

    assert sentence(**concluded) == "“I have to ask people who hire”"
    assert found(**concluded, acted=True).kind == "nothing"
    assert found(MONDAY + timedelta(days=1), **concluded).kind == "nothing"


def test_whoever_comes_back_is_welcome_until_the_first_act() -> None:
    assert sentence(FRIDAY, away=True) == "Good to see you."
    assert found(FRIDAY, away=True, acted=True, planned=(FRIDAY,)).kind == "planned"


@pytest.mark.parametrize(
    ("first", "said"),
    [(FIRST, "Energy adviser is first now."), (LEVEL, "Energy adviser is level with team lead now.")],
)
def test_a_role_that_came_first_is_named(first: FirstRole, said: str) -> None:
    assert sentence(first=first, done=1) == said


@pytest.mark.parametrize(
    ("done", "goal", "said"),
    [
        (1, 1, "Your one step is done. More is fine, and so is rest."),
        (2, 1, "Two steps done. More is fine, and so is rest."),
        (1, 2, "One of two steps done."),
        (2, 2, "Both steps done. More is fine, and so is rest."),
        (1, 3, "One of three steps done."),
        (2, 3, "Two of three steps done."),
        (3, 3, "All three steps done. More is fine, and so is rest."),
        (5, 3, "Five steps done. More is fine, and so is rest."),
    ],
)
def test_steps_are_counted_against_the_goal(done: int, goal: int, said: str) -> None:
    assert sentence(done=done, goal=goal) == said


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        ((FRIDAY,), "One step planned, on Friday."),
        ((MONDAY,), "One step planned, for today."),
        ((MONDAY + timedelta(days=1),), "One step planned, for tomorrow."),
        ((MONDAY + timedelta(days=9),), "One step planned, on 11 March."),
        ((None,), "One step planned, with no date yet."),
        ((FRIDAY, None), "Two steps planned, the first on Friday."),
        ((MONDAY, FRIDAY), "Two steps planned, the first today."),
    ],
)
def test_what_is_planned_is_told_by_its_day(planned: tuple[date | None, ...], said: str) -> None:
    assert sentence(planned=planned).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("weekday", "overdue", "said"),
    [
        (0, 0, "A new week. Nothing is planned yet."),
        (2, 0, "A new week. Nothing is planned yet."),
        (3, 0, "Room for one small step."),
        (6, 0, "Room for one small step."),
        (0, 1, "Room for one small step."),
    ],
)
def test_without_any_of_it_there_is_room(weekday: int, overdue: int, said: str) -> None:
    assert sentence(MONDAY + timedelta(days=weekday), overdue=overdue) == said
