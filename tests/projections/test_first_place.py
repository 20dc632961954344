"""Which role comes first since an earlier date: only where the printed figures differ."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.learning_model.first_place import NewFirst, first_changed, new_first
from projections.learning_model.potential_order import Potentials
from projections.learning_model.wording import round_half_up

NURSE, TEACHER, BAKER = ROLES = tuple(UUID(int=number) for number in range(3))

potentials = st.dictionaries(
    st.sampled_from(ROLES), st.floats(0, 100) | st.sampled_from([50.4, 50.5, 51.4, 60.0])
)


def first(role_id: UUID, level_with: UUID | None = None) -> NewFirst:
    return NewFirst(role_id=role_id, level_with=level_with)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ({NURSE: 60, TEACHER: 50}, {NURSE: 60, TEACHER: 65}, first(TEACHER)),
        ({NURSE: 60, TEACHER: 50}, {NURSE: 60.4, TEACHER: 60}, first(TEACHER, NURSE)),
        ({NURSE: 60, TEACHER: 50}, {NURSE: 61, TEACHER: 50}, None),
        ({NURSE: 60.4, TEACHER: 60}, {NURSE: 60, TEACHER: 60.4}, None),
        ({NURSE: 60, TEACHER: 60}, {NURSE: 60, TEACHER: 65}, first(TEACHER)),
        ({NURSE: 60, TEACHER: 60}, {NURSE: 60}, first(NURSE)),
        ({NURSE: 60, TEACHER: 60, BAKER: 60}, {NURSE: 60, TEACHER: 60}, None),
        ({NURSE: 60, TEACHER: 50}, {TEACHER: 50}, first(TEACHER)),
        ({}, {NURSE: 60}, None),
        ({NURSE: 60}, {}, None),
        ({NURSE: 60}, {NURSE: 60, BAKER: 70}, first(BAKER)),
        ({NURSE: 60}, {NURSE: 62, BAKER: 70}, None),
    ],
)
def test_a_role_is_first_when_it_was_not_before(
    before: Potentials, now: Potentials, found: NewFirst | None
) -> None:
    assert new_first(before, now) == found


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        ({NURSE: 60.4, TEACHER: 60}, {NURSE: 60, TEACHER: 60.4}, False),
        ({NURSE: 60, TEACHER: 50}, {NURSE: 60, TEACHER: 60.4}, True),
        ({NURSE: 60, TEACHER: 60}, {NURSE: 60, TEACHER: 65}, True),
        ({NURSE: 60, TEACHER: 60, BAKER: 60}, {NURSE: 60, TEACHER: 60}, False),
        ({NURSE: 60}, {NURSE: 62, BAKER: 70}, True),
        ({}, {NURSE: 60}, True),
        ({NURSE: 60}, {}, True),
        ({}, {}, False),
    ],
)
def test_who_is_first_changes_only_in_print(before: Potentials, now: Potentials, changed: bool) -> None:
    assert first_changed(before, now) is changed


@given(potentials, potentials)
def test_what_is_said_to_be_first_is_printed_highest_and_level_means_equal(
    before: Potentials, now: Potentials
) -> None:
    found = new_first(before, now)
    if found is None:
        return
    printed = {key: round_half_up(one) for key, one in now.items()}
    best = [key for key, one in printed.items() if one == max(printed.values())]
    alone_before = [
        key for key, one in before.items() if round_half_up(one) == round_half_up(max(before.values()))
    ]

    assert found.role_id in best
    assert (found.level_with is None) == (len(best) == 1)
    assert found.level_with is None or printed[found.level_with] == printed[found.role_id]
    assert alone_before != [found.role_id]


@given(potentials)
def test_nothing_is_first_since_no_change(before: Potentials) -> None:
    assert new_first(before, before) is None
