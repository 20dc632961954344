"""Steps in words: each kind has its own, alone, about a role, and counted."""

from typing import get_args

from domain.vocabulary import ExperimentKind
from projections.phrases import counted_steps, step_phrase

KINDS: tuple[ExperimentKind, ...] = get_args(ExperimentKind)


def test_a_step_of_each_kind_is_called_otherwise() -> None:
    assert len({step_phrase(kind, None) for kind in KINDS}) == len(KINDS)


def test_a_step_about_a_role_names_it_and_its_kind() -> None:
    phrases = {step_phrase(kind, "baker") for kind in KINDS}

    assert len(phrases) == len(KINDS)
    assert not phrases & {step_phrase(kind, "nurse") for kind in KINDS}
    assert not phrases & {step_phrase(kind, None) for kind in KINDS}


def test_one_step_is_counted_otherwise_than_two() -> None:
    one, two = ({counted_steps(count, kind) for kind in KINDS} for count in (1, 2))

    assert len(one) == len(two) == len(KINDS)
    assert not one & two
