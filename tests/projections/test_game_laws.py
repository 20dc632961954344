"""What holds of the game of every journey: it is blind to luck, and nothing lowers it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from operator import ne
from typing import get_args
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.course import GameSwitched, PlanAdjusted
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import ExperimentCancelled, ExperimentRefused, ExperimentRun
from domain.journey.events.feedback import FeedbackReceived
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.journey.events.weeks import RestDeclared
from domain.vocabulary import AnswerSignal, ApproachAnswer, Quest
from projections.fold import fold, fold_more
from projections.game.projection import GAME
from projections.game.state import GameState
from projections.game.view import Game
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    APPLIED,
    LETTER,
    answer,
    day,
    plan,
    run,
    silence,
    uid,
)
from tests.histories import SET_OUT, History, histories, sample_journey
from tests.projections.small_games import game, view_of

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 90).map(lambda ahead: SET_OUT + timedelta(days=ahead))

KINDS: Sequence[ApproachAnswer] = get_args(ApproachAnswer)
SIGNALS = st.sampled_from((*get_args(AnswerSignal), None))


def luck_changed(
    event: AnyJourneyEvent,
    answers: Mapping[ApproachAnswer, ApproachAnswer],
    silence: ApproachAnswer | None,
    signal: AnswerSignal | None,
) -> AnyJourneyEvent | None:
    """The same answer, had it been another one, and its signal, which not every answer has."""
    match event:
        case AnswerReceived():
            return replace(event, answer=answers[event.answer])
        case SilenceElapsed() if silence:
            return AnswerReceived(
                happened_on=event.happened_on,
                experiment_id=event.experiment_id,
                answer=silence,
                heard_in=event.heard_in,
            )
        case OddsSignalHeard() if event.answer_to and event.signal in get_args(AnswerSignal):
            return replace(event, signal=signal) if signal else None
        case _:
            return event


ABOUT_ANSWERS = (
    "ring_the_no",
    "three_week_knock",
    "straight_forecaster",
    "good_host_of_a_no",
    "door_keeper",
)
"""Quests and badges that are about what one does with an answer, and so need one."""


def blind(shown: Game) -> Game:
    """The game but for what is about answers by its nature."""
    return replace(
        shown,
        quests=tuple(one for one in shown.quests if one.quest not in ABOUT_ANSWERS),
        badges=tuple(one for one in shown.badges if one.badge not in ABOUT_ANSWERS),
        accepted_quest=None,
        quest_choices=(),
    )


@given(histories(), st.data())
@long_histories
def test_points_are_blind_to_every_answer(history: History, data: st.DataObject) -> None:
    # A permutation: what was recorded twice is recorded twice in the other journey, too.
    answers = dict(zip(KINDS, data.draw(st.permutations(KINDS)), strict=True))
    told = {answers[one.answer] for one in history.events if isinstance(one, AnswerReceived)}
    silence = data.draw(st.sampled_from([None, *(one for one in KINDS if one not in told)]))
    others = [luck_changed(one, answers, silence, data.draw(SIGNALS)) for one in history.events]

    assert blind(view_of(list(history.events))) == blind(view_of([one for one in others if one]))


def test_points_of_a_long_journey_are_blind_to_answers_and_signals() -> None:
    told = sample_journey(3, 800).events
    answers = dict(zip(KINDS, reversed(KINDS), strict=True))
    other = [luck_changed(one, answers, None, None) for one in told]
    changed = {type(one) for one, another in zip(told, other, strict=True) if ne(one, another)}

    assert changed == {AnswerReceived, OddsSignalHeard}
    assert blind(view_of(list(told))) == blind(view_of([one for one in other if one]))


CLOSE: Mapping[ApproachAnswer, bool | None] = {"rejected_after_interview": True}
CALL = (
    plan(experiment_id=uid("call"), kind="follow_up", refers_to=LETTER, happened_on=day(11)),
    run(experiment_id=uid("call"), happened_on=day(11)),
)


@pytest.mark.parametrize("heard_in", [None, uid("call")], ids=["by itself", "in a call"])
@pytest.mark.parametrize("one", KINDS)
def test_whatever_the_other_side_answers_pays_the_same(one: ApproachAnswer, heard_in: UUID | None) -> None:
    heard = answer(answer=one, close=CLOSE.get(one), happened_on=day(30), heard_in=heard_in)

    assert blind(game(*APPLIED, *CALL, heard)) == blind(game(*APPLIED, *CALL, silence(heard_in=heard_in)))


@pytest.mark.parametrize("known", KINDS)
def test_whatever_else_is_answered_in_a_call_pays_the_same(known: ApproachAnswer) -> None:
    def called(one: ApproachAnswer) -> Game:
        said = answer(answer=one, close=CLOSE.get(one), experiment_id=uid("call"), happened_on=day(30))
        return blind(game(*APPLIED, *CALL, answer(answer=known, close=CLOSE.get(known)), said))

    first, *others = (called(one) for one in KINDS if one != known)

    assert all(one == first for one in others)


@given(histories(), days)
@long_histories
def test_cancelled_and_refused_pay_the_same_and_feedback_pays_nothing(history: History, on: date) -> None:
    def other_way(event: AnyJourneyEvent) -> AnyJourneyEvent:
        match event:
            case ExperimentCancelled():
                return ExperimentRefused(
                    happened_on=event.happened_on,
                    experiment_id=event.experiment_id,
                    dread_after=event.dread_after,
                )
            case FeedbackReceived():
                return CheckInHeld(happened_on=event.happened_on, check_in_id=uid("instead"))
            case _:
                return event

    shown = view_of(list(history.events), on)

    assert blind(shown) == blind(view_of([other_way(one) for one in history.events], on))


@given(histories())
@long_histories
def test_a_step_that_was_called_off_loses_two_fifths_of_going_and_nothing_else(history: History) -> None:
    def called_off(event: AnyJourneyEvent) -> AnyJourneyEvent:
        if not isinstance(event, ExperimentRun):
            return event
        return ExperimentCancelled(
            happened_on=event.happened_on,
            experiment_id=event.experiment_id,
            dread_after=event.dread_after,
        )

    def went(event: AnyJourneyEvent) -> AnyJourneyEvent:
        return replace(event, hours=8.0) if isinstance(event, ExperimentRun) else event

    pairs = zip(
        view_of([went(one) for one in history.events]).steps,
        view_of([called_off(one) for one in history.events]).steps,
        strict=True,
    )
    ran = {one.experiment_id for one in history.events if isinstance(one, ExperimentRun)}
    for whole, less in pairs:
        share = 0.6 if whole.experiment_id in ran else 1

        assert less.run == pytest.approx(share * whole.run)
        assert replace(less, run=whole.run, points=whole.points) == whole


def growing(
    history: History, of: Callable[[Game], float], on: date, *, but: tuple[type[AnyJourneyEvent], ...] = ()
) -> list[float]:
    """A figure at a date after each event of a journey, but for some kinds of event."""
    state, figures = GAME.initial, list[float]()
    for entry in history.entries():
        if not isinstance(entry.event, but):
            state = GAME.evolve(state, entry)
            figures.append(of(GAME.view(state, on, DEFAULT_PARAMETERS)))
    return figures


@given(histories(), st.one_of(days, st.just(SET_OUT + timedelta(days=400))))
@long_histories
def test_no_event_lowers_a_total(history: History, on: date) -> None:
    totals = growing(history, lambda shown: shown.total, on)

    assert totals == sorted(totals)


@given(histories(40), days)
@long_histories
def test_no_event_but_a_rest_or_another_goal_lowers_momentum(history: History, on: date) -> None:
    figures = growing(history, lambda shown: shown.momentum.now, on, but=(RestDeclared, PlanAdjusted))

    assert figures == sorted(figures)


@given(histories(40), days, st.integers(0, 60))
@long_histories
def test_what_is_done_or_earned_stays_so_with_its_day_as_time_passes(
    history: History, on: date, later: int
) -> None:
    state = fold(GAME, history.entries())
    then, now = (GAME.view(state, day, DEFAULT_PARAMETERS) for day in (on, on + timedelta(days=later)))
    done = {one.quest: one.done_on for one in then.quests if one.done_on}
    earned = {one.badge: one.earned_on for one in then.badges if one.earned_on}

    assert done.items() <= {one.quest: one.done_on for one in now.quests}.items()
    assert earned.items() <= {one.badge: one.earned_on for one in now.badges}.items()
    assert all(day <= on for day in (*done.values(), *earned.values()))


def played(history: History, told: Sequence[tuple[int, AnyJourneyEvent]]) -> list[AnyJourneyEvent]:
    """A journey without a word about the game or its quests, and then with these words at these places."""
    words = (GameSwitched, QuestOffered, QuestTaken, QuestDeclined)
    events: list[AnyJourneyEvent] = [event for event in history.events if not isinstance(event, words)]
    for place, event in told:
        events.insert(1 + place % len(events), event)
    return events


SWITCHES = st.lists(
    st.tuples(st.integers(0, 99), st.builds(GameSwitched, happened_on=days, on=st.booleans()))
)
OFFERS = st.lists(
    st.tuples(
        st.integers(0, 99),
        st.builds(
            lambda kind, on, quest: kind(happened_on=on, quest=quest),
            st.sampled_from([QuestOffered, QuestTaken, QuestDeclined]),
            days,
            st.sampled_from(get_args(Quest)),
        ),
    )
)


@given(histories(40), SWITCHES, days)
@long_histories
def test_switching_the_game_changes_nothing_but_whether_it_is_on(
    history: History, switches: list[tuple[int, AnyJourneyEvent]], on: date
) -> None:
    always_on, switched = view_of(played(history, []), on), view_of(played(history, switches), on)

    assert always_on.switch.on
    assert always_on == replace(switched, switch=always_on.switch)


@given(histories(40), OFFERS, days)
@long_histories
def test_offering_taking_and_declining_quests_changes_nothing_but_how_they_stand(
    history: History, offers: list[tuple[int, AnyJourneyEvent]], on: date
) -> None:
    silent, told = view_of(played(history, []), on), view_of(played(history, offers), on)
    progress = [[(one.quest, one.done, one.done_on) for one in shown.quests] for shown in (silent, told)]

    assert progress[0] == progress[1]
    assert silent == replace(
        told,
        quests=silent.quests,
        accepted_quest=silent.accepted_quest,
        quest_choices=silent.quest_choices,
    )


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    entries = history.entries()
    whole, kept = fold(GAME, entries), fold(GAME, entries[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=GameState)

    assert whole == fold_more(GAME, kept, entries[cut:])
    assert GAME.view(whole, on, DEFAULT_PARAMETERS) == GAME.view(
        fold_more(GAME, stored, entries[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_the_game_at_a_date_depends_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    up_to_it = [event for event in history.events if event.happened_on <= on]

    assert view_of(list(history.events), on) == view_of(up_to_it, on)


@given(histories(corrections=True), days)
@long_histories
def test_every_figure_stays_within_its_range(history: History, on: date) -> None:
    shown = view_of(list(history.events), on)

    assert shown.total == sum(one.points for one in shown.steps)
    assert all(0 < one.momentum <= 1 for one in shown.momentum.weeks)
    assert all(0 <= one.predicted <= 10 for one in shown.courage.ladder.rungs)
    assert all(0 <= one.done <= one.needed for one in shown.quests)
    assert all(0 <= one.done <= one.needed for one in shown.badges)
    assert all((one.done == one.needed) == (one.done_on is not None) for one in shown.quests)
    for one in shown.steps:
        assert one.plan <= 10
        assert one.learn <= 25
        assert one.courage <= 12
        assert one.rep in (1, 0.7, 0.5, 0.3)
