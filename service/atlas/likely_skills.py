"""What a client's own words may say of a skill, though they name it in no way: a question to her, never a claim. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from domain.vocabulary import Language
from service.atlas.folding import fold_label
from service.atlas.same_skills import starter_skills
from service.atlas.skill_matching import (
    OwnWording,
    SkillTitle,
    content_stems,
    is_turned_round,
    most_careful,
)
from service.atlas.starter_files import read_starter
from service.atlas.tables import read_table

WHOLE_UP_TO = 3
"""Letters of a beginning that stands for itself only."""
WITHIN_FROM = 5
"""Letters of a beginning that also counts within a compound, as Dutch, Swedish and Norwegian write them."""
SHARED_AT_LEAST, SHARED_PART = 2, 0.5
"""Words that a wording and a skill's title have in common, and the part of the title that they make."""

MOST_OF_ONE = 3
"""Skills of a role about which one wording asks."""

Phrase = tuple[str, ...]
"""Beginnings of words, all of which are said."""


def likely_skills(
    skills: Iterable[SkillTitle], wordings: Collection[OwnWording], languages: Sequence[Language]
) -> dict[str, OwnWording]:
    """By skill the wording that may speak of it, in one of these languages; the most careful of several.

    A wording asks about the first few skills only.
    """
    read: list[tuple[OwnWording, Language, Sequence[str], frozenset[str]]] = [
        (one, language, fold_label(one.wording).split(), content_stems(one.wording, language))
        for one in wordings
        for language in dict.fromkeys(languages)
        if one.standing == "not_yet" or not is_turned_round(one.wording)
    ]
    found: dict[str, OwnWording] = {}
    times = Counter[OwnWording]()
    for skill in skills:
        means = _meanings(skill)
        fitting = [
            one
            for one, language, words, stems in read
            if times[one] < MOST_OF_ONE
            and (
                any(
                    _is_said(phrase, words) for each in means for phrase in _phrases()[each].get(language, ())
                )
                or _share(content_stems(skill.titles.get(language, ""), language), stems)
            )
        ]
        if fitting:
            found[skill.skill_id] = most_careful(fitting)
            times[found[skill.skill_id]] += 1
    return found


def _meanings(skill: SkillTitle) -> Collection[str]:
    """The skills of the starter that it may be: the same one, else those whose words its English title has."""
    same = starter_skills().get(skill.skill_id, skill.skill_id)
    if same in read_starter().skills:
        return (same,) if same in _phrases() else ()
    words = fold_label(skill.titles.get("en", "")).split()
    return [
        skill_id
        for skill_id, phrases in _phrases().items()
        if any(_is_said(phrase, words) for phrase in phrases.get("en", ()))
    ]


def _is_said(phrase: Phrase, words: Sequence[str]) -> bool:
    return all(any(_begins(beginning, word) for word in words) for beginning in phrase)


def _begins(beginning: str, word: str) -> bool:
    if len(beginning) <= WHOLE_UP_TO:
        return word == beginning
    return word.startswith(beginning) or (len(beginning) >= WITHIN_FROM and beginning in word)


def _share(title: frozenset[str], wording: frozenset[str]) -> bool:
    shared = sum(any(_are_alike(one, other) for other in wording) for one in title)
    return shared >= max(SHARED_AT_LEAST, SHARED_PART * len(title))


def _are_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= WITHIN_FROM and shorter in longer)


@cache
def _phrases() -> Mapping[str, Mapping[str, tuple[Phrase, ...]]]:
    """By skill of the starter and language, how people speak of it."""
    found: dict[str, dict[str, tuple[Phrase, ...]]] = {}
    for skill_id, language, phrases in read_phrases():
        found.setdefault(skill_id, {})[language] = phrases
    return found


def read_phrases() -> Iterator[tuple[str, str, tuple[Phrase, ...]]]:
    """The rows of the table: skill, language, phrases."""
    for row in read_table("starter/skill_words.tsv"):
        phrases = tuple(tuple(one.split()) for one in row["words"].split("|"))
        yield row["skill_id"], row["language"], phrases
