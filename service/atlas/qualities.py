"""What occupations are known for: some thirty named qualities, and how they are heard in a client's own words."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from service.atlas.tables import read_table
from service.localization.gettext_noop import gettext_noop

QUALITIES: Mapping[str, str] = MappingProxyType(
    {
        "outdoors": gettext_noop("Being outdoors"),
        "animals": gettext_noop("Being with animals"),
        "plants": gettext_noop("Growing things"),
        "nature": gettext_noop("Protecting nature and the future"),
        "helping": gettext_noop("Helping people in need"),
        "body": gettext_noop("Caring for the body"),
        "children": gettext_noop("Being with children"),
        "rescue": gettext_noop("Danger and rescue"),
        "team": gettext_noop("Being part of a team"),
        "own_pace": gettext_noop("Working alone, at your own pace"),
        "hands": gettext_noop("Working with your hands"),
        "lasting": gettext_noop("Making something that lasts"),
        "machines": gettext_noop("Machines and technology"),
        "precision": gettext_noop("Working precisely"),
        "puzzles": gettext_noop("Puzzles and research"),
        "numbers": gettext_noop("Working with numbers"),
        "words": gettext_noop("Words and languages"),
        "teaching": gettext_noop("Explaining and teaching"),
        "stage": gettext_noop("Performing, being seen"),
        "beauty": gettext_noop("Beauty and design"),
        "music": gettext_noop("Music and sound"),
        "leading": gettext_noop("Leading others"),
        "persuading": gettext_noop("Persuading and selling"),
        "justice": gettext_noop("Rules and justice"),
        "travel": gettext_noop("Travelling, moving about"),
        "food": gettext_noop("Food and taste"),
        "water": gettext_noop("Water and sea"),
        "meeting": gettext_noop("Meeting people, being known"),
        "order": gettext_noop("Bringing order"),
    }
)
"""The name of each quality, by its code."""

NEGATIONS = frozenset(
    {"not", "no", "never", "niet", "geen", "nooit", "inte", "ingen", "inga", "aldrig", "ikke", "aldri"}
)
ASIDE = re.compile(
    r"\b(as an? (small |little )?child|when i was (a |an )?\w+|als (klein )?kind|toen ik (nog )?(een )?(klein|kind)( was)?"
    r"|som (litet |lite |liten )?barn|när jag var (ett )?(barn|liten)|da jeg var (et )?(barn|liten))\b"
)
"""What says when a dream was dreamt, not what it was about."""
_REACH = 2
"""So many words after a negation say what is not meant."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without "as a child"; accents stay, for they tell words apart."""
    small = ASIDE.sub(" ", unicodedata.normalize("NFC", text).casefold())
    return tuple(re.findall(r"\w+(?:['\u2019-]\w+)*", small))


def recognise(wording: str, language: str) -> tuple[str, ...]:
    """The qualities that a client's own wording speaks of, in the order it names them; read as English if not in her language."""
    return _heard(wording, language) or (_heard(wording, "en") if language != "en" else ())


def _heard(wording: str, language: str) -> tuple[str, ...]:
    words = words_of(wording)
    found: dict[str, int] = {}
    for pattern, quality in _patterns(language):
        place = _place(words, pattern)
        if place is not None and place < found.get(quality, len(words)):
            found[quality] = place
    return tuple(sorted(found, key=lambda one: found[one]))


@cache
def _patterns(language: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each pattern with its quality. A pattern is the beginnings of words; `=` marks words that must be whole."""
    return tuple(
        (
            tuple(f"{part}$" for part in one[1:].split()) if one.startswith("=") else tuple(one.split()),
            row["quality"],
        )
        for row in read_table("quality_words.tsv")
        for one in row.get(language, "").split("|")
        if one
    )


def _place(words: tuple[str, ...], pattern: tuple[str, ...]) -> int | None:
    """The first place where the pattern stands and is not denied."""
    for place in range(len(words) - len(pattern) + 1):
        if all(
            f"{word}$".startswith(part) for word, part in zip(words[place:], pattern, strict=False)
        ) and NEGATIONS.isdisjoint(words[max(0, place - _REACH) : place]):
            return place
    return None
