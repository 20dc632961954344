"""Appeal, odds, reach and promise: the document's checks, and what must hold of any evidence."""

import math
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vocabulary import ExperimentKind
from projections.learning_model.beliefs import (
    AgedRating,
    AgedSignal,
    OddsBelief,
    appeal_belief,
    appeal_weight,
    contact_weight,
    decay,
    odds_belief,
    promise,
    reach,
)
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.wording import round_half_up

ratings = st.builds(
    AgedRating,
    weight=st.sampled_from([0.25, 0.5, 1.0, 2.0, 3.0, 5.0]),
    rating=st.floats(0, 10),
    age_weeks=st.floats(0, 200),
    decays=st.booleans(),
)
signals = st.builds(
    AgedSignal,
    signal=st.sampled_from(DEFAULT_PARAMETERS.odds.signals.__struct_fields__),
    age_weeks=st.floats(-10, 200),
)
distances = st.sampled_from(["same", "near", "far", "licence"])
counts = st.floats(0.1, 50)


def talk(rating: float, age_weeks: float = 0.0) -> AgedRating:
    return AgedRating(weight=1.0, rating=rating, age_weeks=age_weeks)


@pytest.mark.parametrize(
    ("evidence", "mean", "spread"),
    [
        ([talk(8)], 65, 18),
        ([talk(8)] * 3, 73, 13),
        ([*[talk(8)] * 3, AgedRating(weight=3.0, rating=4)], 59, 9),
        ([], 50, 25),
    ],
)
def test_appeal_reads_as_the_document_prints_it(evidence: list[AgedRating], mean: int, spread: int) -> None:
    belief = appeal_belief(evidence)

    assert round_half_up(belief.mean) == mean
    assert round_half_up(belief.spread) == spread


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
    belief = odds_belief(distance, [AgedSignal(signal=signal) for signal in heard])

    assert round_half_up(100 * reach(belief)) == percent


@pytest.mark.parametrize("signal", msgspec.structs.asdict(DEFAULT_PARAMETERS.odds.signals))
def test_a_weak_signal_counts_for_half(signal: str) -> None:
    def added(*, weak: bool) -> tuple[float, float]:
        belief, before = odds_belief("near", [AgedSignal(signal=signal, weak=weak)]), odds_belief("near", [])
        return belief.alpha - before.alpha, belief.beta - before.beta

    assert added(weak=True) == pytest.approx([one / 2 for one in added(weak=False)])


def test_a_far_role_with_three_good_signs_has_the_documents_odds() -> None:
    heard = ["market_growing", "fresh_outsider_from_hirer", "asked_for_cv"]

    belief = odds_belief("far", [AgedSignal(signal=signal) for signal in heard])

    assert belief.alpha == pytest.approx(2.6)
    assert belief.beta == pytest.approx(4.4)


def test_a_dream_without_the_licence_promises_about_forty() -> None:
    # The document prints 40; the formula gives 39.48.
    assert round(promise(90, reach(odds_belief("licence", []))), 1) == 39.5


def test_a_liked_role_that_invited_once_promises_seventy_four() -> None:
    assert round_half_up(promise(70, reach(odds_belief("near", [AgedSignal(signal="invited")])))) == 74


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
    kind: ExperimentKind, in_role: bool, hours: float | None, weight: float, contact: float
) -> None:
    assert appeal_weight(kind, in_role=in_role, hours=hours) == weight
    assert contact_weight(kind, in_role=in_role, hours=hours) == contact


def test_evidence_counts_half_after_its_half_life_unless_it_does_not_decay() -> None:
    old = appeal_belief([talk(8, age_weeks=26)])
    kept = appeal_belief([AgedRating(weight=0.25, rating=8, age_weeks=26, decays=False)])

    assert old.weight == 1.5
    assert kept.weight == 1.25
    assert odds_belief("near", [AgedSignal(signal="invited", age_weeks=13)]).alpha == 1.5


