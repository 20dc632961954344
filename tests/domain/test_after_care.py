"""Care after the programme: days on which somebody looks after the client once more."""

from typing import Any

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.endings import PlanAfterCare, RecordEnding
from domain.journey.decide import UserCommand
from domain.journey.events.endings import AfterCarePlanned
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import later_than
from tests.domain.scenario import given

RING = uid("ring")
LAST = day(90)
ENDED = RecordEnding(happened_on=LAST, ending="new_work")


def care(**fields: Any) -> PlanAfterCare:
    plain = {"happened_on": LAST, "after_care_id": RING, "due": day(150), "what": "ring: how is it there?"}
    return PlanAfterCare(**{**plain, **fields})


def planned(**fields: Any) -> AfterCarePlanned:
    plain = {"happened_on": LAST, "after_care_id": RING, "due": day(150), "what": "ring: how is it there?"}
    return AfterCarePlanned(**{**plain, **fields})


@pytest.mark.parametrize("so_far", [(), (ENDED,)], ids=["before the ending", "after it"])
def test_care_is_planned_before_or_after_the_ending(so_far: tuple[UserCommand, ...]) -> None:
    given(start(), *so_far).when(care()).then(planned())


def test_care_may_be_for_the_same_day() -> None:
    given(start()).when(care(due=LAST)).then(planned(due=LAST))


def test_there_may_be_care_more_than_once() -> None:
    given(start(), care()).when(care(after_care_id=uid("again"))).then(planned(after_care_id=uid("again")))


def test_the_same_care_again_is_already_so() -> None:
    given(start(), care()).when(care()).then_nothing()


@pytest.mark.parametrize("fields", [{"due": day(151)}, {"what": "coffee"}, {"happened_on": day(91)}])
def test_other_care_needs_an_id_of_its_own(fields: dict[str, Any]) -> None:
    given(start(), care()).when(care(**fields)).then_refused(
        InvalidOperation, field="after_care_id", allowed="a new id"
    )


def test_care_is_not_planned_for_a_day_that_has_passed() -> None:
    given(start()).when(care(due=day(89))).then_refused(InvalidValue, field="due", allowed=later_than(LAST))
