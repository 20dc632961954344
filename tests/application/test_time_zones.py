"""Time zones: only those with an IANA name can be told; one that stands in a log and is none here counts as UTC."""

import logging
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.errors import InvalidValue
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.course import ChangeTimeZone
from domain.programme.commands import OpenProgramme
from domain.time_zones import time_zone_names
from service.application.aggregates import JOURNEY_AGGREGATE, PROGRAMME_AGGREGATE
from service.clock import stored_time_zone, time_zone_named
from tests.domain.scenario import journey_after
from tests.web.sample import MONDAY, start

NO_ZONES = (
    "localtime",
    "Factory",
    "posixrules",
    "Mars/Olympus",
    "Europe",
    "../etc/passwd",
    "europe/oslo",
    "UTC\n",
)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def zoned_commands(zone: str) -> list[Any]:
    """Every command with a time zone."""
    return [
        start(time_zone=zone),
        ChangeTimeZone(happened_on=MONDAY, time_zone=zone),
        CorrectEntry(happened_on=MONDAY, number=1, restated=start(time_zone=zone)),
        CorrectEntry(
            happened_on=MONDAY, number=1, restated=ChangeTimeZone(happened_on=MONDAY, time_zone=zone)
        ),
    ]


@pytest.mark.parametrize("zone", NO_ZONES)
def test_what_is_no_iana_name_is_refused(zone: str) -> None:
    journey = journey_after(start())
    for command in zoned_commands(zone):
        with pytest.raises(InvalidValue) as refused:
            JOURNEY_AGGREGATE.decide(journey, command, NOON, None)

        assert (refused.value.field, bool(refused.value.allowed)) == ("time_zone", True)


@pytest.mark.parametrize("zone", NO_ZONES)
def test_so_it_is_of_a_programme(zone: str) -> None:
    opening = OpenProgramme(
        happened_on=MONDAY, name="Onward", tracks=("curative",), languages=("nl",), time_zone=zone
    )

    with pytest.raises(InvalidValue) as refused:
        PROGRAMME_AGGREGATE.decide(PROGRAMME_AGGREGATE.initial, opening, NOON, None)

    assert refused.value.field == "time_zone"


@pytest.mark.parametrize("zone", NO_ZONES)
def test_one_that_stands_in_a_log_counts_as_utc_with_a_warning(
    zone: str, caplog: pytest.LogCaptureFixture
) -> None:
    stored_time_zone.cache_clear()
    with caplog.at_level(logging.WARNING):
        zones = [stored_time_zone(zone).key for _ in range(3)]

    assert zones == ["UTC"] * 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_every_zone_that_is_offered_has_midnights() -> None:
    days = {time_zone_named(zone).utcoffset(NOON) is not None for zone in time_zone_names()}

    assert days == {True}
    assert {"UTC", "Europe/Oslo", "Asia/Kolkata"} <= time_zone_names()


def test_the_days_of_a_journey_are_those_of_the_zone_it_changed_to() -> None:
    changed = journey_after(start(), ChangeTimeZone(happened_on=MONDAY, time_zone="Pacific/Kiritimati"))
    tomorrow = ChangeTimeZone(happened_on=date(2026, 3, 5), time_zone="UTC")

    assert JOURNEY_AGGREGATE.decide(changed, tomorrow, NOON, None)
    with pytest.raises(InvalidValue):
        JOURNEY_AGGREGATE.decide(journey_after(start()), tomorrow, NOON, None)
