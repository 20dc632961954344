"""Which occupations lie near each other: by the skills that both ask, the rarer the more."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from service.atlas.ranking import MAJOR_GROUP_APART, isco_distance

OPTIONAL = 0.5
"""What a skill counts that is not essential."""
SHARED_AT_LEAST = 3
NEAREST = 25
NEAREST_ELSEWHERE = 25
"""Of another major group: what lies nearest is mostly of the same one."""
TRANSVERSAL = 0.04
"""A skill that a larger part of all occupations share is none that two of them have in common."""
TRANSVERSAL_AT_LEAST = 50
"""In a small atlas, every skill is shared by a large part."""
FEW_ELSEWHERE = 6
"""With fewer of another major group, those count that share common skills only: what everybody asks is better than nothing."""


_Pair = tuple[float, str, int]
"""How alike, whom to, and how many skills are shared."""


class Neighbour(Struct, frozen=True, kw_only=True):
    """One occupation near to another."""

    occupation_id: str
    neighbour_id: str
    similarity: float
    shared: int
    isco_distance: int


def transversal_from(occupations: int) -> float:
    """A skill that more occupations share than this tells nothing about any two of them."""
    return max(TRANSVERSAL_AT_LEAST, TRANSVERSAL * occupations)


def neighbours(
    skills_of: Mapping[str, Mapping[str, bool]], isco_groups: Mapping[str, str]
) -> Iterator[Neighbour]:
    """The nearest of each occupation that share enough skills, and the nearest of other major groups."""
    most = transversal_from(len(skills_of))
    weights = _weights(skills_of)
    asked_by = Counter(skill for own in weights.values() for skill in own)
    found: dict[str, list[_Pair]] = {occupation: [] for occupation in weights}
    met: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for occupation, own in weights.items():
        # Every pair is met once: each occupation among those before it.
        similarity: defaultdict[str, float] = defaultdict(float)
        shared: Counter[str] = Counter()
        for skill, weight in own.items():
            for other, other_weight in met[skill]:
                similarity[other] += weight * other_weight
            if asked_by[skill] <= most:
                shared.update([other for other, _ in met[skill]])
            met[skill].append((occupation, weight))
        for other, count in shared.items():
            if count >= SHARED_AT_LEAST:
                alike = min(1.0, round(similarity[other], 4))
                found[occupation].append((alike, other, count))
                found[other].append((alike, occupation, count))
    for occupation, pairs in found.items():
        more = _more_elsewhere(occupation, pairs, weights, isco_groups)
        yield from _kept(occupation, sorted([*pairs, *more], key=lambda one: (-one[0], one[1])), isco_groups)


def _more_elsewhere(
    occupation: str,
    pairs: Sequence[_Pair],
    weights: Mapping[str, Mapping[str, float]],
    isco_groups: Mapping[str, str],
) -> list[_Pair]:
    """The nearest of other major groups by any skills, where few share skills that few others ask."""
    known = {other for _, other, _ in pairs}
    lacking = FEW_ELSEWHERE - sum(_apart(occupation, other, isco_groups) for other in known)
    if lacking <= 0:
        return []
    own, more = weights[occupation], list[_Pair]()
    for other, theirs in weights.items():
        if other in known or not _apart(occupation, other, isco_groups):
            continue
        shared = own.keys() & theirs.keys()
        if len(shared) >= SHARED_AT_LEAST:
            alike = math.fsum(own[skill] * theirs[skill] for skill in shared)
            more.append((min(1.0, round(alike, 4)), other, len(shared)))
    return sorted(more, key=lambda one: (-one[0], one[1]))[:lacking]


def _apart(one: str, other: str, isco_groups: Mapping[str, str]) -> bool:
    return isco_distance(isco_groups[one], isco_groups[other]) == MAJOR_GROUP_APART


def _kept(
    occupation: str, nearest_first: Sequence[_Pair], isco_groups: Mapping[str, str]
) -> Iterator[Neighbour]:
    near = elsewhere = 0
    for similarity, other, shared in nearest_first:
        distance = isco_distance(isco_groups[occupation], isco_groups[other])
        if near >= NEAREST and (distance < MAJOR_GROUP_APART or elsewhere >= NEAREST_ELSEWHERE):
            continue
        near += 1
        elsewhere += distance == MAJOR_GROUP_APART
        yield Neighbour(
            occupation_id=occupation,
            neighbour_id=other,
            similarity=similarity,
            shared=shared,
            isco_distance=distance,
        )


def _weights(skills_of: Mapping[str, Mapping[str, bool]]) -> dict[str, dict[str, float]]:
    """By occupation the weight of each skill, so that the squares add up to one."""
    asked_by = Counter(skill for own in skills_of.values() for skill in own)
    rarity = {skill: math.log((len(skills_of) + 1) / count) for skill, count in asked_by.items()}
    weighted = {
        occupation: {skill: rarity[skill] * (1.0 if own[skill] else OPTIONAL) for skill in sorted(own)}
        for occupation, own in sorted(skills_of.items())
    }
    lengths = {
        occupation: math.sqrt(sum(weight * weight for weight in own.values())) or 1.0
        for occupation, own in weighted.items()
    }
    return {
        occupation: {skill: weight / lengths[occupation] for skill, weight in own.items()}
        for occupation, own in weighted.items()
    }
