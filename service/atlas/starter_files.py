"""Reads the starter atlas, which comes with the package: our own words for occupations, skills and groups."""

from functools import cache
from importlib.resources import files

from service.atlas.material import GroupEntry, Material, OccupationEntry, Titles
from service.atlas.source_files import SourceFile
from service.atlas.table_reader import Row, read_rows
from service.localization.locales import LANGUAGES

FOLDER = files("service.atlas") / "starter"
RELATIONS = {"essential": True, "optional": False}
QUALITY_BY_HAND = 1.0


@cache
def read_starter() -> Material:
    """The starter atlas. Empty if the package has none. Raises `InvalidAtlas`."""
    if not FOLDER.is_dir():
        return Material()
    occupations = {
        row["occupation_id"]: _occupation(row) for row in _rows("occupations.tsv", "occupation_id")
    }
    skills = {row["skill_id"]: _titles(row) for row in _rows("skills.tsv", "skill_id")}
    relations: dict[str, dict[str, bool]] = {}
    for row in _rows("occupation_skills.tsv", "occupation_id", "skill_id", "relation"):
        occupation = row.known("occupation_id", row["occupation_id"], occupations, "occupation")
        skill = row.known("skill_id", row["skill_id"], skills, "skill")
        relations.setdefault(occupation, {})[skill] = RELATIONS[row.one_of("relation", RELATIONS)]
    qualities: dict[str, dict[str, float]] = {}
    for row in _rows("qualities.tsv", "occupation_id", "quality"):
        occupation = row.known("occupation_id", row["occupation_id"], occupations, "occupation")
        qualities.setdefault(occupation, {})[row.required("quality")] = QUALITY_BY_HAND
    return Material(
        groups={row["code"]: GroupEntry(titles=_titles(row)) for row in _rows("groups.tsv", "code")},
        occupations=occupations,
        skills=skills,
        occupation_skills=relations,
        qualities=qualities,
        licensed_groups=sorted({row["isco_group"] for row in _rows("licences.tsv", "isco_group")}),
    )


def _rows(name: str, *required: str) -> list[Row]:
    file = SourceFile(path=f"starter/{name}", place=FOLDER / name)
    return list(read_rows(file, required, "tsv"))


def _titles(row: Row, prefix: str = "") -> Titles:
    return {language: row.required(f"{prefix}{language}") for language in LANGUAGES}


def _occupation(row: Row) -> OccupationEntry:
    return OccupationEntry(
        isco_group=row["isco_group"],
        titles=_titles(row, "title_"),
        others={
            language: names
            for language in LANGUAGES
            if (names := [one.strip() for one in row[f"others_{language}"].split("|") if one.strip()])
        },
        descriptions=_titles(row, "description_"),
    )
