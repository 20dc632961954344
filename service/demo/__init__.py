"""The demo: three worked cases in their clients' languages, moved so that week 12 has just ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from importlib.resources import files

from domain.journey.events.weeks import monday_of
from service.demo.translation import load_translation, translate_case
from service.importing.case_format import CaseFile, shift_case
from service.importing.history_files import ImportedHistory, read_case

WEEKS_SHOWN = 12


def demo_histories(today: date) -> Iterator[ImportedHistory]:
    """Yields the journeys, moved by whole weeks so that week 12 ended last Sunday."""
    for file in sorted(files(__name__).joinpath("cases").iterdir(), key=lambda one: one.name):
        yield read_case(file.read_bytes(), file.name, changed=partial(_here_and_now, file.name, today))


def _here_and_now(name: str, today: date, case: CaseFile) -> CaseFile:
    return translate_case(shift_case(case, _weeks_to_move(case, today)), load_translation(name))


def last_sunday(today: date) -> date:
    """The last Sunday before today."""
    return monday_of(today) - timedelta(days=1)


def _weeks_to_move(case: CaseFile, today: date) -> int:
    ended_on = monday_of(case.client.start_date) + timedelta(days=7 * WEEKS_SHOWN - 1)
    return (last_sunday(today) - ended_on).days // 7
