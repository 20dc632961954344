"""How near occupations are put in order: those that share much and are yet somewhere else come first."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

SAME_UNIT_GROUP_AT_MOST = 2
"""How many of one ISCO unit group one list shows."""
TEACHERS_AT_MOST = 2
"""How many lecturers, teachers and instructors: nearly every trade has one."""
TEACHER_GROUPS = ("231", "232", "233", "234", "235")
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
        kinds = {one.isco_group: SAME_UNIT_GROUP_AT_MOST}
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
