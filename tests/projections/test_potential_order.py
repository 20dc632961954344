"""The order of roles by printed potential: places, what is level, and the sentence for a move."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.learning_model.potential_order import (
    OrderMove,
    PlaceInOrder,
    order_move,
    order_sentence,
    places_in_order,
    printed_change,
)
from projections.learning_model.wording import round_half_up

NURSE, TEACHER, BAKER, PILOT = ROLES = tuple(UUID(int=number) for number in range(4))
TITLES = {NURSE: "nurse", TEACHER: "teacher", BAKER: "baker", PILOT: "pilot"}

potentials = st.dictionaries(
    st.sampled_from(ROLES), st.floats(0, 100) | st.sampled_from([50.4, 50.5, 51.4, 60.0])
)


def before_and_now(*figures: tuple[float, float]) -> tuple[dict[UUID, float], dict[UUID, float]]:
    """The potentials of as many roles at two times."""
    pairs = list(zip(ROLES, figures, strict=False))
    return {key: was for key, (was, _) in pairs}, {key: now for key, (_, now) in pairs}


def sentence(*figures: tuple[float, float]) -> str | None:
    found = order_move(*before_and_now(*figures))
    return str(order_sentence(found, TITLES)) if found else None


def test_places_go_by_printed_figures() -> None:
    assert places_in_order({NURSE: 60.4, TEACHER: 59.6, BAKER: 61.0}) == {
        NURSE: PlaceInOrder(2, (TEACHER,)),
        TEACHER: PlaceInOrder(2, (NURSE,)),
        BAKER: PlaceInOrder(1),
    }


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (((59, 72), (67, 67), (63, 63)), "Nurse moves from third to first."),
        (((67, 60), (65, 65), (63, 63)), "Nurse moves from first to third."),
        (((59, 65), (65, 65)), "Nurse moves up and is level with teacher now."),
        (((65, 66), (65, 65)), "Nurse moves ahead of teacher."),
        (((65, 70), (65, 65), (68, 68)), "Nurse moves up to first."),
        (((65, 60), (65, 65), (50, 50)), "Nurse moves down to second."),
        (((59, 72), (59, 72), (63, 63)), "Nurse moves up to first, level with teacher."),
        (((67, 65), (65, 65)), "Nurse moves down and is level with teacher now."),
        (((72, 59), (72, 59), (63, 63)), "Nurse moves down to second, level with teacher."),
        (((59, 62), (63, 63)), None),
        (((62.6, 63.4), (63, 63)), None),
        (((62.4, 62.5), (63, 63)), "Nurse moves up and is level with teacher now."),
    ],
)
def test_a_move_in_the_order_is_a_sentence(
    figures: tuple[tuple[float, float], ...], expected: str | None
) -> None:
    assert sentence(*figures) == expected


def test_a_role_that_is_new_moves_no_other() -> None:
    assert order_move({NURSE: 60.0}, {NURSE: 60.0, TEACHER: 80.0}) is None


def test_a_role_that_only_others_passed_did_not_move() -> None:
    found = order_move(*before_and_now((60, 60), (55, 70)))

    assert found == OrderMove(role_id=TEACHER, before=PlaceInOrder(2), now=PlaceInOrder(1), passed=(NURSE,))


@given(potentials, potentials)
def test_what_is_said_to_have_moved_is_printed_differently(
    was: dict[UUID, float], now: dict[UUID, float]
) -> None:
    found = order_move(was, now)
    if found is None:
        return
    own = found.role_id
    text = str(order_sentence(found, TITLES))

    assert printed_change(was[own], now[own]) != 0
    if "level with" in text:
        assert any(round_half_up(now[own]) == round_half_up(now[other]) for other in now if other != own)
    elif "ahead of" in text:
        passed = next(key for key in ROLES if text.endswith(f"ahead of {TITLES[key]}."))
        assert round_half_up(was[own]) <= round_half_up(was[passed])
        assert round_half_up(now[own]) > round_half_up(now[passed])
    else:
        assert found.before.number != found.now.number


@given(potentials)
def test_nothing_moves_while_nothing_changes(same: dict[UUID, float]) -> None:
    assert order_move(same, same) is None
