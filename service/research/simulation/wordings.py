"""What simulated clients say: invented names and sentences, in the four languages of the pages."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec

from domain.vocabulary import Language
from service.research.simulation.randomness import RandomStream

ISCO_GROUPS = (
    "3341",
    "5321",
    "2120",
    "5312",
    "2421",
    "7411",
    "4222",
    "3323",
    "6113",
    "2264",
    "4321",
    "5113",
)
"""The ISCO-08 group of each role, in the order of the roles in every language."""

LOCALES: Mapping[Language, str] = MappingProxyType(
    {"en": "en-GB", "nl": "nl-NL", "sv": "sv-SE", "nb": "nb-NO"}
)


class Wordings:
    """The names and sentences of one language, by purpose."""

    def __init__(self, texts: Mapping[str, tuple[str, ...]]) -> None:
        self._texts = texts

    @property
    def shape(self) -> dict[str, int]:
        """How many ways there are to speak for each purpose."""
        return {purpose: len(texts) for purpose, texts in self._texts.items()}

    def all(self, purpose: str) -> tuple[str, ...]:
        """Everything that can be said for a purpose."""
        return self._texts[purpose]

    def one(self, purpose: str, stream: RandomStream, **details: str) -> str:
        """Something that can be said for a purpose, with the details filled in."""
        text = stream.pick(self._texts[purpose])
        return text.format(**details) if details else text

    def person(self, number: int) -> str:
        """The full name of a person by number. The first 625 differ."""
        given, family = self._texts["given"], self._texts["family"]
        number %= len(given) * len(family)
        return f"{given[number % len(given)]} {family[(number // len(given) + 7 * number) % len(family)]}"


@cache
def wordings(language: Language) -> Wordings:
    """The wordings of a language."""
    raw = files("service.research.simulation").joinpath("words", f"{language}.json").read_bytes()
    return Wordings(msgspec.json.decode(raw, type=dict[str, tuple[str, ...]]))
