"""What holds of the profile of every journey, at every date."""

import math
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.event_catalogue import AnyEvent
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import ExperimentOutcome, ExperimentPlanned
from domain.journey.events.roles import RoleDiscovered
from projections.fold import fold, fold_more, recorded_before
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.state import without_experiment
from projections.profile.projection import PROFILE, JourneyNotStarted
from projections.profile.view import Profile
from tests.histories import SET_OUT, History, histories, interleaved, sample_journey

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 70).map(lambda ahead: SET_OUT + timedelta(days=ahead))


def view(history: History, on: date) -> Profile:
    return PROFILE.view(fold(PROFILE, history.entries()), on, DEFAULT_PARAMETERS)


def view_of(history: History, on: date, kept: Callable[[AnyEvent], bool]) -> Profile:
    """The profile if only some of the journey's events had been told."""
    entries = [entry for entry in history.entries() if kept(entry.event)]
    return PROFILE.view(fold(PROFILE, entries), on, DEFAULT_PARAMETERS)


@given(histories(), st.integers(0, 200))
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int) -> None:
    entries = history.entries()
    kept = fold(PROFILE, entries[:cut])

    assert fold(PROFILE, entries) == fold_more(PROFILE, kept, entries[cut:])


@given(histories(), days)
@long_histories
def test_the_profile_at_a_date_depends_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    assume(on >= history.journey.started.event.happened_on)
    up_to_it = view_of(history, on, lambda event: event.happened_on <= on)

    assert view(history, on) == up_to_it


@given(histories(), days, st.integers(0, 3))
@long_histories
def test_the_profile_does_not_depend_on_the_place_in_the_log(history: History, on: date, seed: int) -> None:
    other = sample_journey(seed, 40)
    log = list(interleaved(Random(seed), [history.entries(), other.entries(after=1000)]))
    mine = [entry for entry in log if entry.journey_id == history.journey_id]

    assert view(history, on) == PROFILE.view(fold(PROFILE, mine), on, DEFAULT_PARAMETERS)


@given(histories(), days)
@long_histories
def test_an_answer_never_moves_the_appeal(history: History, on: date) -> None:
    without_answers = view_of(history, on, lambda event: not is_answer(event))
    appeals = {one.role_id: (one.appeal, one.spread) for one in view(history, on).roles}

    assert appeals == {one.role_id: (one.appeal, one.spread) for one in without_answers.roles}


def is_answer(event: AnyEvent) -> bool:
    return isinstance(event, (AnswerReceived, SilenceElapsed)) or (
        isinstance(event, OddsSignalHeard) and event.answer_to is not None
    )


@given(histories(), days)
@long_histories
def test_the_shares_of_the_roles_in_play_sum_to_one(history: History, on: date) -> None:
    roles = view(history, on).roles
    shares = [one.share for one in roles if one.share is not None]

    assert len(shares) == sum(one.standing == "in_play" for one in roles)
    assert math.fsum(shares) == pytest.approx(1.0 if shares else 0.0)


@given(histories(), days)
@long_histories
def test_every_number_stays_within_its_range(history: History, on: date) -> None:
    shown = view(history, on)

    for role in shown.roles:
        assert 0 <= role.appeal <= 100
        assert 0 < role.spread <= DEFAULT_PARAMETERS.appeal.spread
        assert 0 < role.odds < 1
        assert 0 < role.reach < 1
        assert 0 <= role.promise <= 100
    assert shown.scope.met <= shown.scope.known
    assert shown.scope.new_met <= min(shown.scope.new, shown.scope.met)
    assert shown.focus.effective_roles <= shown.scope.in_play
    assert shown.focus.focus is None or 0 <= shown.focus.focus <= 1


@given(histories(), days)
@long_histories
def test_roles_in_play_come_first_by_promise(history: History, on: date) -> None:
    roles = view(history, on).roles
    order = [(one.standing != "in_play", -one.promise) for one in roles]

    assert order == sorted(order)


@given(histories(), days)
@long_histories
def test_a_role_that_is_not_in_play_is_not_suggested(history: History, on: date) -> None:
    shown = view(history, on)
    in_play = {one.role_id for one in shown.roles if one.standing == "in_play"}
    suggested = [one.role_id for one in shown.suggestions]

    assert set(suggested) <= in_play
    assert len(set(suggested)) == len(suggested)


@given(histories(), days)
@long_histories
def test_a_suggestion_never_repeats_an_open_plan(history: History, on: date) -> None:
    events = [one for one in history.events if one.happened_on <= on]
    ended = {one.experiment_id for one in events if isinstance(one, ExperimentOutcome)}
    planned = {
        (one.role_id, one.kind)
        for one in events
        if isinstance(one, ExperimentPlanned) and one.experiment_id not in ended
    }
    suggestions = view(history, on).suggestions
    lower = {(one.role_id, one.lower.kind) for one in suggestions if one.lower}

    assert not planned & ({(one.role_id, one.kind) for one in suggestions} | lower)


