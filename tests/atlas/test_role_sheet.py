"""What the atlas knows of one role, read at once: what it asks, who else asks it, how alike they are, its outlook."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from service.atlas.atlas import Atlas
from service.atlas.outlook_loading import OutlookEdition, load_outlook
from service.atlas.ranking import SAME_FROM
from service.atlas.role_sheet import SheetQuestion
from service.postgres.connections import open_pool
from tests.atlas.small_download import as_csv

NURSE_GROUP, MIDWIFE_GROUP = "2221", "2222"
SPRING = OutlookEdition(
    publisher="Bureau of Clocks",
    name="spring 2025",
    published_on=date(2025, 4, 1),
    country="SE",
    code_system="isco08",
    licence="CC0 1.0",
    url="https://clocks.example/spring",
)


def of_group(country: str) -> SheetQuestion:
    return SheetQuestion(occupation_id=None, isco_group=NURSE_GROUP, country=country)


@pytest.fixture
async def atlas(database: str) -> AsyncIterator[Atlas]:
    pool = await open_pool(database, 1)
    yield Atlas(pool)
    pool.terminate()


async def test_a_sheet_has_what_the_single_questions_answer(atlas: Atlas) -> None:
    groups = await atlas.in_groups([NURSE_GROUP, MIDWIFE_GROUP])
    (nurse_id, *_), (other, *_) = groups[NURSE_GROUP], groups[MIDWIFE_GROUP]
    nurse = (await atlas.occupations([nurse_id], "nl"))[nurse_id]

    sheet = await atlas.role_sheet(
        SheetQuestion(
            occupation_id=nurse.occupation_id, isco_group=NURSE_GROUP, others=(other, "unheard of")
        ),
        "nl",
    )

    skills = await atlas.skills(nurse.occupation_id, "nl")
    of_other = {one.skill_id for one in await atlas.skills(other, "nl")}
    assert sheet.occupation == nurse
    assert [(one.skill_id, one.title, one.essential) for one in sheet.skills] == [
        (one.skill_id, one.title, one.essential) for one in skills
    ]
    assert sheet.shared_with(other) == len(of_other & {one.skill_id for one in skills}) > 0
    assert sheet.similarity == pytest.approx(await atlas.similarity(nurse.occupation_id, [other]))
    likeness = (await atlas.likeness([nurse.occupation_id], [other, "unheard of"]))[nurse.occupation_id]
    assert likeness.needs_licence == nurse.needs_licence
    assert {one: alike for one, (alike, _) in likeness.to.items()} == pytest.approx(sheet.similarity)
    of_others = await atlas.occupations([other], "nl")
    assert sheet.licensed == {one for one, known in of_others.items() if known.needs_licence}
    assert sheet.group_title == (await atlas.group_titles([NURSE_GROUP], "nl"))[NURSE_GROUP]
    assert sheet.editions == await atlas.editions()
    assert sheet.outlook == ()


async def test_a_group_alone_has_a_title_and_an_outlook_and_no_skills(
    atlas: Atlas, database: str, tmp_path: Path
) -> None:
    path = tmp_path / "outlook.csv"
    rows = [
        ["code", "region", "opportunities", "demand"],
        ["2221", "Skåne", "small", ""],
        ["2221", "", "large", "up"],
    ]
    path.write_bytes(as_csv(rows))
    await load_outlook(database, path, SPRING)
    await load_outlook(database, path, replace(SPRING, name="autumn 2025", published_on=date(2025, 10, 1)))

    sheet = await atlas.role_sheet(of_group("SE"), "sv")
    elsewhere = await atlas.role_sheet(of_group("NO"), "sv")

    assert (sheet.occupation, sheet.skills) == (None, ())
    assert sheet.group_title
    assert [(one.edition, one.region, one.opportunities, one.demand) for one in sheet.outlook] == [
        ("autumn 2025", "", "large", "up"),
        ("autumn 2025", "Skåne", "small", None),
        ("spring 2025", "", "large", "up"),
        ("spring 2025", "Skåne", "small", None),
    ]
    assert elsewhere.outlook == ()


async def test_a_role_that_the_atlas_does_not_have_has_nothing(atlas: Atlas) -> None:
    sheet = await atlas.role_sheet(
        SheetQuestion(occupation_id="unheard of", isco_group="9999", others=("unheard of",), country="SE"),
        "en",
    )

    assert (sheet.occupation, sheet.group_title, sheet.skills, sheet.similarity) == (None, None, (), {})


async def test_what_is_of_the_unit_group_or_very_alike_is_nearly_the_same(atlas: Atlas) -> None:
    groups = await atlas.in_groups([NURSE_GROUP])
    nurse = groups[NURSE_GROUP][0]
    near = await atlas.near([nurse], "en", limit=50)
    alike = {one.occupation.occupation_id for one in near if one.similarity >= SAME_FROM}

    assert await atlas.nearly_same([nurse], []) == {one: frozenset([nurse]) for one in alike}
    of_group = await atlas.nearly_same([], [NURSE_GROUP, "2"])
    assert of_group == {one: frozenset([NURSE_GROUP]) for one in groups[NURSE_GROUP]}
