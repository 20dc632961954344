"""The order of names in a reader's language, after the tailorings of CLDR (https://cldr.unicode.org/index/cldr-spec/collation-guidelines).

Names are compared by their letters first, then by their accents, then by small and capital. Dutch and English have each letter
with its base; Swedish ends in å ä ö, Norwegian in æ ø å.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

from domain.text import normalize_name
from domain.vocabulary import Language
from service.localization.current_translator import current_translator

T = TypeVar("T")
Letter = tuple[int, int]
"""A group (signs, digits, a to z, letters after z, other scripts) and a place in it."""
SortKey = tuple[tuple[Letter, ...], tuple[int, ...], tuple[bool, ...], str]

_SIGNS = " _-,;:!?.'\u2018\u2019\"\u201c\u201d()[]{}@*/\\&#%`^+<=>|~$"
_ACCENTS = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304"
_NORDIC = MappingProxyType({"đ": "d\u0338", "ð": "d\u0338\u0338", "þ": "th", "ü": "y\u0308", "ű": "y\u030b"})
_SPELT: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "en": {},
        "nl": {},
        "sv": _NORDIC
        | {"æ": "ä\u0338", "ę": "ä\u0328", "ø": "ö\u0338", "ő": "ö\u030b", "œ": "ö\u0327", "ô": "ö\u0304"},
        "nb": _NORDIC
        | {"ä": "æ\u0308", "ę": "æ\u0328", "ö": "ø\u0308", "ő": "ø\u030b", "œ": "ø\u0327", "aa": "å\u0338"},
    }
)
"""Letters that a language has with others: as the letter they stand with, and a mark by which they come after it."""
_SPELT_ANYWHERE = MappingProxyType(
    {
        "æ": "ae\u0338",
        "œ": "oe\u0338",
        "ø": "o\u0338",
        "đ": "d\u0338",
        "ð": "d\u0338\u0338",
        "ł": "l\u0338",
        "ß": "ss\u0338",
    }
)
_AFTER_Z: Mapping[Language, str] = MappingProxyType({"en": "þ", "nl": "þ", "sv": "åäö", "nb": "æøå"})


def sort_key(name: str, language: Language) -> SortKey:
    """What sorts names as readers of a language expect them."""
    text = normalize_name(name)
    letters: list[Letter] = []
    accents: list[int] = []
    capitals: list[bool] = []
    for sign, is_capital in _spelt_out(text, language):
        if unicodedata.combining(sign):
            place = _ACCENTS.find(sign) + 1 or len(_ACCENTS) + 1
            accents[-1:] = [accents[-1] * 16 + place] if accents else []
        else:
            letters.append(_letter(sign, language))
            accents.append(0)
            capitals.append(is_capital)
    return tuple(letters), tuple(accents), tuple(capitals), text


def reader_key(name: str) -> SortKey:
    """What sorts names as the reader of the current request expects them."""
    return sort_key(name, current_translator().language)


def sorted_by_name(names: Iterable[str]) -> list[str]:
    """Names in the order of the reader's language."""
    return sorted(names, key=reader_key)


def sorted_pairs(named: Iterable[tuple[T, str]]) -> list[tuple[T, str]]:
    """What has names, each with its name, in the order of the reader's language."""
    return sorted(named, key=lambda one: reader_key(one[1]))


def _spelt_out(text: str, language: Language) -> Iterator[tuple[str, bool]]:
    """Small letters and accents, each with whether it was a capital."""
    own, place = _SPELT[language], 0
    while place < len(text):
        length = 2 if text[place : place + 2].lower() in own else 1
        found = text[place : place + length]
        place += length
        for sign in _with_accents(found.lower(), language):
            yield sign, found[0] != found[0].lower()


def _with_accents(letter: str, language: Language) -> str:
    """A small letter as its base and its accents."""
    if letter in _AFTER_Z[language]:
        return letter
    spelt = _SPELT[language].get(letter) or _SPELT_ANYWHERE.get(letter)
    return spelt or unicodedata.normalize("NFKD", letter)


def _letter(sign: str, language: Language) -> Letter:
    if sign in _SIGNS:
        return 0, _SIGNS.index(sign)
    if sign.isdecimal():
        return 1, unicodedata.decimal(sign)
    if "a" <= sign <= "z":
        return 2, ord(sign)
    if sign in _AFTER_Z[language]:
        return 3, _AFTER_Z[language].index(sign)
    return 4, ord(sign)
