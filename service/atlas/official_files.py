"""Reads the official download of ESCO: CSV files for each language, of any version."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from domain.vocabulary import Language
from service.atlas.material import GroupEntry, Material, OccupationEntry, SkillGroup, Titles
from service.atlas.source_files import InvalidAtlas, SourceFile
from service.atlas.table_reader import TableRow, read_rows
from service.localization.locales import LANGUAGES, parse_language

FILE_NAME = re.compile(
    r"(?P<kind>occupations|skills|occupationSkillRelations|ISCOGroups|skillGroups|broaderRelationsSkillPillar"
    r"|broaderRelationsOccPillar)_(?P<language>[a-z]{2,3})\.csv"
)
CONCEPT = ("conceptUri", "preferredLabel")
RELATIONS = {"essential": True, "optional": False}
UNIT_GROUP = re.compile(r"[0-9]{4}")
GROUP = re.compile(r"[0-9]{1,4}")


class OfficialFiles(Struct, frozen=True, kw_only=True):
    """What was found of an official download."""

    kinds: Mapping[str, Mapping[Language, SourceFile]]
    """By kind and language; English before all others."""
    skipped: Sequence[str]
    """Files in languages that this service does not have."""

    def texts(self, kind: str) -> Iterator[tuple[Language, SourceFile]]:
        """Every language of a kind."""
        yield from self.kinds.get(kind, {}).items()

    def paths(self) -> list[str]:
        """Where all of them are."""
        return [file.path for by_language in self.kinds.values() for file in by_language.values()]

    def first(self, kind: str) -> SourceFile | None:
        """The file of a kind whose content does not depend on the language."""
        return next(iter(self.kinds.get(kind, {}).values()), None)


def find_official(files: Iterable[SourceFile]) -> OfficialFiles:
    """Which of these files belong to an official download. Raises `InvalidAtlas` if one is there twice."""
    found: dict[str, dict[Language, SourceFile]] = {}
    skipped: list[str] = []
    for file in files:
        if not (match := FILE_NAME.fullmatch(file.name)):
            continue
        language = parse_language(match["language"])
        if language is None:
            skipped.append(file.path)
            continue
        known = found.setdefault(match["kind"], {})
        if language in known:
            raise InvalidAtlas(file.path, f"there is a second file for the same, {known[language].path}")
        known[language] = file
    return OfficialFiles(
        kinds={kind: _in_order(by_language) for kind, by_language in found.items()}, skipped=skipped
    )


def _in_order(files: Mapping[Language, SourceFile]) -> dict[Language, SourceFile]:
    return {language: files[language] for language in LANGUAGES if language in files}


def read_official(found: OfficialFiles) -> Material:
    """Everything that these files say. Raises `InvalidAtlas`."""
    groups = _groups(found)
    occupations = _occupations(found, groups)
    skills = _skills(found)
    return Material(
        groups=groups,
        occupations=occupations,
        skills=skills,
        occupation_skills=_occupation_skills(found, occupations, skills),
        skill_groups=_skill_groups(found),
        skill_broader=_skill_broader(found),
    )


def last_part(uri: str) -> str:
    """The identity of a concept: what its address ends with."""
    return uri.rstrip("/").rsplit("/", 1)[-1]


def _concepts(found: OfficialFiles, kind: str, *more: str) -> Iterator[tuple[Language, str, TableRow]]:
    """Every row of every language, with the identity of what it is about.

    What only later languages have is left out: they are of another version than the first, whose relations count.
    """
    first: set[str] = set()
    for number, (language, file) in enumerate(found.texts(kind)):
        lines: dict[str, int] = {}
        for row in read_rows(file, [*CONCEPT, *more]):
            concept = row.concept("conceptUri")
            if concept in lines:
                raise row.error("conceptUri", f"it stands in line {lines[concept]}, too")
            lines[concept] = row.line
            if number == 0:
                first.add(concept)
            if concept in first:
                yield language, concept, row


def _occupations(found: OfficialFiles, groups: Mapping[str, GroupEntry]) -> dict[str, OccupationEntry]:
    occupations: dict[str, OccupationEntry] = {}
    for language, concept, row in _concepts(found, "occupations", "altLabels", "iscoGroup"):
        entry = occupations.get(concept)
        if entry is None:
            entry = occupations[concept] = OccupationEntry(
                isco_group=_unit_group(row, groups), needs_licence=_is_regulated(row)
            )
        if title := row.name("preferredLabel"):
            entry.titles[language] = title
        if others := _names(row, title):
            entry.others[language] = others
        if description := row.text("description"):
            entry.descriptions[language] = description
    return occupations


def _unit_group(row: TableRow, groups: Mapping[str, GroupEntry]) -> str:
    # A spreadsheet takes the zero of the armed forces away.
    code = row.required("iscoGroup").removeprefix("C").rjust(4, "0")
    if not UNIT_GROUP.fullmatch(code):
        raise row.error("iscoGroup", f'"{code[:80]}" is no unit group of ISCO-08')
    return row.known("iscoGroup", code, groups, "ISCO group") if groups else code


def _is_regulated(row: TableRow) -> bool:
    return last_part(row.get("regulatedProfessionNote")).casefold() == "regulated"


def _names(row: TableRow, title: str) -> list[str]:
    names = (one.strip() for one in row["altLabels"].splitlines())
    kept = [one for one in dict.fromkeys(names) if one and one != title]
    for one in kept:
        row.check_name("altLabels", one)
    return kept


def _skills(found: OfficialFiles) -> dict[str, Titles]:
    skills: dict[str, Titles] = {}
    for language, concept, row in _concepts(found, "skills"):
        titles = skills.setdefault(concept, {})
        if title := row.name("preferredLabel"):
            titles[language] = title
    return skills


def _groups(found: OfficialFiles) -> dict[str, GroupEntry]:
    groups: dict[str, GroupEntry] = {}
    for language, concept, row in _concepts(found, "ISCOGroups"):
        # The column `code` may have lost its zeros; the address keeps them.
        code = concept.removeprefix("C")
        if not GROUP.fullmatch(code):
            raise row.error("conceptUri", f'"{concept[:80]}" is no group of ISCO-08')
        group = groups.setdefault(code, GroupEntry())
        if title := row.name("preferredLabel"):
            group.titles[language] = title
    return groups


def _skill_groups(found: OfficialFiles) -> dict[str, SkillGroup]:
    groups: dict[str, SkillGroup] = {}
    for language, concept, row in _concepts(found, "skillGroups"):
        # Early versions have no such column: there the address ends with the code.
        group = groups.setdefault(concept, SkillGroup(code=row.get("code") or concept))
        if title := row.name("preferredLabel"):
            group.titles[language] = title
    return groups


def _occupation_skills(
    found: OfficialFiles, occupations: Mapping[str, OccupationEntry], skills: Mapping[str, Titles]
) -> dict[str, dict[str, bool]]:
    file = found.first("occupationSkillRelations")
    relations: dict[str, dict[str, bool]] = {}
    for row in read_rows(file, ("occupationUri", "relationType", "skillUri")) if file else ():
        occupation, skill = last_part(row["occupationUri"]), last_part(row["skillUri"])
        row.known("occupationUri", occupation, occupations, "occupation")
        row.known("skillUri", skill, skills, "skill")
        known = relations.setdefault(occupation, {})
        known[skill] = RELATIONS[row.one_of("relationType", RELATIONS)] or known.get(skill, False)
    return relations


def _skill_broader(found: OfficialFiles) -> dict[str, list[str]]:
    """Concepts that no file describes are left: the topmost ones have no titles in the download."""
    file = found.first("broaderRelationsSkillPillar")
    broader: dict[str, list[str]] = {}
    for row in read_rows(file, ("conceptUri", "broaderUri")) if file else ():
        groups = broader.setdefault(row.concept("conceptUri"), [])
        above = row.concept("broaderUri")
        if above not in groups:
            groups.append(above)
    return broader
