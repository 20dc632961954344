"""One question, one number: over simulated histories, whatever two views print for the same question is the same.

The views of the projections against each other. Figures are compared as they are printed.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from msgspec import Struct

from domain.history import apply_corrections
from domain.journey.events.weeks import monday_of
from projections.caseload.projection import CASELOAD
from projections.course.projection import COURSE
from projections.difference.projection import DIFFERENCE, compute_difference
from projections.difference.state import DifferenceState
from projections.difference.view import Difference
from projections.fold import Projection, fold
from projections.learning_model.attribution import experiment_move
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.promise_attribution import PromiseAttribution, promise_attributions
from projections.learning_model.promise_series import promise_series
from projections.learning_model.reveal import StepReveal, reveal_step
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.network.projection import NETWORK
from projections.profile.projection import PROFILE
from projections.profile.view import Profile
from projections.refusals.projection import REFUSALS
from projections.role_story.projection import ROLE_STORY
from projections.timeline.projection import TIMELINE
from projections.weeks.projection import WEEKS
from projections.weeks.view import Weeks
from service.research.simulation.history import LAST_DAY
from tests.research.cohorts import client

HISTORIES, AT_ONCE = 200, 10
STEPS = 3
"""Of each history so many steps, the latest, are compared one by one."""
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)

pytestmark = pytest.mark.slow
some_histories = pytest.mark.parametrize("first", range(1, HISTORIES + 1, AT_ONCE))


class Seen(Struct, frozen=True):
    """A history, and its views on two days."""

    number: int
    started_on: date
    on: date
    """The last day."""
    before: date
    """A Sunday some weeks earlier, on which the journey had begun."""
    learning: LearningState
    difference: Difference
    """From the earlier day to the last."""
    whole: Difference
    """From the day before the start to the last."""
    profile: Profile
    profile_before: Profile
    weeks: Weeks
    states: dict[str, Any]

    def view(self, projection: Projection[Any, Any]) -> Any:
        """What a projection says on the last day."""
        return projection.view(self.states[projection.name], self.on, DEFAULT_PARAMETERS)

    def week_differences(self) -> Iterator[tuple[date, Difference]]:
        """The last weeks that are over, each compared with the Sunday before it."""
        state: DifferenceState = self.states["difference"]
        for one in self.weeks.weeks[-4:-1]:
            yield one.monday, compute_difference(state, one.monday - _DAY, one.monday + _WEEK - _DAY)


@cache
def seen(number: int) -> Seen:
    """The views of a client's history."""
    history = client(number)
    entries = apply_corrections(history.entries)
    projections: tuple[Projection[Any, Any], ...] = (
        CASELOAD,
        COURSE,
        DIFFERENCE,
        NETWORK,
        PROFILE,
        REFUSALS,
        ROLE_STORY,
        TIMELINE,
        WEEKS,
    )
    states: dict[str, Any] = {one.name: fold(one, entries) for one in projections}
    started_on = history.entries[0].event.happened_on
    before = max(monday_of(LAST_DAY) - timedelta(days=22), started_on)
    difference: DifferenceState = states["difference"]
    return Seen(
        number=number,
        started_on=started_on,
        on=LAST_DAY,
        before=before,
        learning=difference.learning,
        difference=compute_difference(difference, before, LAST_DAY),
        whole=compute_difference(difference, started_on - _DAY, LAST_DAY),
        profile=PROFILE.view(states["profile"], LAST_DAY, DEFAULT_PARAMETERS),
        profile_before=PROFILE.view(states["profile"], before, DEFAULT_PARAMETERS),
        weeks=WEEKS.view(states["weeks"], LAST_DAY, DEFAULT_PARAMETERS),
        states=states,
    )


def histories(first: int) -> Iterator[Seen]:
    for number in range(first, first + AT_ONCE):
        yield seen(number)


def printed(figure: float | None) -> int | None:
    """A figure of 0-100 as it is printed."""
    return None if figure is None else round_half_up(figure)


def shown_roles(profile: Profile) -> dict[UUID, tuple[object, ...]]:
    """Each role as a profile prints it."""
    return {
        one.role_id: (
            one.title,
            one.standing,
            one.distance,
            printed(one.appeal),
            printed(one.spread),
            printed(100 * one.reach),
            printed(one.promise),
            one.appeal_word,
            one.reach_word,
        )
        for one in profile.roles
    }


@some_histories
def test_a_role_has_the_same_figures_on_every_page_of_a_day(first: int) -> None:
    for one in histories(first):
        roles = shown_roles(one.profile)
        compared = {
            change.role_id: (
                change.title,
                change.standing,
                change.after.distance,
                printed(change.after.appeal),
                printed(change.after.spread),
                printed(100 * change.after.reach),
                printed(change.after.promise),
                change.after.appeal_word,
                change.after.reach_word,
            )
            for change in one.difference.roles.changes
        }
        told = {
            story.role_id: (
                story.title,
                story.standing,
                roles[story.role_id][2],
                printed(story.figures.appeal),
                printed(story.figures.spread),
                printed(100 * story.figures.reach),
                printed(story.figures.promise),
                story.figures.appeal_word,
                story.figures.reach_word,
            )
            for story in one.view(ROLE_STORY).roles
        }

        assert compared == roles, one.number
        assert told == roles, one.number


@some_histories
def test_what_was_is_what_the_profile_said_that_day(first: int) -> None:
    for one in histories(first):
        was = shown_roles(one.profile_before)
        said = {
            change.role_id: (printed(change.before.promise), change.before.appeal_word)
            for change in one.difference.roles.changes
            if change.before
        }

        assert said == {key: (figures[6], figures[7]) for key, figures in was.items()}, one.number


