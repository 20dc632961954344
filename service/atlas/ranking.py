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
ELSEWHERE_OF_TEN = 3
"""So many of ten stand in another major group, while there are any that share enough."""
MAJOR_GROUP_APART = 4
SAME_FROM = 0.6
"""So alike, two occupations are the same work under another name."""
UNIT_GROUP_DIGITS = 4
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
    """The most surprising first, each occupation once, some of other major groups, few teachers and few of one unit group.

    Where that leaves fewer than asked for, there are twice as many of a group, and still few teachers.
    """
    left_out = set(without)
    ordered = sorted(candidates, key=_order)
    eligible = [one for one in ordered if one.occupation_id not in left_out]
    elsewhere = [one for one in eligible if one.isco_distance == MAJOR_GROUP_APART]
    chosen = _capped(elsewhere, (), limit * ELSEWHERE_OF_TEN // 10)
    for times in (1, 2):
        chosen = _capped(eligible, chosen, limit, times=times)
    return tuple(sorted(chosen, key=_order))


def _order(candidate: Candidate) -> tuple[float, str, str]:
    return -surprise(candidate), candidate.occupation_id, candidate.from_id


def _capped(
    ordered: Sequence[Candidate], before: Sequence[Candidate], limit: int, *, times: int = 1
) -> list[Candidate]:
    """What was chosen before, and the first of the list that are not too many of their kind."""
    taken = list(before)
    seen = {one.occupation_id for one in before}
    groups = Counter(kind for one in before for kind in _most_of_kinds(one, times))
    for one in ordered:
        if len(taken) >= limit:
            break
        most = _most_of_kinds(one, times)
        if one.occupation_id in seen or any(groups[kind] >= many for kind, many in most.items()):
            continue
        taken.append(one)
        seen.add(one.occupation_id)
        groups.update(most.keys())
    return taken


def _most_of_kinds(one: Candidate, times: int) -> dict[str, int]:
    """The kinds that an occupation is of, and how many of each a list shows."""
    most = {
        one.isco_group: times * SAME_UNIT_GROUP_AT_MOST,
        one.isco_group[:MINOR_GROUP_DIGITS]: times * SAME_MINOR_GROUP_AT_MOST,
    }
    return most | {"teachers": TEACHERS_AT_MOST} if one.isco_group.startswith(TEACHER_GROUPS) else most


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
