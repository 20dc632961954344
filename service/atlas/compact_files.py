"""Reads the compact form of ESCO, and the links to national classifications beside it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from service.atlas.material import (
    GroupEntry,
    Material,
    NationalCode,
    NationalSystem,
    OccupationEntry,
    SkillGroup,
    Titles,
)
from service.atlas.source_files import SourceFile
from service.atlas.table_reader import TableRow, read_rows
from service.localization.locales import LANGUAGES

COMPACT_FILES = (
    "esco_occupations.csv",
    "esco_occupation_alt_labels.csv",
    "esco_occupation_descriptions.csv",
    "esco_skills.csv",
    "esco_occupation_skills.csv",
    "esco_skill_groups.csv",
    "esco_skill_broader.csv",
    "isco08_groups.csv",
)
NATIONAL_FILES = ("no_styrk08.csv", "no_job_titles.csv", "se_ssyk_isco.csv", "se_occupations.csv")
RELATIONS = {"e": True, "o": False}

Files = Mapping[str, SourceFile]
"""By name."""


def read_compact(files: Files) -> Material:
    """Everything that those of these files say which are there. Raises `InvalidAtlas`."""
    groups = {
        code: GroupEntry(titles=_titles(row, "label_"))
        for code, row in _once(_rows(files, "isco08_groups.csv", ["code"]), "code", TableRow.code)
    }
    occupations = _occupations(files, groups)
    skills = {
        skill: _titles(row, "label_")
        for skill, row in _once(
            _rows(files, "esco_skills.csv", ["skill_id", "label_en"]), "skill_id", TableRow.concept
        )
    }
    return Material(
        groups=groups,
        occupations=occupations,
        skills=skills,
        occupation_skills=_occupation_skills(files, occupations, skills),
        skill_groups={
            group: SkillGroup(code=row.required("code"), titles=_titles(row, "label_"))
            for group, row in _once(
                _rows(files, "esco_skill_groups.csv", ["group_id", "code"]), "group_id", TableRow.concept
            )
        },
        skill_broader=_skill_broader(files),
    )


def _rows(files: Files, name: str, required: Sequence[str]) -> Iterator[TableRow]:
    if file := files.get(name):
        yield from read_rows(file, required)


def _once(
    rows: Iterable[TableRow], column: str, read: Callable[[TableRow, str], str]
) -> Iterator[tuple[str, TableRow]]:
    """Each row with what it is about. Raises `InvalidAtlas` if a row before is about the same."""
    lines: dict[str, int] = {}
    for row in rows:
        about = read(row, column)
        if about in lines:
            raise row.error(column, f"it stands in line {lines[about]}, too")
        lines[about] = row.line
        yield about, row


def _titles(row: TableRow, prefix: str) -> Titles:
    return {language: title for language in LANGUAGES if (title := row.name(f"{prefix}{language}"))}


def _occupations(files: Files, groups: Mapping[str, GroupEntry]) -> dict[str, OccupationEntry]:
    occupations: dict[str, OccupationEntry] = {}
    rows = _rows(files, "esco_occupations.csv", ("occupation_id", "isco08", "label_en"))
    for key, row in _once(rows, "occupation_id", TableRow.concept):
        group = row.known("isco08", row["isco08"], groups, "ISCO group") if groups else row.code("isco08")
        if len(group) != len("0000"):
            raise row.error("isco08", f'"{group[:80]}" is no unit group of ISCO-08')
        if not (titles := _titles(row, "label_")):
            raise row.error("label_en", "it has a title in no language")
        occupations[key] = OccupationEntry(isco_group=group, titles=titles)
    for row in _rows(files, "esco_occupation_alt_labels.csv", ("occupation_id", "lang", "label")):
        names = _known(row, occupations).others.setdefault(row.one_of("lang", LANGUAGES), [])
        if (name := row.name("label") or row.required("label")) not in names:
            names.append(name)
    for row in _rows(files, "esco_occupation_descriptions.csv", ("occupation_id", "lang", "description")):
        _known(row, occupations).descriptions[row.one_of("lang", LANGUAGES)] = row.text("description")
    return occupations


def _known(row: TableRow, occupations: Mapping[str, OccupationEntry]) -> OccupationEntry:
    stands_in = "row of esco_occupations.csv for occupation"
    return occupations[row.known("occupation_id", row["occupation_id"], occupations, stands_in)]


def _occupation_skills(
    files: Files, occupations: Mapping[str, OccupationEntry], skills: Mapping[str, Titles]
) -> dict[str, dict[str, bool]]:
    relations: dict[str, dict[str, bool]] = {}
    for row in _rows(files, "esco_occupation_skills.csv", ("occupation_id", "skill_id", "relation")):
        _known(row, occupations)
        skill = row.known("skill_id", row["skill_id"], skills, "skill")
        known = relations.setdefault(row["occupation_id"], {})
        known[skill] = RELATIONS[row.one_of("relation", RELATIONS)] or known.get(skill, False)
    return relations


def _skill_broader(files: Files) -> dict[str, list[str]]:
    broader: dict[str, list[str]] = {}
    for row in _rows(files, "esco_skill_broader.csv", ("concept_id", "broader_id")):
        above = broader.setdefault(row.concept("concept_id"), [])
        if (group := row.concept("broader_id")) not in above:
            above.append(group)
    return broader


def read_national(files: Files, groups: Mapping[str, GroupEntry]) -> Material:
    """The links to national classifications, and what jobs are called there, among these ISCO groups."""
    named = {code: GroupEntry() for code in groups}
    swedish = _swedish_codes(files, groups)
    for row in _rows(files, "se_occupations.csv", ("label_sv", "ssyk2012")):
        # A name is only kept where it is certain which group it belongs to.
        linked = swedish.get(row["ssyk2012"])
        if linked and len(linked.isco_groups) == 1:
            _add_name(named, linked.isco_groups[0], "sv", row.name("label_sv") or row.required("label_sv"))
    for row in _rows(files, "no_job_titles.csv", ("styrk08", "title_nb")):
        if len(row["styrk08"]) == 4:
            _add_name(named, row["styrk08"], "nb", row.name("title_nb") or row.required("title_nb"))
    codes: dict[NationalSystem, dict[str, NationalCode]] = {
        "ssyk2012": swedish,
        "styrk08": _norwegian_codes(files, groups),
    }
    return Material(groups=named, national_codes={system: known for system, known in codes.items() if known})


def _add_name(groups: Mapping[str, GroupEntry], code: str, language: str, name: str) -> None:
    if (group := groups.get(code)) and name not in (names := group.others.setdefault(language, [])):
        names.append(name)


def _swedish_codes(files: Files, groups: Mapping[str, GroupEntry]) -> dict[str, NationalCode]:
    codes: dict[str, NationalCode] = {}
    rows = _rows(files, "se_ssyk_isco.csv", ("ssyk2012", "label_sv", "isco08"))
    for code, row in _once(rows, "ssyk2012", TableRow.code):
        linked = [row.known("isco08", one, groups, "ISCO group") for one in row["isco08"].split()]
        codes[code] = NationalCode(isco_groups=linked, titles={"sv": row.name("label_sv")})
    return codes


def _norwegian_codes(files: Files, groups: Mapping[str, GroupEntry]) -> dict[str, NationalCode]:
    """STYRK-08 has the codes of ISCO-08; where it has one of its own, all unit groups beside that stand for it."""
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for code in groups:
        if len(code) == 4:
            beside[code[:3]].append(code)
    codes: dict[str, NationalCode] = {}
    rows = _rows(files, "no_styrk08.csv", ("styrk08", "label_nb"))
    for code, row in _once(rows, "styrk08", TableRow.code):
        linked = [code] if code in groups else beside.get(code[:3], [])
        if linked and len(code) == 4:
            codes[code] = NationalCode(isco_groups=linked, titles={"nb": row.name("label_nb")})
    return codes
