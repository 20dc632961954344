"""Three journeys to look at: worked cases in the language of their clients, moved so that their twelfth week has just ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from importlib.resources import files

from domain.journey.weeks import monday_of
from service.demo.translation import retelling_of, retold
from service.importing.case_format import Case, moved
from service.importing.history_files import History, read_case

WEEKS = 12


def histories(today: date) -> Iterator[History]:
    """The journeys, moved by whole weeks so that week 12 ended last Sunday."""
    for file in sorted(files(__name__).joinpath("cases").iterdir(), key=lambda one: one.name):
        yield read_case(file.read_bytes(), file.name, changed=partial(_here_and_now, file.name, today))


def _here_and_now(name: str, today: date, case: Case) -> Case:
    return retold(moved(case, _weeks_to_move(case, today)), retelling_of(name))


def last_sunday(today: date) -> date:
    """The Sunday before today."""
    return monday_of(today) - timedelta(days=1)


def _weeks_to_move(case: Case, today: date) -> int:
    ended_on = monday_of(case.client.start_date) + timedelta(days=7 * WEEKS - 1)
    return (last_sunday(today) - ended_on).days // 7
