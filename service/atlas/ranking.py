"""How near occupations are put in order: those that share much and are yet somewhere else come first."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from service.atlas.views import QualityOccupation

SAME_UNIT_GROUP_AT_MOST = 2
"""How many of one ISCO unit group one list shows."""
SAME_MINOR_GROUP_AT_MOST = 4
"""And of one group of three digits: the breeders of pigs, of sheep and of bees are of three unit groups."""
TEACHERS_AT_MOST = 2
"""How many lecturers, teachers and instructors: nearly every trade has one."""
MINOR_GROUP_DIGITS = 3
TEACHER_GROUPS = ("231", "232", "233", "234", "235")
SAME_MAJOR_GROUP_ONE_OF = 3
"""Of so many of a list by qualities one is of the same ISCO major group, while there are others."""
SURPRISE = (0.1, 0.4, 0.65, 0.85, 1.0)
"""By distance in ISCO: what stands in the same unit group she knows already."""


class Candidate(Struct, frozen=True, kw_only=True):
    """An occupation that is near to another."""

    from_id: str
    occupation_id: str
    isco_group: str
    similarity: float
    shared: int
    isco_distance: int


def isco_distance(one: str, other: str) -> int:
    """How far two unit groups lie apart: 0 for the same, 4 for different major groups."""
    same = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same += 1
    return 4 - same


def surprise(candidate: Candidate) -> float:
    """How much is shared, times how far away it is."""
    return candidate.similarity * SURPRISE[candidate.isco_distance]


def rank(
    candidates: Iterable[Candidate], *, without: Iterable[str] = (), limit: int
) -> tuple[Candidate, ...]:
    """The most surprising first, each occupation once, few teachers and few of one unit group."""
    left_out = set(without)
    ordered = sorted(candidates, key=lambda one: (-surprise(one), one.occupation_id, one.from_id))
    return _capped([one for one in ordered if one.occupation_id not in left_out], limit)


def _capped(ordered: Sequence[Candidate], limit: int) -> tuple[Candidate, ...]:
    taken: list[Candidate] = []
    seen: set[str] = set()
    groups: Counter[str] = Counter()
    for one in ordered:
        kinds = {
            one.isco_group: SAME_UNIT_GROUP_AT_MOST,
            one.isco_group[:MINOR_GROUP_DIGITS]: SAME_MINOR_GROUP_AT_MOST,
        }
        if one.isco_group.startswith(TEACHER_GROUPS):
            kinds["teachers"] = TEACHERS_AT_MOST
        if one.occupation_id in seen or any(groups[kind] >= most for kind, most in kinds.items()):
            continue
        taken.append(one)
        seen.add(one.occupation_id)
        groups.update(kinds.keys())
        if len(taken) == limit:
            break
    return tuple(taken)


def spread_by_qualities(ordered: Sequence[QualityOccupation], limit: int) -> tuple[QualityOccupation, ...]:
    """The first of the list, of as many kinds of work as there are: one of a unit group, and few of a major group.

    What is known for the same is often nearly the same work; this shows how many kinds there are. When too few are left, the
    others follow in their order. A quality that none of them has takes the place of the last.
    """
    of_major = -(-limit // SAME_MAJOR_GROUP_ONE_OF)
    units: set[str] = set()
    majors: Counter[str] = Counter()
    first: list[QualityOccupation] = []
    for one in ordered:
        group = one.occupation.isco_group
        if group not in units and majors[group[:1]] < of_major and len(first) < limit:
            units.add(group)
            majors[group[:1]] += 1
            first.append(one)
    taken = {one.occupation.occupation_id for one in first}
    rest = [one for one in ordered if one.occupation.occupation_id not in taken]
    return _with_each_quality((*first, *rest[: limit - len(first)]), rest)


def _with_each_quality(
    chosen: Sequence[QualityOccupation], others: Sequence[QualityOccupation]
) -> tuple[QualityOccupation, ...]:
    shown = Counter(quality for one in chosen for quality in one.qualities)
    missing = [quality for one in others for quality in one.qualities if quality not in shown]
    found = list(chosen)
    for quality in dict.fromkeys(missing):
        if any(quality in one.qualities for one in found):
            continue
        spare = next((one for one in reversed(found) if all(shown[each] > 1 for each in one.qualities)), None)
        if spare is None:
            break
        found.remove(spare)
        shown.subtract(spare.qualities)
        best = max((one for one in others if quality in one.qualities), key=lambda one: one.strength)
        found.append(best)
        shown.update(best.qualities)
    return tuple(found)
