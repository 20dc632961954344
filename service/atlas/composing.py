"""Joins the starter atlas and what an operator loaded to the one atlas that is shown."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from service.atlas.derived_qualities import codes_of_skills, derive_qualities
from service.atlas.material import Material, Titles, with_texts_of
from service.atlas.neighbours import OPTIONAL
from service.atlas.same_skills import starter_skills

STARTER = "starter"
ESCO = "esco"


class ComposedAtlas(Struct, frozen=True, kw_only=True):
    """The atlas as it is stored."""

    material: Material
    origins: Mapping[str, str]
    """By occupation the edition that it stands in; where it stands in both, the fuller one."""


def compose(starter: Material, esco: Material | None) -> ComposedAtlas:
    """The loaded edition, with the starter's texts in languages that it lacks, and the qualities that were given by hand.

    An occupation that only the starter has stays whole: a client may have linked a role to it.
    """
    if esco is None:
        return ComposedAtlas(material=starter, origins=dict.fromkeys(starter.occupations, STARTER))
    joined = with_texts_of(esco, starter, replacing=False)
    alone = {key: one for key, one in starter.occupations.items() if key not in esco.occupations}
    skills_alone = {key: starter.occupation_skills.get(key, {}) for key in alone}
    material = replace(
        joined,
        groups={**starter.groups, **joined.groups},
        occupations={**joined.occupations, **alone},
        skills={
            **{skill: starter.skills[skill] for own in skills_alone.values() for skill in own},
            **_with_starter_words(joined.skills, starter),
        },
        occupation_skills={**joined.occupation_skills, **skills_alone},
        qualities={**_derived(esco), **starter.qualities},
        licensed_groups=starter.licensed_groups,
    )
    return ComposedAtlas(
        material=material, origins={**dict.fromkeys(esco.occupations, ESCO), **dict.fromkeys(alone, STARTER)}
    )


def _with_starter_words(skills: Mapping[str, Titles], starter: Material) -> dict[str, Titles]:
    """Skills with the starter's words, in the languages that they lack, where the starter has the same one."""
    same = starter_skills()
    return {key: starter.skills.get(same.get(key, ""), {}) | titles for key, titles in skills.items()}


def _derived(esco: Material) -> dict[str, dict[str, float]]:
    skills = {
        key: [(skill, 1.0 if essential else OPTIONAL) for skill, essential in own.items()]
        for key, own in esco.occupation_skills.items()
    }
    group_codes = {key: group.code for key, group in esco.skill_groups.items()}
    return derive_qualities(
        skills,
        codes_of_skills(esco.skill_broader, group_codes),
        {key: one.isco_group for key, one in esco.occupations.items()},
    )
