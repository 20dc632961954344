"""How dates, numbers, lists and messages are said."""

from contextvars import copy_context
from datetime import UTC, date, datetime

import pytest

from domain.vocabulary import Language
from service.localization.catalogue import load_messages, message_lookup
from service.localization.locales import LANGUAGES
from service.localization.translator import set_year, translator_for

THURSDAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("15\xa0January 2026", "Thu 15\xa0Jan", "15\xa0January", "Thursday")),
        ("nl", ("15\xa0januari 2026", "do 15\xa0jan", "15\xa0januari", "donderdag")),
        ("sv", ("15\xa0januari 2026", "tors 15\xa0jan.", "15\xa0januari", "torsdag")),
        ("nb", ("15.\xa0januar 2026", "tor. 15.\xa0jan.", "15.\xa0januar", "torsdag")),
    ],
)
def test_dates_are_said_as_is_the_custom(language: Language, expected: tuple[str, ...]) -> None:
    words = translator_for(language)

    said = (
        words.day(THURSDAY),
        words.short_day(THURSDAY),
        words.month_day(THURSDAY),
        words.weekday(THURSDAY),
    )

    assert expected == said


def test_a_short_date_of_another_year_than_the_page_s_says_its_own() -> None:
    def said(year: int) -> tuple[str, str]:
        set_year(year)
        words = translator_for("en")
        return words.short_day(THURSDAY), words.month_day(THURSDAY)

    same, other = copy_context().run(said, 2026), copy_context().run(said, 2025)

    assert same == ("Thu 15\xa0Jan", "15\xa0January")
    assert other == ("Thu 15\xa0Jan 2026", "15\xa0January 2026")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("1,234.5", "\N{MINUS SIGN}3", "73", "0", "93%", "a, b and c")),
        ("nl", ("1.234,5", "\N{MINUS SIGN}3", "73", "0", "93%", "a, b en c")),
        ("sv", ("1\xa0234,5", "\N{MINUS SIGN}3", "73", "0", "93\xa0%", "a, b och c")),
        ("nb", ("1\xa0234,5", "\N{MINUS SIGN}3", "73", "0", "93\xa0%", "a, b og c")),
    ],
)
def test_numbers_and_lists_are_said_as_is_the_custom(language: Language, expected: tuple[str, ...]) -> None:
    words = translator_for(language)

    said = (
        words.number(1234.45, 1),
        words.number(-3),
        words.number(72.5),
        words.number(-0.2),
        words.percent(0.925),
        words.list_of(["a", "b", "c"]),
    )

    assert expected == tuple(one.replace("-", "\N{MINUS SIGN}") for one in said)


def test_a_moment_is_told_by_the_day_and_the_clock() -> None:
    said = translator_for("nb").moment(datetime(2026, 1, 15, 9, 5, tzinfo=UTC))

    assert said == "15.\xa0januar 2026, 09:05"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_translated_is_said_in_english(language: Language) -> None:
    words = translator_for(language)

    said = (
        words.gettext("Quite unheard of"),
        words.pgettext("of a bird", "Quite unheard of"),
        words.ngettext("%(count)s heron", "%(count)s herons", 1),
        words.ngettext("%(count)s heron", "%(count)s herons", 0),
        words.npgettext("of birds", "%(count)s heron", "%(count)s herons", 2),
    )

    expected = (
        "Quite unheard of",
        "Quite unheard of",
        "%(count)s heron",
        "%(count)s herons",
        "%(count)s herons",
    )
    assert expected == said


def test_a_catalogue_is_read_once() -> None:
    load_messages.cache_clear()
    for find in (message_lookup("nl"), message_lookup("nl")):
        assert find(None, "Week", None) == find(None, "Week", None)

    assert load_messages.cache_info().misses == 1
