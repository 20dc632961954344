"""Translates messages, and formats dates, numbers and lists in one language."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from domain.vocabulary import Language
from projections.learning_model.wording import round_half_up
from service.localization.catalogue import MessageLookup, message_lookup

BABEL_LOCALES: Mapping[Language, str] = MappingProxyType({"en": "en_GB", "nl": "nl", "sv": "sv", "nb": "nb"})
"""Whose customs each language follows."""

MAX_CACHED = 10_000
"""Dates and numbers that are remembered as they are written, of all languages: the same few stand on every page."""

_DAY = "d\N{NO-BREAK SPACE}MMMM"
_NORWEGIAN_DAY = "d.\N{NO-BREAK SPACE}MMMM"

_YEAR: ContextVar[int | None] = ContextVar("year", default=None)


def set_year(year: int) -> None:
    """Sets the year of the current page: a short date of another one says its own."""
    _YEAR.set(year)


class Translator:
    """The translator of one language. As in gettext, messages are returned without values: `%` fills them in."""

    def __init__(self, language: Language, find: MessageLookup | None = None) -> None:
        self.language: Language = language
        """For the `lang` of a page, too."""
        self._find = find or message_lookup(language)
        self._locale = Locale.parse(BABEL_LOCALES[language])
        self._month_day = _NORWEGIAN_DAY if language == "nb" else _DAY

    def gettext(self, text: str) -> str:
        """Translates a message."""
        return self._translation(None, text)

    def ngettext(self, one: str, many: str, count: float) -> str:
        """Translates a message with singular and plural, in the form for a count."""
        return self._counted(None, one, many, count)

    def pgettext(self, context: str, text: str) -> str:
        """Translates a message in a context, such as "Met" of a role and of a person."""
        return self._translation(context, text)

    def npgettext(self, context: str, one: str, many: str, count: float) -> str:
        """Translates a message with singular and plural in a context."""
        return self._counted(context, one, many, count)

    def day(self, on: date) -> str:
        """A date in full: 5 April 2026."""
        return self._date(on, f"{self._month_day} y")

    def short_day(self, on: date) -> str:
        """A date with its weekday: Thu 15 Jan, with its year where that is another one than the page's."""
        return self._date(on, f"EEE {self._month_day.removesuffix('M')}{_year_of(on)}")

    def month_day(self, on: date) -> str:
        """A date: 15 January, with its year where that is another one than the page's."""
        return self._date(on, f"{self._month_day}{_year_of(on)}")

    def weekday(self, on: date) -> str:
        """The day of the week: Thursday."""
        return self._date(on, "EEEE")

    def moment(self, at: datetime) -> str:
        """A date and time in the time zone of the moment: 5 April 2026, 14:07."""
        return f"{self.day(at.date())}, {self.clock_time(at)}"

    def clock_time(self, at: datetime) -> str:
        """A time of day in the time zone of the moment: 14:07."""
        return format_time(at, "HH:mm", locale=self._locale)

    def number(self, figure: float, digits: int = 0) -> str:
        """A number with so many decimals, rounded half up."""
        return _formatted_number(self._locale, figure, digits)

    def percent(self, part: float) -> str:
        """A fraction of 1 as a whole percentage: 93%."""
        return _formatted_percent(self._locale, round_half_up(100 * part))

    def list_of(self, items: Iterable[str]) -> str:
        """A list in words: a, b and c."""
        return format_list(list(items), locale=self._locale)

    def _translation(self, context: str | None, text: str) -> str:
        found = self._find(context, text, None)
        return found[0] if found else text

    def _counted(self, context: str | None, one: str, many: str, count: float) -> str:
        # All our languages have a singular for one, and a plural for everything else.
        forms = self._find(context, one, many) or (one, many)
        return forms[0] if count == 1 else forms[-1]

    def _date(self, on: date, pattern: str) -> str:
        return _formatted_date(self._locale, on, pattern)


def _year_of(on: date) -> str:
    """The pattern of a year, where a short date needs one."""
    return " y" if _YEAR.get() not in {None, on.year} else ""


@lru_cache(MAX_CACHED)
def _formatted_number(locale: Locale, figure: float, digits: int) -> str:
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(figure)).quantize(step, ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(abs(rounded) if rounded == 0 else rounded, pattern, locale=locale)


@lru_cache(MAX_CACHED)
def _formatted_percent(locale: Locale, percent: int) -> str:
    return format_percent(Decimal(percent) / 100, locale=locale)


@lru_cache(MAX_CACHED)
def _formatted_date(locale: Locale, on: date, pattern: str) -> str:
    return format_date(on, pattern, locale=locale)


@cache
def translator_for(language: Language) -> Translator:
    """The translator of a language."""
    return Translator(language)
