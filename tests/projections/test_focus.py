"""Effective roles, focus and the quadrant: the document's checks, and what must hold of any promises."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.learning_model.focus import (
    Quadrant,
    RoleContact,
    attention_shares,
    focus_of,
    focus_quadrant,
    market_scope_of,
)

promises = st.dictionaries(st.text(max_size=3), st.floats(0, 100), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("values", "effective", "settled"), [((70, 60, 55), 2.3, 0.26), ((88, 70, 60, 55), 1.6, 0.64)]
)
def test_effective_roles_and_focus_read_as_printed(
    values: tuple[float, ...], effective: float, settled: float
) -> None:
    seen = focus_of({str(place): value for place, value in enumerate(values)})

    assert round(seen.effective_roles, 1) == effective
    assert seen.focus is not None
    assert round(seen.focus, 2) == settled


def test_no_role_has_no_focus_and_one_role_all_of_it() -> None:
    none, one = focus_of({}), focus_of({"adviser": 0.0})

    assert (none.effective_roles, none.focus, none.shares) == (0.0, None, {})
    assert (one.effective_roles, one.focus, one.shares) == (1.0, 1.0, {"adviser": 1.0})


@pytest.mark.parametrize(
    ("settled", "met", "new", "expected"),
    [
        (None, 0, 0, "fog"),
        (0.49, 2, 2, "fog"),
        (0.49, 3, 0, "fog"),
        (0.5, 2, 1, "tunnel"),
        (0.5, 3, 0, "tunnel"),
        (0.49, 3, 1, "exploring"),
        (0.5, 3, 1, "sharp"),
        (None, 3, 1, "exploring"),
    ],
)
def test_the_quadrant_turns_at_its_thresholds(
    settled: float | None, met: int, new: int, expected: str
) -> None:
    assert focus_quadrant(settled, met, new) == expected


def test_scope_counts_what_was_met_not_what_was_read_about() -> None:
    contacts = [
        RoleContact(contact=1.0, new=True, group="2221"),
        RoleContact(contact=3.0, new=False, group="2221"),
        RoleContact(contact=5.0, new=True),
        RoleContact(contact=0.5, new=True, group="1342"),
    ]

    seen = market_scope_of(contacts, 0.2)

    assert (seen.met, seen.new, seen.groups, seen.quadrant) == (3, 2, 1, "exploring")


@pytest.mark.parametrize(
    ("contacts", "quadrant"),
    [((), None), ((1.9,), None), ((2.0,), "tunnel"), ((0.5, 1.0), None), ((1.0, 1.0), "tunnel")],
)
def test_of_a_search_with_little_behind_it_nothing_is_said(
    contacts: tuple[float, ...], quadrant: Quadrant | None
) -> None:
    known = [RoleContact(contact=one, new=False) for one in contacts]

    assert market_scope_of(known, 1.0).quadrant == quadrant


@given(promises)
def test_effective_roles_lie_between_one_and_all(values: dict[str, float]) -> None:
    seen = focus_of(values)

    assert 1 <= seen.effective_roles <= len(values)
    assert seen.focus is not None
    assert 0 <= seen.focus <= 1
    assert sum(seen.shares.values()) == pytest.approx(1)


@given(st.integers(1, 30), st.floats(0, 100))
def test_equal_promises_leave_all_roles_open(count: int, value: float) -> None:
    seen = focus_of({str(place): value for place in range(count)})

    assert seen.effective_roles == pytest.approx(count)


@given(promises, st.floats(-50, 50))
def test_only_differences_in_promise_matter(values: dict[str, float], lift: float) -> None:
    lifted = attention_shares({role: value + lift for role, value in values.items()})

    assert lifted == pytest.approx(attention_shares(values), rel=1e-6)


@given(promises)
def test_the_order_of_the_roles_changes_nothing_at_all(values: dict[str, float]) -> None:
    backwards = dict(reversed(values.items()))

    assert focus_of(backwards) == focus_of(values)


def test_eight_points_of_promise_make_a_role_e_times_as_likely() -> None:
    divided = attention_shares({"adviser": 68, "nurse": 60})

    assert divided["adviser"] / divided["nurse"] == pytest.approx(math.e)
