"""What became of a plan: run, cancelled, refused or dropped, and then concluded."""

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.evidence import (
    GapInput,
    LearningInput,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import CriterionNamed, GapFound, StrengthObserved, TradeoffMade
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentDropped,
    ExperimentOutcome,
    ExperimentRefused,
    ExperimentRun,
    NextStep,
)
from tests.domain.journeys import (
    ABOUT_TEACHING,
    ANOUK,
    FROM_TALK,
    PAY,
    PEACE,
    RISK,
    TALK,
    TALKED,
    TEACHER,
    cancel,
    conclude,
    concluded,
    contact,
    day,
    drop,
    heard,
    known,
    learn,
    name_criterion,
    named,
    new_role,
    plan,
    rated,
    refuse,
    role_discovered,
    run,
    uid,
)
from tests.domain.scenario import given

PLANNED = (*ABOUT_TEACHING, plan())
OUTCOMES: list[tuple[UserCommand, ExperimentOutcome]] = [
    (
        run(hours=4.5, dread_after=2, note="livelier than feared"),
        ExperimentRun(
            happened_on=day(2), experiment_id=TALK, hours=4.5, dread_after=2, note="livelier than feared"
        ),
    ),
    (
        cancel(dread_after=4, note="ill"),
        ExperimentCancelled(happened_on=day(2), experiment_id=TALK, dread_after=4, note="ill"),
    ),
    (
        refuse(dread_after=9, note="too busy"),
        ExperimentRefused(happened_on=day(2), experiment_id=TALK, dread_after=9, note="too busy"),
    ),
    (
        drop(note="another one first"),
        ExperimentDropped(happened_on=day(2), experiment_id=TALK, note="another one first"),
    ),
]
NAMES = ["run", "cancelled", "refused", "dropped"]
each_outcome = pytest.mark.parametrize(("command", "event"), OUTCOMES, ids=NAMES)


@each_outcome
def test_a_plan_comes_to_something(command: UserCommand, event: ExperimentOutcome) -> None:
    given(*PLANNED).when(command).then(event)


@each_outcome
def test_the_same_outcome_again_is_already_so(command: UserCommand, event: ExperimentOutcome) -> None:
    given(*PLANNED, event).when(command).then_nothing()


@each_outcome
@pytest.mark.parametrize("later", [run(), cancel(), refuse(), drop()], ids=NAMES)
def test_an_outcome_is_not_overwritten(
    command: UserCommand, event: ExperimentOutcome, later: UserCommand
) -> None:
    given(*PLANNED, event).when(later).then_refused(
        InvalidOperation, field="experiment_id", allowed="a planned step"
    )


@pytest.mark.parametrize("command", [run(), cancel(), refuse(), drop()], ids=NAMES)
def test_what_comes_to_something_was_planned(command: UserCommand) -> None:
    given(*ABOUT_TEACHING).when(command).then_refused(
        InvalidOperation, field="experiment_id", allowed="the id of a planned step"
    )


@pytest.mark.parametrize(
    "command",
    [
        run(happened_on=day(0)),
        cancel(happened_on=day(0)),
        refuse(happened_on=day(0)),
        drop(happened_on=day(0)),
    ],
    ids=NAMES,
)
def test_nothing_happens_before_it_was_planned(command: UserCommand) -> None:
    given(*PLANNED).when(command).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(1)} or later"
    )


def test_what_is_run_lies_not_in_the_future() -> None:
    given(*PLANNED).when(run(happened_on=day(8)), today=day(7)).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(7)} or earlier"
    )


def test_what_is_run_today_happened() -> None:
    given(*PLANNED).when(run(happened_on=day(7)), today=day(7)).then(
        ExperimentRun(happened_on=day(7), experiment_id=TALK)
    )


def test_a_step_is_concluded_with_what_comes_next() -> None:
    wish_to = conclude(next_step=NextStepInput(what="ask for a day along", due=day(9)))

    given(*TALKED).when(wish_to).then(concluded(next_step=NextStep(what="ask for a day along", due=day(9))))


