"""What of many journeys may be told: whoever compares any two totals learns of five journeys or of none."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.totals.disclosure import (
    GROUP_SIZE,
    form_groups,
    is_small,
    rounded,
    rounded_share,
    shown_groups,
    whole_groups,
)

pytestmark = pytest.mark.slow

PROGRAMMES = [UUID(int=0x100 + number) for number in range(3)]
JOURNEYS = [UUID(int=number) for number in range(14)]

DAYS = range(3)

Happening = tuple[str, UUID, UUID, int]

ENROLMENTS = st.lists(st.sampled_from(JOURNEYS), min_size=4, max_size=len(JOURNEYS), unique=True)
CHANGES = st.tuples(
    st.sampled_from(["enrols", "leaves", "stops", "goes on"]),
    st.sampled_from(PROGRAMMES),
    st.sampled_from(JOURNEYS),
    st.sampled_from(DAYS),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Happening]:
    """What happens in an organisation: journeys become part of programmes from some day on, their part ends, they may not be
    used any more, or may be again.
    """
    enrolments: list[Happening] = [
        ("enrols", programme, journey, draw(st.sampled_from(DAYS)))
        for programme in PROGRAMMES
        for journey in draw(ENROLMENTS)
    ]
    return draw(st.permutations(enrolments + draw(st.lists(CHANGES, max_size=10))))


class Organisation:
    """Programmes whose totals are looked at after everything that happens."""

    def __init__(self) -> None:
        self.enrolments: list[tuple[UUID, UUID]] = []
        self.since: dict[tuple[UUID, UUID], int] = {}
        self.present = set[tuple[UUID, UUID]]()
        self.stopped = set[UUID]()

    def tell(self, what: str, programme: UUID, journey: UUID, day: int) -> None:
        place = programme, journey
        match what:
            case "enrols":
                self.enrolments.append(place)
                self.since[place] = min(day, self.since.get(place, day))
                self.present.add(place)
            case "leaves":
                self.present.discard(place)
            case "stops":
                self.stopped.add(journey)
            case _:
                self.stopped.discard(journey)

    def counted(self) -> set[frozenset[UUID]]:
        """The journeys that each total of each day is made of, and each list of silences."""
        groups, found = form_groups(self.enrolments), set[frozenset[UUID]]()
        for programme in PROGRAMMES:
            by_day = [
                {
                    journey
                    for (where, journey), since in self.since.items()
                    if where == programme and since <= on
                }
                for on in DAYS
            ]
            present = {journey for where, journey in self.present if where == programme}
            for journeys in (*by_day, present):
                whole = whole_groups(groups, journeys - self.stopped)
                found.add(frozenset(one for group in whole for one in group))
        return found


def seen_over_time(history: Sequence[Happening]) -> list[set[frozenset[UUID]]]:
    organisation, seen = Organisation(), list[set[frozenset[UUID]]]()
    for happens in history:
        organisation.tell(*happens)
        seen.append(organisation.counted())
    return seen


def isolated(totals: Iterable[frozenset[UUID]]) -> list[frozenset[UUID]]:
    """The sets of journeys that can be computed from these totals by adding and subtracting, those that cannot be split."""
    parts: list[frozenset[UUID]] = []
    for total in totals:
        split = [part for one in parts for part in (one & total, one - total)]
        parts = [one for one in (*split, total.difference(*parts)) if one]
    return parts


@settings(max_examples=300)
@given(history=histories())
def test_no_difference_between_totals_at_one_time_isolates_fewer_than_five(
    history: list[Happening],
) -> None:
    for seen in seen_over_time(history)[-1:]:
        assert [one for one in isolated(seen) if len(one) < GROUP_SIZE] == []


@settings(max_examples=300)
@given(history=histories())
def test_nor_does_anything_computed_from_all_totals_that_were_ever_seen(
    history: list[Happening],
) -> None:
    totals = {total for seen in seen_over_time(history) for total in seen}

    assert [one for one in isolated(totals) if len(one) < GROUP_SIZE] == []


@given(enrolments=st.lists(st.tuples(st.sampled_from(PROGRAMMES), st.sampled_from(JOURNEYS)), max_size=60))
def test_groups_are_for_good(enrolments: list[tuple[UUID, UUID]]) -> None:
    growing = [form_groups(enrolments[:number]) for number in range(len(enrolments) + 1)]

    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(growing))
    grouped = [one for group in growing[-1] for one in group]
    assert len(grouped) == len(set(grouped))


def test_a_programme_made_of_whole_groups_of_another_counts_them() -> None:
    of_first = [(PROGRAMMES[0], one) for one in JOURNEYS[:11]]
    again = [(PROGRAMMES[1], one) for one in JOURNEYS[:7]]
    groups = form_groups([*of_first, *again])

    assert groups == [tuple(JOURNEYS[:5]), tuple(JOURNEYS[5:10])]
    assert whole_groups(groups, set(JOURNEYS[:7])) == [tuple(JOURNEYS[:5])]


def test_one_that_stops_takes_its_group_along() -> None:
    groups = form_groups((PROGRAMMES[0], one) for one in JOURNEYS[:10])

    assert whole_groups(groups, set(JOURNEYS) - {JOURNEYS[3]}) == [tuple(JOURNEYS[5:10])]


@given(one=st.integers(0, 200), other=st.integers(0, 200))
def test_rounded_numbers_differ_by_nothing_or_by_five_and_more(one: int, other: int) -> None:
    assert not is_small(abs(rounded(one) - rounded(other)))
    assert abs(rounded(one) - one) <= GROUP_SIZE // 2


@given(whole=st.integers(0, 60), part=st.integers(0, 60))
def test_from_a_share_only_rounded_numbers_can_be_computed(whole: int, part: int) -> None:
    part = min(whole, part)
    share = rounded_share(part, whole)

    assert 0 <= share <= 1
    assert round(share * rounded(whole)) in {0, rounded(part)}


@given(st.dictionaries(st.uuids(), st.integers(0, 12), max_size=6))
def test_parts_of_fewer_than_five_are_neither_shown_nor_left_by_subtraction(counted: dict[UUID, int]) -> None:
    shown = shown_groups(counted)
    hidden = sum(counted.values()) - sum(shown.values())

    assert all(count >= GROUP_SIZE for count in shown.values())
    assert hidden == 0 or hidden >= GROUP_SIZE or not shown
