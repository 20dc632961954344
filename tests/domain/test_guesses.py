"""Guesses before a step, and what came of them: what was feared, what was believed; a guess stays as it was."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.errors import DomainError, InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey, evolve
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput
from domain.journey.corrections.events import EntryCorrected
from domain.journey.corrections.guesses import Guess, guess_of
from domain.journey.decide import UserCommand, decide
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.experiments import (
    EarlierGuess,
    ExperimentAttempt,
    ExperimentRun,
    Forecast,
    as_guessed_on,
)
from domain.vocabulary import BeliefVerdict
from tests.domain.journeys import ABOUT_TEACHING, TALK, cancel, day, drop, plan, planned, refuse, run
from tests.domain.scenario import LONG_AFTER, given, journey_after

GUESS = ForecastInput(appeal=5, five_tries="perhaps")
TESTED = (*ABOUT_TEACHING, plan(hypothesis="they only want engineers"), run())
PLAN_NUMBER = 3


def judge_belief(verdict: BeliefVerdict = "did_not", **fields: Any) -> JudgeBelief:
    return JudgeBelief(**{"happened_on": day(9), "experiment_id": TALK, "verdict": verdict, **fields})


def judged(verdict: BeliefVerdict = "did_not", on: int = 9) -> BeliefJudged:
    return BeliefJudged(happened_on=day(on), experiment_id=TALK, verdict=verdict)


def correct_plan(**fields: Any) -> CorrectEntry:
    return correct(PLAN_NUMBER, day(20), **fields)


def correct(number: int, on: date, **fields: Any) -> CorrectEntry:
    return CorrectEntry(happened_on=on, number=number, restated=plan(**fields))


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


KEPT = "what you wrote before the step, or a new step"
WRITTEN: dict[str, tuple[Any, Any]] = {
    "forecast": (GUESS, ForecastInput(appeal=9)),
    "hypothesis": ("they only want engineers", "they want people who ask"),
    "dread_before": (7, 2),
    "feared": ("to waste his time", "nothing"),
    "plan": (IfThenPlanInput(when="on Friday", where="by phone"), IfThenPlanInput(when="soon", where="x")),
}
"""What is written before a step, and what it might become."""


def test_these_are_all_the_fields_of_a_guess() -> None:
    assert set(WRITTEN) == set(Guess.__struct_fields__)


@pytest.mark.parametrize("field", WRITTEN)
@pytest.mark.parametrize("outcome", [run(), cancel(), refuse()], ids=["run", "cancelled", "declined"])
def test_what_was_written_before_a_step_is_not_changed_added_or_taken_out_after_it(
    field: str, outcome: UserCommand
) -> None:
    one, other = WRITTEN[field]

    for before, after in ((one, other), (None, one), (one, None)):
        given(*ABOUT_TEACHING, plan(**{field: before}), outcome).when(
            correct_plan(**{field: after})
        ).then_refused(InvalidOperation, field=field, allowed=KEPT)


def test_nor_after_the_step_was_withdrawn() -> None:
    given(*ABOUT_TEACHING, plan(forecast=GUESS), run(), RetractEntry(happened_on=day(9), number=4)).when(
        correct_plan(forecast=ForecastInput(appeal=9))
    ).then_refused(InvalidOperation, field="forecast", allowed=KEPT)


def test_nor_by_undoing_a_correction_that_came_before_the_step() -> None:
    corrected = correct(PLAN_NUMBER, day(2), forecast=GUESS)

    given(*ABOUT_TEACHING, plan(forecast=ForecastInput(appeal=9)), corrected, run()).when(
        RetractEntry(happened_on=day(9), number=4)
    ).then_refused(InvalidOperation, field="number", allowed=KEPT)


def test_nor_by_planning_the_same_step_anew() -> None:
    withdrawn = RetractEntry(happened_on=day(9), number=PLAN_NUMBER)

    given(*ABOUT_TEACHING, plan(forecast=GUESS), run(), withdrawn).when(
        plan(forecast=ForecastInput(appeal=9))
    ).then_refused(InvalidOperation, field="experiment_id", allowed="a new id")


def test_the_rest_of_a_plan_is_corrected_after_the_step() -> None:
    given(*ABOUT_TEACHING, plan(forecast=GUESS), run()).when(
        correct_plan(forecast=GUESS, what="coffee")
    ).then(
        EntryCorrected(
            happened_on=day(20),
            number=PLAN_NUMBER,
            fact=planned(forecast=Forecast(appeal=5, five_tries="perhaps"), what="coffee"),
        )
    )


GUESSES = st.sampled_from([{field: one} for field, both in WRITTEN.items() for one in both])
TURNS = st.tuples(st.sampled_from(["log", "plan", "correct", "withdraw"]), st.integers(0, 9), GUESSES)


def turn_of(what: str, place: int, guess: dict[str, Any], entries: int) -> UserCommand:
    """A command about the step, or about one of its entries, of which some are withdrawals and corrections."""
    number = PLAN_NUMBER + place % max(1, entries - PLAN_NUMBER + 1)
    match what:
        case "log":
            return (run(), cancel(), drop())[place % 3]
        case "plan":
            return plan(**guess)
        case "correct":
            return correct(PLAN_NUMBER, day(20), **guess)
        case _:
            return RetractEntry(happened_on=day(20), number=number)


@for_all(st.lists(TURNS, min_size=3, max_size=12))
@settings(max_examples=300)
def test_in_whatever_order_a_step_is_planned_logged_corrected_and_withdrawn_its_guess_stays(
    turns: list[tuple[str, int, dict[str, Any]]],
) -> None:
    journey, first = journey_after(*ABOUT_TEACHING, plan(forecast=GUESS)), None
    for turn in turns:
        try:
            events = decide(journey, turn_of(*turn, len(journey.authored_events)), LONG_AFTER)
        except DomainError:
            continue
        for event in events:
            journey = evolve(journey, event)
        step = journey.experiments.get(TALK)
        guess = guess_of(as_guessed_on(step.planned, run().happened_on)) if step else None
        if step and first is None and isinstance(step.outcome, ExperimentAttempt):
            first = guess

        assert guess is None or first in (None, guess)


@pytest.mark.parametrize("so_far", [(), (drop(),)], ids=["planned", "dropped"])
def test_a_guess_is_corrected_while_the_step_is_ahead(so_far: tuple[UserCommand, ...]) -> None:
    earlier = EarlierGuess(until=day(20), forecast=Forecast(appeal=5, five_tries="perhaps"))

    given(*ABOUT_TEACHING, plan(forecast=GUESS), *so_far).when(
        correct_plan(forecast=ForecastInput(appeal=9))
    ).then(
        EntryCorrected(
            happened_on=day(20),
            number=PLAN_NUMBER,
            fact=planned(forecast=Forecast(appeal=9), earlier_guesses=(earlier,)),
        )
    )


def after_more(journey: Journey, command: UserCommand) -> Journey:
    for event in decide(journey, command, LONG_AFTER):
        journey = evolve(journey, event)
    return journey


LATE: dict[str, Any] = {
    "forecast": ForecastInput(appeal=4),
    "dread_before": 2,
    "hypothesis": "they want people who ask",
}


@pytest.mark.parametrize("outcome", [run, cancel, refuse], ids=["run", "cancelled", "declined"])
def test_what_was_written_after_the_day_of_a_step_is_no_guess_although_it_was_logged_later(
    outcome: Callable[..., UserCommand],
) -> None:
    guessed = plan(forecast=ForecastInput(appeal=9), dread_before=7)
    journey = journey_after(*ABOUT_TEACHING, guessed, correct(PLAN_NUMBER, day(6), **LATE))

    before = after_more(journey, outcome(happened_on=day(5))).experiments[TALK]
    after = after_more(journey, outcome(happened_on=day(6))).experiments[TALK]

    assert guess_of(before.planned) == guess_of(planned(forecast=Forecast(appeal=9), dread_before=7))
    assert guess_of(after.planned).forecast.appeal == 4
    assert guess_of(after.planned).hypothesis == "they want people who ask"


WRITTEN_ON = st.lists(
    st.tuples(
        st.integers(1, 9), st.none() | st.integers(0, 10), st.none() | st.integers(0, 10), st.booleans()
    ),
    max_size=5,
)


@for_all(WRITTEN_ON, st.integers(5, 9))
def test_what_stood_on_the_day_of_a_step_is_its_guess(
    written: list[tuple[int, int | None, int | None, bool]], on: int
) -> None:
    """In whatever order a plan was corrected, before the step was logged."""
    journey = journey_after(*ABOUT_TEACHING, plan(forecast=ForecastInput(appeal=5)))
    stood: tuple[int | None, int | None, bool] = (5, None, False)
    for at, appeal, dread, believed in sorted(written, key=lambda one: one[0]):
        corrected = correct(
            PLAN_NUMBER,
            day(at),
            forecast=None if appeal is None else ForecastInput(appeal=appeal),
            dread_before=dread,
            hypothesis="they want people who ask" if believed else None,
        )
        journey = after_more(journey, corrected)
        stood = (appeal, dread, believed) if at <= on else stood

    guess = guess_of(after_more(journey, run(happened_on=day(on))).experiments[TALK].planned)

    assert (guess.forecast.appeal, guess.dread_before) == stood[:2]
    assert guess.hypothesis is None or stood[2]
