"""Finds occupations and groups by a word as people type it: begun, mistyped, inflected, or part of a longer one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from domain.vocabulary import Language
from service.atlas.folding import fold_label
from service.atlas.matching import (
    MISTAKEN,
    Label,
    TypedWords,
    WordScores,
    best_first,
    each_once,
    element_score,
    is_other_word,
    kindred,
    likely_slips,
    readings,
    word_score,
)
from service.atlas.search_queries import (
    SELECT_BEGUN,
    SELECT_FOUND,
    SELECT_LABELS,
    SELECT_NAMED,
    SELECT_WORDS,
)
from service.atlas.views import FoundOccupation, NamedInAtlas, title_text

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

MOST_LETTERS, MOST_WORDS, MOST_IN_WORD = 80, 6, 40
"""What is read of a query; the rest is left out."""
FEW_LETTERS = 2
"""So short a query is only the beginning of a label."""
SURE = 0.8
"""From here on a word is the one that was typed, with an ending or a slip."""
WORDS_OF_EACH = 40
MOST_LEXEMES = 160
"""Of all readings of one statement together: each is looked up for itself."""
ENOUGH = 8
"""Labels that fit surely; with fewer, those that fit loosely are read, too."""


async def search_labels(
    connection: "PooledConnection", query: str, language: Language, limit: int
) -> tuple[FoundOccupation, ...]:
    """What a query may mean, each occupation once by the label that fits best, the best first."""
    folded = fold_label(query[: 2 * MOST_LETTERS])[:MOST_LETTERS].strip()
    if not folded:
        return ()
    if len(folded) <= FEW_LETTERS:
        rows = await connection.fetch(SELECT_BEGUN, folded, language)
        begun = [Label(**dict(row)) for row in rows]
        labels = each_once([one for one in begun if one.language == language] or begun)
    else:
        labels = await _fitting(connection, folded, language)
    best = labels[:limit]
    if not best:
        return ()
    rows = await connection.fetch(
        SELECT_FOUND, [one.occupation_id for one in best], [one.group_code for one in best]
    )
    return tuple(
        _without_groups_of(
            [_found(row, label, language) for row, label in zip(rows, best, strict=True)], language
        )
    )


def _without_groups_of(found: Sequence[FoundOccupation], language: Language) -> Iterator[FoundOccupation]:
    """All of them but groups of which an occupation with a title in her language stands before."""
    named: set[str] = set()
    for one in found:
        if one.occupation_id or one.isco_group not in named:
            yield one
        if one.occupation_id and one.title.language == language:
            named.add(one.isco_group)


async def named_exactly(
    connection: "PooledConnection", names: Collection[str], language: Language
) -> dict[str, NamedInAtlas]:
    """What goes by these names, letter for letter but for capitals and accents, and is the only one that does."""
    folded = {name: fold_label(name) for name in names}
    rows = await connection.fetch(SELECT_NAMED, sorted({*folded.values()} - {""}), language)
    by_name: dict[str, list[Record]] = {}
    for row in rows:
        by_name.setdefault(row["folded"], []).append(row)
    return {name: found for name in names if (found := _only_one(by_name.get(folded[name], [])))}


def _only_one(rows: Sequence["Record"]) -> NamedInAtlas | None:
    """An occupation by its title, else by another name, else a group; None if there are several of its kind."""
    titles = [row for row in rows if row["occupation_id"] and row["preferred"]]
    others = [row for row in rows if row["occupation_id"]]
    for some in (titles, others, rows):
        found = {(row["isco_group"], row["occupation_id"]) for row in some}
        if len(found) == 1:
            ((isco_group, occupation_id),) = found
            return NamedInAtlas(isco_group=isco_group, occupation_id=occupation_id)
        if found:
            return None
    return None


async def _fitting(connection: "PooledConnection", folded: str, language: Language) -> list[Label]:
    words = tuple(dict.fromkeys(word[:MOST_IN_WORD] for word in folded.split()))[:MOST_WORDS]
    typed = {word for reading in readings(words) for word in reading}
    slips = [(word, slip) for word in words for slip in (*likely_slips(word), *kindred(word))]
    rows = await connection.fetch(
        SELECT_WORDS, sorted(typed), language, [of for of, _ in slips], [slip for _, slip in slips]
    )
    scores = _word_scores(rows, words)
    known = frozenset(word for found in scores.values() for word in found)
    every = readings(words, known)
    for word in {word for reading in every for word in reading}:
        scores.setdefault(word, {word: 1.0})
    labels: list[Label] = []
    for readings_read, least in ((every, SURE), (every, 0.0), (_one_left_out(words), SURE)):
        tsquery = all_labels_of(readings_read, scores, least)
        if len(labels) < ENOUGH and tsquery:
            rows = await connection.fetch(SELECT_LABELS, tsquery, language)
            labels += [Label(**dict(row)) for row in rows]
    return best_first(labels, every, scores, language)


def _one_left_out(words: TypedWords) -> list[TypedWords]:
    """What was typed without each of its words: for a word that no label has."""
    return [(*words[:at], *words[at + 1 :]) for at in range(len(words))] if len(words) > 1 else []


def _word_scores(rows: Sequence["Record"], words: TypedWords) -> dict[str, dict[str, float]]:
    """For each typed word, those of labels that it may stand for, the surest of them; elements of a joined one say nothing."""
    found: dict[str, dict[str, float]] = {}
    known = {row["word"] for row in rows if row["word"] == row["typed"]}
    for row in rows:
        typed, word = row["typed"], row["word"]
        score = word_score(typed, word, same_stem=row["same_stem"], alike=row["alike"])
        if typed in words and typed != word and typed.startswith(word) | typed.endswith(word):
            score = max(score, element_score(typed, word))
        if typed in known and is_other_word(typed, word, same_stem=row["same_stem"]):
            score *= MISTAKEN
        found.setdefault(typed, {})[word] = score
    return {
        typed: dict(sorted(words.items(), key=lambda pair: -pair[1])[:WORDS_OF_EACH])
        for typed, words in found.items()
    }


def all_labels_of(every: Collection[TypedWords], scores: WordScores, least: float) -> str:
    """Labels with a word for each word of one of the readings."""
    most = max(1, MOST_LEXEMES // max(1, sum(map(len, every))))
    read = [[_one_of(scores.get(word, {}), least, most) for word in reading] for reading in every]
    return " | ".join(f"({' & '.join(parts)})" for parts in read if all(parts))


def _one_of(words: Mapping[str, float], least: float, most: int) -> str:
    """The surest of them. Folded words are letters and figures only, so that they need no escaping."""
    fitting = [f"'{word}'" for word, score in words.items() if score >= least][:most]
    return f"({' | '.join(fitting)})" if fitting else ""


def _found(row: "Record", label: Label, language: Language) -> FoundOccupation:
    titles, group_titles = (
        msgspec.json.decode(row[column], type=dict[str, str]) for column in ("titles", "group_titles")
    )
    return FoundOccupation(
        occupation_id=row["occupation_id"],
        isco_group=row["isco_group"],
        title=title_text(titles, language, row["isco_group"]),
        matched=label.label,
        matched_language=label.language,
        group_title=title_text(group_titles, language, row["isco_group"]),
    )
