"""A childhood dream leads, by its qualities, to work that a client had not on her list."""

import random
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vocabulary import Language
from service.atlas.atlas import Atlas
from service.atlas.dreams import MOST, dream_qualities
from service.atlas.qualities import QUALITIES, recognise
from service.atlas.ranking import spread_by_qualities
from service.atlas.tables import read_table
from service.atlas.views import LocalText, Occupation, QualityOccupation
from service.localization.locales import LANGUAGES
from service.postgres.connections import open_pool

DREAMS = read_table("dreams.tsv")
DRAWN = random.Random(1126).sample([row["dream"] for row in DREAMS if row["dream"] != "firefighter"], 10)
NAMED = {row["dream"]: row for row in DREAMS}

SHOWN = 12
ON_HER_LIST = 5


@pytest.fixture
async def atlas(database: str) -> AsyncIterator[Atlas]:
    pool = await open_pool(database, 1)
    try:
        yield Atlas(pool)
    finally:
        pool.terminate()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dream", ["firefighter", *DRAWN])
async def test_a_dream_leads_to_five_roles_not_on_her_list_each_with_the_quality_it_shares(
    atlas: Atlas, dream: str, language: Language
) -> None:
    await _leads_to_roles(atlas, dream, language)


@pytest.mark.slow
async def test_a_dream_leads_to_roles_among_all_occupations_of_esco(whole_esco: str) -> None:
    pool = await open_pool(whole_esco, 1)
    for dream in ("firefighter", *DRAWN):
        await _leads_to_roles(Atlas(pool), dream, "en")
    pool.terminate()


async def _leads_to_roles(atlas: Atlas, dream: str, language: Language) -> None:
    sought = dream_qualities(NAMED[dream][language].split("|")[0], language)
    first = await atlas.by_qualities(sought, language, limit=SHOWN)
    on_her_list = {one.occupation.occupation_id for one in first[:ON_HER_LIST]}

    found = await atlas.by_qualities(sought, language, without=on_her_list, limit=SHOWN)

    assert len(found) >= 5
    assert not on_her_list & {one.occupation.occupation_id for one in found}
    assert all(one.qualities and set(one.qualities) <= set(sought) for one in found)
    assert len({one.occupation.isco_group for one in found}) >= 5
    assert len({one.occupation.isco_group[0] for one in found}) >= 3
    assert {quality for one in found for quality in one.qualities} == set(sought)


@pytest.mark.parametrize("row", DREAMS, ids=lambda row: row["dream"])
def test_every_dream_is_known_by_each_of_its_names(row: dict[str, str]) -> None:
    qualities = row["qualities"].split()
    assert 2 <= len(qualities) <= 4
    assert set(qualities) <= set(QUALITIES)
    for language in LANGUAGES:
        for name in row[language].split("|"):
            assert set(qualities) <= set(dream_qualities(name, language)), (name, language)
            assert set(qualities) <= set(dream_qualities(name.upper(), language)), (name, language)


def test_no_name_is_of_two_dreams() -> None:
    for language in LANGUAGES:
        names = [name for row in DREAMS for name in row[language].split("|")]
        assert sorted(names) == sorted(set(names)), [name for name in names if names.count(name) > 1]


@pytest.mark.parametrize(
    ("dream", "language", "qualities"),
    [
        ("As a child: doctor; it stands for helping people", "en", ("body", "helping", "puzzles")),
        ("the firefighters", "en", ("rescue", "helping", "team", "outdoors")),
        ("brandweerman", "nl", ("rescue", "helping", "team", "outdoors")),
        ("voetballer bij Ajax", "nl", ("stage", "team", "body", "outdoors")),
        ("veterinären", "sv", ("animals", "body", "helping")),
        ("astronauter", "sv", ("machines", "puzzles", "travel", "rescue")),
        ("damen på postkontoret", "nb", ("meeting", "order", "helping")),
        ("Sjørøver!", "nb", ("water", "rescue", "own_pace", "travel")),
        ("cowboy", "nb", ("animals", "outdoors", "own_pace", "travel")),
    ],
)
def test_a_dream_is_known_in_a_sentence_and_in_its_forms(
    dream: str, language: Language, qualities: tuple[str, ...]
) -> None:
    assert dream_qualities(dream, language)[: len(qualities)] == qualities


@pytest.mark.parametrize(
    ("dream", "language"),
    [("principal", "en"), ("feriekoloni", "nb"), ("nonsense", "nl"), ("", "en"), ("Keeper", "en")],
)
def test_a_dream_that_no_table_knows_has_none(dream: str, language: Language) -> None:
    assert dream_qualities(dream, language) == ()


def test_a_dream_in_other_words_is_read_by_them() -> None:
    wording = "something with animals, out of doors"
    assert dream_qualities(wording, "en") == recognise(wording, "en") == ("animals",)


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_dream_is_read_without_fault(dream: str, language: Language) -> None:
    found = dream_qualities(dream, language)
    assert len(set(found)) == len(found) <= MOST


SOME = st.lists(
    st.builds(
        QualityOccupation,
        occupation=st.builds(
            Occupation,
            occupation_id=st.uuids().map(str),
            isco_group=st.sampled_from(["2221", "2222", "5411", "5412", "7115", "9333"]),
            title=st.just(LocalText(text="one", language="en")),
            description=st.none(),
            needs_licence=st.booleans(),
        ),
        qualities=st.lists(st.sampled_from(["rescue", "team", "food"]), min_size=1, unique=True).map(tuple),
        strength=st.floats(0.1, 3),
    ),
    max_size=30,
)


@given(SOME, st.integers(1, 12))
def test_a_list_is_spread_over_kinds_of_work_and_shows_each_quality(
    ordered: list[QualityOccupation], limit: int
) -> None:
    found = spread_by_qualities(ordered, limit)
    assert len(found) == min(limit, len(ordered))
    assert len({one.occupation.occupation_id for one in found}) == len(found)
    if limit >= 6:
        sought = {quality for one in ordered for quality in one.qualities}
        assert {quality for one in found for quality in one.qualities} == sought
