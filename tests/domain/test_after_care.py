"""Care after the programme: days on which somebody looks after the client once more."""

from typing import Any

import pytest
from msgspec.structs import replace

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import INITIAL, evolve
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
from domain.journey.decide import UserCommand
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import later_than
from tests.domain.scenario import decide_commands, given

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


@pytest.mark.parametrize("answer", ["better than I feared", None], ids=["answered", "dropped"])
def test_care_is_answered_or_dropped_and_may_be_said_otherwise_later(answer: str | None) -> None:
    settled = SettleAfterCare(happened_on=day(150), after_care_id=RING, answer=answer)
    given(start(), care()).when(settled).then(
        AfterCareSettled(happened_on=day(150), after_care_id=RING, answer=answer)
    )
    given(start(), care(), settled).when(settled).then_nothing()
    given(start(), care(), settled).when(
        SettleAfterCare(happened_on=day(151), after_care_id=RING, answer="and now")
    ).then(AfterCareSettled(happened_on=day(151), after_care_id=RING, answer="and now"))
    given(start(), care(), settled).when(
        SettleAfterCare(happened_on=day(149), after_care_id=RING, answer="and now")
    ).then_refused(InvalidOperation, field="happened_on", allowed=later_than(day(150)))


def test_only_care_that_was_planned_is_answered_and_not_before_it_was() -> None:
    given(start()).when(SettleAfterCare(happened_on=LAST, after_care_id=RING)).then_refused(
        InvalidOperation, field="after_care_id", allowed="the id of a date for aftercare"
    )
    given(start(), care()).when(SettleAfterCare(happened_on=day(89), after_care_id=RING)).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(LAST)
    )


def cared_for(*told: UserCommand) -> set[Any]:
    known = INITIAL
    for event in decide_commands(told):
        known = evolve(known, event)
    return set(known.endings.after_care)


BEFORE, AFTER = care(after_care_id=uid("before")), care(after_care_id=uid("after"))


def test_care_planned_after_the_ending_goes_with_it_and_comes_back_with_it() -> None:
    told = (start(), BEFORE, ENDED, AFTER)

    assert cared_for(*told) == {uid("before"), uid("after")}
    withdrawn = (*told, RetractEntry(happened_on=day(91), number=3))
    assert cared_for(*withdrawn) == {uid("before")}
    assert cared_for(*withdrawn, RetractEntry(happened_on=day(92), number=5)) == {uid("before"), uid("after")}
    assert cared_for(*withdrawn, replace(ENDED, happened_on=day(93))) == {uid("before")}


@pytest.mark.parametrize("on", [day(80), day(95)])
def test_the_day_of_the_ending_may_be_corrected_whenever_care_was_planned(on: Any) -> None:
    corrected = CorrectEntry(happened_on=day(96), number=3, restated=replace(ENDED, happened_on=on))

    assert cared_for(start(), BEFORE, ENDED, AFTER, corrected) == {uid("before"), uid("after")}
