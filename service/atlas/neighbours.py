"""Which occupations lie near each other: by the skills that both ask, the rarer the more."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from service.atlas.ranking import isco_distance

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
MAJOR_GROUP_APART = 4


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
    weights = _weights(skills_of)
    asked_by: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for occupation, own in weights.items():
        for skill, weight in own.items():
            asked_by[skill].append((occupation, weight))
    distinctive = {
        skill for skill, known in asked_by.items() if len(known) <= transversal_from(len(skills_of))
    }
    for occupation, own in weights.items():
        similarity: defaultdict[str, float] = defaultdict(float)
        shared: Counter[str] = Counter()
        for skill, weight in own.items():
            for other, other_weight in asked_by[skill]:
                similarity[other] += weight * other_weight
            if skill in distinctive:
                shared.update([other for other, _ in asked_by[skill]])
        found = sorted(
            (
                (similarity[other], other, count)
                for other, count in shared.items()
                if count >= SHARED_AT_LEAST and other != occupation
            ),
            key=lambda one: (-round(one[0], 6), one[1]),
        )
        yield from _kept(occupation, found, isco_groups)


def _kept(
    occupation: str, found: list[tuple[float, str, int]], isco_groups: Mapping[str, str]
) -> Iterator[Neighbour]:
    near = elsewhere = 0
    for similarity, other, shared in found:
        distance = isco_distance(isco_groups[occupation], isco_groups[other])
        if near >= NEAREST and (distance < MAJOR_GROUP_APART or elsewhere >= NEAREST_ELSEWHERE):
            continue
        near += 1
        elsewhere += distance == MAJOR_GROUP_APART
        yield Neighbour(
            occupation_id=occupation,
            neighbour_id=other,
            similarity=min(1.0, round(similarity, 4)),
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
