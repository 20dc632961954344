"""The ledger against an attacker who solves the linear system, on random tables whose members the test knows."""

import random
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import settings

from service.research.analysis.ledger import FEWEST_PEOPLE, singled_out
from service.research.analysis.releases import KnownSet

PARTS = range(10) if settings.get_current_profile_name() == "thorough" else range(1)
"""Tenths of the random tables: the first in each run, all of them in a thorough one."""
PEOPLE = [f"person {number}" for number in range(400)]


def people(*ranges: range, gone: int = 0) -> KnownSet:
    return KnownSet(space="rows", members={one: PEOPLE[one] for each in ranges for one in each}, gone=gone)


def test_disjoint_sets_of_ten_can_be_let_out_and_smaller_ones_cannot() -> None:
    assert singled_out([], [people(range(10)), people(range(10, 30))]) is None
    assert singled_out([], [people(range(9))])


def test_two_nested_sets_may_not_differ_by_fewer_than_ten() -> None:
    assert singled_out([people(range(100))], [people(range(99))])
    assert singled_out([people(range(100))], [people(range(91))])
    assert singled_out([people(range(100))], [people(range(90))]) is None


def test_a_set_is_found_by_adding_and_subtracting_several() -> None:
    known = [people(range(50)), people(range(50, 100))]
    assert singled_out(known, [people(range(95))])
    assert singled_out(known, [people(range(25), range(50, 75))]) is None
    three = [people(range(60)), people(range(40, 100)), people(range(100))]
    assert singled_out(three[:1], three[1:]) is None
    assert singled_out(three, [people(range(40, 59))])


def test_the_same_set_again_tells_nothing_new() -> None:
    known = [people(range(100)), people(range(90))]
    assert singled_out(known, [people(range(90))]) is None
    assert singled_out(known, [people(range(90)), people(range(100))]) is None


def test_ten_rows_of_one_person_are_one_person() -> None:
    rows = KnownSet(space="rows", members=dict.fromkeys(range(10), PEOPLE[0]))
    assert singled_out([], [rows])


def test_sets_of_two_spaces_are_not_subtracted_from_each_other() -> None:
    other = KnownSet(space="people", members={one: PEOPLE[one] for one in range(99)})
    assert singled_out([people(range(100))], [other]) is None


def test_before_and_after_an_erasure_are_not_compared() -> None:
    earlier = [people(range(97), gone=3)]
    assert singled_out(earlier, [people(range(97))])
    assert singled_out(earlier, [people(range(92))])
    assert singled_out(earlier, [people(range(97, 120))]) is None


def test_ten_of_whom_nobody_knows_any_more_who_they_were_can_be_told() -> None:
    assert singled_out([people(range(97), gone=12)], [people(range(97))]) is None


def test_too_many_combinations_are_refused() -> None:
    chance = random.Random(3)
    sets = [
        KnownSet(space="rows", members={one: PEOPLE[one] for one in chance.sample(range(60), 30)})
        for _ in range(40)
    ]
    assert singled_out([], sets)


def attacked(sets: list[KnownSet]) -> bool:
    """Whether somebody who solves the linear system learns something about fewer than ten people.

    For every largest group of atoms with fewer than ten people: is there a combination of the sets that is zero on all
    others, and not zero on the group? That is so if leaving the group out lowers the rank. (Leaving out a part of it lowers
    the rank no further.)
    """
    signatures: dict[tuple[int, ...], set[str]] = {}
    for person in {one for each in sets for one in each.members.values()}:
        inside = tuple(int(person in each.members.values()) for each in sets)
        signatures.setdefault(inside, set()).add(person)
    columns = list(signatures)
    sizes = [len(who) for who in signatures.values()]
    whole = rank(columns)
    return any(
        rank([one for place, one in enumerate(columns) if place not in group]) < whole
        for group in largest_groups(sizes)
    )


def largest_groups(sizes: list[int]) -> Iterator[tuple[int, ...]]:
    """The groups of atoms that hold fewer than ten people together, and to which no other can be added."""
    small = [place for place, size in enumerate(sizes) if size < FEWEST_PEOPLE]
    for count in range(1, min(len(small), FEWEST_PEOPLE - 1) + 1):
        for group in combinations(small, count):
            left = FEWEST_PEOPLE - 1 - sum(sizes[place] for place in group)
            if left >= 0 and all(sizes[one] > left for one in small if one not in group):
                yield group


def rank(rows: list[tuple[int, ...]]) -> int:
    return int(np.linalg.matrix_rank(np.array(rows, dtype=float))) if rows else 0


def random_table(chance: random.Random, who: list[int]) -> list[KnownSet]:
    """A table of some people: one or two classifications with random sizes, and perhaps totals."""
    rows, columns = chance.randint(1, 3), chance.randint(1, 3)
    skewed = chance.random() ** 2
    cells: dict[tuple[int, int], set[int]] = {}
    for one in who:
        row = 0 if chance.random() < skewed else chance.randrange(rows)
        cells.setdefault((row, chance.randrange(columns)), set()).add(one)
    kept = [one for one in cells.values() if len(one) >= chance.choice([1, FEWEST_PEOPLE, FEWEST_PEOPLE])]
    if chance.random() < 0.5:
        kept.append(set(who))
    if chance.random() < 0.3:
        kept += [
            set().union(*(one for place, one in cells.items() if place[0] == row)) for row in range(rows)
        ]
    return [people_of(one) for one in kept if one]


def people_of(members: set[int]) -> KnownSet:
    return KnownSet(space="rows", members={one: PEOPLE[one] for one in sorted(members)})


def random_sets(number: int) -> tuple[list[KnownSet], list[KnownSet]]:
    """A table, and another of nearly the same people."""
    chance = random.Random(number)
    who = list(range(chance.randint(8, 120)))
    first = random_table(chance, who)
    if chance.random() < 0.3:
        return [], first
    other = [one for one in who if one >= chance.choice([0, 0, 1, 4, 9, 12, 30])]
    return first, random_table(chance, other)


def hold_against_the_attacker(numbers: range) -> None:
    passed = refused = 0
    for number in numbers:
        first, second = random_sets(number)
        if singled_out([], first) is not None:
            first = []
        allowed = singled_out(first, second) is None
        if allowed:
            assert not attacked([*first, *second]), number
        passed, refused = passed + allowed, refused + (not allowed)
    assert passed > len(numbers) / 20
    assert refused > len(numbers) / 20


def test_of_500_random_tables_and_pairs_of_tables_none_passes_that_an_attacker_can_use() -> None:
    hold_against_the_attacker(range(500))


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_of_5000_random_tables_and_pairs_of_tables_none_passes_that_an_attacker_can_use(part: int) -> None:
    hold_against_the_attacker(range(500 + 500 * part, 1000 + 500 * part))


def test_what_is_refused_can_be_used_by_an_attacker_in_most_cases() -> None:
    needless: list[int] = []
    refused = 0
    for number in range(100):
        first, second = random_sets(number)
        if singled_out([], first) is None and singled_out(first, second) is not None:
            refused += 1
            if not attacked([*first, *second]):
                needless.append(number)
    assert len(needless) <= refused / 10, needless
