"""The whole set: everything has neighbours and qualities, and lists of near occupations are worth reading."""

import random
from collections.abc import AsyncIterator

import asyncpg
import pytest

from service.atlas.atlas import Atlas
from service.atlas.loading import load_download
from service.atlas.neighbours import SHARED_AT_LEAST
from service.atlas.ranking import TEACHER_GROUPS, TEACHERS_AT_MOST
from service.localization.locales import LANGUAGES
from service.postgres.connections import open_pool
from tests.atlas.loaded import atlas_rows
from tests.atlas.taxonomy import taxonomy

pytestmark = pytest.mark.slow

OCCUPATIONS = 3039
OF_PEOPLE = {
    "nurse": "8d3e8aaa-791b-4c75-a465-f3f827028f50",
    "firefighter": "88721b6c-d2ce-41c6-8878-73c0d3aacf39",
    "warehouse worker": "bea705fe-06ac-4147-b8e0-6e8ac1208d8f",
    "personnel officer": "d3e32e5e-7f24-48e3-b939-e4f800eb62fb",
}
MAJOR_GROUP_APART = 4
ELSEWHERE_AT_LEAST = 3
WITH_FEW_NEIGHBOURS = 0.03
"""The part of all occupations that may have fewer than ten: some of ESCO's have hardly a skill that others have."""


@pytest.fixture
async def atlas(whole_esco: str) -> AsyncIterator[Atlas]:
    pool = await open_pool(whole_esco, 1)
    yield Atlas(pool)
    pool.terminate()


@pytest.mark.parametrize("occupation", OF_PEOPLE)
async def test_near_a_common_occupation_lies_much_that_is_elsewhere(occupation: str, atlas: Atlas) -> None:
    near = await atlas.near([OF_PEOPLE[occupation]], "en")

    assert len(near) == 10
    assert sum(one.isco_distance == MAJOR_GROUP_APART for one in near) >= ELSEWHERE_AT_LEAST
    assert all(one.shared_count >= SHARED_AT_LEAST and len(one.shared) == 3 for one in near)
    teachers = [one for one in near if one.occupation.isco_group.startswith(TEACHER_GROUPS)]
    assert len(teachers) <= TEACHERS_AT_MOST


@pytest.mark.parametrize("seed", range(20))
async def test_near_any_occupation_three_named_skills_are_shared(seed: int, atlas: Atlas) -> None:
    connection = atlas._pool
    ids = [row[0] for row in await connection.fetch("select occupation_id from atlas.occupations order by 1")]
    drawn = random.Random(seed).choice(ids)

    for language in LANGUAGES:
        near = await atlas.near([drawn], language)

        assert all(len({text.text for text in one.shared}) == 3 for one in near)
        assert all(text.language in (language, "en") for one in near for text in (*one.shared, *one.missing))


async def test_almost_every_occupation_has_a_whole_list(whole_esco: str) -> None:
    connection = await asyncpg.connect(whole_esco)
    few = await connection.fetchval("""
        select count(*) from atlas.occupations o
        where (select count(*) from atlas.neighbours n where n.occupation_id = o.occupation_id) < 10
    """)
    await connection.close()

    assert few <= OCCUPATIONS * WITH_FEW_NEIGHBOURS


async def test_every_occupation_has_qualities(whole_esco: str) -> None:
    connection = await asyncpg.connect(whole_esco)
    fewest = await connection.fetchval("""
        select min((select count(*) from atlas.occupation_qualities q where q.occupation_id = o.occupation_id))
        from atlas.occupations o
    """)
    await connection.close()

    assert fewest >= 2


async def test_the_whole_set_again_changes_nothing(whole_esco: str) -> None:
    before = await atlas_rows(whole_esco)

    report = await load_download(whole_esco, taxonomy())

    assert not report.changed
    assert await atlas_rows(whole_esco) == before


async def test_a_part_of_it_again_changes_nothing(whole_esco: str) -> None:
    report = await load_download(whole_esco, taxonomy() / "ship", dry_run=True)

    assert not report.changed
