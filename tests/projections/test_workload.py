"""What each coach has to do says nothing about one to four clients, by itself or by subtraction."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from projections.totals.disclosure import GROUP_SIZE, is_small, shown_parts
from projections.totals.workload import ClientOfCoach, compute_workload

COACHES = [UUID(int=number) for number in range(1, 5)]

clients = st.lists(
    st.builds(
        ClientOfCoach,
        coach_id=st.sampled_from([None, *COACHES]),
        without_session=st.booleans(),
        needs_someone=st.booleans(),
        sessions=st.integers(0, 3),
    ),
    max_size=60,
)


def of(coach_id: UUID | None, count: int, *, silent: int = 0, needing: int = 0) -> list[ClientOfCoach]:
    return [
        ClientOfCoach(
            coach_id=coach_id, without_session=number < silent, needs_someone=number < needing, sessions=1
        )
        for number in range(count)
    ]


def test_a_coach_is_told_of_from_five_clients_on() -> None:
    ingrid, sanne = COACHES[:2]

    assert [one.clients for one in compute_workload(of(ingrid, 4))] == []
    assert [(one.coach_id, one.clients) for one in compute_workload([*of(ingrid, 12), *of(sanne, 5)])] == [
        (ingrid, 10),
        (sanne, 5),
    ]


def test_a_small_part_hides_itself_and_the_next_smallest() -> None:
    ingrid, sanne, piet = COACHES[:3]
    found = compute_workload([*of(ingrid, 20, silent=3), *of(sanne, 10, silent=5), *of(piet, 30, silent=20)])

    assert {one.coach_id: one.without_session for one in found} == {ingrid: None, sanne: None, piet: 20}
    assert {one.needs_someone for one in found} == {0}
    assert {one.coach_id: one.sessions for one in found} == {ingrid: 20, sanne: 10, piet: 30}


@given(clients)
def test_no_number_is_of_one_to_four_and_all_are_in_fives(some: list[ClientOfCoach]) -> None:
    for line in compute_workload(some):
        theirs = [one for one in some if one.coach_id == line.coach_id]
        assert len(theirs) >= GROUP_SIZE
        for figure, part in (
            (line.without_session, sum(one.without_session for one in theirs)),
            (line.needs_someone, sum(one.needs_someone for one in theirs)),
        ):
            if figure is not None:
                assert figure % GROUP_SIZE == 0
                assert not is_small(part)
                assert not is_small(len(theirs) - part)
        if line.sessions is not None:
            met = sum(one.sessions > 0 for one in theirs)
            assert line.sessions % GROUP_SIZE == 0
            assert not is_small(met)
            assert not is_small(len(theirs) - met) or line.sessions >= line.clients


def test_many_sessions_are_told_though_a_few_clients_had_none() -> None:
    met = [replace(one, sessions=2) for one in of(COACHES[0], 27)]
    without = [replace(one, sessions=0) for one in of(COACHES[0], 3)]

    assert [one.sessions for one in compute_workload([*met, *without])] == [55]


@given(clients)
def test_what_is_hidden_cannot_be_found_by_subtraction(some: list[ClientOfCoach]) -> None:
    found = compute_workload(some)
    every = Counter(one.coach_id for one in some)
    silent = Counter(one.coach_id for one in some if one.without_session)

    for part in (silent, every - silent):
        hidden = sum(part.values()) - sum(
            part[one.coach_id] for one in found if one.without_session is not None
        )
        shown = [one for one in found if one.without_session is not None]
        assert not is_small(hidden) or not shown


@given(
    st.dictionaries(st.uuids(), st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
)
def test_rows_are_shown_with_both_parts_or_not_at_all(
    parts: dict[UUID, tuple[int, int]], others: tuple[int, int]
) -> None:
    shown = shown_parts(parts, others)

    assert not any(is_small(part) for key in shown for part in parts[key])
    for side in (0, 1):
        hidden = others[side] + sum(parts[key][side] for key in parts if key not in shown)
        assert not is_small(hidden) or not shown
