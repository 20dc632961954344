"""Guesses before a step, and what came of them: what was feared, what was believed; a guess stays as it was."""

from typing import Any

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.experiments import ForecastInput
from domain.journey.corrections.events import EntryCorrected
from domain.journey.decide import UserCommand
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.experiments import ExperimentRun, Forecast
from domain.vocabulary import BeliefVerdict
from tests.domain.journeys import ABOUT_TEACHING, TALK, day, drop, plan, planned, run
from tests.domain.scenario import given

GUESS = ForecastInput(appeal=5, five_tries="perhaps")
TESTED = (*ABOUT_TEACHING, plan(hypothesis="they only want engineers"), run())
PLAN_NUMBER = 3


def judge_belief(verdict: BeliefVerdict = "did_not", **fields: Any) -> JudgeBelief:
    return JudgeBelief(**{"happened_on": day(9), "experiment_id": TALK, "verdict": verdict, **fields})


def judged(verdict: BeliefVerdict = "did_not", on: int = 9) -> BeliefJudged:
    return BeliefJudged(happened_on=day(on), experiment_id=TALK, verdict=verdict)


def correct_plan(**fields: Any) -> CorrectEntry:
    return CorrectEntry(happened_on=day(20), number=PLAN_NUMBER, restated=plan(**fields))


def test_a_plan_keeps_what_is_guessed_and_feared() -> None:
    given(*ABOUT_TEACHING).when(plan(forecast=GUESS, feared="to waste his time")).then(
        planned(forecast=Forecast(appeal=5, five_tries="perhaps"), feared="to waste his time")
    )


def test_a_step_says_whether_what_was_feared_happened() -> None:
    given(*ABOUT_TEACHING, plan()).when(run(happened_on=day(5), fear="partly")).then(
        ExperimentRun(happened_on=day(5), experiment_id=TALK, fear="partly")
    )


def test_a_belief_is_judged_after_the_step() -> None:
    given(*TESTED).when(judge_belief()).then(judged())


def test_the_same_verdict_again_is_already_so() -> None:
    given(*TESTED, judge_belief()).when(judge_belief(happened_on=day(12))).then_nothing()


def test_a_verdict_may_be_changed() -> None:
    given(*TESTED, judge_belief()).when(judge_belief("held_up", happened_on=day(12))).then(
        judged("held_up", 12)
    )


def test_a_changed_verdict_is_not_dated_before_the_last() -> None:
    given(*TESTED, judge_belief(happened_on=day(12))).when(judge_belief("held_up")).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(12)} or later"
    )


@pytest.mark.parametrize(
    ("so_far", "allowed"),
    [
        ((plan(), run()), "a step with a belief to test"),
        ((plan(hypothesis="x"),), "a step that took place, or was cancelled or declined"),
        ((plan(hypothesis="x"), drop()), "a step that took place, or was cancelled or declined"),
    ],
    ids=["no belief", "planned", "dropped"],
)
def test_a_belief_is_judged_only_of_a_step_that_was_to_test_one(
    so_far: tuple[UserCommand, ...], allowed: str
) -> None:
    given(*ABOUT_TEACHING, *so_far).when(judge_belief()).then_refused(
        InvalidOperation, field="experiment_id", allowed=allowed
    )


def test_a_guess_is_not_changed_after_the_step() -> None:
    given(*ABOUT_TEACHING, plan(forecast=GUESS), run()).when(
        correct_plan(forecast=ForecastInput(appeal=9))
    ).then_refused(InvalidOperation, field="forecast", allowed="the same guess")


def test_a_guess_is_not_added_after_the_step() -> None:
    given(*ABOUT_TEACHING, plan(), run()).when(correct_plan(forecast=GUESS)).then_refused(
        InvalidOperation, field="forecast", allowed="the same guess"
    )


def test_the_rest_of_a_plan_is_corrected_after_the_step() -> None:
    given(*ABOUT_TEACHING, plan(forecast=GUESS), run()).when(
        correct_plan(forecast=GUESS, hypothesis="they want engineers")
    ).then(
        EntryCorrected(
            happened_on=day(20),
            number=PLAN_NUMBER,
            fact=planned(forecast=Forecast(appeal=5, five_tries="perhaps"), hypothesis="they want engineers"),
        )
    )


@pytest.mark.parametrize("so_far", [(), (drop(),)], ids=["planned", "dropped"])
def test_a_guess_is_corrected_while_the_step_is_ahead(so_far: tuple[UserCommand, ...]) -> None:
    given(*ABOUT_TEACHING, plan(forecast=GUESS), *so_far).when(
        correct_plan(forecast=ForecastInput(appeal=9))
    ).then(EntryCorrected(happened_on=day(20), number=PLAN_NUMBER, fact=planned(forecast=Forecast(appeal=9))))
