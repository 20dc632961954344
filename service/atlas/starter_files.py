"""Reads the starter atlas, which comes with the package: our own words for occupations, skills and groups."""

from collections.abc import Mapping
from functools import cache

from service.atlas.material import GroupEntry, Material, OccupationEntry, Titles
from service.atlas.tables import read_table
from service.localization.locales import LANGUAGES

QUALITIES_BY_HAND = (0.98, 0.9, 0.82, 0.74, 0.66)
"""How strong a quality counts by its place in the file: the first is what an occupation is known for most."""


@cache
def read_starter() -> Material:
    """The starter atlas."""
    relations: dict[str, dict[str, bool]] = {}
    for row in read_table("starter/occupation_skills.tsv"):
        relations.setdefault(row["occupation_id"], {})[row["skill_id"]] = row["relation"] == "essential"
    qualities: dict[str, dict[str, float]] = {}
    for row in read_table("starter/qualities.tsv"):
        known_for = qualities.setdefault(row["occupation_id"], {})
        known_for[row["quality"]] = QUALITIES_BY_HAND[min(len(known_for), len(QUALITIES_BY_HAND) - 1)]
    return Material(
        groups={row["code"]: GroupEntry(titles=_titles(row)) for row in read_table("starter/groups.tsv")},
        occupations={row["occupation_id"]: _occupation(row) for row in read_table("starter/occupations.tsv")},
        skills={row["skill_id"]: _titles(row) for row in read_table("starter/skills.tsv")},
        occupation_skills=relations,
        qualities=qualities,
        licensed_groups=sorted({row["isco_group"] for row in read_table("starter/licences.tsv")}),
    )


def _titles(row: Mapping[str, str], prefix: str = "") -> Titles:
    return {language: row[f"{prefix}{language}"] for language in LANGUAGES}


def _occupation(row: Mapping[str, str]) -> OccupationEntry:
    others = {
        language: [one.strip() for one in row[f"others_{language}"].split("|") if one.strip()]
        for language in LANGUAGES
    }
    return OccupationEntry(
        isco_group=row["isco_group"],
        titles=_titles(row, "title_"),
        others={language: names for language, names in others.items() if names},
        descriptions=_titles(row, "description_"),
    )
