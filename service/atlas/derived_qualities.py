"""The qualities of occupations, derived from the groups of their skills and the kind of work that they are."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from math import exp, sqrt
from types import MappingProxyType

from msgspec import Struct

from service.atlas.tables import read_table

FEWEST = 2
MOST = 5
ENOUGH = 0.33
"""The score from which a quality is one that an occupation is known for."""
BESIDE_THE_FIRST = 0.3
"""Of the score of its first quality: less is not told beside it."""
KIND_OF_WORK = 1.0
"""What the kind of work (its group of ISCO-08) counts, against the skills."""
LEAST = 0.05
"""Of the two that are told anyway."""
RARE = 0.01
"""Keeps a quality that hardly any occupation has from standing out by one skill."""


class _Table(Struct, frozen=True, kw_only=True):
    """What speaks for which qualities and how much: by skill, by group of skills, by the beginning of a group of ISCO-08."""

    skills: dict[str, dict[str, float]]
    skill_groups: dict[str, dict[str, float]]
    work_groups: dict[str, dict[str, float]]
    qualities: list[str]


def codes_of_skills(
    broader: Mapping[str, Collection[str]], codes: Mapping[str, str]
) -> Mapping[str, frozenset[str]]:
    """The codes of all groups above each concept; `broader` names the concepts right above it, `codes` the group's code."""

    def above(concept: str) -> frozenset[str]:
        seen, ahead = {concept}, [concept]
        while ahead:
            more = [one for one in broader.get(ahead.pop(), ()) if one not in seen]
            seen.update(more)
            ahead += more
        return frozenset(codes[one] for one in seen - {concept} if one in codes)

    return MappingProxyType({concept: above(concept) for concept in broader})


def derive_qualities(
    skills: Mapping[str, Sequence[tuple[str, float]]],
    codes: Mapping[str, Collection[str]],
    isco_groups: Mapping[str, str],
) -> dict[str, dict[str, float]]:
    """The qualities of each occupation with their strength (0 to 1), the strongest first: two to five.

    `skills` holds each occupation's skills with their weight (1 essential, 0.5 optional), `codes` the codes of the groups
    above each skill (`codes_of_skills`), `isco_groups` the ISCO-08 unit group of each occupation. A quality counts by how
    much more of an occupation's skills speak for it than of other occupations' skills, not by their number.
    """
    table = _table()
    speaks = {skill: _of_skill(table, skill, codes.get(skill, ())) for skill in _all_skills(skills)}
    shares = {one: _shares(skills.get(one, ()), speaks) for one in isco_groups}
    usual = {
        quality: sum(own.get(quality, 0.0) for own in shares.values()) / max(1, len(shares))
        for quality in table.qualities
    }
    return {one: _known_for(_scores(table, shares[one], usual, group)) for one, group in isco_groups.items()}


def _scores(
    table: _Table, shares: Mapping[str, float], usual: Mapping[str, float], group: str
) -> dict[str, float]:
    """How far each quality stands out in one occupation."""
    of_work = [table.work_groups.get(group[:length], {}) for length in (4, 3, 2, 1)]
    return {
        quality: (shares.get(quality, 0.0) - usual[quality]) / sqrt(usual[quality] + RARE)
        + KIND_OF_WORK * next((one[quality] for one in of_work if quality in one), 0.0)
        for quality in table.qualities
    }


def _known_for(scores: Mapping[str, float]) -> dict[str, float]:
    """Two to five: those that stand out, and the two best anyway."""
    ordered = sorted(scores, key=lambda one: (-scores[one], one))
    least = max(ENOUGH, BESIDE_THE_FIRST * scores[ordered[0]])
    kept = [one for place, one in enumerate(ordered[:MOST]) if place < FEWEST or scores[one] >= least]
    return {one: round(1 - exp(-max(scores[one], LEAST)), 3) for one in kept}


def _all_skills(skills: Mapping[str, Sequence[tuple[str, float]]]) -> set[str]:
    return {skill for own in skills.values() for skill, _ in own}


def _shares(own: Sequence[tuple[str, float]], speaks: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """How much of what an occupation asks for speaks for each quality: 0 to about 1."""
    total = sum(weight for _, weight in own)
    found: dict[str, float] = {}
    for skill, weight in own:
        for quality, points in speaks[skill].items():
            found[quality] = found.get(quality, 0.0) + weight * points / total
    return found


def _of_skill(table: _Table, skill: str, codes: Collection[str]) -> dict[str, float]:
    """What a skill says of each quality: of its groups the narrowest that the table names, and of those the most telling."""
    found = dict(table.skills.get(skill, {}))
    named = [code for code in codes if code in table.skill_groups]
    for code in named:
        for quality, weight in table.skill_groups[code].items():
            if not any(_is_within(other, code) and quality in table.skill_groups[other] for other in named):
                found[quality] = max(found.get(quality, 0.0), weight)
    return found


def _is_within(code: str, wider: str) -> bool:
    """Whether S3.4.2 is within S3.4 (and S1.12 is not within S1.1), or 0215 within 021."""
    if code == wider or not code.startswith(wider):
        return False
    return code[len(wider)] == "." or wider.isdigit() or len(wider) == 1


@cache
def _table() -> _Table:
    table = _Table(skills={}, skill_groups={}, work_groups={}, qualities=[])
    for row in read_table("quality_groups.tsv"):
        of_kind = {"skill": table.skills, "skill group": table.skill_groups, "work group": table.work_groups}
        of_kind[row["kind"]].setdefault(row["code"], {})[row["quality"]] = float(row["weight"])
        if row["quality"] not in table.qualities:
            table.qualities.append(row["quality"])
    return table
