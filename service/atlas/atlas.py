"""Reads the atlas: searches, looks up, and finds what lies near."""

from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from domain.vocabulary import Language
from service.atlas import queries
from service.atlas.ranking import SAME_FROM, UNIT_GROUP_DIGITS, Candidate, rank, spread_by_qualities
from service.atlas.role_sheet import RoleSheet, SheetQuestion, read_role_sheet
from service.atlas.search import named_exactly, search_labels
from service.atlas.views import (
    Edition,
    FoundOccupation,
    Likeness,
    LocalText,
    NamedInAtlas,
    NearOccupation,
    Occupation,
    OutlookLine,
    QualityOccupation,
    SkillOfOccupation,
    local_text,
    title_text,
)
from service.postgres.connections import public_reads

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool, PooledConnection

READ_BY_QUALITIES = 20
"""By qualities so many times more are read than are shown, so that they can be of different kinds of work."""
BEST_OF_EACH_QUALITY = 5
"""So many that are known most for a quality are read in any case."""
NEAREST_OF_EACH = 3
"""How many near occupations of each the map shows."""


class Atlas:
    """Reads what everybody may know; an empty atlas answers with nothing."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool

    async def search(self, query: str, language: Language, *, limit: int = 10) -> tuple[FoundOccupation, ...]:
        """Occupations and groups by a word as people type it, the best first."""
        async with self._reading() as connection:
            return await search_labels(connection, query, language, limit)

    async def named(self, names: Collection[str], language: Language) -> dict[str, NamedInAtlas]:
        """The occupation, or the group, that alone goes by each of these names."""
        if not names:
            return {}
        async with self._reading() as connection:
            return await named_exactly(connection, names, language)

    async def occupations(self, ids: Collection[str], language: Language) -> dict[str, Occupation]:
        """Those of these occupations that the atlas has."""
        if not ids:
            return {}
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_OCCUPATIONS, _storable(ids))
        return {row["occupation_id"]: _occupation(row, language) for row in rows}

    async def group_titles(self, codes: Collection[str], language: Language) -> dict[str, LocalText]:
        """The titles of those of these ISCO groups that the atlas has."""
        if not codes:
            return {}
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_GROUPS, _storable(codes))
        return {row["code"]: title_text(_titles(row["titles"]), language, row["code"]) for row in rows}

    async def in_groups(self, codes: Collection[str], limit: int = 20) -> dict[str, tuple[str, ...]]:
        """Occupations of each of these ISCO groups: the same whoever asks, in whatever language."""
        asked = [one for one in dict.fromkeys(codes) if one.isdecimal()]
        if not asked:
            return {}
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_IN_GROUPS, asked, limit)
        return {row["code"]: tuple(row["ids"]) for row in rows}

    async def near(
        self, ids: Collection[str], language: Language, *, without: Collection[str] = (), limit: int = 10
    ) -> tuple[NearOccupation, ...]:
        """Occupations near to any of these, the most surprising first; none of these themselves."""
        async with self._reading() as connection:
            candidates = await _candidates(connection, ids, without)
            return await _with_reasons(connection, rank(candidates, limit=limit), language)

    async def near_all(
        self,
        ids: Collection[str],
        language: Language,
        *,
        without: Collection[str] = (),
        of_each: int = NEAREST_OF_EACH,
    ) -> tuple[NearOccupation, ...]:
        """The few most surprising near each of these; every occupation once, near the one it shares most with."""
        async with self._reading() as connection:
            candidates = await _candidates(connection, ids, without)
            nearest = _nearest_only(candidates)
            chosen = [
                one
                for from_id in sorted(set(ids))
                for one in rank([each for each in nearest if each.from_id == from_id], limit=of_each)
            ]
            return await _with_reasons(connection, chosen, language)

    async def by_qualities(
        self,
        qualities: Collection[str],
        language: Language,
        *,
        without: Collection[str] = (),
        limit: int = 12,
    ) -> tuple[QualityOccupation, ...]:
        """Occupations that are known for these qualities: with the most of them first, of different kinds of work.

        Each quality is shown while there is room for all.
        """
        if not qualities:
            return ()
        async with self._reading() as connection:
            rows = await connection.fetch(
                queries.SELECT_BY_QUALITIES,
                _storable(qualities),
                _storable(without),
                limit * READ_BY_QUALITIES,
                BEST_OF_EACH_QUALITY,
            )
        found = [
            QualityOccupation(
                occupation=_occupation(row, language),
                qualities=tuple(row["qualities"]),
                strength=row["strength"],
            )
            for row in rows
        ]
        return spread_by_qualities(found, limit)

    async def qualities_of(self, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """What each of these occupations is known for, the strongest first."""
        if not ids:
            return {}
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_QUALITIES, _storable(ids))
        return {row["occupation_id"]: tuple(row["qualities"]) for row in rows}

    async def skills(self, occupation_id: str, language: Language) -> tuple[SkillOfOccupation, ...]:
        """What an occupation asks, the essential first, and first of those what few others ask."""
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_SKILLS, _storable([occupation_id]))
        return tuple(
            SkillOfOccupation(
                skill_id=row["skill_id"],
                title=title_text(_titles(row["titles"]), language, row["skill_id"]),
                essential=row["essential"],
            )
            for row in rows
        )

    async def similarity(self, a: str, others: Collection[str]) -> dict[str, float]:
        """How alike an occupation and each of others are, from 0 to 1; of those near enough to be kept."""
        if not others:
            return {}
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_SIMILARITY, _storable([a]), _storable(others))
        return {row[0]: row[1] for row in rows} | {one: 1.0 for one in others if one == a}

    async def likeness(self, ids: Collection[str], others: Collection[str]) -> dict[str, Likeness]:
        """How alike each of these occupations is to others, and whether it needs a licence."""
        if not ids:
            return {}
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_LIKENESS, _storable(ids), _storable(others))
        return {
            row["occupation_id"]: Likeness(
                needs_licence=row["needs_licence"],
                to=msgspec.json.decode(row["alike"], type=dict[str, tuple[float, int]]),
            )
            for row in rows
        }

    async def nearly_same(self, ids: Collection[str], groups: Collection[str]) -> dict[str, frozenset[str]]:
        """What is so alike to any of these occupations that it is the same work under another name, or of one of these unit groups.

        Each with the occupations and the groups that it is so alike to.
        """
        if not ids and not groups:
            return {}
        units = [one for one in _storable(groups) if len(one) == UNIT_GROUP_DIGITS]
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_NEARLY_SAME, _storable(ids), units, SAME_FROM)
        return {row["occupation_id"]: frozenset(row["sources"]) for row in rows}

    async def outlook(self, isco_group: str, country: str | None = None) -> tuple[OutlookLine, ...]:
        """How the market of a unit group stood, the newest edition first and the whole country before its regions."""
        if not isco_group.isdecimal():
            return ()
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_OUTLOOK, isco_group, country)
        return tuple(OutlookLine(**dict(row)) for row in rows)

    async def role_sheet(self, asked: SheetQuestion, language: Language) -> RoleSheet:
        """What the atlas knows of one role, compared with other occupations, and its outlook in a country."""
        occupation_id = asked.occupation_id or ""
        wanted = replace(
            asked,
            occupation_id=occupation_id if occupation_id.isprintable() else None,
            isco_group=asked.isco_group if asked.isco_group.isdecimal() else "",
            others=tuple(_storable(asked.others)),
        )
        async with self._reading() as connection:
            return await read_role_sheet(connection, wanted, language)

    async def editions(self) -> tuple[Edition, ...]:
        """What the atlas holds, whose it is and under which licence; none in an empty atlas."""
        async with self._reading() as connection:
            rows = await connection.fetch(queries.SELECT_EDITIONS)
        return tuple(Edition(**dict(row)) for row in rows)

    @asynccontextmanager
    async def _reading(self) -> "AsyncGenerator[PooledConnection]":
        async with public_reads(self._pool) as connection:
            yield connection


def _storable(codes: Collection[str]) -> list[str]:
    """Those that the database can be asked about: an address or a command may name anything."""
    return [one for one in codes if one.isprintable()]


async def _candidates(
    connection: "PooledConnection", ids: Collection[str], without: Collection[str]
) -> list[Candidate]:
    if not ids:
        return []
    rows = await connection.fetch(queries.SELECT_CANDIDATES, _storable(ids), _storable([*ids, *without]))
    return [Candidate(**dict(row)) for row in rows]


def _nearest_only(candidates: Collection[Candidate]) -> list[Candidate]:
    """Each occupation once, near the one it shares most with."""
    nearest: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda each: (-each.similarity, each.from_id)):
        nearest.setdefault(one.occupation_id, one)
    return list(nearest.values())


async def _with_reasons(
    connection: "PooledConnection", chosen: Collection[Candidate], language: Language
) -> tuple[NearOccupation, ...]:
    if not chosen:
        return ()
    from_ids, near_ids = [one.from_id for one in chosen], [one.occupation_id for one in chosen]
    rows = await connection.fetch(queries.SELECT_WHY, from_ids, near_ids, language)
    by_pair = {(one.from_id, one.occupation_id): one for one in chosen}
    return tuple(_near(row, by_pair[row["from_id"], row["occupation_id"]], language) for row in rows)


def _near(row: "Record", candidate: Candidate, language: Language) -> NearOccupation:
    return NearOccupation(
        occupation=_occupation(row, language),
        from_id=candidate.from_id,
        similarity=candidate.similarity,
        isco_distance=candidate.isco_distance,
        shared=_local_texts(row["shared"], language),
        shared_count=candidate.shared,
        missing=_local_texts(row["missing"], language),
    )


def _occupation(row: "Record", language: Language) -> Occupation:
    return Occupation(
        occupation_id=row["occupation_id"],
        isco_group=row["isco_group"],
        title=title_text(_titles(row["titles"]), language, row["isco_group"]),
        description=local_text(_titles(row["descriptions"]), language),
        needs_licence=row["needs_licence"],
    )


def _local_texts(titles: Collection[str], language: Language) -> tuple[LocalText, ...]:
    return tuple(text for one in titles if (text := local_text(_titles(one), language)))


def _titles(stored: str) -> dict[str, str]:
    return msgspec.json.decode(stored, type=dict[str, str])
