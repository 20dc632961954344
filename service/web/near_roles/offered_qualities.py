"""Which qualities are offered to tick for a dream or a sketch: those its words speak of, and those of a role it names."""

from collections.abc import Sequence

from domain.vocabulary import Language
from service.atlas.atlas import Atlas
from service.atlas.dreams import dream_qualities
from service.atlas.qualities import QUALITIES
from service.localization.translator import Translator

SHORT = 4
"""Up to so many words a dream may be the name of a role."""
NAME_OF_ROLE = 2
"""Up to so many words it is looked up as a role, even if its words speak of something."""
LONG_WORD = 5
MOST_SEARCHED = 3

Offered = tuple[tuple[str, str], ...]
"""Codes of qualities with their names."""


async def offered_qualities(atlas: Atlas, text: str, translator: Translator) -> Offered:
    """What a text may stand for, to choose from; all there are if it is not understood."""
    found = dream_qualities(text, translator.language)
    if not found or len(text.split()) <= NAME_OF_ROLE:
        found = (*found, *await _of_named_role(atlas, text, translator.language))
    return tuple((code, translator.gettext(QUALITIES[code])) for code in dict.fromkeys(found) or QUALITIES)


async def _of_named_role(atlas: Atlas, text: str, language: Language) -> tuple[str, ...]:
    for query in _queries(text):
        hits = await atlas.search(query, language, limit=1)
        if hits and (occupation_id := hits[0].occupation_id):
            qualities = (await atlas.qualities_of([occupation_id])).get(occupation_id, ())
            if known := tuple(one for one in qualities if one in QUALITIES):
                return known
    return ()


def _queries(text: str) -> Sequence[str]:
    """The dream itself if it is short; else its longest words."""
    words = text.split()
    if not words:
        return ()
    if len(words) <= SHORT:
        return (" ".join(words),)
    long = sorted((one.strip(".,;:") for one in words if len(one) >= LONG_WORD), key=len, reverse=True)
    return long[:MOST_SEARCHED]