@given(histories(), days)
@long_histories
def test_what_was_known_stays_known(history: History, on: date) -> None:
    today, later = view(history, on), view(history, on + timedelta(days=9))

    assert {one.role_id for one in today.roles} <= {one.role_id for one in later.roles}
    assert today.scope.met <= later.scope.met
    assert today.steps <= later.steps


@given(histories(), days)
@long_histories
def test_without_evidence_every_number_is_where_it_began(history: History, on: date) -> None:
    told = (AppealRated, OddsSignalHeard, AnswerReceived, SilenceElapsed)

    for role in view_of(history, on, lambda event: not isinstance(event, told)).roles:
        assert (role.appeal, role.spread, role.evidence) == (50.0, 25.0, 0)
        assert role.alpha + role.beta == pytest.approx(5.0)


TAUGHT = (
    AppealRated,
    OddsSignalHeard,
    CriterionNamed,
    TradeoffMade,
    StrengthObserved,
    GapFound,
    RoleDiscovered,
)


@given(histories(), days)
@long_histories
def test_without_an_experiment_that_taught_nothing_nothing_changes(history: History, on: date) -> None:
    state = fold(PROFILE, history.entries())
    taught = {event.source.id for event in history.events if isinstance(event, TAUGHT)}
    taught |= {event.answer_to for event in history.events if isinstance(event, OddsSignalHeard)}
    shown = PROFILE.view(state, on, DEFAULT_PARAMETERS)
    for experiment_id in state.steps.keys() - taught:
        bare = PROFILE.view(without_experiment(state, experiment_id), on, DEFAULT_PARAMETERS)

        assert beliefs(bare) == beliefs(shown)
        assert bare.criteria == shown.criteria
        assert bare.strengths == shown.strengths
        assert bare.gaps == shown.gaps


def beliefs(shown: Profile) -> list[tuple[object, ...]]:
    return [
        (one.role_id, one.appeal, one.spread, one.alpha, one.beta, one.promise, one.share)
        for one in shown.roles
    ]


@given(histories(), days)
@long_histories
def test_without_an_experiment_nothing_of_it_is_left(history: History, on: date) -> None:
    state = fold(PROFILE, history.entries())
    for experiment_id in state.steps:
        bare = without_experiment(state, experiment_id)
        shown = PROFILE.view(bare, on, DEFAULT_PARAMETERS)
        sources = {seen.source_id for one in shown.strengths for seen in one.observations}

        assert experiment_id not in bare.steps
        assert experiment_id not in sources
        assert not any(experiment_id in (one.source.id, one.answer_to) for one in bare.signals)
        assert not any(experiment_id == one.source.id for one in bare.ratings)


@given(histories(), days)
@long_histories
def test_the_weights_of_the_wishes_sum_to_one(history: History, on: date) -> None:
    named = {one.criterion_id: one.happened_on for one in history.events if isinstance(one, CriterionNamed)}

    def named_in_time(event: AnyEvent) -> bool:
        if not isinstance(event, TradeoffMade):
            return True
        return max(named[event.winner], named[event.loser]) <= event.happened_on

    criteria = view_of(history, on, named_in_time).criteria

    assert math.fsum(one.weight for one in criteria) == pytest.approx(1.0 if criteria else 0.0)


@given(histories(), st.integers(0, 200))
@long_histories
def test_what_was_known_then_is_a_journey_of_its_own(history: History, told: int) -> None:
    entries = history.entries()
    assume(told < len(entries))
    known = recorded_before(entries, entries[told].recorded_at)

    assert entries[:told] == known


@pytest.mark.parametrize("seed", range(3))
def test_ratings_signals_and_trade_offs_may_be_told_in_any_order(seed: int) -> None:
    history = sample_journey(seed, 300)
    state = fold(PROFILE, history.entries())
    shuffled = replace(
        state,
        ratings=tuple(Random(seed).sample(state.ratings, len(state.ratings))),
        signals=tuple(Random(seed).sample(state.signals, len(state.signals))),
        tradeoffs=tuple(Random(seed).sample(state.tradeoffs, len(state.tradeoffs))),
    )

    assert PROFILE.view(state, history.today, DEFAULT_PARAMETERS) == PROFILE.view(
        shuffled, history.today, DEFAULT_PARAMETERS
    )


def test_before_the_start_there_is_nothing_to_see() -> None:
    with pytest.raises(JourneyNotStarted):
        PROFILE.view(PROFILE.initial, SET_OUT, DEFAULT_PARAMETERS)
