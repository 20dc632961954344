"""Reads a whole download, of whatever form, and joins its files to one edition."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from service.atlas.compact_files import COMPACT_FILES, NATIONAL_FILES, read_compact, read_national
from service.atlas.material import GroupEntry, Material, OccupationEntry, with_texts_of
from service.atlas.official_files import OfficialFiles, find_official, read_official
from service.atlas.source_files import InvalidAtlas, SourceFile, source_files

COMPACT_NEEDED = (
    "esco_occupations.csv",
    "esco_skills.csv",
    "esco_occupation_skills.csv",
    "isco08_groups.csv",
)
OFFICIAL_NEEDED = ("occupations", "skills", "occupationSkillRelations", "ISCOGroups")
VERSION = re.compile(r"v(\d+\.\d+(?:\.\d+)?)")
OUTLOOK_FILE = "se_outlook_regional.csv"


class Download(Struct, frozen=True, kw_only=True):
    """What was read of a download."""

    material: Material
    version: str
    """As its folders name it; empty if they do not."""
    read: Sequence[str]
    """The files that were read."""
    skipped: Sequence[str]
    """Files in languages that this service does not have."""
    outlooks: Sequence[str]
    """Files that tell how a market stands: they are loaded apart, with their source and day."""


def read_download(
    place: Path, before: Material | None = None, *, step: Callable[[], None] = lambda: None
) -> Download:
    """Everything in a folder or a ZIP file; `before` is the edition that is there, whose texts in other languages stay.

    Raises `InvalidAtlas`.
    """
    found = source_files(place)
    official = find_official(found)
    compact = _named(found, COMPACT_FILES)
    national = _named(found, NATIONAL_FILES)
    if not (official.kinds or compact or national):
        raise InvalidAtlas(
            str(place), "there is no file of ESCO here that this service knows; see docs/atlas.md"
        )
    _require_whole(place, official, compact, before)
    from_compact = read_compact(compact)
    step()
    from_official = read_official(official)
    step()
    _require_rows(official, from_official, compact, from_compact)
    material = _joined(from_official, from_compact, before)
    if material is None:
        raise InvalidAtlas(
            str(place), "there are no occupations with their skills here, and none were loaded before"
        )
    material = _with_national(material, national, before)
    step()
    return Download(
        material=material,
        version=_version(place, found),
        read=sorted([*(one.path for one in (*compact.values(), *national.values())), *official.paths()]),
        skipped=official.skipped,
        outlooks=[one.path for one in found if one.name == OUTLOOK_FILE],
    )


def _named(files: Sequence[SourceFile], names: Sequence[str]) -> dict[str, SourceFile]:
    named: dict[str, SourceFile] = {}
    for file in files:
        if file.name not in names:
            continue
        if file.name in named:
            raise InvalidAtlas(file.path, f"there is a second file for the same, {named[file.name].path}")
        named[file.name] = file
    return named


def _require_whole(
    place: Path, official: OfficialFiles, compact: Mapping[str, SourceFile], before: Material | None
) -> None:
    """Whoever brings skills brings occupations, too; files of other languages may come alone once there is a base."""
    whole = before is not None
    if compact.keys() & set(COMPACT_FILES):
        missing = [name for name in COMPACT_NEEDED if name not in compact]
        if missing:
            raise InvalidAtlas(f"{place}/{missing[0]}", "the file is missing")
        whole = True
    missing = [kind for kind in OFFICIAL_NEEDED if kind not in official.kinds]
    relies_on_others = whole and "occupationSkillRelations" in missing
    if official.kinds and missing and not relies_on_others:
        raise InvalidAtlas(f"{place}/{missing[0]}_xx.csv", "the file is missing, in every language")


def _require_rows(
    official: OfficialFiles,
    from_official: Material,
    compact: Mapping[str, SourceFile],
    from_compact: Material,
) -> None:
    """A file that must be there and has only its first line is half a download."""
    for names, files, read in (
        (OFFICIAL_NEEDED, {kind: official.first(kind) for kind in official.kinds}, from_official),
        (COMPACT_NEEDED, compact, from_compact),
    ):
        rows = (read.occupations, read.skills, read.occupation_skills, read.groups)
        for name, found in zip(names, rows, strict=True):
            if (file := files.get(name)) and not found:
                raise InvalidAtlas(file.path, "there is no row in it", line=1)


def _joined(official: Material, compact: Material, before: Material | None) -> Material | None:
    """The official files where they are whole, else the compact ones, else what was there; with all texts of the others."""
    if official.occupation_skills:
        joined = with_texts_of(official, compact, replacing=False)
    elif compact.occupation_skills:
        joined = with_texts_of(compact, official, replacing=True)
    elif before is not None:
        return with_texts_of(before, official, replacing=True)
    else:
        return None
    if before is not None:
        joined = with_texts_of(joined, _without_languages(before, joined.languages), replacing=False)
    return joined


def _without_languages(material: Material, languages: Sequence[str]) -> Material:
    """Only its texts in other languages than these."""

    def kept(texts: Mapping[str, str]) -> dict[str, str]:
        return {language: text for language, text in texts.items() if language not in languages}

    return Material(
        groups={code: GroupEntry(titles=kept(one.titles)) for code, one in material.groups.items()},
        occupations={
            key: OccupationEntry(
                isco_group=one.isco_group,
                titles=kept(one.titles),
                others={
                    language: names for language, names in one.others.items() if language not in languages
                },
                descriptions=kept(one.descriptions),
            )
            for key, one in material.occupations.items()
        },
        skills={key: kept(titles) for key, titles in material.skills.items()},
    )


def _with_national(material: Material, files: Mapping[str, SourceFile], before: Material | None) -> Material:
    """With the links to national classifications, and those of before that these files do not bring anew."""
    for one in (read_national(files, material.groups), before):
        if one is not None:
            names = Material(
                groups={code: GroupEntry(others=known.others) for code, known in one.groups.items()}
            )
            material = replace(
                with_texts_of(material, names, replacing=False),
                national_codes={**one.national_codes, **material.national_codes},
            )
    return material


def _version(place: Path, files: Sequence[SourceFile]) -> str:
    for name in (place.name, *(file.path for file in files)):
        if match := VERSION.search(name):
            return match[1]
    return ""
