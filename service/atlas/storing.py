"""Writes an atlas into its tables, all of it in the transaction of the caller."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from service.atlas.folding import fold_label
from service.atlas.material import Material
from service.atlas.neighbours import neighbours, transversal_from

if TYPE_CHECKING:
    from service.postgres.connections import Connection

TABLES: Mapping[str, Sequence[str]] = {
    "groups": ("code", "level", "titles"),
    "occupations": ("occupation_id", "isco_group", "titles", "descriptions", "origin", "needs_licence"),
    "labels": (
        "label_id",
        "occupation_id",
        "group_code",
        "language",
        "label",
        "folded",
        "preferred",
        "origin",
    ),
    "skills": ("skill_id", "titles", "used_by", "distinctive"),
    "occupation_skills": ("occupation_id", "skill_id", "essential"),
    "skill_groups": ("group_id", "code", "titles"),
    "skill_broader": ("concept_id", "broader_id"),
    "neighbours": ("occupation_id", "neighbour_id", "similarity", "shared", "isco_distance"),
    "occupation_qualities": ("occupation_id", "quality", "strength"),
    "national_codes": ("system", "code", "isco_groups", "titles"),
}
"""What a load replaces, with the columns in the order of `_rows`."""

DELETE_ALL = """
delete from atlas.groups; delete from atlas.occupations; delete from atlas.labels; delete from atlas.skills;
delete from atlas.occupation_skills; delete from atlas.skill_groups; delete from atlas.skill_broader;
delete from atlas.neighbours; delete from atlas.occupation_qualities; delete from atlas.national_codes
"""
CLEAN_INDEXES = """
select gin_clean_pending_list(indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid
join pg_am m on m.oid = c.relam where m.amname = 'gin' and c.relnamespace = 'atlas'::regnamespace
"""
"""What was added to such an index waits in a list that every search reads through; now it is sorted in."""
ANALYZE = "; ".join(f"analyze atlas.{table}" for table in (*TABLES, "label_words"))
"""The words of labels are written by a trigger, so that no row of them stands above."""

Row = tuple[object, ...]
Origins = Mapping[str, str]
"""By occupation the edition that it stands in."""


def prepare_rows(material: Material, origins: Origins) -> dict[str, list[Row]]:
    """What each table holds of this material; it takes seconds when it is large."""
    return {table: list(rows) for table, rows in _rows(material, origins)}


async def store_rows(connection: "Connection", rows: Mapping[str, Sequence[Row]]) -> None:
    """Replaces the atlas by these rows."""
    await connection.execute(DELETE_ALL)
    for table, records in rows.items():
        await connection.copy_records_to_table(
            table, schema_name="atlas", columns=TABLES[table], records=records
        )
    await connection.execute(CLEAN_INDEXES)
    await connection.execute(ANALYZE)


def _rows(material: Material, origins: Origins) -> Iterator[tuple[str, Iterable[Row]]]:
    skills_of = {occupation: own for occupation, own in material.occupation_skills.items() if own}
    used_by = Counter(skill for own in skills_of.values() for skill in own)
    most = transversal_from(len(skills_of))
    groups = {key: one.isco_group for key, one in material.occupations.items()}
    yield "groups", ((code, len(code), _json(one.titles)) for code, one in material.groups.items())
    yield "occupations", _occupation_rows(material, origins)
    yield "labels", ((number, *label) for number, label in enumerate(_labels(material, origins), 1))
    yield (
        "skills",
        (
            (key, _json(titles), used_by[key], used_by[key] <= most)
            for key, titles in material.skills.items()
            if key in used_by
        ),
    )
    yield (
        "occupation_skills",
        ((one, skill, essential) for one, own in skills_of.items() for skill, essential in own.items()),
    )
    yield "skill_groups", ((key, one.code, _json(one.titles)) for key, one in material.skill_groups.items())
    yield (
        "skill_broader",
        ((key, above) for key, groups in material.skill_broader.items() for above in groups),
    )
    yield "neighbours", (msgspec.structs.astuple(one) for one in neighbours(skills_of, groups))
    yield (
        "occupation_qualities",
        (
            (key, quality, strength)
            for key, own in material.qualities.items()
            for quality, strength in own.items()
        ),
    )
    yield (
        "national_codes",
        (
            (system, code, one.isco_groups, _json(one.titles))
            for system, codes in material.national_codes.items()
            for code, one in codes.items()
        ),
    )


def _occupation_rows(material: Material, origins: Origins) -> Iterator[Row]:
    licensed = set(material.licensed_groups)
    for key, one in material.occupations.items():
        needs_licence = one.needs_licence or one.isco_group in licensed
        yield key, one.isco_group, _json(one.titles), _json(one.descriptions), origins[key], needs_licence


def _labels(material: Material, origins: Origins) -> Iterator[Row]:
    for key, one in material.occupations.items():
        for language, label, preferred in _names(one.titles, one.others):
            yield key, None, language, label, fold_label(label), preferred, origins[key]
    for code, group in material.groups.items():
        for language, label, preferred in _names(group.titles, group.others):
            yield None, code, language, label, fold_label(label), preferred, "group"


def _names(titles: Mapping[str, str], others: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, bool]]:
    for language, title in titles.items():
        yield language, title, True
    for language, names in others.items():
        for name in names:
            yield language, name, False


def _json(titles: Mapping[str, str]) -> str:
    return msgspec.json.encode(titles, order="deterministic").decode()
