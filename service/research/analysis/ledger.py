"""Whether outputs together single out fewer than ten people by adding and subtracting. Exact, on sets of members.

Every figure let out is a sum over a set. Members that lie in the same sets are one atom. Whoever has the figures can compute
every combination of the sets, that is every vector of the row space of (sets x atoms). A vector that is not zero, and lies on
atoms of fewer than ten people, tells something about them; no such vector may come with a new output. Ranks are computed
modulo a prime, which can only find more combinations, and so refuse more. Where too much would have to be tried, it is refused.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from msgspec import Struct

from service.research.analysis.releases import KnownSet

FEWEST_PEOPLE = 10
PRIME = 2_147_483_647
"""Products of two remainders fit into 64 bits."""
MAX_SETS = 600
MAX_TRIED = 20_000
ANY_TABLE = "any table"
"""Where a column is of people, and so the same in all tables."""
COLUMN_SPACE = "column "
"""Begins the space of the people whose column of a table stands behind an output."""
_FEW = f"with what is let out, now and before, fewer than {FEWEST_PEOPLE} people could be singled out by adding and subtracting"


def singled_out(earlier: Sequence[KnownSet], new: Sequence[KnownSet]) -> str | None:
    """Why the new sets may not be let out after the earlier ones; None if they may."""
    if _differ_by_few([*earlier, *new], new):
        return _FEW
    for space in sorted({one.space for one in new if not one.space.startswith(COLUMN_SPACE)}):
        old = [one for one in earlier if one.space == space]
        added = [one for one in new if one.space == space]
        if reason := _singled_out_in(old, added):
            return reason
    return None


def _singled_out_in(old: Sequence[KnownSet], new: Sequence[KnownSet]) -> str | None:
    new = _without_doubles(old, new)
    if not new:
        return None
    sets = [*_distinct(old), *new]
    if len(sets) > MAX_SETS:
        return f"too much was let out already to compute what can be told from it: {len(sets)} sets, at most {MAX_SETS}"
    matrix, atoms = _atoms(sets)
    fewest = _fewest_people(matrix, atoms, len(sets) - len(new))
    if fewest is None:
        return "too many combinations with what was let out before would have to be tried"
    return _FEW if fewest < FEWEST_PEOPLE else None


def _differ_by_few(known: Sequence[KnownSet], new: Sequence[KnownSet]) -> bool:
    """Whether the people behind columns of one name in two tables, or of one level of people, differ by fewer than ten."""
    named = [(*_column_and_table(one), frozenset(one.members)) for one in known if _is_of_column(one)]
    return any(
        column == other
        and (table != place or table == ANY_TABLE)
        and 0 < len(people ^ members) < FEWEST_PEOPLE
        for one in new
        if _is_of_column(one)
        for column, table in [_column_and_table(one)]
        for people in [frozenset(one.members)]
        for other, place, members in named
    )


def _is_of_column(one: KnownSet) -> bool:
    return one.space.startswith(COLUMN_SPACE)


def _column_and_table(one: KnownSet) -> tuple[str, str]:
    column, _, table = one.space.removeprefix(COLUMN_SPACE).partition(" in ")
    return column, table


def _key(one: KnownSet) -> tuple[frozenset[int], int]:
    return frozenset(one.members), one.gone


def _distinct(sets: Iterable[KnownSet]) -> list[KnownSet]:
    return list({_key(one): one for one in sets}.values())


def _without_doubles(old: Sequence[KnownSet], new: Sequence[KnownSet]) -> list[KnownSet]:
    """The new sets that were not let out before; the same set again tells nothing new."""
    known = {_key(one) for one in old if not one.gone}
    return [one for one in _distinct(new) if _key(one) not in known and one.members]


class _Atom(Struct, frozen=True):
    people: frozenset[str]
    gone: int = 0

    @property
    def small(self) -> bool:
        """Whether a combination of fewer than ten people may lie on it; of the gone, nobody knows how they overlap."""
        return bool(self.gone) or len(self.people) < FEWEST_PEOPLE


def _atoms(sets: Sequence[KnownSet]) -> tuple[Any, list[_Atom]]:
    """A row for each set, a column for each atom: 1 where the atom lies in the set."""
    places: dict[int, int] = {}
    owners: list[str] = []
    for one in sets:
        for member, owner in one.members.items():
            if member not in places:
                places[member] = len(owners)
                owners.append(owner)
    inside = np.zeros((len(sets), len(owners)), dtype=bool)
    for row, one in enumerate(sets):
        inside[row, [places[member] for member in one.members]] = True
    packed = np.ascontiguousarray(np.packbits(inside, axis=0).T)
    people: dict[bytes, set[str]] = {}
    columns: dict[bytes, int] = {}
    for place, owner in enumerate(owners):
        signature = packed[place].tobytes()
        people.setdefault(signature, set()).add(owner)
        columns.setdefault(signature, place)
    atoms = [_Atom(frozenset(one)) for one in people.values()]
    matrix = inside[:, list(columns.values())].astype(np.int64)
    unknown = [row for row, one in enumerate(sets) if one.gone]
    extra = np.zeros((len(sets), len(unknown)), dtype=np.int64)
    for column, row in enumerate(unknown):
        extra[row, column] = 1
        atoms.append(_Atom(frozenset(), sets[row].gone))
    return np.hstack([matrix, extra]), atoms


def _fewest_people(matrix: Any, atoms: Sequence[_Atom], old: int) -> int | None:
    """The people of the smallest combination that the new sets bring; None where too many would have to be tried."""
    small = [place for place, atom in enumerate(atoms) if atom.small]
    large = [place for place, atom in enumerate(atoms) if not atom.small]
    free = _left_kernel(matrix[:, large]) if large else np.eye(len(matrix), dtype=np.int64)
    vectors = _reduced(_times(free, matrix[:, small]))
    if not len(vectors):
        return FEWEST_PEOPLE
    known = _reduced(matrix[:old]) if old else matrix[:0]
    rank, width = len(vectors), len(small)
    if comb(width, rank - 1) > MAX_TRIED:
        return None
    fewest: int | None = None
    for zeros in combinations(range(width), rank - 1):
        for vector in _vanishing_on(vectors, zeros):
            whole = np.zeros(len(atoms), dtype=np.int64)
            whole[small] = vector
            if _in_span(known, whole):
                continue
            support = [atoms[place] for place in np.flatnonzero(whole).tolist()]
            fewest = min(_people_of(support), FEWEST_PEOPLE if fewest is None else fewest)
    return FEWEST_PEOPLE if fewest is None else fewest


def _people_of(support: Sequence[_Atom]) -> int:
    known = len(frozenset[str]().union(*(one.people for one in support)))
    gone = [one.gone for one in support if one.gone]
    return known + (gone[0] if len(gone) == 1 else 0)


def _vanishing_on(vectors: Any, zeros: Sequence[int]) -> list[Any]:
    """The only combination, up to a factor, that is zero there; none where the places do not fix one."""
    if not zeros:
        return [vectors[0]]
    kernel = _left_kernel(vectors[:, list(zeros)])
    return [_times(kernel, vectors)[0]] if len(kernel) == 1 else []


def _in_span(reduced: Any, vector: Any) -> bool:
    rest = vector.copy() % PRIME
    for row in reduced:
        pivot = int(np.flatnonzero(row)[0])
        if rest[pivot]:
            rest = (rest - rest[pivot] * row) % PRIME
    return not rest.any()


def _reduced(matrix: Any) -> Any:
    """The rows in reduced echelon form, without zero rows."""
    work = np.array(matrix, dtype=np.int64) % PRIME
    place = 0
    for column in range(work.shape[1]):
        if place == len(work):
            break
        chosen = place + int(work[place:, column].astype(bool).argmax())
        if not work[chosen, column]:
            continue
        if chosen != place:
            work[[place, chosen]] = work[[chosen, place]]
        work[place] = work[place] * pow(int(work[place, column]), -1, PRIME) % PRIME
        factors = work[:, column].copy()
        factors[place] = 0
        work = (work - factors[:, np.newaxis] * work[place]) % PRIME
        place += 1
    return work[:place]


def _left_kernel(matrix: Any) -> Any:
    """The combinations of rows that give zero."""
    rows, columns = matrix.shape
    both = _reduced(np.hstack([matrix, np.eye(rows, dtype=np.int64)]))
    return both[~both[:, :columns].any(axis=1)][:, columns:]


def _times(left: Any, right: Any) -> Any:
    """A product modulo the prime, one row of the right at a time so that nothing overflows."""
    result = np.zeros((left.shape[0], right.shape[1]), dtype=np.int64)
    for inner in range(left.shape[1]):
        result = (result + left[:, inner : inner + 1] * right[inner : inner + 1] % PRIME) % PRIME
    return result
