"""Alerts: opened and closed by the clock, acknowledged and laid aside by the coach."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.alerts import AcknowledgeAlert, CloseAlert, OpenAlert, SnoozeAlert
from domain.journey.decide import UserCommand
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.vocabulary import RULES_THAT_HURT, StuckRule
from tests.domain.journeys import day, start
from tests.domain.more_journeys import later_than
from tests.domain.scenario import When, given

SINCE, SEEN, NEXT, OVER, AGAIN = day(18), day(20), day(21), day(25), day(28)
HOLDS = "a rule that applies now"


def opened(on: date = SEEN, since: date = SINCE, rule: StuckRule = "tunnel") -> AlertOpened:
    return AlertOpened(happened_on=on, rule=rule, since=since)


def closed(on: date = OVER, rule: StuckRule = "tunnel") -> AlertClosed:
    return AlertClosed(happened_on=on, rule=rule)


def acknowledge(
    on: date = NEXT, move: str | None = "ask why", rule: StuckRule = "tunnel"
) -> AcknowledgeAlert:
    return AcknowledgeAlert(happened_on=on, rule=rule, move=move)


def acknowledged(on: date = NEXT, move: str | None = "ask why") -> AlertAcknowledged:
    return AlertAcknowledged(happened_on=on, rule="tunnel", move=move)


def snooze(on: date = NEXT, until: date = AGAIN) -> SnoozeAlert:
    return SnoozeAlert(happened_on=on, rule="tunnel", until=until)


def snoozed(on: date = NEXT, until: date = AGAIN) -> AlertSnoozed:
    return AlertSnoozed(happened_on=on, rule="tunnel", until=until)


def noticed(*earlier: Any, on: date = SEEN, since: date = SINCE, rule: StuckRule = "tunnel") -> When:
    """The clock sees a rule hold."""
    return given(start(), *earlier).when(OpenAlert(happened_on=on, rule=rule, since=since))


def over(*earlier: Any, on: date = OVER) -> When:
    """The clock sees that it holds no longer."""
    return given(start(), *earlier).when(CloseAlert(happened_on=on, rule="tunnel"))


ALERTED = (start(), opened())


@pytest.mark.parametrize("rule", get_args(StuckRule))
def test_an_alert_is_opened(rule: StuckRule) -> None:
    noticed(rule=rule).then(opened(rule=rule))


def test_an_alert_may_open_on_the_day_its_rule_begins_to_hold() -> None:
    noticed(since=SEEN).then(opened(since=SEEN))


@pytest.mark.parametrize("on", [day(19), SEEN, day(22)])
def test_an_alert_is_opened_once_for_each_stretch(on: date) -> None:
    noticed(opened(), on=on).then_nothing()


def test_a_new_stretch_is_a_new_alert() -> None:
    noticed(opened(), on=day(30), since=day(29)).then(closed(day(30)), opened(day(30), day(29)))


def test_an_alert_opens_again_after_it_was_closed() -> None:
    noticed(opened(), closed(), on=day(30), since=day(29)).then(opened(day(30), day(29)))


def test_a_rule_does_not_hold_since_a_day_to_come() -> None:
    noticed(since=day(21)).then_refused(InvalidValue, field="since", allowed=f"{SEEN} or earlier")


@pytest.mark.parametrize("so_far", [(opened(),), (opened(day(16), day(16)), closed(SEEN))])
def test_a_clock_that_looks_at_the_same_days_again_opens_nothing_anew(so_far: tuple[Any, ...]) -> None:
    noticed(*so_far, on=day(19), since=day(17)).then_nothing()


def test_an_alert_is_closed() -> None:
    over(opened()).then(closed())


@pytest.mark.parametrize("so_far", [(), (opened(), closed(day(22))), (opened(rule="silence"),)])
def test_what_is_not_open_need_not_be_closed(so_far: tuple[Any, ...]) -> None:
    over(*so_far).then_nothing()


def test_a_clock_that_looks_at_the_same_days_again_closes_nothing_anew() -> None:
    over(opened(), on=day(19)).then_nothing()


@pytest.mark.parametrize("move", [None, "ask why"])
def test_a_coach_acknowledges_an_alert(move: str | None) -> None:
    given(*ALERTED).when(acknowledge(move=move)).then(acknowledged(move=move))


def test_the_same_move_again_is_already_so_on_that_day_and_follows_on_another() -> None:
    given(*ALERTED, acknowledge()).when(acknowledge()).then_nothing()
    given(*ALERTED, acknowledge()).when(acknowledge(day(23))).then(acknowledged(day(23)))


def test_another_move_follows() -> None:
    given(*ALERTED, acknowledge()).when(acknowledge(day(23), "a walk")).then(acknowledged(day(23), "a walk"))


def test_the_move_on_an_earlier_stretch_says_nothing_of_a_new_one() -> None:
    anew = opened(day(30), day(29))

    given(*ALERTED, acknowledge(), closed(), anew).when(acknowledge(day(31))).then(acknowledged(day(31)))


def test_an_alert_is_laid_aside() -> None:
    given(*ALERTED).when(snooze()).then(snoozed())


def test_an_alert_may_be_laid_aside_for_the_day() -> None:
    given(*ALERTED).when(snooze(until=day(21))).then(snoozed(until=day(21)))


def test_the_same_pause_again_is_already_so() -> None:
    given(*ALERTED, snooze()).when(snooze(day(23))).then_nothing()


def test_an_alert_may_be_laid_aside_for_longer() -> None:
    given(*ALERTED, snooze()).when(snooze(day(23), day(35))).then(snoozed(day(23), day(35)))


def test_the_pause_of_an_earlier_stretch_says_nothing_of_a_new_one() -> None:
    anew = opened(day(25), day(24))

    given(*ALERTED, snooze(), closed(), anew).when(snooze(day(26))).then(snoozed(day(26)))


def test_an_alert_is_not_laid_aside_into_the_past() -> None:
    given(*ALERTED).when(snooze(until=SEEN)).then_refused(
        InvalidValue, field="until", allowed=later_than(day(21))
    )


@pytest.mark.parametrize(
    ("earlier", "early"), [(acknowledge(), acknowledge(SEEN, "a walk")), (snooze(), snooze(SEEN, day(35)))]
)
def test_an_earlier_day_does_not_change_what_was_done_later(earlier: UserCommand, early: UserCommand) -> None:
    given(*ALERTED, earlier).when(early).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(day(21))
    )


@pytest.mark.parametrize("command", [acknowledge(day(17)), snooze(day(17))], ids=["acknowledge", "snooze"])
def test_nothing_is_done_about_an_alert_before_it_held(command: UserCommand) -> None:
    given(*ALERTED).when(command).then_refused(InvalidValue, field="happened_on", allowed=later_than(SINCE))


@pytest.mark.parametrize("command", [acknowledge(day(26)), snooze(day(26))], ids=["acknowledge", "snooze"])
@pytest.mark.parametrize("so_far", [(), (opened(), closed()), (opened(rule="silence"),)])
def test_nothing_is_done_about_an_alert_that_is_not_open(
    so_far: tuple[Any, ...], command: UserCommand
) -> None:
    given(start(), *so_far).when(command).then_refused(InvalidOperation, field="rule", allowed=HOLDS)


@pytest.mark.parametrize("rule", get_args(StuckRule))
def test_what_hurts_is_snoozed_for_a_week_and_all_else_for_four(rule: StuckRule) -> None:
    last = NEXT + timedelta(weeks=1 if rule in RULES_THAT_HURT else 4)
    far = SnoozeAlert(happened_on=NEXT, rule=rule, until=last + timedelta(days=1))

    given(start(), opened(rule=rule)).when(replace(far, until=last)).then(
        AlertSnoozed(happened_on=NEXT, rule=rule, until=last)
    )
    given(start(), opened(rule=rule)).when(far).then_refused(
        InvalidValue, field="until", allowed=f"{last} or earlier"
    )