@some_histories
def test_charts_and_lists_stand_in_the_same_order(first: int) -> None:
    for one in histories(first):
        earlier, latest = promise_series(one.learning, [one.before, one.on])
        for profile, series in ((one.profile_before, earlier), (one.profile, latest)):
            active = [
                (role.role_id, printed(role.promise)) for role in profile.roles if role.standing == "in_play"
            ]
            assert active == [(role.role_id, printed(role.promise)) for role in series.roles], one.number
        order = one.difference.order
        assert order.after == tuple(role.role_id for role in latest.roles), one.number
        assert order.before == tuple(role.role_id for role in earlier.roles), one.number


@some_histories
def test_a_role_story_prints_the_same_line_as_the_chart(first: int) -> None:
    for one in histories(first):
        for story in one.view(ROLE_STORY).roles:
            days = [week.on for week in story.weeks]
            chart = {
                day.on: {role.role_id: printed(role.promise) for role in day.roles}
                for day in promise_series(one.learning, days)
            }
            line = {
                week.on: printed(week.figures.promise)
                for week in story.weeks
                if week.figures and story.role_id in chart[week.on]
            }
            drawn = {day: on[story.role_id] for day, on in chart.items() if story.role_id in on}
            assert line == drawn, (one.number, story.title)


@some_histories
def test_breadth_and_priorities_are_the_same_in_the_profile_and_in_the_difference(
    first: int,
) -> None:
    for one in histories(first):
        scope, focus = one.profile.scope, one.profile.focus
        wide, settled = one.difference.scope, one.difference.focus

        assert (scope.known, scope.in_play, scope.met, scope.tried, scope.new_met) == (
            wide.known,
            wide.in_play,
            wide.met,
            wide.tried,
            wide.new_met,
        ), one.number
        assert (focus.effective_roles, focus.focus, focus.quadrant) == pytest.approx(
            (settled.effective, settled.focus, settled.quadrant)
        ), one.number
        assert [(two.criterion_id, printed(100 * two.weight)) for two in one.profile.criteria] == [
            (two.criterion_id, printed(100 * two.after)) for two in one.difference.criteria
        ], one.number


@some_histories
def test_steps_are_counted_the_same_everywhere(first: int) -> None:
    for one in histories(first):
        stages = [step.stage for step in one.view(TIMELINE).steps.values()]
        taken = sum(stage in {"run", "cancelled", "refused"} for stage in stages)
        entry = one.view(CASELOAD)

        assert {
            "profile": one.profile.steps,
            "weeks": sum(week.done for week in one.weeks.weeks),
            "steps of weeks": sum(step.ended != "dropped" for week in one.weeks.weeks for step in week.steps),
            "difference": len(one.whole.steps),
            "course": one.view(COURSE).steps,
            "caseload": entry.steps if entry else 0,
        } == dict.fromkeys(
            ("profile", "weeks", "steps of weeks", "difference", "course", "caseload"), taken
        ), one.number


@some_histories
def test_approaches_are_counted_the_same_everywhere(first: int) -> None:
    for one in histories(first):
        counts, mix = one.view(NETWORK).approaches, one.view(REFUSALS).mix

        assert counts.made == mix.made, one.number


@some_histories
def test_a_step_moved_a_role_by_as_much_in_every_view(first: int) -> None:
    for one in histories(first):
        index = build_evidence_index(one.learning, DEFAULT_PARAMETERS)
        for key in list(one.learning.steps)[-STEPS:]:
            revealed = of_reveal(reveal_step(one.learning, key, one.on))
            moved = experiment_move(one.learning, key, one.on)
            by_move = {
                role.role_id: (printed(role.promise_before), printed(role.promise)) for role in moved.roles
            }
            fast = of_attribution(promise_attributions(one.learning, index, [key], one.on))

            assert only_moved(by_move) == revealed, one.number
            assert only_moved(fast) == revealed, one.number


def of_reveal(reveal: StepReveal) -> dict[UUID, tuple[int | None, int | None]]:
    """The roles whose printed potential a step changed, or that it brought."""
    return only_moved(
        {
            role.role_id: (printed(role.before.promise) if role.before else None, printed(role.now.promise))
            for role in reveal.moved
        }
    )


def of_attribution(moves: tuple[PromiseAttribution, ...]) -> dict[UUID, tuple[int | None, int | None]]:
    return {
        role.role_id: (printed(role.promise_before), printed(role.promise))
        for move in moves
        for role in move.roles
    }


def only_moved(
    roles: dict[UUID, tuple[int | None, int | None]],
) -> dict[UUID, tuple[int | None, int | None]]:
    return {key: (before, now) for key, (before, now) in roles.items() if before != now}


@some_histories
def test_a_week_and_the_difference_over_it_name_the_same_movers(first: int) -> None:
    for one in histories(first):
        weeks = {week.monday: week for week in one.weeks.weeks}
        for monday, difference in one.week_differences():
            in_week = [(two.experiment_id, of_attribution((two,))) for two in weeks[monday].moved[:3]]
            compared = [(two.experiment_id, of_attribution((two,))) for two in difference.movers]
            assert in_week == compared, (one.number, monday)


@some_histories
def test_ratings_are_the_same_on_the_timeline_in_the_weeks_and_after_the_step(first: int) -> None:
    for one in histories(first):
        on_timeline = {
            key: step.rating for key, step in one.view(TIMELINE).steps.items() if step.rating is not None
        }
        in_weeks = {
            rating.experiment_id: rating.rating
            for week in one.weeks.weeks
            for rating in week.learned.ratings
            if rating.experiment_id
        }
        revealed = {
            key: rating
            for key in list(one.learning.steps)[-STEPS:]
            if (rating := reveal_step(one.learning, key, one.on).rating) is not None
        }

        assert on_timeline == in_weeks, one.number
        assert revealed.items() <= on_timeline.items(), one.number
