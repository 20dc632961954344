"""Search in the atlas, as people type: with slips, endings, parts of words; in the reader's language first."""

import csv
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import asyncpg
import pytest

from domain.vocabulary import Language
from service.atlas.atlas import Atlas
from service.atlas.folding import fold_label
from service.atlas.loading import load_download
from service.atlas.search import MOST_LEXEMES, all_labels_of
from service.localization.locales import LANGUAGES
from service.postgres.connections import open_pool
from service.postgres.migrations import migrate
from tests.atlas.taxonomy import taxonomy
from tests.databases import Databases

HERE = Path(__file__).parent
FIRST = 5
FEWEST_FOUND = 36


def queries(name: str) -> list[tuple[Language, str, set[str]]]:
    """Language, what is typed, and what is to be found by it."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [
            (language, row["query"], set(row["expected"].split()))
            for row in rows
            for language in LANGUAGES
            if language == row["language"]
        ]


@pytest.fixture
async def atlas(database: str) -> AsyncIterator[Atlas]:
    """The starter atlas."""
    pool = await open_pool(database, 2)
    try:
        yield Atlas(pool)
    finally:
        pool.terminate()


async def first_found(atlas: Atlas, query: str, language: Language) -> list[str]:
    """By their English titles."""
    found = await atlas.search(query, language, limit=FIRST)
    ids = [one.occupation_id for one in found if one.occupation_id]
    titles = await atlas.occupations(ids, "en")
    return [titles[one].title.text for one in ids]


async def test_the_starter_is_found_as_people_type_it(atlas: Atlas) -> None:
    with (HERE / "starter_queries.tsv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file, delimiter="\t")]

    missed = [
        (row["query"], found)
        for row in rows
        for language in LANGUAGES
        if language == row["language"]
        and row["expected"] not in (found := await first_found(atlas, row["query"], language))
    ]

    assert len(rows) == 26
    assert missed == []


@pytest.mark.slow
async def test_of_forty_queries_in_the_whole_of_esco_thirty_six_find_what_was_meant(
    databases: Databases,
) -> None:
    place = taxonomy()
    asked = queries("queries.tsv")
    async with databases.unmigrated() as dsn:
        await migrate(dsn)
        await load_download(dsn, place)
        pool = await open_pool(dsn, 1)
        try:
            atlas, missed = Atlas(pool), list[str]()
            for language, query, expected in asked:
                found = await atlas.search(query, language, limit=FIRST)
                # In Norwegian ESCO has groups only: there the right group counts.
                groups = {one.isco_group for one in found} if language == "nb" else set[str]()
                if not expected & (groups | {one.occupation_id or "" for one in found}):
                    missed.append(query)
        finally:
            pool.terminate()

    assert len(asked) == 40
    assert len(asked) - len(missed) >= FEWEST_FOUND, missed


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\0",
        "nurse\0",
        "%",
        "_",
        "nur_e%",
        "\\",
        "'",
        "a' | 'b",
        "!&|:*()<->",
        "😀" * 100,
        "\ud800",
        "\u0301" * 50,
        "護士",
        "x" * 200,
        "ab " * 100,
        "nurse " * 50,
        "ﬁ",
        "ß",
    ],
    ids=ascii,
)
async def test_anything_may_be_typed(atlas: Atlas, query: str) -> None:
    for language in LANGUAGES:
        found = await atlas.search(query, language)

        assert len({one.occupation_id or one.isco_group for one in found}) == len(found)


async def test_no_text_breaks_a_search(atlas: Atlas) -> None:
    draw = Random(18)
    letters = "abcdeåäöøæ  -'\\%_|&!:*()<>\0\t\n\u0301\u200d😀ßﬁ護٣"

    for _ in range(100):
        query = "".join(draw.choices(letters, k=draw.randrange(1, 60)))
        assert len(await atlas.search(query, "sv", limit=3)) <= 3, ascii(query)


def test_many_common_words_ask_for_few_lexemes() -> None:
    words = tuple("abcdef")
    scores = {word: {f"{word}{number}": 1.0 - number / 1000 for number in range(40)} for word in words}
    readings = [(*words[:at], *words[at + 1 :]) for at in range(len(words))]

    written = all_labels_of(readings, scores, 0.0)

    assert written.count("'") // 2 <= MOST_LEXEMES
    assert "'a0'" in written
    assert "'a39'" not in written


@pytest.mark.parametrize("query", ["%", "_", "\\", "😀", "qzxjqzxj"])
async def test_signs_and_nonsense_find_nothing(atlas: Atlas, query: str) -> None:
    assert await atlas.search(query, "en") == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", ["b", "ba", "l"])
async def test_one_or_two_letters_find_what_begins_with_them(
    atlas: Atlas, query: str, language: Language
) -> None:
    found = await atlas.search(query, language)

    assert found
    assert [one.matched for one in found if not fold_label(one.matched).startswith(query)] == []


async def test_the_readers_language_comes_first_and_says_what_was_found(atlas: Atlas) -> None:
    # In Dutch a doctor is "arts", and in English arts are something else.
    (first, *_) = await atlas.search("verpleegster", "nl")
    (other, *_) = await atlas.search("verpleegster", "sv")

    assert (first.title.text, first.title.language, first.matched) == (
        "verpleegkundige",
        "nl",
        "verpleegster",
    )
    assert (other.title.text, other.title.language, other.matched) == ("sjuksköterska", "sv", "verpleegster")


@pytest.mark.parametrize(
    ("language", "query", "not_found"),
    [("nl", "bakker", "bankadviseur"), ("nl", "lerares", "edelsmid"), ("sv", "lärare", "läkare")],
)
async def test_a_word_of_hers_is_not_taken_for_another_one(
    atlas: Atlas, language: Language, query: str, not_found: str
) -> None:
    titles = [one.title.text for one in await atlas.search(query, language)]

    assert titles
    assert not_found not in titles[:3]


async def test_a_group_stands_beside_no_occupation_of_hers(databases: Databases) -> None:
    async with databases.borrowed() as dsn:
        pool = await open_pool(dsn, 1)
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(
                "update atlas.occupations set titles = titles - 'nb' where isco_group = '2221' and titles->>'en' <> 'nurse'"
            )
            found = await Atlas(pool).search("sykepleier", "nb")
            await connection.execute("update atlas.editions set loaded_at = now()")
        finally:
            await connection.close()
            pool.terminate()

    assert found[0].title.text == "sykepleier"
    assert [one.isco_group for one in found if one.occupation_id is None and one.isco_group == "2221"] == []


async def test_a_whole_title_stands_before_those_that_hold_it(atlas: Atlas) -> None:
    assert (await first_found(atlas, "nurse", "en"))[0] == "nurse"
    assert (await first_found(atlas, "sykepleier", "nb"))[0] == "nurse"


async def test_a_group_stands_for_its_occupations_without_a_title_in_the_language(
    databases: Databases,
) -> None:
    async with databases.borrowed() as dsn:
        pool = await open_pool(dsn, 1)
        connection = await asyncpg.connect(dsn)
        try:
            atlas = Atlas(pool)
            before = await atlas.search("tømrere", "nb")
            await connection.execute(
                "update atlas.occupations set titles = titles - 'nb', origin = 'changed' where isco_group = '7115'"
            )
            after = await atlas.search("tømrere", "nb")
            await connection.execute("update atlas.editions set loaded_at = now()")
        finally:
            await connection.close()
            pool.terminate()

    assert [one.isco_group for one in before if one.occupation_id is None] == []
    assert "7115" in [one.isco_group for one in after if one.occupation_id is None]
