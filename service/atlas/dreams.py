"""What childhood dreams stand for: those that many children have, also of work that no atlas knows."""

from functools import cache

from service.atlas.qualities import recognise, words_of
from service.atlas.tables import read_table

MOST = 5
"""How many qualities are proposed for one dream."""
LONG = 6
"""Names of so many letters may begin a longer word."""
ENDING = 3
"""So many letters of an ending others may have."""


def dream_qualities(dream: str, language: str) -> tuple[str, ...]:
    """The qualities that a dream such as "cowboy" stands for, then those that its own words name; none if it is not known.

    Read as English if nothing is found in the reader's language. For other dreams ask a search which occupation is meant.
    """
    return _read(dream, language) or (_read(dream, "en") if language != "en" else ())


def _read(dream: str, language: str) -> tuple[str, ...]:
    known = _known(words_of(dream), language)
    return tuple(dict.fromkeys((*known, *recognise(dream, language))))[:MOST]


def _known(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The qualities of the dreams that the words name; a longer name hides those within it."""
    taken: set[int] = set()
    found: list[tuple[int, tuple[str, ...]]] = []
    for name, qualities in _names(language):
        for place in range(len(words) - len(name) + 1):
            span = range(place, place + len(name))
            if taken.isdisjoint(span) and all(
                _is_form(words[one], name[one - place], one == span[-1]) for one in span
            ):
                taken.update(span)
                found.append((place, qualities))
    return tuple(quality for _, qualities in sorted(found) for quality in qualities)


def _is_form(word: str, name: str, last: bool) -> bool:
    """Whether a word is the name in some form: "cowboys", "brandweerman", "läkaren"; short names only with an ending."""
    if word == name:
        return True
    more = len(word) - len(name)
    return last and word.startswith(name) and (len(name) >= LONG or more <= ENDING)


@cache
def _names(language: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The names of dreams with their qualities, the longest first."""
    rows = [
        (words_of(name), tuple(row["qualities"].split()))
        for row in read_table("dreams.tsv")
        for name in row.get(language, "").split("|")
        if name
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), -len(row[0][0]))))
