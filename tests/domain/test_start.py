"""Setting out: once, with an end that lies ahead, and with the conditions that hold."""

from domain.errors import InvalidOperation, InvalidValue, UnknownJourney
from tests.domain.journeys import SET_OUT, condition, condition_declared, day, journey_started, start, uid
from tests.domain.scenario import given


def test_a_client_sets_out() -> None:
    given().when(start(), today=SET_OUT).then(journey_started())


def test_all_that_is_told_at_the_start_is_kept() -> None:
    fields = {"called": "Åse", "track": "curative", "locale": "nb", "time_zone": "Europe/Oslo"}
    goal = {"weekly_goal": 3, "programme_end": day(180)}

    given().when(start(**fields, **goal)).then(journey_started(**fields, **goal))


def test_the_same_start_again_is_already_so() -> None:
    given(start()).when(start()).then_nothing()


def test_a_journey_starts_only_once() -> None:
    given(start()).when(start(called="Saskia")).then_refused(
        InvalidOperation, field="", allowed="another journey id"
    )


def test_a_start_lies_not_in_the_future() -> None:
    given().when(start(happened_on=day(1)), today=SET_OUT).then_refused(
        InvalidValue, field="happened_on", allowed=f"{SET_OUT} or earlier"
    )


def test_a_programme_ends_after_the_start() -> None:
    given().when(start(programme_end=SET_OUT)).then_refused(
        InvalidValue, field="programme_end", allowed=f"a date after {SET_OUT}"
    )


def test_a_programme_may_end_the_day_after() -> None:
    given().when(start(programme_end=day(1))).then(journey_started(programme_end=day(1)))


def test_a_condition_is_declared() -> None:
    given(start()).when(condition()).then(condition_declared())


def test_the_same_condition_again_is_already_so_on_whatever_day() -> None:
    given(start(), condition()).when(condition(happened_on=day(3))).then_nothing()


def test_a_condition_keeps_its_wording() -> None:
    given(start(), condition()).when(condition(wording="no weekends")).then_refused(
        InvalidOperation, field="condition_id", allowed="a new id"
    )


def test_several_conditions_hold_beside_each_other() -> None:
    other = {"condition_id": uid("near"), "wording": "within an hour"}

    given(start(), condition()).when(condition(**other)).then(condition_declared(**other))


def test_nothing_is_told_of_a_journey_that_did_not_start() -> None:
    given().when(condition()).then_refused(UnknownJourney, field="", allowed="StartJourney first")
