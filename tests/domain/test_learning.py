"""Learning: what a step, a check-in or the intake taught becomes evidence, one dated fact each."""

from uuid import UUID

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.evidence import (
    CriterionInput,
    GapInput,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import (
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    Source,
    StrengthObserved,
    TradeoffMade,
)
from domain.vocabulary import Witness
from tests.domain.journeys import (
    ABOUT_TEACHING,
    ANOUK,
    FROM_CHECK_IN,
    FROM_INTAKE,
    FROM_TALK,
    LETTER,
    MEETING,
    PAY,
    PEACE,
    RISK,
    SET_OUT,
    TALKED,
    TEACHER,
    cancel,
    check_in,
    contact,
    day,
    discover,
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
    start,
    uid,
)
from tests.domain.scenario import given

ROLE_ON_THE_LIST = "the id of a role on the list"


def made(winner: str, loser: str, *, met: bool = True, source: Source = FROM_TALK) -> TradeoffMade:
    on = day(2) if source == FROM_TALK else day(4)
    return TradeoffMade(
        happened_on=on, winner=uid(winner), loser=uid(loser), met_in_reality=met, source=source
    )


def over(winner: CriterionInput, loser: CriterionInput, *, met: bool = True) -> TradeoffInput:
    return TradeoffInput(winner=winner, loser=loser, met_in_reality=met)


def called(name: str) -> CriterionNamed:
    return CriterionNamed(happened_on=day(2), criterion_id=uid(name), wording=name, source=FROM_TALK)


def test_a_wish_gets_its_name() -> None:
    given(start()).when(name_criterion()).then(
        CriterionNamed(happened_on=SET_OUT, criterion_id=PAY, wording="pay", source=FROM_INTAKE)
    )


def test_a_wish_named_again_is_already_so() -> None:
    given(start(), name_criterion()).when(name_criterion(happened_on=day(3))).then_nothing()


def test_a_wish_keeps_its_name() -> None:
    given(start(), name_criterion()).when(name_criterion(wording="money")).then_refused(
        InvalidOperation, field="criterion_id", allowed="a new id, or no wording"
    )


def test_a_step_is_rated_on_its_own_day() -> None:
    given(*TALKED).when(learn(appeal=7)).then(rated())


def test_a_step_has_one_rating() -> None:
    given(*TALKED, learn(appeal=7)).when(learn(appeal=7)).then_nothing()
    given(*TALKED, learn(appeal=7)).when(learn(appeal=6)).then_refused(
        InvalidOperation, field="learned/appeal", allowed="no rating"
    )


@pytest.mark.parametrize("called_off", [cancel(), refuse()], ids=["cancelled", "refused"])
def test_a_step_that_was_called_off_has_no_rating(called_off: UserCommand) -> None:
    given(*ABOUT_TEACHING, plan(), called_off).when(learn(appeal=2)).then_refused(
        InvalidOperation, field="learned/appeal", allowed="no rating"
    )


def test_a_step_without_a_role_has_no_rating() -> None:
    given(*ABOUT_TEACHING, plan(role_id=None), run()).when(learn(appeal=7)).then_refused(
        InvalidOperation, field="learned/appeal", allowed="no rating"
    )


@pytest.mark.parametrize("check_in_id", [None, MEETING], ids=["intake", "check-in"])
def test_only_a_step_is_rated(check_in_id: UUID | None) -> None:
    given(*ABOUT_TEACHING, check_in()).when(
        learn(from_step=None, check_in_id=check_in_id, appeal=7)
    ).then_refused(InvalidOperation, field="learned/appeal", allowed="no rating")


@pytest.mark.parametrize("so_far", [(), (drop(),)], ids=["planned", "dropped"])
def test_a_step_that_was_not_run_taught_nothing(so_far: tuple[UserCommand, ...]) -> None:
    given(*ABOUT_TEACHING, plan(), *so_far).when(learn(appeal=7)).then_refused(
        InvalidOperation,
        field="experiment_id",
        allowed="a step that took place, or was cancelled or declined",
    )


def test_a_step_that_was_not_planned_taught_nothing() -> None:
    given(*ABOUT_TEACHING).when(learn(appeal=7)).then_refused(
        InvalidOperation, field="experiment_id", allowed="the id of a planned step"
    )


def test_a_signal_is_about_the_steps_own_role() -> None:
    given(*TALKED).when(learn(odds=(OddsSignalInput(signal="vacancies_many"),))).then(heard("vacancies_many"))


def test_a_signal_may_be_about_another_role() -> None:
    given(*TALKED, discover(role_id=RISK, title="risk manager")).when(
        learn(odds=(OddsSignalInput(signal="referral", role_id=RISK),))
    ).then(heard("referral", role_id=RISK))


def test_a_signal_heard_twice_in_one_step_is_one_signal() -> None:
    odds = (OddsSignalInput(signal="vacancies_many"),)

    given(*TALKED, learn(odds=odds)).when(learn(odds=odds)).then_nothing()


def test_a_signal_heard_in_two_steps_is_two_signals() -> None:
    odds = (OddsSignalInput(signal="vacancies_many"),)
    second = (plan(experiment_id=LETTER), run(experiment_id=LETTER))

    given(*TALKED, learn(odds=odds), *second).when(learn(from_step=LETTER, odds=odds)).then(
        heard("vacancies_many", source=Source(kind="experiment", id=LETTER))
    )


def test_a_signal_needs_a_role() -> None:
    given(*ABOUT_TEACHING, plan(role_id=None), run()).when(
        learn(odds=(OddsSignalInput(signal="market_growing"),))
    ).then_refused(InvalidOperation, field="learned/odds/0/role_id", allowed=ROLE_ON_THE_LIST)


def test_a_signal_is_about_a_role_that_was_discovered() -> None:
    odds = (OddsSignalInput(signal="referral"), OddsSignalInput(signal="referral", role_id=RISK))

    given(*TALKED).when(learn(odds=odds)).then_refused(
        InvalidOperation, field="learned/odds/1/role_id", allowed=ROLE_ON_THE_LIST
    )


def test_a_signal_may_be_about_a_role_discovered_with_it() -> None:
    found = role_discovered(
        happened_on=day(2), role_id=RISK, title="risk manager", distance="far", source=FROM_TALK
    )

    given(*TALKED).when(
        learn(roles=(new_role(),), odds=(OddsSignalInput(signal="referral", role_id=RISK),))
    ).then(found, heard("referral", role_id=RISK))


def test_the_intake_teaches_on_the_day_it_is_told() -> None:
    odds = (OddsSignalInput(signal="market_growing", role_id=TEACHER),)

    given(*ABOUT_TEACHING).when(learn(from_step=None, odds=odds)).then(
        OddsSignalHeard(happened_on=day(4), role_id=TEACHER, signal="market_growing", source=FROM_INTAKE)
    )


def test_a_check_in_teaches_too() -> None:
    odds = (OddsSignalInput(signal="market_growing", role_id=TEACHER),)
    wish_to = learn(from_step=None, check_in_id=MEETING, odds=odds, happened_on=day(6))
    held_on = check_in().happened_on

    given(*ABOUT_TEACHING, check_in()).when(wish_to).then(
        OddsSignalHeard(happened_on=held_on, role_id=TEACHER, signal="market_growing", source=FROM_CHECK_IN)
    )


def test_a_check_in_that_was_not_held_taught_nothing() -> None:
    given(*ABOUT_TEACHING).when(learn(from_step=None, check_in_id=MEETING)).then_refused(
        InvalidOperation, field="check_in_id", allowed="the id of a session"
    )


def test_evidence_has_one_source() -> None:
    given(*TALKED, check_in()).when(learn(check_in_id=MEETING)).then_refused(
        InvalidValue, field="check_in_id", allowed="a step or a session, not both"
    )


def test_nothing_learned_is_nothing_told() -> None:
    given(*TALKED).when(learn()).then_nothing()


def test_a_trade_off_between_known_wishes() -> None:
    known_criteria = (name_criterion(), name_criterion(criterion_id=PEACE, wording="peace"))

    given(*TALKED, *known_criteria).when(learn(tradeoffs=(over(known("peace"), known("pay")),))).then(
        made("peace", "pay")
    )


def test_a_trade_off_names_the_wishes_it_brings_up() -> None:
    given(*TALKED).when(learn(tradeoffs=(over(named("peace"), named("pay"), met=False),))).then(
        called("peace"), called("pay"), made("peace", "pay", met=False)
    )


def test_a_wish_is_named_once_though_traded_off_twice() -> None:
    pairs = (over(named("peace"), named("pay")), over(known("peace"), named("travel")))

    given(*TALKED).when(learn(tradeoffs=pairs)).then(
        called("peace"), called("pay"), made("peace", "pay"), called("travel"), made("peace", "travel")
    )


@pytest.mark.parametrize(
    ("pair", "field"),
    [
        (over(known("peace"), named("pay")), "learned/tradeoffs/0/winner/wording"),
        (over(named("peace"), known("pay")), "learned/tradeoffs/0/loser/wording"),
    ],
    ids=["winner", "loser"],
)
def test_a_wish_has_a_wording_the_first_time(pair: TradeoffInput, field: str) -> None:
    given(*TALKED).when(learn(tradeoffs=(pair,))).then_refused(
        InvalidOperation, field=field, allowed="a wording, the first time"
    )


def test_a_wish_keeps_its_wording_in_a_trade_off() -> None:
    pair = over(CriterionInput(criterion_id=PAY, wording="money"), named("peace"))

    given(*TALKED, name_criterion()).when(learn(tradeoffs=(pair,))).then_refused(
        InvalidOperation, field="learned/tradeoffs/0/winner", allowed="a new id, or no wording"
    )


def test_a_wish_is_not_traded_off_against_itself() -> None:
    given(*TALKED).when(learn(tradeoffs=(over(named("pay"), named("pay")),))).then_refused(
        InvalidValue, field="learned/tradeoffs/0/loser", allowed="another priority"
    )


def test_a_trade_off_of_one_step_counts_once() -> None:
    pair = over(named("peace"), named("pay"))

    given(*TALKED, learn(tradeoffs=(pair,))).when(learn(tradeoffs=(pair,))).then_nothing()


@pytest.mark.parametrize("witness", ["self", "coach"])
def test_a_strength_has_a_witness(witness: Witness) -> None:
    strength = StrengthInput(strength_id=uid("calm"), wording="calm", witness=witness)

    given(*ABOUT_TEACHING, plan(contact=contact()), run()).when(learn(strengths=(strength,))).then(
        StrengthObserved(
            happened_on=day(2),
            strength_id=uid("calm"),
            wording="calm",
            hidden=False,
            witness=witness,
            source=FROM_TALK,
        )
    )


def test_a_contact_as_witness_is_the_one_the_step_was_with() -> None:
    strength = StrengthInput(strength_id=uid("calm"), wording="calm", hidden=True, witness="contact")

    given(*ABOUT_TEACHING, plan(contact=contact()), run()).when(learn(strengths=(strength,))).then(
        StrengthObserved(
            happened_on=day(2),
            strength_id=uid("calm"),
            wording="calm",
            hidden=True,
            witness="contact",
            source=FROM_TALK,
            contact_id=ANOUK,
        )
    )


def found(role_id: UUID | None) -> GapInput:
    return GapInput(gap_id=uid("licence"), wording="licence", closable=True, role_id=role_id)


def gap_found(role_id: UUID | None = TEACHER) -> GapFound:
    return GapFound(
        happened_on=day(2),
        gap_id=uid("licence"),
        wording="licence",
        closable=True,
        source=FROM_TALK,
        role_id=role_id,
    )


def test_a_gap_is_found_for_the_steps_own_role() -> None:
    given(*TALKED).when(learn(gaps=(found(None),))).then(gap_found())


def test_a_gap_may_be_for_another_role() -> None:
    given(*TALKED, discover(role_id=RISK, title="risk manager")).when(learn(gaps=(found(RISK),))).then(
        gap_found(role_id=RISK)
    )


def test_a_gap_may_be_for_no_role_at_all() -> None:
    given(*ABOUT_TEACHING, plan(role_id=None), run()).when(learn(gaps=(found(None),))).then(
        gap_found(role_id=None)
    )


def test_a_gap_is_for_a_role_that_was_discovered() -> None:
    given(*TALKED).when(learn(gaps=(found(RISK),))).then_refused(
        InvalidOperation, field="learned/gaps/0/role_id", allowed=ROLE_ON_THE_LIST
    )
