"""The coach of a journey, chosen and changed, and the stance of the moment."""

from datetime import date
from typing import get_args

import pytest

from domain.errors import InvalidOperation
from domain.journey.commands.coaches import AssignCoach, SetStance
from domain.journey.decide import UserCommand
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.vocabulary import Stance
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import ON, later_than
from tests.domain.scenario import given

LATER = day(9)


def assign(name: str = "Iris", on: date = ON) -> AssignCoach:
    return AssignCoach(happened_on=on, coach_id=uid(name), name=name)


def assigned(name: str = "Iris", on: date = ON) -> CoachAssigned:
    return CoachAssigned(happened_on=on, coach_id=uid(name), name=name)


def stand(stance: Stance = "marketer", on: date = ON) -> SetStance:
    return SetStance(happened_on=on, stance=stance)


def stood(stance: Stance = "marketer", on: date = ON) -> CoachStanceSet:
    return CoachStanceSet(happened_on=on, stance=stance)


def test_a_coach_is_chosen() -> None:
    given(start()).when(assign()).then(assigned())


def test_the_same_coach_again_is_already_so() -> None:
    given(start(), assign()).when(assign(on=LATER)).then_nothing()


def test_a_coach_may_be_changed_and_changed_back() -> None:
    given(start(), assign(), assign("Nils", day(6))).when(assign(on=LATER)).then(assigned(on=LATER))


def test_a_coach_may_take_another_name() -> None:
    renamed = AssignCoach(happened_on=LATER, coach_id=uid("Iris"), name="Iris Berg")

    given(start(), assign()).when(renamed).then(
        CoachAssigned(happened_on=LATER, coach_id=uid("Iris"), name="Iris Berg")
    )


@pytest.mark.parametrize("stance", get_args(Stance))
def test_a_coach_takes_a_stance(stance: Stance) -> None:
    given(start()).when(stand(stance)).then(stood(stance))


def test_the_same_stance_again_is_already_so() -> None:
    given(start(), stand()).when(stand(on=LATER)).then_nothing()


def test_a_coach_comes_back_to_a_stance() -> None:
    given(start(), stand(), stand("coach", day(6))).when(stand(on=LATER)).then(stood(on=LATER))


@pytest.mark.parametrize(
    ("earlier", "other"), [(assign(on=LATER), assign("Nils")), (stand(on=LATER), stand("coach"))]
)
def test_an_earlier_day_does_not_change_what_was_set_later(earlier: UserCommand, other: UserCommand) -> None:
    given(start(), earlier).when(other).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(LATER)
    )
