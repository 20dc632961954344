"""Criteria from trade-offs: the document's check, and what must hold of any telling."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.learning_model.criteria import (
    AgedTradeoff,
    criteria_weights,
    predicted_appeal,
    suggests_missing_criterion,
)

NAMES = ("atmosphere", "autonomy", "impact", "pay", "travel")

trade_offs = st.builds(
    lambda pair, met, age: AgedTradeoff(winner=pair[0], loser=pair[1], met=met, age_weeks=age),
    st.permutations(NAMES),
    st.booleans(),
    st.floats(0, 100),
)
tellings = st.lists(trade_offs, max_size=25)


def over(winner: str, *losers: str) -> list[AgedTradeoff]:
    return [AgedTradeoff(winner=winner, loser=loser, met=True) for loser in losers]


def test_the_documents_trade_offs_weigh_as_printed() -> None:
    told = over("atmosphere", "travel", "pay", "autonomy") + over("autonomy", "pay") + over("travel", "pay")

    weights = criteria_weights([], told)

    assert {name: round(100 * weight) for name, weight in weights.items()} == {
        "atmosphere": 59,
        "autonomy": 18,
        "travel": 18,
        "pay": 5,
    }


def test_without_trade_offs_all_criteria_weigh_the_same() -> None:
    assert criteria_weights(["pay", "travel"], []) == {"pay": 0.5, "travel": 0.5}
    assert criteria_weights([], []) == {}


def test_what_was_met_counts_twice_what_was_imagined() -> None:
    met = criteria_weights([], over("pay", "travel"))
    imagined = criteria_weights([], [AgedTradeoff(winner="pay", loser="travel", met=False)] * 2)

    assert imagined == pytest.approx(met)


def test_a_trade_off_counts_half_after_half_a_year() -> None:
    old = AgedTradeoff(winner="pay", loser="travel", met=True, age_weeks=26)
    imagined = AgedTradeoff(winner="pay", loser="travel", met=False)

    assert criteria_weights([], [old]) == pytest.approx(criteria_weights([], [imagined]))


def test_a_trade_off_after_the_asked_date_does_not_exist() -> None:
    later = AgedTradeoff(winner="impact", loser="pay", met=True, age_weeks=-0.5)

    assert criteria_weights(["pay", "travel"], [later]) == {"pay": 0.5, "travel": 0.5}


@given(tellings)
def test_criteria_sum_to_one_and_stand_in_sorted_order(told: list[AgedTradeoff]) -> None:
    weights = criteria_weights(NAMES, told)

    assert sum(weights.values()) == pytest.approx(1)
    assert list(weights) == sorted(NAMES)
    assert min(weights.values()) > 0


@given(tellings, st.integers())
def test_the_order_of_the_trade_offs_changes_nothing_at_all(told: list[AgedTradeoff], seed: int) -> None:
    shuffled = random.Random(seed).sample(told, len(told))

    assert criteria_weights(NAMES, shuffled) == criteria_weights(NAMES, told)


@given(tellings, st.permutations(NAMES))
def test_other_names_for_the_criteria_change_no_weight(told: list[AgedTradeoff], others: list[str]) -> None:
    called = dict(zip(NAMES, others, strict=True))
    renamed = [
        AgedTradeoff(winner=called[one.winner], loser=called[one.loser], met=one.met, age_weeks=one.age_weeks)
        for one in told
    ]

    weights = criteria_weights(NAMES, told)

    assert criteria_weights(NAMES, renamed) == pytest.approx(
        {called[name]: weight for name, weight in weights.items()}, abs=1e-9
    )


@given(tellings)
def test_winning_once_more_never_weighs_less(told: list[AgedTradeoff]) -> None:
    before = criteria_weights(NAMES, told)

    after = criteria_weights(NAMES, [*told, *over("impact", "pay")])

    assert after["impact"] >= before["impact"] - 1e-9
    assert after["pay"] <= before["pay"] + 1e-9


@given(tellings)
def test_the_weights_are_where_the_iteration_stands_still(told: list[AgedTradeoff]) -> None:
    fresh = [AgedTradeoff(winner=one.winner, loser=one.loser, met=True) for one in told]
    weights = criteria_weights(NAMES, fresh)
    # At the fixed point the phantom's strength is the one for which wins equal expected wins in total.
    phantom = _phantom(weights)

    for name in NAMES:
        games = [one for one in fresh if name in {one.winner, one.loser}]
        won = 1 + sum(one.winner == name for one in games)
        rivals = [one.loser if one.winner == name else one.winner for one in games]
        expected = 2 * weights[name] / (weights[name] + phantom)
        expected += sum(weights[name] / (weights[name] + weights[rival]) for rival in rivals)
        assert won == pytest.approx(expected, abs=1e-6)


def _phantom(weights: dict[str, float]) -> float:
    """The strength against which the criteria together win as many of their phantom games as they lose."""
    low, high = 1e-9, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        wins = sum(2 * weight / (weight + middle) for weight in weights.values())
        low, high = (middle, high) if wins > len(weights) else (low, middle)
    return low


def test_predicted_appeal_is_the_weighted_mean_of_three_scores_or_more() -> None:
    weights = {"pay": 0.5, "travel": 0.25, "impact": 0.25}

    assert predicted_appeal(weights, {"pay": 80, "travel": 40, "impact": 60}) == pytest.approx(65)
    assert predicted_appeal(weights, {"pay": 80, "travel": 40}) is None
    assert predicted_appeal(weights, {"pay": 80, "travel": 40, "unheard_of": 60}) is None


def test_twenty_points_between_criteria_and_ratings_ask_what_is_missing() -> None:
    assert suggests_missing_criterion(80, 60)
    assert suggests_missing_criterion(40, 60)
    assert not suggests_missing_criterion(79, 60)
    assert not suggests_missing_criterion(None, 60)
