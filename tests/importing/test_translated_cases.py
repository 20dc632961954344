"""The demo's journeys in the languages of those who lived them, with every week behind them closed."""

from datetime import date
from importlib.resources import files

import msgspec
import pytest

from domain.journey.events.weeks import monday_of
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.weeks.projection import WEEKS
from service.demo import demo_histories
from service.demo.translation import load_translation, translatable_texts, translate_case
from service.importing.case_commands import case_commands
from service.importing.case_format import CaseFile
from tests.projections.worked_cases import entries_of

NAMES = sorted(one.name for one in files("service.demo").joinpath("cases").iterdir())
TODAY = date(2026, 11, 25)


def case(name: str) -> CaseFile:
    raw = files("service.demo").joinpath("cases", name).read_bytes()
    return msgspec.json.decode(raw, type=CaseFile)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_told_and_none_twice_in_the_same_words(name: str) -> None:
    words = load_translation(name).words

    assert set(words) == set(translatable_texts(case(name)))
    assert all(one.strip() for one in words.values())
    assert len(set(words.values())) == len(words)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_same_journey_but_for_its_words(name: str) -> None:
    """But for the weeks that the case leaves open."""
    plain, told = case(name), translate_case(case(name), load_translation(name))
    told = msgspec.structs.replace(told, weeks=told.weeks[: len(plain.weeks)])

    assert [type(one.command) for one in case_commands(told)] == [
        type(one.command) for one in case_commands(plain)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_week_is_closed_or_a_rest(name: str) -> None:
    lived = translate_case(case(name), load_translation(name))
    entries = entries_of(lived)
    last = monday_of(lived.client.start_date).toordinal() + 7 * 12 - 1
    weeks = WEEKS.view(fold(WEEKS, entries), date.fromordinal(last), DEFAULT_PARAMETERS)

    assert len(weeks.weeks) == 12
    assert weeks.open == ()


def test_the_demo_has_closed_its_last_week_on_sunday() -> None:
    for history in demo_histories(TODAY):
        assert max(one.command.happened_on for one in history.steps) == date(2026, 11, 22)
