"""How different an occupation is from the work a client knows: a proposal, and why. Pure; the client decides."""

from collections.abc import Collection
from typing import Literal

from msgspec import Struct

from domain.vocabulary import Distance
from service.atlas.ranking import isco_distance

UNIT_GROUP, MINOR_GROUP, ELSEWHERE = 0, 1, 4
"""Distances in ISCO: the same group, the same kind of group, and another part altogether."""
NEAR_FROM = 0.25

DistanceReason = Literal["same_occupation", "shares_skills", "same_group", "licence", "shares_few"]


class KnownWork(Struct, frozen=True, kw_only=True):
    """An occupation that the client did, as it lies to the one in question."""

    title: str
    """Of her role."""
    isco_group: str
    occupation_id: str | None = None
    """None where only the group is known."""
    similarity: float = 0.0
    """From 0 to 1."""
    shared: int = 0
    """How many of the skills that are asked it asks, too."""
    needs_licence: bool = False
    """Whether it is usually done with a licence, which she then has."""


class AskedWork(Struct, frozen=True, kw_only=True):
    """The occupation, or the group of occupations, in question."""

    isco_group: str
    occupation_id: str | None = None
    needs_licence: bool = False
    asked: int = 0
    """How many skills it asks."""


class DistanceProposal(Struct, frozen=True, kw_only=True):
    """How different it may be, and what of."""

    distance: Distance
    reason: DistanceReason
    nearest: KnownWork
    """What it was compared with: of the work she knows, what lies nearest."""
    asked: int


def propose_distance(asked: AskedWork, known: Collection[KnownWork]) -> DistanceProposal | None:
    """The distance to the nearest work that the client knows; None if none of it is in the atlas.

    Only the very occupation that she did is the same: however alike another is, she did not do it.
    """
    if not known:
        return None
    nearest = max(known, key=lambda one: (_closeness(asked, one), one.similarity, one.shared, one.title))
    distance, reason = _distance(asked, nearest)
    if distance != "same" and asked.needs_licence and not _has_licence(asked, known):
        distance, reason = "licence", "licence"
    return DistanceProposal(distance=distance, reason=reason, nearest=nearest, asked=asked.asked)


def _distance(asked: AskedWork, nearest: KnownWork) -> tuple[Distance, DistanceReason]:
    if asked.occupation_id and asked.occupation_id == nearest.occupation_id:
        return "same", "same_occupation"
    if nearest.similarity >= NEAR_FROM:
        return "near", "shares_skills"
    if _apart(asked, nearest) <= MINOR_GROUP:
        return "near", "same_group"
    return "far", "shares_few"


def _closeness(asked: AskedWork, known: KnownWork) -> int:
    """How close the distance is that this work alone would give; the higher the closer."""
    distance, _ = _distance(asked, known)
    return {"same": 2, "near": 1}.get(distance, 0)


def _apart(asked: AskedWork, known: KnownWork) -> int:
    """How far two groups lie apart; a group with fewer digits says less, and is never the same unit group."""
    if min(len(asked.isco_group), len(known.isco_group)) < len("2221"):
        return ELSEWHERE
    return isco_distance(asked.isco_group, known.isco_group)


def _has_licence(asked: AskedWork, known: Collection[KnownWork]) -> bool:
    """Whether she worked under a licence of the same unit group: that is how they go."""
    return any(one.needs_licence and _apart(asked, one) == UNIT_GROUP for one in known)
