"""Sight: granted by the client, withdrawn at once, over when its day has passed."""

from datetime import date
from typing import Any

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.sight import ExpireSight, GrantSight, WithdrawSight
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.vocabulary import ReaderKind, SightScope
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import ON, STRANGER, later_than
from tests.domain.scenario import When, given

IRIS = uid("iris")
ENDED, UNTIL, PASSED = day(9), day(40), day(41)


def grant(**fields: Any) -> GrantSight:
    plain = {"happened_on": ON, "reader_id": IRIS, "reader": "coach", "name": "Iris", "scope": "everything"}
    return GrantSight(**{**plain, **fields})


def granted(**fields: Any) -> SightGranted:
    plain = {"happened_on": ON, "reader_id": IRIS, "reader": "coach", "name": "Iris", "scope": "everything"}
    return SightGranted(**{**plain, **fields})


def withdraw(on: date = ENDED, reader_id: Any = IRIS) -> WithdrawSight:
    return WithdrawSight(happened_on=on, reader_id=reader_id)


def withdrawn(on: date = ENDED) -> SightWithdrawn:
    return SightWithdrawn(happened_on=on, reader_id=IRIS)


def expired(on: date = PASSED) -> SightExpired:
    return SightExpired(happened_on=on, reader_id=IRIS)


def passed(*earlier: Any, on: date = PASSED, reader_id: Any = IRIS) -> When:
    """The clock sees that the day has passed."""
    return given(start(), *earlier).when(ExpireSight(happened_on=on, reader_id=reader_id))


@pytest.mark.parametrize("reader", ["coach", "ally", "researcher"])
@pytest.mark.parametrize("scope", ["everything", "profile", "progress"])
def test_a_client_grants_sight(reader: ReaderKind, scope: SightScope) -> None:
    given(start()).when(grant(reader=reader, scope=scope)).then(granted(reader=reader, scope=scope))


@pytest.mark.parametrize("until", [ON, UNTIL])
def test_sight_may_end_on_a_day(until: date) -> None:
    given(start()).when(grant(until=until)).then(granted(until=until))


def test_a_payer_sees_progress() -> None:
    given(start()).when(grant(reader="payer", scope="progress")).then(
        granted(reader="payer", scope="progress")
    )


@pytest.mark.parametrize("scope", ["everything", "profile"])
def test_a_payer_sees_no_more_than_progress(scope: SightScope) -> None:
    given(start()).when(grant(reader="payer", scope=scope)).then_refused(
        InvalidOperation, field="scope", allowed="progress"
    )


def test_the_same_grant_again_is_already_so() -> None:
    given(start(), grant()).when(grant(happened_on=day(9))).then_nothing()


@pytest.mark.parametrize("fields", [{"scope": "profile"}, {"until": UNTIL}, {"name": "Iris Berg"}])
def test_a_later_grant_replaces_the_earlier_one(fields: dict[str, Any]) -> None:
    given(start(), grant()).when(grant(**fields, happened_on=day(9))).then(
        granted(**fields, happened_on=day(9))
    )


def test_an_earlier_grant_does_not_replace_a_later_one() -> None:
    given(start(), grant()).when(grant(scope="profile", happened_on=day(3))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(ON)
    )


def test_sight_is_not_granted_up_to_a_day_that_has_passed() -> None:
    given(start()).when(grant(until=day(3))).then_refused(InvalidValue, field="until", allowed=later_than(ON))


@pytest.mark.parametrize("on", [ON, day(9)])
def test_sight_is_withdrawn(on: date) -> None:
    given(start(), grant()).when(withdraw(on)).then(withdrawn(on))


def test_sight_is_withdrawn_once() -> None:
    given(start(), grant(), withdraw()).when(withdraw(day(12))).then_nothing()


def test_who_sees_nothing_needs_no_withdrawal() -> None:
    given(start(), grant()).when(withdraw(reader_id=STRANGER)).then_nothing()


def test_sight_is_withdrawn_no_earlier_than_it_was_granted() -> None:
    given(start(), grant()).when(withdraw(day(3))).then(withdrawn(ON))


@pytest.mark.parametrize("so_far", [(grant(), withdraw()), (grant(until=day(8)), expired(day(9)))])
def test_sight_may_be_granted_again(so_far: tuple[Any, ...]) -> None:
    given(start(), *so_far).when(grant(happened_on=day(9))).then(granted(happened_on=day(9)))


@pytest.mark.parametrize("on", [ON, day(8)])
@pytest.mark.parametrize("so_far", [(grant(), withdraw()), (grant(until=day(8)), expired(day(9)))])
def test_what_was_taken_back_is_not_granted_from_an_earlier_day(so_far: tuple[Any, ...], on: date) -> None:
    given(start(), *so_far).when(grant(happened_on=on)).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(day(9))
    )


def test_sight_ends_when_its_day_has_passed() -> None:
    passed(granted(until=UNTIL)).then(expired())


@pytest.mark.parametrize("ended", [expired(), withdrawn()])
def test_what_has_ended_does_not_end_again(ended: SightExpired | SightWithdrawn) -> None:
    passed(granted(until=UNTIL), ended, on=day(50)).then_nothing()


def test_who_sees_nothing_need_not_stop() -> None:
    passed(granted(until=UNTIL), reader_id=STRANGER).then_nothing()


@pytest.mark.parametrize(
    ("until", "allowed"),
    [(day(41), f"after {day(41)}"), (day(60), f"after {day(60)}"), (None, "a withdrawal")],
)
def test_sight_does_not_end_before_its_day_has_passed(until: date | None, allowed: str) -> None:
    passed(granted(until=until)).then_refused(InvalidOperation, field="happened_on", allowed=allowed)


def test_sight_that_was_prolonged_does_not_end_early() -> None:
    passed(granted(until=UNTIL), granted(until=day(60), happened_on=day(30))).then_refused(
        InvalidOperation, field="happened_on", allowed=f"after {day(60)}"
    )
