"""The supported languages, and the choice among them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import get_args

from domain.vocabulary import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "en"
LANGUAGE_NAMES: Mapping[Language, str] = MappingProxyType(
    {"en": "English", "nl": "Nederlands", "sv": "Svenska", "nb": "Norsk bokmål"}
)
"""What each language calls itself."""

_BY_CODE: Mapping[str, Language] = MappingProxyType({one: one for one in LANGUAGES})

# Browsers say `no`, and readers of nynorsk read bokmål rather than English.
_NORWEGIAN: frozenset[str] = frozenset({"no", "nn"})


def parse_language(locale: str) -> Language | None:
    """The language of a locale such as `nb-NO`; None if it is not supported."""
    code = locale.strip().replace("_", "-").split("-")[0].lower()
    return _BY_CODE.get("nb" if code in _NORWEGIAN else code)


def negotiate_language(accept_language: str | None) -> Language:
    """The supported language that an `Accept-Language` header prefers; English if none."""
    wanted = sorted(_wanted(accept_language or ""), key=lambda one: -one[0])
    for _, locale in wanted:
        if language := parse_language(locale):
            return language
    return DEFAULT_LANGUAGE


def _wanted(accept_language: str) -> Iterator[tuple[float, str]]:
    """Yields each locale with its weight (RFC 9110, 12.5.4), without those of weight 0 and malformed ones."""
    for part in accept_language.split(","):
        locale, _, weight = part.partition(";")
        name, _, figure = weight.strip().partition("=")
        try:
            value = float(figure) if name.strip().lower() == "q" else 1.0
        except ValueError:
            continue
        if 0 < value <= 1:
            yield value, locale
