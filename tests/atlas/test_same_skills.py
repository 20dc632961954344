"""A skill of ESCO that the starter has, too, keeps the starter's words, and what the client said of it."""

from uuid import uuid4

import pytest

from domain.vocabulary import Language
from projections.skills.view import SkillView
from service.atlas.atlas import Atlas
from service.atlas.composing import compose
from service.atlas.material import Material, OccupationEntry
from service.atlas.role_sheet import AskedSkill
from service.atlas.same_skills import same_skills, starter_skills
from service.atlas.starter_files import read_starter
from service.atlas.views import LocalText
from service.postgres.connections import open_pool
from service.web.role_atlas.skills import what_it_takes
from tests.atlas.taxonomy import esco_rows
from tests.web.sample import NOON

TODAY = NOON.date()
NURSE = "8d3e8aaa-791b-4c75-a465-f3f827028f50"
TOLERATE_STRESS = next(esco_id for esco_id, ours in starter_skills().items() if ours == "stay-calm")


def test_the_table_names_skills_of_the_starter_each_of_esco_once() -> None:
    known = set(read_starter().skills)

    assert set(starter_skills().values()) <= known
    assert same_skills(TOLERATE_STRESS) == ("stay-calm",)
    assert TOLERATE_STRESS in same_skills("stay-calm")
    assert same_skills("nothing like it") == ()


@pytest.mark.slow
def test_every_skill_that_the_table_names_is_in_esco() -> None:
    assert set(starter_skills()) <= {row["skill_id"] for row in esco_rows("esco_skills")}


def test_a_skill_has_the_starters_words_in_languages_that_a_load_lacks() -> None:
    esco = Material(
        occupations={"x": OccupationEntry(isco_group="2221", titles={"en": "x"})},
        skills={TOLERATE_STRESS: {"en": "tolerate stress", "sv": "tåla stress"}, "y": {"en": "y"}},
        occupation_skills={"x": {TOLERATE_STRESS: True, "y": True}},
    )

    skills = compose(read_starter(), esco).material.skills

    assert skills["y"] == {"en": "y"}
    ours = read_starter().skills["stay-calm"]
    assert skills[TOLERATE_STRESS] == ours | {"en": "tolerate stress", "sv": "tåla stress"}


@pytest.mark.parametrize(
    ("said_of", "asked"), [("stay-calm", TOLERATE_STRESS), (TOLERATE_STRESS, "stay-calm")]
)
def test_what_was_said_of_a_skill_counts_for_the_same_one_of_another_edition(
    said_of: str, asked: str
) -> None:
    role_id = uuid4()
    judged = SkillView(
        skill_id=said_of,
        title="Ruhig bleiben",
        standing="has",
        on=TODAY,
        shown_by=None,
        role_ids=(role_id,),
        times=1,
    )
    skill = AskedSkill(
        skill_id=asked,
        title=LocalText(text="x", language="en"),
        titles={"en": "x"},
        essential=True,
        asked_by=frozenset(),
    )

    takes = what_it_takes(
        [skill], [judged], [], role_id=role_id, gaps=(), other_occupations=(), language="en"
    )

    assert [(one.standing, one.settled_on) for one in takes.rows] == [("has", TODAY)]
    assert takes.said_before == ()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "nb"])
async def test_reasons_are_in_the_readers_language_as_far_as_it_goes(
    whole_esco: str, language: Language
) -> None:
    pool = await open_pool(whole_esco, 1)
    try:
        found = await Atlas(pool).near([NURSE], language)
        english = await Atlas(pool).near([NURSE], "en")
    finally:
        pool.terminate()

    own = [[text.language == language for text in one.shared] for one in found]
    assert any(any(some) for some in own)
    # Where some of the three are in her language, they stand first.
    assert own == [sorted(some, reverse=True) for some in own]
    assert [one.occupation.occupation_id for one in found] == [
        one.occupation.occupation_id for one in english
    ]
