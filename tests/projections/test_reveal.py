"""What a step did to what was believed: with and without it, on one day; the finding, and the reasons."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.evidence import CriterionInput, NameCriterion, OddsSignalInput, TradeoffInput
from domain.journey.commands.experiments import ForecastInput
from domain.journey.decide import UserCommand
from domain.vocabulary import BeliefVerdict
from projections.fold import fold
from projections.learning_model.attribution import experiment_move
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.potential_order import printed_change
from projections.learning_model.reveal import (
    StepReveal,
    latest_reply,
    reveal_reply,
    reveal_step,
)
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from projections.profile.state import ProfileState
from projections.reveal_wording import dread_fall, finding, liking_surprise, standfirst
from tests.domain.journeys import (
    LETTER,
    PAY,
    PEACE,
    RISK,
    TALK,
    TEACHER,
    answer,
    cancel,
    contact,
    day,
    discover,
    learn,
    new_role,
    plan,
    refuse,
    run,
    send,
    silence,
    start,
    uid,
    write,
)
from tests.domain.scenario import decide_commands
from tests.histories import History, histories
from tests.projections.small_games import entries

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
TODAY = day(6)
BAKER = uid("baker")
ROLES = (
    start(),
    discover(starting_appeal=0),
    discover(role_id=RISK, title="risk manager", starting_appeal=8),
    discover(role_id=BAKER, title="baker", starting_appeal=7),
)
"""Risk manager stands first, baker second, teacher third."""
HEARTENED = (OddsSignalInput(signal="fresh_outsider_from_hirer"), OddsSignalInput(signal="asked_for_cv"))


def state(*told: UserCommand) -> ProfileState:
    return fold(PROFILE, entries(decide_commands(told)))


def talk(
    *, appeal: int | None = None, odds: tuple[OddsSignalInput, ...] = (), **planned: object
) -> StepReveal:
    """A talk with a teacher, and what it did."""
    learned = [learn(appeal=appeal, odds=odds)] if appeal is not None or odds else []
    told: list[UserCommand] = [
        *ROLES,
        plan(contact=contact(in_role=True), **planned),
        run(dread_after=2),
        *learned,
    ]
    return reveal_step(state(*told), TALK, TODAY)


def test_the_role_is_shown_without_the_step_and_with_it() -> None:
    told = (*ROLES, plan(contact=contact(in_role=True)), run(), learn(appeal=9, odds=HEARTENED))
    reveal = reveal_step(state(*told), TALK, TODAY)
    view = PROFILE.view(state(*told), TODAY, DEFAULT_PARAMETERS)
    now = next(one for one in view.roles if one.role_id == TEACHER)
    without = next(
        one for one in PROFILE.view(state(*ROLES), TODAY, DEFAULT_PARAMETERS).roles if one.role_id == TEACHER
    )

    most = reveal.most
    assert most
    assert most.before
    assert most == reveal.about
    assert (most.now.promise, most.now.appeal, most.now.spread) == (now.promise, now.appeal, now.spread)
    assert (most.now.appeal_word, most.now.reach_word) == (now.appeal_word, now.reach_word)
    assert (most.before.promise, most.before.reach) == (without.promise, without.reach)
    assert [one.title for one in reveal.places] == ["teacher", "risk manager", "baker"]
    assert [one.place_before.number for one in reveal.places if one.place_before] == [3, 1, 2]


NEW_IN_THE_PLAN = (*ROLES[:2], plan(role_id=None, new_role=new_role(), contact=contact(in_role=True)))


def test_a_role_that_is_new_in_the_plan_moves_from_where_the_plan_put_it() -> None:
    view = PROFILE.view(state(*NEW_IN_THE_PLAN), TODAY, DEFAULT_PARAMETERS)
    planned = next(one for one in view.roles if one.role_id == RISK)
    reveal = reveal_step(state(*NEW_IN_THE_PLAN, run(), learn(appeal=9, odds=HEARTENED)), TALK, TODAY)

    assert reveal.brought == ()
    assert reveal.most
    assert reveal.most.before
    assert (reveal.most.role_id, reveal.most.before.promise) == (RISK, planned.promise)
    assert reveal.most.promise_change > 0


def test_a_role_that_was_heard_of_in_the_step_is_brought_by_it() -> None:
    reveal = reveal_step(state(*ROLES[:2], plan(), run(), learn(roles=(new_role(),))), TALK, TODAY)

    assert [one.role_id for one in reveal.brought] == [RISK]


def test_to_call_a_step_off_brings_no_role() -> None:
    called_off = reveal_step(state(*NEW_IN_THE_PLAN, cancel()), TALK, TODAY)

    assert finding(called_off) == "They called it off. It counts as a step."


def test_the_finding_is_first_that_the_order_changed() -> None:
    reveal = talk(appeal=9, odds=HEARTENED, hypothesis="They want degrees", forecast=ForecastInput(appeal=5))

    assert finding(reveal) == "Teacher moves from third to first."
    assert standfirst(reveal) == (
        "You liked it more than you expected, and someone who hires says newcomers are welcome."
    )


def test_then_that_a_word_changed() -> None:
    assert (
        finding(talk(appeal=6, forecast=ForecastInput(appeal=2), dread_before=9))
        == "Teacher appeals to you more, from lukewarm to neutral."
    )
    alone = state(start(), discover(starting_appeal=5), plan(), run(), learn(odds=HEARTENED))
    higher = reveal_step(alone, TALK, TODAY)
    assert finding(higher) == "Your chances as teacher went up, from fair to good."
    lower = talk(odds=(OddsSignalInput(signal="requirement_missing"),))
    assert finding(lower) == "Your chances as teacher went down, from fair to small."


def steady(**planned: object) -> tuple[UserCommand, ...]:
    """A journey with one role, well known, and a talk that moves nothing."""
    talks = [
        command
        for name in ("a", "b", "c", "d")
        for command in (
            plan(experiment_id=uid(name), contact=contact(in_role=True)),
            run(experiment_id=uid(name)),
            learn(from_step=uid(name), appeal=5),
        )
    ]
    return (start(), discover(starting_appeal=5), *talks, plan(contact=contact(in_role=True), **planned))


def judged(verdict: BeliefVerdict) -> UserCommand:
    return JudgeBelief(happened_on=day(4), experiment_id=TALK, verdict=verdict)


@pytest.mark.parametrize(
    ("planned", "after", "expected"),
    [
        (
            {"hypothesis": "They want degrees", "forecast": ForecastInput(appeal=9), "dread_before": 9},
            (judged("held_up"), judged("did_not")),
            "What you believed did not hold up.",
        ),
        (
            {"forecast": ForecastInput(appeal=2), "dread_before": 9},
            (),
            "You liked it more than you expected.",
        ),
        (
            {"forecast": ForecastInput(appeal=8), "dread_before": 9},
            (),
            "You liked it less than you expected.",
        ),
        ({"forecast": ForecastInput(appeal=7), "dread_before": 5}, (), "It was less bad than you feared."),
        (
            {"dread_before": 4},
            (learn(roles=(new_role(),)),),
            "A new role was mentioned. You choose whether to keep it.",
        ),
        (
            {},
            (learn(roles=(new_role(), new_role(role_id=BAKER, title="baker"))),),
            "New roles were mentioned. You choose which to keep.",
        ),
        ({"forecast": ForecastInput(appeal=3)}, (), "You liked it somewhat more than you expected."),
        ({"forecast": ForecastInput(appeal=7)}, (), "You liked it somewhat less than you expected."),
        (
            {"forecast": ForecastInput(appeal=6), "dread_before": 3},
            (),
            "It confirms what you thought. That counts too.",
        ),
        (
            {"hypothesis": "It is calm"},
            (judged("held_up"),),
            "It confirms what you thought. That counts too.",
        ),
        (
            {"hypothesis": "It is calm", "dread_before": 4},
            (judged("held_up"),),
            "You are surer about teacher now.",
        ),
        (
            {"hypothesis": "It is calm", "dread_before": 4},
            (judged("cannot_tell"),),
            "You are surer about teacher now.",
        ),
        ({}, (), "You are surer about teacher now."),
    ],
)
def test_then_what_came_of_the_guesses(
    planned: dict[str, object], after: tuple[UserCommand, ...], expected: str
) -> None:
    told = (*steady(**planned), run(dread_after=2), learn(appeal=5), *after)

    assert finding(reveal_step(state(*told), TALK, TODAY)) == expected


def test_it_may_have_been_harder_than_feared() -> None:
    told = (*steady(dread_before=3), run(dread_after=8), learn(appeal=5))

    assert finding(reveal_step(state(*told), TALK, TODAY)) == "It was harder than you feared."


def test_without_a_guess_nothing_is_confirmed() -> None:
    rated = reveal_step(state(*ROLES, plan(), run(), learn(appeal=8)), TALK, TODAY)
    alone = reveal_step(state(*ROLES, plan(), run()), TALK, TODAY)

    assert finding(replace(rated, moved=(), order=None, about=None)) == "You liked it."
    assert finding(alone) == "It took place. That counts too."


def test_a_step_that_was_called_off_counts_as_one() -> None:
    called_off = reveal_step(state(*ROLES, plan(), cancel()), TALK, TODAY)
    declined = reveal_step(state(*ROLES, plan(), refuse()), TALK, TODAY)

    assert finding(called_off) == "They called it off. It counts as a step."
    assert finding(declined) == "They declined. It counts as a step."


def test_a_step_without_a_role_and_a_guess_took_place() -> None:
    alone = reveal_step(state(*ROLES, plan(role_id=None, kind="reflection"), run()), TALK, TODAY)

    assert finding(alone) == "It took place. That counts too."
    assert (alone.about, alone.moved, standfirst(alone)) == (None, (), None)


def test_what_is_the_finding_is_not_its_reason_too() -> None:
    told = (*steady(forecast=ForecastInput(appeal=2)), run(), learn(appeal=5))

    assert standfirst(reveal_step(state(*told), TALK, TODAY)) is None


@pytest.mark.parametrize(
    ("rating", "guess", "expected"),
    [
        (9, None, "You liked it."),
        (6, None, "You liked it somewhat."),
        (1, None, "You did not like it much."),
        (9, 9, "You liked it as much as you expected."),
        (9, 10, "You liked it about as much as you expected."),
        (9, 8, "You liked it about as much as you expected."),
    ],
)
def test_a_rating_is_a_reason_against_its_guess(rating: int, guess: int | None, expected: str) -> None:
    assert standfirst(talk(appeal=rating, forecast=ForecastInput(appeal=guess))) == expected


@pytest.mark.parametrize("rating", range(11))
@pytest.mark.parametrize("guess", range(11))
def test_a_finding_and_its_reasons_do_not_contradict_each_other(rating: int, guess: int) -> None:
    reveal = talk(appeal=rating, forecast=ForecastInput(appeal=guess))
    found, reason = str(finding(reveal)), str(standfirst(reveal))

    if "confirms" in found or "about as much" in reason:
        assert abs(rating - guess) <= 1
        assert not any(one in reason for one in ("more than you expected", "less than you expected"))


def test_only_what_was_weighed_is_shown_of_the_priorities() -> None:
    quiet = NameCriterion(happened_on=day(0), criterion_id=PEACE, wording="quiet")
    pay, near = (
        NameCriterion(happened_on=day(0), criterion_id=key, wording=wording)
        for key, wording in ((PAY, "pay"), (uid("near"), "near"))
    )
    trade = TradeoffInput(
        winner=CriterionInput(criterion_id=PAY), loser=CriterionInput(criterion_id=PEACE), met_in_reality=True
    )
    told = (*ROLES, quiet, pay, near, plan(), run())
    reveal = reveal_step(state(*told, learn(tradeoffs=(trade,))), TALK, TODAY)

    assert [(one.wording, one.weight > (one.weight_before or 0)) for one in reveal.criteria] == [
        ("pay", True),
        ("quiet", False),
    ]
    assert [one.met_in_reality for one in reveal.tradeoffs] == [True]


# Replies.

APPLIED = (*ROLES, write(forecast=ForecastInput(invited=0.35)), send())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((), None),
        ((answer(answer="invited"),), "invited"),
        ((answer(answer="invited"), answer(answer="offer", happened_on=day(12))), "offer"),
    ],
)
def test_the_last_reply_counts(told: tuple[UserCommand, ...], expected: str | None) -> None:
    reply = latest_reply(state(*APPLIED, *told).steps[LETTER], day(20))

    assert getattr(reply, "answer", None) == expected
    assert latest_reply(state(*APPLIED, silence()).steps[LETTER], day(29)) is None
    assert latest_reply(state(*APPLIED, silence()).steps[LETTER], day(30)) is not None


def test_a_reply_is_shown_without_it_and_with_it() -> None:
    invited = state(*APPLIED, answer(answer="invited"))
    reply = latest_reply(invited.steps[LETTER], day(20))
    assert reply
    reveal = reveal_reply(invited, LETTER, reply, day(20))
    whole = reveal_step(invited, LETTER, day(20))

    assert reveal.most
    assert reveal.most.reach_change > 0
    assert (reveal.most.appeal_change, reveal.most) == (0, whole.most)
    assert standfirst(reveal) == "They want to meet you."


def test_an_earlier_reply_is_not_part_of_a_later_one() -> None:
    told = state(*APPLIED, answer(answer="invited"), answer(answer="offer", happened_on=day(12)))
    reply = latest_reply(told.steps[LETTER], day(20))
    assert reply

    assert [
        one.signal for one in reveal_reply(told, LETTER, reply, day(20)).reasons if hasattr(one, "signal")
    ] == ["offer"]


# Laws.


def printed(figures: BelievedFigures) -> tuple[int, int, int]:
    return round_half_up(figures.promise), round_half_up(figures.appeal), round_half_up(100 * figures.reach)


@given(histories(), st.integers(0, 30))
@long_histories
def test_no_sentence_names_a_change_that_is_not_one_in_print(history: History, ahead: int) -> None:
    folded, on = fold(PROFILE, history.entries()), history.today + timedelta(days=ahead)
    for key, step in folded.steps.items():
        if step.happened is None:
            continue
        reveal = reveal_step(folded, key, on)
        text = str(finding(reveal))
        for one in reveal.moved:
            assert one.before is None or printed(one.before) != printed(one.now)
        if reveal.order:
            own = next(one for one in reveal.places if one.role_id == reveal.order.role_id)
            assert own.before
            assert printed_change(own.before.promise, own.now.promise) != 0
        assert ("is level with" in text) <= bool(reveal.order)
        assert not text.endswith(" now.") or re.search(r"moves (up|down)|surer|(more|less) potential", text)
        changed = [
            one for one in reveal.moved if one.before and one.before.appeal_word != one.now.appeal_word
        ]
        if "appeals to you" in text:
            assert any((one.appeal_change > 0) == ("more" in text) for one in changed if one.appeal_change)
        if "confirms" in text:
            assert liking_surprise(reveal) is not None or reveal.verdict == "held_up"
            assert abs(liking_surprise(reveal) or 0) < 2
            assert abs(dread_fall(reveal) or 0) < 2
            assert reveal.verdict != "did_not"
        if "new role" in text:
            assert reveal.most is None or not reveal.order


@given(histories())
@long_histories
def test_a_reveal_and_the_attribution_say_the_same(history: History) -> None:
    folded, on = fold(PROFILE, history.entries()), history.today
    for key, step in folded.steps.items():
        if step.happened is None:
            continue
        moves = {one.role_id: one for one in experiment_move(folded, key, on).roles}
        for one in reveal_step(folded, key, on).moved:
            move = moves[one.role_id]
            assert (one.now.promise, one.now.appeal, one.now.reach) == (move.promise, move.appeal, move.reach)
            if one.before and move.promise_before is not None:
                assert round_half_up(one.before.promise) == round_half_up(move.promise_before)
