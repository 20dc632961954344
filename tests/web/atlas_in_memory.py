"""A small atlas in memory for pages that have no database: it finds and ranks as the real one does."""

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct

from domain.vocabulary import Language
from service.atlas.atlas import Atlas
from service.atlas.ranking import SAME_FROM, Candidate, isco_distance, rank, spread_by_qualities
from service.atlas.role_sheet import AskedSkill, GroupOutlook, RoleSheet, SheetQuestion
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
)

FEWEST_SHARED = 3


class Known(Struct, frozen=True, kw_only=True):
    """An occupation as a test tells it; its title is its id."""

    occupation_id: str
    isco_group: str
    skills: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    needs_licence: bool = False


class AtlasInMemory(Atlas):
    """Answers from a few occupations; from none, like an atlas that nobody loaded."""

    def __init__(self, known: Sequence[Known] = (), outlook: Sequence[GroupOutlook] = ()) -> None:
        self._known = {one.occupation_id: one for one in known}
        self._outlook = tuple(outlook)

    def load(self, known: Sequence[Known]) -> None:
        """Has another edition in the place of this one."""
        self._known = {one.occupation_id: one for one in known}

    async def search(self, query: str, language: Language, *, limit: int = 10) -> tuple[FoundOccupation, ...]:
        found = (one for one in self._known.values() if query and query.casefold() in one.occupation_id)
        return tuple(
            FoundOccupation(
                occupation_id=one.occupation_id,
                isco_group=one.isco_group,
                title=text(one.occupation_id),
                matched=one.occupation_id,
                group_title=text(one.isco_group),
            )
            for one in found
        )[:limit]

    async def named(self, names: Collection[str], language: Language) -> dict[str, NamedInAtlas]:
        return {
            name: NamedInAtlas(isco_group=self._known[name].isco_group, occupation_id=name)
            for name in names
            if name in self._known
        }

    async def occupations(self, ids: Collection[str], language: Language) -> dict[str, Occupation]:
        return {one: occupation(self._known[one]) for one in ids if one in self._known}

    async def group_titles(self, codes: Collection[str], language: Language) -> dict[str, LocalText]:
        groups = {one.isco_group for one in self._known.values()}
        return {one: text(one) for one in codes if one in groups}

    async def in_groups(self, codes: Collection[str], limit: int = 20) -> dict[str, tuple[str, ...]]:
        return {
            code: tuple(
                sorted(one.occupation_id for one in self._known.values() if one.isco_group.startswith(code))
            )[:limit]
            for code in codes
        }

    async def near(
        self, ids: Collection[str], language: Language, *, without: Collection[str] = (), limit: int = 10
    ) -> tuple[NearOccupation, ...]:
        ranked = rank(self._candidates(ids), without={*ids, *without}, limit=limit)
        return tuple(self._near(one) for one in ranked)

    async def near_all(
        self, ids: Collection[str], language: Language, *, without: Collection[str] = (), of_each: int = 3
    ) -> tuple[NearOccupation, ...]:
        return await self.near(ids, language, without=without, limit=of_each * len(ids))

    async def by_qualities(
        self,
        qualities: Collection[str],
        language: Language,
        *,
        without: Collection[str] = (),
        limit: int = 12,
    ) -> tuple[QualityOccupation, ...]:
        found = [
            QualityOccupation(
                occupation=occupation(one),
                qualities=tuple(each for each in one.qualities if each in qualities),
                strength=1.0,
            )
            for one in self._known.values()
            if one.occupation_id not in without and {*one.qualities} & {*qualities}
        ]
        return spread_by_qualities(sorted(found, key=lambda one: -len(one.qualities)), limit)

    async def qualities_of(self, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        return {one: self._known[one].qualities for one in ids if one in self._known}

    async def skills(self, occupation_id: str, language: Language) -> tuple[SkillOfOccupation, ...]:
        known = self._known.get(occupation_id)
        return tuple(
            SkillOfOccupation(skill_id=one, title=text(one), essential=True)
            for one in (known.skills if known else ())
        )

    async def similarity(self, a: str, others: Collection[str]) -> dict[str, float]:
        if a not in self._known:
            return {}
        return {one: self._similarity(a, one) for one in others if one in self._known}

    async def likeness(self, ids: Collection[str], others: Collection[str]) -> dict[str, Likeness]:
        return {
            one: Likeness(
                needs_licence=self._known[one].needs_licence,
                to={
                    each: (self._similarity(one, each), len(self._shared(one, each)))
                    for each in others
                    if each in self._known and len(self._shared(one, each)) >= FEWEST_SHARED
                },
            )
            for one in ids
            if one in self._known
        }

    async def nearly_same(self, ids: Collection[str], groups: Collection[str]) -> dict[str, frozenset[str]]:
        found = {
            one.occupation_id: frozenset(
                [
                    each
                    for each in ids
                    if each != one.occupation_id and self._is_nearly(each, one.occupation_id)
                ]
                + [each for each in groups if each == one.isco_group]
            )
            for one in self._known.values()
        }
        return {key: like for key, like in found.items() if like}

    def _is_nearly(self, one: str, other: str) -> bool:
        return one in self._known and self._similarity(one, other) >= SAME_FROM

    async def outlook(self, isco_group: str, country: str | None = None) -> tuple[OutlookLine, ...]:
        return ()

    async def role_sheet(self, asked: SheetQuestion, language: Language) -> RoleSheet:
        known = self._known.get(asked.occupation_id or "")
        others = [one for one in asked.others if one in self._known]
        return RoleSheet(
            occupation=occupation(known) if known else None,
            group_title=text(f"group {asked.isco_group}"),
            skills=tuple(
                AskedSkill(
                    skill_id=one.replace(" ", "-"),
                    title=text(one),
                    titles={"en": one},
                    essential=True,
                    asked_by=frozenset(other for other in others if one in self._known[other].skills),
                )
                for one in (known.skills if known else ())
            ),
            similarity={one: self._similarity(known.occupation_id, one) for one in others} if known else {},
            licensed=frozenset(one for one in others if self._known[one].needs_licence),
            outlook=self._outlook if asked.country else (),
        )

    async def editions(self) -> tuple[Edition, ...]:
        return ()

    def _candidates(self, ids: Collection[str]) -> list[Candidate]:
        return [
            Candidate(
                from_id=from_id,
                occupation_id=one.occupation_id,
                isco_group=one.isco_group,
                similarity=self._similarity(from_id, one.occupation_id),
                shared=len(self._shared(from_id, one.occupation_id)),
                isco_distance=isco_distance(self._known[from_id].isco_group, one.isco_group),
            )
            for from_id in ids
            if from_id in self._known
            for one in self._known.values()
            if len(self._shared(from_id, one.occupation_id)) >= FEWEST_SHARED
        ]

    def _near(self, candidate: Candidate) -> NearOccupation:
        one, other = self._known[candidate.from_id], self._known[candidate.occupation_id]
        shared = self._shared(candidate.from_id, candidate.occupation_id)
        return NearOccupation(
            occupation=occupation(other),
            from_id=candidate.from_id,
            similarity=candidate.similarity,
            isco_distance=candidate.isco_distance,
            shared=tuple(text(each) for each in shared[:3]),
            shared_count=len(shared),
            missing=tuple(text(each) for each in other.skills if each not in one.skills)[:2],
        )

    def _shared(self, one: str, other: str) -> list[str]:
        return [each for each in self._known[one].skills if each in self._known[other].skills]

    def _similarity(self, one: str, other: str) -> float:
        every = {*self._known[one].skills, *self._known[other].skills}
        return len(self._shared(one, other)) / len(every) if every else 0.0


def text(words: str) -> LocalText:
    return LocalText(text=words, language="en")


def occupation(known: Known) -> Occupation:
    return Occupation(
        occupation_id=known.occupation_id,
        isco_group=known.isco_group,
        title=text(known.occupation_id),
        description=None,
        needs_licence=known.needs_licence,
    )


CALM, LISTEN, RECORD, PLAN = "stay calm", "listen", "keep records", "plan a shift"
SMALL_OUTLOOK = GroupOutlook(
    publisher="Bureau of Clocks",
    edition="spring 2026",
    published_on=date(2026, 2, 20),
    region="",
    opportunities="large",
    demand="up",
    code="2221",
    title=text("operators"),
    licence="CC0 1.0",
    url="https://clocks.example/spring",
)
SMALL_ATLAS = AtlasInMemory(
    (
        Known(
            occupation_id="nurse",
            isco_group="2221",
            skills=(CALM, LISTEN, RECORD, PLAN),
            qualities=("helping", "team"),
        ),
        Known(
            occupation_id="midwife",
            isco_group="2222",
            skills=(CALM, LISTEN, RECORD),
            qualities=("helping", "body"),
            needs_licence=True,
        ),
        Known(
            occupation_id="dispatcher",
            isco_group="4222",
            skills=(CALM, LISTEN, RECORD, "use a radio"),
            qualities=("rescue", "team"),
        ),
        Known(
            occupation_id="park ranger",
            isco_group="5419",
            skills=(CALM, LISTEN, PLAN, "read a map"),
            qualities=("outdoors", "nature"),
        ),
        Known(
            occupation_id="baker",
            isco_group="7512",
            skills=("bake", "rise early", RECORD),
            qualities=("food", "hands"),
        ),
        Known(
            occupation_id="pastry cook",
            isco_group="7512",
            skills=("bake", "rise early", RECORD),
            qualities=("food",),
        ),
    ),
    (SMALL_OUTLOOK,),
)
"""What pages without a database find, unless a test gives them another."""
