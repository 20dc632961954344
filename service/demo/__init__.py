"""Three journeys to look at: worked cases, moved so that their twelfth week has just ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files

import msgspec

from domain.journey.weeks import monday_of
from service.importing.case_format import Case
from service.importing.files import History, read_case

WEEKS = 12


def histories(today: date) -> Iterator[History]:
    """The journeys, moved by whole weeks so that week 12 ended last Sunday."""
    for case in sorted(files(__name__).joinpath("cases").iterdir(), key=lambda one: one.name):
        raw = case.read_bytes()
        yield read_case(raw, case.name, weeks=_weeks_to_move(raw, today))


def last_sunday(today: date) -> date:
    """The Sunday before today."""
    return monday_of(today) - timedelta(days=1)


def _weeks_to_move(raw: bytes, today: date) -> int:
    started_on = msgspec.json.decode(raw, type=Case).client.start_date
    ended_on = monday_of(started_on) + timedelta(days=7 * WEEKS - 1)
    return (last_sunday(today) - ended_on).days // 7
