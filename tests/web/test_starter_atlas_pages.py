"""The starter atlas carries the pages that suggest work: from a role, from a dream, and in every language."""

from collections.abc import AsyncIterator

import pytest

from service.atlas.atlas import Atlas
from service.localization.locales import LANGUAGES
from service.localization.translator import translator_for
from service.postgres.connections import open_pool
from service.web.near_roles.offered_qualities import offered_qualities
from service.web.near_roles.page import load_near_roles
from service.web.near_roles.quality_page import LookedFor, load_quality_page
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, discover, start
from tests.web.test_near_roles import TODAY, WORDS, journey, link
from tests.web.unknown_roles_drawn import dream

AT = f"/journeys/{MARLOES}"


@pytest.fixture
async def atlas(database: str) -> AsyncIterator[Atlas]:
    pool = await open_pool(database, 1)
    yield Atlas(pool)
    await pool.close()


async def test_near_a_nurse_lies_work_that_is_not_on_her_list_in_each_language(atlas: Atlas) -> None:
    (nurse, *_) = await atlas.search("nurse", "en", limit=1)
    known = journey(start(), discover("nurse"), link("nurse", nurse.occupation_id, nurse.isco_group))

    for language in LANGUAGES:
        page = await load_near_roles(atlas, known, TODAY, "", translator_for(language))

        assert len(page.roles) >= 5
        assert all(one.shared_count >= 3 and len(one.shared) == 3 for one in page.roles)
        assert {text.language for one in page.roles for text in one.shared} == {language}
        assert nurse.occupation_id not in {one.occupation.occupation_id for one in page.roles}


@pytest.mark.parametrize(
    ("language", "wish"),
    [("en", "firefighter"), ("nl", "brandweerman"), ("sv", "brandman"), ("nb", "brannmann")],
)
async def test_a_childhood_dream_leads_to_five_kinds_of_work_with_the_quality_each_shares(
    atlas: Atlas, language: str, wish: str
) -> None:
    translator = next(translator_for(one) for one in LANGUAGES if one == language)
    offered = await offered_qualities(atlas, wish, translator)
    codes = [code for code, _ in offered]

    asked = LookedFor(qualities=tuple(codes))
    page = await load_quality_page(atlas, journey(start()), TODAY, asked, translator)

    assert 2 <= len(offered) <= 6
    assert "rescue" in codes
    assert len(page.roles) >= 5
    assert all(one.qualities for one in page.roles)


async def test_the_pages_show_it_with_its_source(atlas: Atlas) -> None:
    (nurse, *_) = await atlas.search("nurse", "en", limit=1)
    async with pages(atlas=atlas) as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                link("nurse", nurse.occupation_id, nurse.isco_group),
                dream("rescue"),
            ]
        )
        shown = [
            await service.get(f"{AT}/{one}")
            for one in ("profile/near-roles", "profile/unknown-roles", "about-you/kinds-of-work")
        ]

    for one in shown:
        assert one.status == 200
        assert one.html.count("<h2>") >= 3
        assert "ESCO classification of the European Commission" in one.text
    assert WORDS.language == "en"
