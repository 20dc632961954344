"""The story of a role: every entry that moved it stands in it, with the figures that the learning model gives for that day."""

from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.market import NoteMarketSignal
from domain.vocabulary import MarketSignal
from projections.fold import fold
from projections.learning_model.attribution import experiment_move
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.potential_order import printed_change
from projections.learning_model.promise_series import promise_series
from projections.learning_model.role_effects import RoleNumbers, effects_on_role, market_effects_on_role
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from projections.role_story.projection import ROLE_STORY, role_story
from projections.role_story.view import RoleStories, RoleStory, StoryEntry
from projections.role_story.wording import HARDLY_MOVED, standing_move
from tests.domain.journeys import ABOUT_TEACHING, TEACHER, day, uid
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import entries as entries_of_events

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 70).map(lambda ahead: SET_OUT + timedelta(days=ahead))


def stories(history: History, on: date) -> tuple[LearningState, RoleStories]:
    state = fold(ROLE_STORY, history.entries())
    return state, ROLE_STORY.view(state, on, DEFAULT_PARAMETERS)


def steps_of(story: RoleStory) -> Iterator[object]:
    for entry in story.entries:
        yield entry.experiment_id
        yield from entry.other_steps


def printed(figures: BelievedFigures | RoleNumbers) -> tuple[int, ...]:
    return tuple(map(round_half_up, (figures.promise, figures.appeal, 100 * figures.reach)))


@given(histories(corrections=True), days)
@long_histories
def test_every_step_and_every_fact_that_moved_a_role_stands_in_its_story(history: History, on: date) -> None:
    state, seen = stories(history, on)

    for story in seen.roles:
        moved = {one.experiment_id for one in effects_on_role(state, story.role_id, on)}
        published = {one.signal_id for one in market_effects_on_role(state, story.role_id, on)}
        assert moved <= set(steps_of(story))
        assert published <= {one.signal_id for one in story.entries}


@given(histories())
@long_histories
def test_an_entry_has_the_figures_of_its_own_day_that_the_model_gives(history: History) -> None:
    state, seen = stories(history, history.today)

    for story in seen.roles:
        for entry in story.entries:
            if entry.kind == "step" and entry.experiment_id and entry.before and alone(entry, story):
                move = experiment_move(state, entry.experiment_id, entry.on, since=entry.on)
                of_role = [one.promise_before for one in move.roles if one.role_id == story.role_id]
                [before] = of_role or [entry.now.promise]
                assert before is not None
                assert round_half_up(entry.before.promise) == round_half_up(before)
            elif entry.kind == "market" and entry.before:
                effects = market_effects_on_role(state, story.role_id, entry.on)
                without = [one.without for one in effects if one.signal_id == entry.signal_id]
                assert printed(entry.before) == printed(without[0] if without else entry.now)


def alone(entry: StoryEntry, story: RoleStory) -> bool:
    """Whether the role was there before it, and the step has no other entry of that day, such as a reply to itself."""
    of_day = [
        one
        for one in story.entries
        if one.on == entry.on and entry.experiment_id in {one.experiment_id, *one.other_steps}
    ]
    return of_day == [entry] and entry.on > story.added_on


@given(histories(), days)
@long_histories
def test_a_story_ends_with_the_figures_of_the_profile_and_its_weeks_are_those_of_the_chart(
    history: History, on: date
) -> None:
    state, seen = stories(history, on)
    if state.started is None or on < state.started.happened_on:
        return
    roles = {
        one.role_id: one
        for one in PROFILE.view(fold(PROFILE, history.entries()), on, DEFAULT_PARAMETERS).roles
    }

    assert {one.role_id for one in seen.roles} == roles.keys()
    for story in seen.roles:
        role = roles[story.role_id]
        assert story.standing == role.standing
        assert printed(story.figures) == tuple(
            map(round_half_up, (role.promise, role.appeal, 100 * role.reach))
        )
        assert round_half_up(story.figures.spread) == round_half_up(role.spread)
        assert (story.figures.appeal_word, story.figures.reach_word) == (role.appeal_word, role.reach_word)
        assert role_story(state, story.role_id, on) == story
        weekly = {one.on: one.figures for one in story.weeks}
        for of_day in promise_series(state, list(weekly)):
            for one in of_day.roles:
                figures = weekly[of_day.on]
                if one.role_id == story.role_id:
                    assert figures
                    assert round_half_up(figures.promise) == round_half_up(one.promise)


@given(histories(corrections=True), days)
@long_histories
def test_a_change_is_named_only_if_it_is_one_in_print_and_entries_stand_by_day(
    history: History, on: date
) -> None:
    _, seen = stories(history, on)

    for story in seen.roles:
        dates = [one.on for one in story.entries]
        assert dates == sorted(dates, reverse=True)
        assert all(story.added_on <= one <= on for one in dates)
        for one in story.entries:
            changed = one.before is None or printed_change(one.before.promise, one.now.promise) != 0
            assert (one.effect == "moved") == changed


@given(histories(), days)
@long_histories
def test_no_headline_tells_of_a_move_that_was_undone(history: History, on: date) -> None:
    _, seen = stories(history, on)

    for story in seen.roles:
        now = story.figures.promise
        most = standing_move(story.entries, now)
        if most and most.before and abs(printed_change(story.entries[-1].now.promise, now)) < HARDLY_MOVED:
            moved = printed_change(most.before.promise, most.now.promise)
            assert moved * printed_change(most.before.promise, now) > 0


@given(histories(), days)
@long_histories
def test_the_story_at_a_date_depends_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    entries = [one for one in history.entries() if one.event.happened_on <= on]
    if not entries:
        return

    assert stories(history, on)[1] == ROLE_STORY.view(fold(ROLE_STORY, entries), on, DEFAULT_PARAMETERS)


def test_without_a_newer_edition_the_older_one_would_count() -> None:
    older, newer = noted("older", "market_shrinking", day(3)), noted("newer", "market_growing", day(20))
    state = fold(ROLE_STORY, entries_of_events(decide_commands([*ABOUT_TEACHING, older, newer])))
    story = role_story(state, TEACHER, day(30))
    assert story
    [entry] = [one for one in story.entries if one.signal_id == newer.signal_id]
    [effect] = market_effects_on_role(state, TEACHER, day(20))

    assert entry.before
    assert printed(entry.before) == printed(effect.without)
    assert printed(entry.before) != printed(entry.now)
    assert entry.before.reach < role_figures_before(story).reach, "the older one says that it shrinks"


def noted(name: str, signal: MarketSignal, on: date) -> NoteMarketSignal:
    return NoteMarketSignal(
        happened_on=on,
        signal_id=uid(name),
        role_id=TEACHER,
        signal=signal,
        published=on,
        source="Labour Office",
    )


def role_figures_before(story: RoleStory) -> BelievedFigures:
    return next(one.now for one in story.entries if one.kind == "added")
