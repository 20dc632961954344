"""One question, one number, in lives that nobody lived: whatever two views say of a role, they say it alike, as printed.

The thorough run tries 200 of them.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.events.weeks import monday_of
from projections.difference.projection import DIFFERENCE, compute_difference, compute_week_difference
from projections.difference.view import RoleFigures
from projections.fold import fold
from projections.learning_model.attribution import experiment_move
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.promise_series import promise_series
from projections.learning_model.reveal import reveal_step
from projections.learning_model.role_effects import RoleNumbers, effects_on_role
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from projections.profile.view import RoleView
from projections.role_story.projection import ROLE_STORY
from projections.role_story.view import RoleStory
from projections.weeks.projection import WEEKS
from service.research.simulation.history import LAST_DAY, SimulatedHistory, simulate_history

SEEDS = st.integers(1, 1_000)
LIVES = settings(
    max_examples=min(200, settings().max_examples // 2),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
A_WEEK, A_DAY = timedelta(weeks=1), timedelta(days=1)
Question = tuple[object, ...]
"""The role, and of which day, and without what."""
Answer = tuple[Question, str, tuple[int, ...]]
"""A question, who answers it, and the figures as printed."""

Figures = BelievedFigures | RoleFigures | RoleNumbers | RoleView


def printed(figures: Figures) -> tuple[int, ...]:
    return tuple(map(round_half_up, (figures.promise, figures.appeal, 100 * figures.reach)))


def of_days(state: LearningState, life: SimulatedHistory, today: date) -> Iterator[Answer]:
    """What is said of each role as of a day."""
    yesterweek = today - A_WEEK
    profile = fold(PROFILE, life.entries)
    for day in (today, yesterweek):
        for role in PROFILE.view(profile, day, DEFAULT_PARAMETERS).roles:
            yield (role.role_id, day), "profile", printed(role)
        for story in ROLE_STORY.view(state, day, DEFAULT_PARAMETERS).roles:
            yield (story.role_id, day), "story", printed(story.figures)
    for story in ROLE_STORY.view(state, today, DEFAULT_PARAMETERS).roles:
        for week in story.weeks:
            if week.figures:
                yield (story.role_id, week.on), "week of a story", printed(week.figures)
    compared = compute_difference(fold(DIFFERENCE, life.entries), yesterweek, today)
    for change in compared.roles.changes:
        yield (change.role_id, today), "difference", printed(change.after)
        if change.before:
            yield (change.role_id, yesterweek), "difference", printed(change.before)
    closed = compute_week_difference(fold(DIFFERENCE, life.entries), monday_of(today), today)
    for change in closed.roles.changes:
        yield (change.role_id, today), "week's end", printed(change.after)
    for step_id in list(state.steps)[-5:]:
        for place in reveal_step(state, step_id, today).places:
            yield (place.role_id, today), "reveal", printed(place.now)


def without_steps(state: LearningState, today: date) -> Iterator[Answer]:
    """What would be believed of each role today without a step."""
    for role_id in state.roles:
        for effect in effects_on_role(state, role_id, today):
            if effect.without:
                yield (role_id, today, effect.experiment_id), "moves of a role", printed(effect.without)
    for step_id in state.steps:
        for role in reveal_step(state, step_id, today).moved:
            if role.before:
                yield (role.role_id, today, step_id), "reveal", printed(role.before)
        for move in experiment_move(state, step_id, today).roles:
            if (
                move.promise_before is not None
                and move.appeal_before is not None
                and move.reach_before is not None
            ):
                numbers = RoleNumbers(move.appeal_before, move.reach_before, move.promise_before)
                yield (move.role_id, today, step_id), "moves", printed(numbers)


def potentials(state: LearningState, life: SimulatedHistory, today: date) -> Iterator[Answer]:
    """The potentials of charts, and what was learned in a week moved."""
    ends = [one.on for one in ROLE_STORY.view(state, today, DEFAULT_PARAMETERS).roles[0].weeks]
    for day in promise_series(state, ends):
        for role in day.roles:
            yield (role.role_id, day.on), "chart", (round_half_up(role.promise),)
    difference = fold(DIFFERENCE, life.entries)
    for week in WEEKS.view(fold(WEEKS, life.entries), today, DEFAULT_PARAMETERS).weeks:
        until = min(week.monday + A_WEEK - A_DAY, today)
        compared = compute_difference(difference, week.monday - A_DAY, until)
        for where, moves in (("weeks", week.moved), ("difference", compared.movers)):
            for move in moves:
                for moved in move.roles:
                    before = () if moved.promise_before is None else (round_half_up(moved.promise_before),)
                    of = (moved.role_id, until, move.experiment_id, "learned since", week.monday)
                    yield of, where, (*before, round_half_up(moved.promise))


def told_otherwise(answers: Iterator[Answer]) -> dict[Question, dict[tuple[int, ...], set[str]]]:
    """The questions with more than one answer."""
    found = defaultdict[Question, defaultdict[tuple[int, ...], set[str]]](lambda: defaultdict(set))
    for question, where, figures in answers:
        found[question][figures].add(where)
    return {question: dict(told) for question, told in found.items() if len(told) > 1}


def steps_in(story: RoleStory) -> set[object]:
    return {one for entry in story.entries for one in (entry.experiment_id, *entry.other_steps)}


@given(SEEDS, st.integers(1, 60))
@LIVES
def test_a_question_has_one_number_and_every_step_that_moved_a_role_stands_in_its_story(
    seed: int, number: int
) -> None:
    life = simulate_history(seed, number)
    state = fold(ROLE_STORY, life.entries)
    if state.started is None or not state.roles:
        return
    today = LAST_DAY

    assert told_otherwise(of_days(state, life, today)) == {}
    assert told_otherwise(without_steps(state, today)) == {}
    assert told_otherwise(potentials(state, life, today)) == {}
    for story in ROLE_STORY.view(state, today, DEFAULT_PARAMETERS).roles:
        assert {one.experiment_id for one in effects_on_role(state, story.role_id, today)} <= steps_in(story)