def test_a_conclusion_tells_all_that_was_learned_each_as_its_own_fact() -> None:
    talked = (*ABOUT_TEACHING, name_criterion(), plan(contact=contact()), run())
    learned = LearningInput(
        appeal=7,
        odds=(
            OddsSignalInput(signal="vacancies_many"),
            OddsSignalInput(signal="fresh_outsider", role_id=RISK),
        ),
        tradeoffs=(TradeoffInput(winner=named("peace"), loser=known("pay"), met_in_reality=True),),
        strengths=(StrengthInput(strength_id=uid("calm"), wording="calm", hidden=True, witness="contact"),),
        gaps=(GapInput(gap_id=uid("licence"), wording="licence", closable=True),),
        roles=(new_role(),),
    )

    given(*talked).when(conclude(learned=learned)).then(
        role_discovered(
            happened_on=day(2), role_id=RISK, title="risk manager", distance="far", source=FROM_TALK
        ),
        rated(),
        heard("vacancies_many"),
        heard("fresh_outsider", role_id=RISK),
        CriterionNamed(happened_on=day(2), criterion_id=PEACE, wording="peace", source=FROM_TALK),
        TradeoffMade(happened_on=day(2), winner=PEACE, loser=PAY, met_in_reality=True, source=FROM_TALK),
        StrengthObserved(
            happened_on=day(2),
            strength_id=uid("calm"),
            wording="calm",
            hidden=True,
            witness="contact",
            source=FROM_TALK,
            contact_id=ANOUK,
        ),
        GapFound(
            happened_on=day(2),
            gap_id=uid("licence"),
            wording="licence",
            closable=True,
            source=FROM_TALK,
            role_id=TEACHER,
        ),
        concluded(),
    )


def test_what_was_learned_is_dated_by_the_step_whenever_it_is_written() -> None:
    given(*TALKED).when(conclude(happened_on=day(20), learned=LearningInput(appeal=7))).then(
        rated(happened_on=day(2)), concluded(happened_on=day(20))
    )


@pytest.mark.parametrize("called_off", [cancel(), refuse()], ids=["cancelled", "refused"])
def test_a_step_the_other_side_called_off_is_concluded_too(called_off: UserCommand) -> None:
    given(*PLANNED, called_off).when(
        conclude(learned=LearningInput(odds=(OddsSignalInput(signal="one_of_many"),)))
    ).then(heard("one_of_many"), concluded())


def test_the_same_conclusion_again_is_already_so() -> None:
    given(*TALKED, conclude()).when(conclude()).then_nothing()


@pytest.mark.parametrize(
    "again",
    [
        conclude(conclusion="not for me"),
        conclude(happened_on=day(4)),
    ],
    ids=["other words", "another day"],
)
def test_a_conclusion_is_not_overwritten(again: UserCommand) -> None:
    given(*TALKED, conclude()).when(again).then_refused(
        InvalidOperation, field="experiment_id", allowed="a step without a conclusion"
    )


def test_more_learned_with_the_same_conclusion_is_added() -> None:
    more = conclude(learned=LearningInput(odds=(OddsSignalInput(signal="one_of_many"),)))

    given(*TALKED, conclude()).when(more).then(heard("one_of_many"))


def test_what_was_not_planned_is_not_concluded() -> None:
    given(*ABOUT_TEACHING).when(conclude()).then_refused(
        InvalidOperation, field="experiment_id", allowed="the id of a planned step"
    )


@pytest.mark.parametrize("so_far", [(), (drop(),)], ids=["planned", "dropped"])
def test_what_was_not_run_is_not_concluded(so_far: tuple[UserCommand, ...]) -> None:
    given(*PLANNED, *so_far).when(conclude()).then_refused(
        InvalidOperation,
        field="experiment_id",
        allowed="a step that took place, or was cancelled or declined",
    )


def test_a_step_is_not_concluded_before_it_happened() -> None:
    given(*TALKED).when(conclude(happened_on=day(1))).then_refused(
        InvalidValue, field="happened_on", allowed=f"{day(2)} or later"
    )


def test_a_refused_conclusion_names_the_place_in_what_was_learned() -> None:
    learned = LearningInput(
        odds=(OddsSignalInput(signal="referral"), OddsSignalInput(signal="referral", role_id=RISK))
    )

    given(*TALKED).when(conclude(learned=learned)).then_refused(
        InvalidOperation, field="learned/odds/1/role_id", allowed="the id of a role on the list"
    )


def test_more_is_learned_after_the_conclusion() -> None:
    given(*TALKED, conclude()).when(learn(appeal=7)).then(rated())
