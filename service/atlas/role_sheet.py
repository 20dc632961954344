"""What the atlas knows of one role at once: what it asks, which other roles ask the same, how alike they are, its outlook."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from domain.vocabulary import Language
from service.atlas.views import (
    Demand,
    Edition,
    LocalText,
    Occupation,
    Opportunities,
    local_text,
    title_text,
)

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

SELECT_SHEET = """
select o.occupation_id, o.isco_group, o.titles::text, o.descriptions::text, o.needs_licence, g.titles::text as group_titles,
    (select coalesce(jsonb_agg(to_jsonb(one)), '[]')::text from
        (select s.skill_id, s.titles, os.essential,
                array(select other.occupation_id from atlas.occupation_skills other
                      where other.skill_id = os.skill_id and other.occupation_id = any ($3)) as asked_by
         from atlas.occupation_skills os join atlas.skills s using (skill_id)
         where os.occupation_id = $1 order by os.essential desc, s.used_by, s.skill_id) one) as skills,
    (select coalesce(jsonb_object_agg(near.id, near.similarity), '{}')::text from
        (select neighbour_id as id, similarity from atlas.neighbours where occupation_id = $1 and neighbour_id = any ($3)
         union select occupation_id, similarity from atlas.neighbours where neighbour_id = $1 and occupation_id = any ($3)) near
    ) as similarity,
    array(select other.occupation_id from atlas.occupations other
          where other.occupation_id = any ($3) and other.needs_licence) as licensed,
    (select coalesce(jsonb_agg(to_jsonb(one)), '[]')::text from
        (select name, version, digest, source, licence, attribution, loaded_at from atlas.editions order by name) one) as editions
from (select $1::text as occupation_id, $2::text as code) asked
left join atlas.occupations o using (occupation_id)
left join atlas.groups g on g.code = asked.code
"""

SELECT_OUTLOOK_OF_GROUP = """
with codes as (
    select 'isco08' as system, $1::text as code, '{}'::jsonb as titles
    union all select system, code, titles from atlas.national_codes where $1 = any (isco_groups)
)
select e.publisher, e.name as edition, e.published_on, o.region, o.opportunities, o.demand, o.code, c.titles::text, e.licence, e.url
from atlas.outlook_editions e
join codes c on c.system = e.code_system
join atlas.outlook o on o.edition_id = e.edition_id and o.code = left(c.code, e.level)
where e.country = $2
order by e.published_on desc, e.publisher, e.name desc, o.region, o.code
"""


class SheetQuestion(Struct, frozen=True, kw_only=True):
    """Which role is asked about, and what it is compared with."""

    occupation_id: str | None
    isco_group: str
    others: tuple[str, ...] = ()
    """Other occupations of the client."""
    country: str | None = None
    """Two letters; without one no outlook is read."""


class AskedSkill(Struct, frozen=True, kw_only=True):
    """A skill that the role asks."""

    skill_id: str
    title: LocalText
    titles: Mapping[str, str]
    """In every language that the atlas has."""
    essential: bool
    asked_by: frozenset[str]
    """Which of the other occupations ask it, too."""


class GroupOutlook(Struct, frozen=True, kw_only=True):
    """How the market stood in one region, as one edition says it of one code."""

    publisher: str
    edition: str
    published_on: date
    region: str
    """Empty for the whole country."""
    opportunities: Opportunities | None
    demand: Demand | None
    code: str
    title: LocalText | None
    """What the code stands for, where the atlas has its name."""
    licence: str
    url: str


class RoleSheet(Struct, frozen=True, kw_only=True):
    """What the atlas knows of one role; nothing of one that it does not have."""

    occupation: Occupation | None = None
    group_title: LocalText | None = None
    skills: tuple[AskedSkill, ...] = ()
    """The essential first, and first of those what few others ask."""
    similarity: Mapping[str, float] = {}
    """How alike the other occupations are, from 0 to 1, of those near enough to be kept."""
    licensed: frozenset[str] = frozenset()
    """Which of the other occupations need a licence."""
    outlook: tuple[GroupOutlook, ...] = ()
    """The newest edition first."""
    editions: tuple[Edition, ...] = ()

    def shared_with(self, occupation_id: str) -> int:
        """How many of the skills that are asked another occupation asks, too."""
        return sum(occupation_id in one.asked_by for one in self.skills)


class _StoredSkill(Struct, frozen=True):
    skill_id: str
    titles: dict[str, str]
    essential: bool
    asked_by: frozenset[str]


async def read_role_sheet(
    connection: "PooledConnection", asked: SheetQuestion, language: Language
) -> RoleSheet:
    """Reads all of it by two statements, or by one for a client of no country."""
    group, country = asked.isco_group, asked.country
    row = await connection.fetchrow(SELECT_SHEET, asked.occupation_id, group, list(asked.others))
    outlook = await connection.fetch(SELECT_OUTLOOK_OF_GROUP, group, country) if country else []
    if row is None:
        return RoleSheet()
    return RoleSheet(
        occupation=_occupation(row, language) if row["occupation_id"] else None,
        group_title=local_text(_titles(row["group_titles"]), language),
        skills=_skills(row["skills"], language),
        similarity=msgspec.json.decode(row["similarity"], type=dict[str, float]),
        licensed=frozenset(row["licensed"]),
        outlook=tuple(_outlook(one, language) for one in outlook),
        editions=msgspec.json.decode(row["editions"], type=tuple[Edition, ...]),
    )


def _occupation(row: "Record", language: Language) -> Occupation:
    return Occupation(
        occupation_id=row["occupation_id"],
        isco_group=row["isco_group"],
        title=title_text(_titles(row["titles"]), language, row["isco_group"]),
        description=local_text(_titles(row["descriptions"]), language),
        needs_licence=row["needs_licence"],
    )


def _skills(stored: str, language: Language) -> tuple[AskedSkill, ...]:
    found: Sequence[_StoredSkill] = msgspec.json.decode(stored, type=tuple[_StoredSkill, ...])
    return tuple(
        AskedSkill(
            skill_id=one.skill_id,
            title=title_text(one.titles, language, one.skill_id),
            titles=one.titles,
            essential=one.essential,
            asked_by=one.asked_by,
        )
        for one in found
    )


def _outlook(row: "Record", language: Language) -> GroupOutlook:
    columns = dict(row)
    return GroupOutlook(title=local_text(_titles(columns.pop("titles")), language), **columns)


def _titles(stored: str | None) -> dict[str, str]:
    return msgspec.json.decode(stored, type=dict[str, str]) if stored else {}
