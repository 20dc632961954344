"""What an atlas is made of, as it is read from files and before it is stored."""

import hashlib
from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct, field

NationalSystem = Literal["ssyk2012", "styrk08"]

Titles = dict[str, str]
"""By language."""


class OccupationEntry(Struct, frozen=True, kw_only=True):
    """One occupation."""

    isco_group: str
    titles: Titles = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)
    """Other names, by language."""
    descriptions: Titles = field(default_factory=dict)
    needs_licence: bool = False


class GroupEntry(Struct, frozen=True, kw_only=True):
    """One group of ISCO-08."""

    titles: Titles = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)
    """Names of jobs in it, by language."""


class SkillGroup(Struct, frozen=True, kw_only=True):
    """One group of skills."""

    code: str
    titles: Titles = field(default_factory=dict)


class NationalCode(Struct, frozen=True, kw_only=True):
    """One code of a country's own classification, and the ISCO groups that it stands for."""

    isco_groups: list[str]
    titles: Titles = field(default_factory=dict)


class Material(Struct, frozen=True, kw_only=True):
    """Everything of one edition."""

    groups: dict[str, GroupEntry] = field(default_factory=dict)
    """By code."""
    occupations: dict[str, OccupationEntry] = field(default_factory=dict)
    skills: dict[str, Titles] = field(default_factory=dict)
    occupation_skills: dict[str, dict[str, bool]] = field(default_factory=dict)
    """By occupation its skills, and whether each is essential."""
    skill_groups: dict[str, SkillGroup] = field(default_factory=dict)
    skill_broader: dict[str, list[str]] = field(default_factory=dict)
    """By skill or group of skills the groups that it stands in."""
    qualities: dict[str, dict[str, float]] = field(default_factory=dict)
    """By occupation what it is known for, and how strongly."""
    national_codes: dict[NationalSystem, dict[str, NationalCode]] = field(default_factory=dict)
    licensed_groups: list[str] = field(default_factory=list)
    """ISCO groups whose work usually needs a licence."""

    @property
    def languages(self) -> list[str]:
        """In which languages occupations have titles."""
        return sorted({language for one in self.occupations.values() for language in one.titles})


def digest_of(material: Material, *more: str) -> str:
    """The same for the same material, in whatever order its files were read."""
    packed = msgspec.json.encode(material, order="deterministic")
    return hashlib.sha256(b"\0".join([packed, *(one.encode() for one in more)])).hexdigest()


def with_texts_of(material: Material, other: Material, *, replacing: bool) -> Material:
    """The same with the texts that another has in more languages; `replacing` those that stand here in the same ones.

    Names that only one of the two knows are kept as other names.
    """
    return msgspec.structs.replace(
        material,
        groups={
            code: _group_with(one, other.groups.get(code, GroupEntry()), replacing=replacing)
            for code, one in material.groups.items()
        },
        occupations={
            key: _occupation_with(one, more, replacing=replacing)
            if (more := other.occupations.get(key))
            else one
            for key, one in material.occupations.items()
        },
        skills={
            key: _merged(titles, other.skills.get(key, {}), replacing=replacing)
            for key, titles in material.skills.items()
        },
    )


def _group_with(one: GroupEntry, more: GroupEntry, *, replacing: bool) -> GroupEntry:
    return GroupEntry(
        titles=_merged(one.titles, more.titles, replacing=replacing),
        others=_more_names(one.others, more.others),
    )


def _occupation_with(one: OccupationEntry, more: OccupationEntry, *, replacing: bool) -> OccupationEntry:
    titles = _merged(one.titles, more.titles, replacing=replacing)
    passed_over = more.titles if not replacing else one.titles
    others = _more_names(one.others, more.others)
    for language, title in passed_over.items():
        if title != titles[language]:
            others = _more_names(others, {language: [title]})
    return OccupationEntry(
        isco_group=one.isco_group,
        titles=titles,
        others=others,
        descriptions=_merged(one.descriptions, more.descriptions, replacing=replacing),
        needs_licence=one.needs_licence or more.needs_licence,
    )


def _merged(titles: Titles, more: Titles, *, replacing: bool) -> Titles:
    return titles | more if replacing else more | titles


def _more_names(names: Mapping[str, list[str]], more: Mapping[str, list[str]]) -> dict[str, list[str]]:
    merged = {language: list(known) for language, known in names.items()}
    for language, added in more.items():
        known = merged.setdefault(language, [])
        known += [one for one in added if one not in known]
    return merged
