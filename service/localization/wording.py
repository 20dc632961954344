"""What is never said, and the one word for each concept, in each language (`wording.toml`, `docs/voice.md`)."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
from babel.messages.catalog import Catalog
from msgspec import Struct

from domain.vocabulary import Language
from service.localization.catalogue import SOURCE, plural_forms

WORDING = Path(__file__).with_name("wording.toml")
NOT_WORDS = re.compile(r"%\(\w+\)[sd]|\{\w+\}|\{\{.*?\}\}|\{%.*?%\}|`[^`]*`|<[^>]*>")
"""Places, tags and code."""


class Concept(Struct, frozen=True, forbid_unknown_fields=True):
    """A concept, and the words for it in each language: where the English has its word, so has every translation."""

    en: str
    nl: str
    sv: str
    nb: str
    unless: tuple[str, ...] = ()
    """English messages in which the word means something else, or in which a translation does well without it."""

    def word(self, language: Language) -> re.Pattern[str]:
        """The words in a language."""
        return whole_words(getattr(self, language))


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of all languages."""

    never: Mapping[Language, tuple[str, ...]]
    names: tuple[str, ...]
    """English messages that are names, and free to use any word."""
    concepts: Mapping[str, Concept]


def read_wording(path: Path = WORDING) -> Wording:
    """The words from their file."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Wording)


@cache
def whole_words(words: str) -> re.Pattern[str]:
    """A pattern of words that stand by themselves, whatever their case."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def never_said(language: Language, text: str, wording: Wording) -> Iterator[str]:
    """Yields the words in a text that are never said in its language."""
    plain = NOT_WORDS.sub("", text)
    for word in wording.never[language]:
        if found := whole_words(word).search(plain):
            yield found.group()


def wording_errors(language: Language, messages: Catalog, wording: Wording) -> Iterator[str]:
    """Yields a line for each word that is never said, and for each concept that has another word than its own.

    In English, `messages` are those of the source.
    """
    for message in messages:
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        if not message.id or ids[0] in wording.names:
            continue
        texts = ids if language == SOURCE else plural_forms(message)
        for word in dict.fromkeys(word for text in texts for word in never_said(language, text, wording)):
            yield f"{language}: never say {word!r}: {ids[0]!r}"
        if language != SOURCE:
            for name in _missing_concepts(language, ids[-1], texts, wording.concepts):
                yield f"{language}: another word for {name!r} than its own: {ids[0]!r}"


def _missing_concepts(
    language: Language, english: str, texts: Sequence[str], concepts: Mapping[str, Concept]
) -> Iterator[str]:
    plain, translated = NOT_WORDS.sub("", english), NOT_WORDS.sub("", texts[-1])
    for name, concept in concepts.items():
        if (
            concept.word(SOURCE).search(plain)
            and english not in concept.unless
            and not concept.word(language).search(translated)
        ):
            yield name
