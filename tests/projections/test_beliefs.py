"""Appeal, odds, reach and promise: the document's checks, and what must hold of any evidence."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.learning_model.beliefs import (
    Heard,
    Odds,
    Rating,
    appeal,
    appeal_weight,
    contact_weight,
    decay,
    odds,
    promise,
    reach,
)
from projections.learning_model.parameters import DEFAULT
from projections.learning_model.wording import whole

ratings = st.builds(
    Rating,
    weight=st.sampled_from([0.25, 0.5, 1.0, 2.0, 3.0, 5.0]),
    rating=st.floats(0, 10),
    age_weeks=st.floats(0, 200),
    decays=st.booleans(),
)
signals = st.builds(
    Heard, signal=st.sampled_from(DEFAULT.odds.signals.__struct_fields__), age_weeks=st.floats(-10, 200)
)
distances = st.sampled_from(["same", "near", "far", "licence"])
counts = st.floats(0.1, 50)


def talk(rating: float, age_weeks: float = 0.0) -> Rating:
    return Rating(weight=1.0, rating=rating, age_weeks=age_weeks)


@pytest.mark.parametrize(
    ("evidence", "mean", "spread"),
    [
        ([talk(8)], 65, 18),
        ([talk(8)] * 3, 73, 13),
        ([*[talk(8)] * 3, Rating(weight=3.0, rating=4)], 59, 9),
        ([], 50, 25),
    ],
)
def test_appeal_reads_as_the_document_prints_it(evidence: list[Rating], mean: int, spread: int) -> None:
    belief = appeal(evidence)

    assert whole(belief.mean) == mean
    assert whole(belief.spread) == spread


@pytest.mark.parametrize(
    ("distance", "heard", "percent"),
    [
        ("near", [], 56),
        ("near", ["invited"], 78),
        ("near", ["rejected_unseen"] * 3, 42),
        ("far", ["market_growing", "fresh_outsider_from_hirer", "asked_for_cv"], 83),
    ],
)
def test_reach_reads_as_the_document_prints_it(distance: str, heard: list[str], percent: int) -> None:
    belief = odds(distance, [Heard(signal=signal) for signal in heard])

    assert whole(100 * reach(belief)) == percent


def test_a_far_role_with_three_good_signs_has_the_documents_odds() -> None:
    heard = ["market_growing", "fresh_outsider_from_hirer", "asked_for_cv"]

    belief = odds("far", [Heard(signal=signal) for signal in heard])

    assert belief.alpha == pytest.approx(2.6)
    assert belief.beta == pytest.approx(4.4)


def test_a_dream_without_the_licence_promises_about_forty() -> None:
    # The document prints 40; the formula gives 39.48.
    assert round(promise(90, reach(odds("licence", []))), 1) == 39.5


def test_a_liked_role_that_invited_once_promises_seventy_four() -> None:
    assert whole(promise(70, reach(odds("near", [Heard(signal="invited")])))) == 74


@pytest.mark.parametrize(
    ("kind", "in_role", "hours", "weight", "contact"),
    [
        ("desk_research", False, None, 0.25, 0.0),
        ("application", True, None, 0.25, 0.0),
        ("follow_up", True, None, 0.25, 0.0),
        ("conversation", False, None, 0.5, 0.5),
        ("conversation", True, None, 1.0, 1.0),
        ("interview", False, None, 1.0, 1.0),
        ("job_shadow", True, None, 2.0, 2.0),
        ("job_shadow", True, 5.9, 2.0, 2.0),
        ("job_shadow", True, 6, 3.0, 3.0),
        ("trial", True, 20, 5.0, 5.0),
        ("reflection", True, None, 0.0, 0.0),
    ],
)
def test_a_step_counts_for_what_the_table_says(
    kind: str, in_role: bool, hours: float | None, weight: float, contact: float
) -> None:
    assert appeal_weight(kind, in_role=in_role, hours=hours) == weight
    assert contact_weight(kind, in_role=in_role, hours=hours) == contact


def test_evidence_counts_half_after_its_half_life_unless_it_does_not_decay() -> None:
    old = appeal([talk(8, age_weeks=26)])
    kept = appeal([Rating(weight=0.25, rating=8, age_weeks=26, decays=False)])

    assert old.weight == 1.5
    assert kept.weight == 1.25
    assert odds("near", [Heard(signal="invited", age_weeks=13)]).alpha == 1.5


def test_what_lies_after_the_asked_date_does_not_exist() -> None:
    later = Rating(weight=0.25, rating=9, age_weeks=-1, decays=False)

    assert appeal([talk(9, age_weeks=-0.1), later]) == appeal([])
    assert odds("far", [Heard(signal="offer", age_weeks=-0.1)]) == odds("far", [])
    assert decay(0, 13) == 1.0


def test_an_unknown_signal_or_distance_is_named() -> None:
    with pytest.raises(LookupError, match="second_sight"):
        odds("near", [Heard(signal="second_sight")])
    with pytest.raises(LookupError, match="__doc__"):
        odds("__doc__", [])


def test_a_close_second_after_an_interview_raises_low_odds() -> None:
    assert odds("near", [Heard(signal="rejected_close")]).mean > odds("near", []).mean


@given(st.lists(ratings))
def test_appeal_stays_between_nought_and_a_hundred(evidence: list[Rating]) -> None:
    assert 0 <= appeal(evidence).mean <= 100


@given(st.lists(ratings), st.floats(0.01, 5))
def test_evidence_at_the_mean_does_not_move_it(evidence: list[Rating], weight: float) -> None:
    before = appeal(evidence)

    after = appeal([*evidence, Rating(weight=weight, rating=before.mean / 10)])

    assert after.mean == pytest.approx(before.mean, abs=1e-9)


@given(st.lists(ratings), st.floats(0.01, 5), st.floats(0, 10))
def test_spread_shrinks_with_evidence(evidence: list[Rating], weight: float, rating: float) -> None:
    more = [*evidence, Rating(weight=weight, rating=rating)]

    assert appeal(more).spread < appeal(evidence).spread


@given(st.lists(ratings), st.floats(0, 10))
def test_a_rating_moves_appeal_towards_itself(evidence: list[Rating], rating: float) -> None:
    before = appeal(evidence).mean

    after = appeal([*evidence, talk(rating)]).mean

    assert min(before, 10 * rating) - 1e-9 <= after <= max(before, 10 * rating) + 1e-9


@given(st.lists(ratings), st.lists(signals), distances, st.integers())
def test_the_order_of_telling_changes_nothing_at_all(
    evidence: list[Rating], heard: list[Heard], distance: str, seed: int
) -> None:
    shuffled = random.Random(seed).sample(evidence, len(evidence))
    overheard = random.Random(seed).sample(heard, len(heard))

    assert appeal(shuffled) == appeal(evidence)
    assert odds(distance, overheard) == odds(distance, heard)


@given(counts, counts, st.floats(0.01, 5))
def test_reach_rises_with_successes_and_falls_with_failures(alpha: float, beta: float, more: float) -> None:
    now = reach(Odds(alpha=alpha, beta=beta))

    assert reach(Odds(alpha=alpha + more, beta=beta)) >= now
    assert reach(Odds(alpha=alpha, beta=beta + more)) <= now
    assert 0 < now <= 1


@given(counts, counts)
def test_five_tries_reach_at_least_as_far_as_one(alpha: float, beta: float) -> None:
    belief = Odds(alpha=alpha, beta=beta)

    assert reach(belief) >= belief.mean - 1e-12


@given(st.floats(0, 100), st.floats(0, 1))
def test_promise_is_the_geometric_mean_of_appeal_and_reach(mean: float, reachable: float) -> None:
    expected = math.sqrt(mean * 100 * reachable)

    assert promise(mean, reachable) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("word", ["fresh_outsider", "one_of_many"])
def test_the_word_of_one_who_hires_counts_more(word: str) -> None:
    plain, from_hirer = (
        odds("near", [Heard(signal=one, age_weeks=0)], DEFAULT) for one in (word, f"{word}_from_hirer")
    )

    assert abs(from_hirer.mean - 0.2) > abs(plain.mean - 0.2) > 0