def test_what_lies_after_the_asked_date_does_not_exist() -> None:
    later = AgedRating(weight=0.25, rating=9, age_weeks=-1, decays=False)

    assert appeal_belief([talk(9, age_weeks=-0.1), later]) == appeal_belief([])
    assert odds_belief("far", [AgedSignal(signal="offer", age_weeks=-0.1)]) == odds_belief("far", [])
    assert decay(0, 13) == 1.0


def test_an_unknown_signal_or_distance_is_named() -> None:
    with pytest.raises(LookupError, match="second_sight"):
        odds_belief("near", [AgedSignal(signal="second_sight")])
    with pytest.raises(LookupError, match="__doc__"):
        odds_belief("__doc__", [])


def test_a_close_second_after_an_interview_raises_low_odds() -> None:
    assert odds_belief("near", [AgedSignal(signal="rejected_close")]).mean > odds_belief("near", []).mean


@given(st.lists(ratings))
def test_appeal_stays_between_nought_and_a_hundred(evidence: list[AgedRating]) -> None:
    assert 0 <= appeal_belief(evidence).mean <= 100


@given(st.lists(ratings), st.floats(0.01, 5))
def test_evidence_at_the_mean_does_not_move_it(evidence: list[AgedRating], weight: float) -> None:
    before = appeal_belief(evidence)

    after = appeal_belief([*evidence, AgedRating(weight=weight, rating=before.mean / 10)])

    assert after.mean == pytest.approx(before.mean, abs=1e-9)


@given(st.lists(ratings), st.floats(0.01, 5), st.floats(0, 10))
def test_spread_shrinks_with_evidence(evidence: list[AgedRating], weight: float, rating: float) -> None:
    more = [*evidence, AgedRating(weight=weight, rating=rating)]

    assert appeal_belief(more).spread < appeal_belief(evidence).spread


@given(st.lists(ratings), st.floats(0, 10))
def test_a_rating_moves_appeal_towards_itself(evidence: list[AgedRating], rating: float) -> None:
    before = appeal_belief(evidence).mean

    after = appeal_belief([*evidence, talk(rating)]).mean

    assert min(before, 10 * rating) - 1e-9 <= after <= max(before, 10 * rating) + 1e-9


@given(st.lists(ratings), st.lists(signals), distances, st.integers())
def test_the_order_of_telling_changes_nothing_at_all(
    evidence: list[AgedRating], heard: list[AgedSignal], distance: str, seed: int
) -> None:
    shuffled = random.Random(seed).sample(evidence, len(evidence))
    overheard = random.Random(seed).sample(heard, len(heard))

    assert appeal_belief(shuffled) == appeal_belief(evidence)
    assert odds_belief(distance, overheard) == odds_belief(distance, heard)


@given(counts, counts, st.floats(0.01, 5))
def test_reach_rises_with_successes_and_falls_with_failures(alpha: float, beta: float, more: float) -> None:
    now = reach(OddsBelief(alpha=alpha, beta=beta))

    assert reach(OddsBelief(alpha=alpha + more, beta=beta)) >= now
    assert reach(OddsBelief(alpha=alpha, beta=beta + more)) <= now
    assert 0 < now <= 1


@given(counts, counts)
def test_five_tries_reach_at_least_as_far_as_one(alpha: float, beta: float) -> None:
    belief = OddsBelief(alpha=alpha, beta=beta)

    assert reach(belief) >= belief.mean - 1e-12


@given(st.floats(0, 100), st.floats(0, 1))
def test_promise_is_the_geometric_mean_of_appeal_and_reach(mean: float, reachable: float) -> None:
    expected = math.sqrt(mean * 100 * reachable)

    assert promise(mean, reachable) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("word", ["fresh_outsider", "one_of_many"])
def test_the_word_of_one_who_hires_counts_more(word: str) -> None:
    plain, from_hirer = (
        odds_belief("near", [AgedSignal(signal=one, age_weeks=0)], DEFAULT_PARAMETERS)
        for one in (word, f"{word}_from_hirer")
    )

    assert abs(from_hirer.mean - 0.2) > abs(plain.mean - 0.2) > 0
