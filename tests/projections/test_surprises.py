"""What surprised in the steps of some days: beliefs, likings and dread, each compared with what was guessed."""

from typing import Any

import pytest

from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.evidence import LearningInput
from domain.journey.commands.experiments import ForecastInput
from domain.journey.decide import UserCommand
from domain.vocabulary import ApproachAnswer, BeliefVerdict
from projections.learning_model.state import INITIAL, evolve
from projections.learning_model.surprises import (
    BeliefSurprise,
    DreadSurprise,
    LikingSurprise,
    ReplySurprise,
    Surprises,
    surprises,
)
from tests.domain.journeys import ABOUT_TEACHING, TALK, answer, cancel, conclude, day, plan, run
from tests.domain.scenario import decide_commands
from tests.projections.small_games import entries


def surprised(*commands: UserCommand, since: int = 0, until: int = 9) -> Surprises:
    state = INITIAL
    for entry in entries(decide_commands((*ABOUT_TEACHING, *commands))):
        state = evolve(state, entry)
    return surprises(state, day(since), day(until))


def judged(verdict: BeliefVerdict, on: int = 3) -> JudgeBelief:
    return JudgeBelief(happened_on=day(on), experiment_id=TALK, verdict=verdict)


BELIEF = plan(hypothesis="They want a degree")
WRONG = BeliefSurprise(experiment_id=TALK, belief="They want a degree")


@pytest.mark.parametrize(
    ("verdicts", "found", "guesses"),
    [
        ((), (), 0),
        (("cannot_tell",), (), 0),
        (("held_up",), (), 1),
        (("did_not",), (WRONG,), 1),
        (("did_not", "held_up"), (), 1),
    ],
)
def test_a_belief_surprises_when_it_did_not_hold_up(
    verdicts: tuple[BeliefVerdict, ...], found: tuple[Any, ...], guesses: int
) -> None:
    told: list[UserCommand] = [BELIEF, run(), *(judged(one, 3 + place) for place, one in enumerate(verdicts))]

    assert surprised(*told) == Surprises(found=found, guesses=guesses)


def test_a_verdict_counts_from_its_day() -> None:
    assert surprised(BELIEF, run(), judged("did_not", 4), until=3).found == ()


@pytest.mark.parametrize(("expected", "felt", "surprising"), [(5, 9, True), (5, 2, True), (5, 7, False)])
def test_a_liking_surprises_from_three_points(expected: int, felt: int, surprising: bool) -> None:
    shown = surprised(
        plan(forecast=ForecastInput(appeal=expected)), run(), conclude(learned=LearningInput(appeal=felt))
    )

    assert (shown.found == (LikingSurprise(experiment_id=TALK, expected=expected, felt=felt),)) is surprising
    assert shown.guesses == 1


@pytest.mark.parametrize(("before", "after", "surprising"), [(7, 2, True), (2, 8, True), (5, 3, False)])
def test_dread_surprises_from_three_points_either_way(before: int, after: int, surprising: bool) -> None:
    shown = surprised(plan(dread_before=before), run(dread_after=after))
    dread = DreadSurprise(experiment_id=TALK, kind="conversation", before=before, after=after)

    assert (shown.found == (dread,)) is surprising


def test_a_step_that_was_called_off_was_dreaded_all_the_same() -> None:
    assert len(surprised(plan(dread_before=8), cancel(dread_after=1)).found) == 1


def test_without_a_guess_nothing_is_compared() -> None:
    nothing = Surprises(found=(), guesses=0)

    assert surprised(plan(), run(dread_after=2), conclude(learned=LearningInput(appeal=9))) == nothing


def test_only_what_came_in_these_days_is_looked_at_and_beliefs_come_first() -> None:
    told = (
        plan(hypothesis="They want a degree", forecast=ForecastInput(appeal=5), dread_before=7),
        run(dread_after=2),
        conclude(learned=LearningInput(appeal=9)),
        judged("did_not"),
    )

    assert [type(one) for one in surprised(*told).found] == [BeliefSurprise, LikingSurprise, DreadSurprise]
    assert [type(one) for one in surprised(*told, since=3).found] == [BeliefSurprise]
    assert surprised(*told, since=4).found == surprised(*told, until=1).found == ()


@pytest.mark.parametrize(
    ("chance", "reply", "surprising"),
    [
        (0.9, "rejected_unseen", True),
        (0.65, "rejected_unseen", True),
        (0.4, "rejected_unseen", False),
        (0.15, "invited", True),
        (0.4, "invited", False),
        (0.9, "invited", False),
    ],
)
def test_a_reply_settles_a_guess_on_the_day_it_came(
    chance: float, reply: ApproachAnswer, surprising: bool
) -> None:
    told = (
        plan(kind="application", forecast=ForecastInput(invited=chance)),
        run(),
        answer(answer=reply, experiment_id=TALK, happened_on=day(12)),
    )
    found = (ReplySurprise(experiment_id=TALK, chance=chance, invited=reply == "invited"),)

    assert surprised(*told, until=9) == Surprises(found=(), guesses=0)
    assert surprised(*told, since=10, until=15) == Surprises(found=found if surprising else (), guesses=1)
