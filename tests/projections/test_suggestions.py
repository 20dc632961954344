"""The next best experiment: the document's checks on a nurse's search, and what must hold of any roles."""

import math
import random
from collections.abc import Iterable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vocabulary import ExperimentKind, Phase
from projections.learning_model.beliefs import (
    AgedRating,
    AgedSignal,
    AppealBelief,
    OddsBelief,
    appeal_belief,
    odds_belief,
    promise,
    reach,
)
from projections.learning_model.focus import attention_shares
from projections.learning_model.parameters import (
    DEFAULT_PARAMETERS,
    FocusParameters,
    Parameters,
    StepParameters,
)
from projections.learning_model.suggestions import (
    KINDS_BY_PHASE,
    ExperimentSuggestion,
    SuggestedKind,
    SuggestionCandidate,
    expected_shift,
    next_best_experiments,
)

weights = st.floats(1, 40)
candidates = st.lists(
    st.builds(
        lambda role, mean, n, alpha, beta, contact: SuggestionCandidate(
            role=role,
            appeal=AppealBelief(mean=mean, spread=25 / math.sqrt(n), weight=n),
            odds=OddsBelief(alpha=alpha, beta=beta),
            contact=contact,
        ),
        st.sampled_from("abcdefghij"),
        st.floats(0, 100),
        weights,
        st.floats(0.1, 20),
        st.floats(0.1, 20),
        st.sampled_from([0.0, 0.5, 1.0, 4.0]),
    ),
    max_size=8,
    unique_by=lambda one: one.role,
)
steps = st.builds(StepParameters, appeal=st.floats(0, 5), odds=st.floats(0, 3), effort=st.just(1.0))


def imagined(rating: float) -> AgedRating:
    return AgedRating(weight=0.25, rating=rating, decays=False)


def role(
    name: str, distance: str, ratings: list[AgedRating], heard: list[tuple[str, int]], contact: float
) -> SuggestionCandidate:
    """A role in play, its signals as (code, days ago)."""
    return SuggestionCandidate(
        role=name,
        appeal=appeal_belief(ratings),
        odds=odds_belief(distance, [AgedSignal(signal=signal, age_weeks=days / 7) for signal, days in heard]),
        contact=contact,
    )


def rated(weight: float, rating: float, days: int) -> AgedRating:
    return AgedRating(weight=weight, rating=rating, age_weeks=days / 7)


def practice_nurse(later: int) -> SuggestionCandidate:
    ratings = [imagined(7), rated(1, 5, 10 + later), rated(0.25, 5, 9 + later)]
    heard = [("vacancies_many", 10 + later), ("vacancies_many", 9 + later)]
    return role("practice nurse", "near", ratings, heard, 1)


def second_week() -> list[SuggestionCandidate]:
    """The evening of week 2 of a nurse who had just heard of two roles in a talk."""
    return [
        practice_nurse(0),
        role("teacher", "near", [imagined(8), rated(1, 7, 5)], [("requirement_missing", 5)], 1),
        role("team lead", "near", [imagined(5)], [], 0),
        role("quality adviser", "near", [rated(1, 8, 3)], [("asked_for_cv", 3)], 1),
        role("risk manager", "far", [], [], 0),
    ]


def sixth_week() -> list[SuggestionCandidate]:
    """The same search four weeks on: two roles parked, three found, a shadow day, an application and a cold call."""
    adviser = [("asked_for_cv", 31), ("market_growing", 16), ("vacancies_many", 16), ("invited", 2)]
    manager = [("fresh_outsider", 26), ("fresh_outsider", 12), ("one_of_many_from_hirer", 3)]
    return [
        practice_nurse(28),
        role("quality adviser", "near", [rated(1, 8, 31), rated(0.25, 8, 16), rated(0.25, 7, 6)], adviser, 1),
        role("risk manager", "far", [rated(1, 9, 26), rated(3, 9, 12), rated(0.5, 8, 3)], manager, 4.5),
        role("investigator", "far", [], [], 0),
        role("insurer's adviser", "near", [rated(1, 4, 18)], [("one_of_many", 18)], 1),
    ]


@pytest.mark.parametrize(
    ("in_play", "expected"),
    [
        (
            second_week(),
            [
                ("team lead", "conversation", 0.127),
                ("risk manager", "conversation", 0.089),
                ("quality adviser", "conversation", 0.082),
            ],
        ),
        (
            sixth_week(),
            [
                ("investigator", "conversation", 0.066),
                ("quality adviser", "conversation", 0.066),
                ("risk manager", "application", 0.041),
            ],
        ),
    ],
)
def test_the_nurse_is_offered_what_the_document_prints(
    in_play: list[SuggestionCandidate], expected: list[tuple[str, str, float]]
) -> None:
    offered = next_best_experiments(in_play)[:3]

    assert [(one.role, one.kind, round(one.score, 3)) for one in offered] == expected


@given(candidates)
def test_each_role_gets_one_suggestion_the_best_first(in_play: list[SuggestionCandidate]) -> None:
    offered = next_best_experiments(in_play)

    assert sorted(one.role for one in offered) == sorted(one.role for one in in_play)
    assert _ranks(offered) == sorted(_ranks(offered))


@given(candidates, st.integers())
def test_the_order_of_the_roles_changes_no_suggestion(in_play: list[SuggestionCandidate], seed: int) -> None:
    shuffled = random.Random(seed).sample(in_play, len(in_play))

    assert next_best_experiments(shuffled) == next_best_experiments(in_play)


def test_roles_alike_in_everything_stand_in_the_order_of_their_names() -> None:
    alike = [role(name, "near", [], [], 0) for name in ("c", "a", "b")]

    assert [one.role for one in next_best_experiments(alike)] == ["a", "b", "c"]


@given(candidates, st.data())
def test_what_is_planned_is_left_out_and_the_next_best_of_its_role_stands_in(
    in_play: list[SuggestionCandidate], data: st.DataObject
) -> None:
    usual = next_best_experiments(in_play)
    taken = set[tuple[str, ExperimentKind]]()
    taken |= {(one.role, one.kind) for one in usual if data.draw(st.booleans())}
    offered = next_best_experiments(in_play, left_out=taken)

    assert not taken & {(one.role, one.kind) for one in offered}
    assert [one for one in offered if one in usual] == [
        one for one in usual if (one.role, one.kind) not in taken
    ]
    assert {one.role for one in offered} == {one.role for one in usual}


def test_a_role_of_which_every_kind_is_planned_is_not_suggested() -> None:
    every = {("team lead", kind) for kind in get_args(SuggestedKind)}

    assert "team lead" not in {one.role for one in next_best_experiments(second_week(), left_out=every)}


def test_a_role_never_met_earns_the_bonus_and_says_so() -> None:
    [unmet] = next_best_experiments([role("adviser", "near", [], [], 0.5)])

    assert (unmet.kind, unmet.untested) == ("conversation", True)
    assert unmet.score == pytest.approx(0.05)


def test_with_one_role_already_met_no_step_shifts_anything_and_the_kinds_tie() -> None:
    [met] = next_best_experiments([role("adviser", "near", [], [], 1)])

    assert (met.kind, met.untested) == ("application", False)
    assert met.score == pytest.approx(0, abs=1e-12)


@given(candidates, steps)
def test_a_shift_is_never_negative(in_play: list[SuggestionCandidate], step: StepParameters) -> None:
    for one, share in _shared(in_play):
        assert expected_shift(one, share, step) >= 0


@given(candidates, steps)
def test_a_shift_is_the_expected_divergence_over_all_roles(
    in_play: list[SuggestionCandidate], step: StepParameters
) -> None:
    for one, share in _shared(in_play):
        assert expected_shift(one, share, step) == pytest.approx(_by_the_book(one, in_play, step), abs=1e-9)


def test_a_step_that_teaches_nothing_shifts_nothing() -> None:
    for one, share in _shared(second_week()):
        assert expected_shift(one, share, StepParameters(appeal=0, odds=0, effort=1)) == pytest.approx(
            0, abs=1e-15
        )


def test_the_coldest_temperature_still_counts_a_hopeless_role() -> None:
    coldest = Parameters(focus=FocusParameters(temperature=1.0))
    sure = SuggestionCandidate(
        role="a",
        appeal=AppealBelief(mean=100, spread=25, weight=1),
        odds=OddsBelief(alpha=50, beta=1),
        contact=1,
    )
    hopeless = SuggestionCandidate(
        role="b",
        appeal=AppealBelief(mean=0, spread=25, weight=1),
        odds=OddsBelief(alpha=0.1, beta=9),
        contact=1,
    )

    offered = next_best_experiments([sure, hopeless], coldest)

    assert {one.role for one in offered} == {"a", "b"}
    assert all(math.isfinite(one.shift) and one.shift >= 0 for one in offered)


def test_an_appeal_near_the_end_of_the_scale_does_not_leave_it() -> None:
    loved = SuggestionCandidate(
        role="dream",
        appeal=AppealBelief(mean=99, spread=25, weight=1),
        odds=OddsBelief(alpha=1, beta=4),
        contact=0,
    )
    other = role("adviser", "near", [], [], 0)

    [share] = [share for one, share in _shared([loved, other]) if one is loved]
    shift = expected_shift(loved, share, DEFAULT_PARAMETERS.suggestions.job_shadow)

    assert shift == pytest.approx(
        _by_the_book(loved, [loved, other], DEFAULT_PARAMETERS.suggestions.job_shadow)
    )


def _ranks(offered: Iterable[ExperimentSuggestion]) -> list[tuple[float, str]]:
    return [(-round(one.score, 12), one.role) for one in offered]


def _shared(in_play: list[SuggestionCandidate]) -> list[tuple[SuggestionCandidate, float]]:
    divided = attention_shares(_promises(in_play))
    return [(one, divided[one.role]) for one in in_play]


def _promises(in_play: list[SuggestionCandidate]) -> dict[str, float]:
    return {one.role: promise(one.appeal.mean, reach(one.odds)) for one in in_play}


def _by_the_book(
    candidate: SuggestionCandidate, in_play: list[SuggestionCandidate], step: StepParameters
) -> float:
    """The sum of p times KL(q' from q) over six futures, as the document writes it."""
    promises = _promises(in_play)
    now = attention_shares(promises)
    n, odds_now, w = candidate.appeal.weight, candidate.odds, step.appeal
    move = math.sqrt(3) * 25 * math.sqrt(w / (n * (n + w)))
    total = 0.0
    for moved, chance in ((move, 1 / 6), (0, 2 / 3), (-move, 1 / 6)):
        mean = min(100, max(0, candidate.appeal.mean + moved))
        for success, odds_chance in ((True, odds_now.mean), (False, 1 - odds_now.mean)):
            then = OddsBelief(
                alpha=odds_now.alpha + step.odds * success, beta=odds_now.beta + step.odds * (not success)
            )
            after = attention_shares(promises | {candidate.role: promise(mean, reach(then))})
            bits = sum(q * math.log2(q / now[name]) for name, q in after.items() if q > 0)
            total += chance * odds_chance * bits
    return total


@given(candidates, st.sampled_from(get_args(Phase)))
def test_a_phase_hides_nothing_and_prefers_nothing_that_is_less_than_half_as_good(
    in_play: list[SuggestionCandidate], phase: Phase
) -> None:
    usual, seen = next_best_experiments(in_play), next_best_experiments(in_play, phase=phase)
    best = {one.role: one.score for one in usual}

    assert {one.role for one in seen} == {one.role for one in usual}
    assert all(2 * one.score >= best[one.role] - 1e-9 for one in seen)
    counted = [(2 if one.kind == KINDS_BY_PHASE[phase][0] else 1) * one.score for one in seen]
    assert [round(one, 9) for one in counted] == sorted((round(one, 9) for one in counted), reverse=True)


def test_meeting_the_market_puts_applications_first_where_they_are_half_as_good() -> None:
    usual = next_best_experiments(second_week())
    seen = next_best_experiments(second_week(), phase="market_approach")

    assert [one.kind for one in usual[:2]] == ["conversation", "conversation"]
    assert [one.kind for one in seen[:2]] == ["application", "application"]


@pytest.mark.parametrize(("phase", "first"), [(one, kinds[0]) for one, kinds in KINDS_BY_PHASE.items()])
def test_among_kinds_that_tie_the_phase_says_which_comes_first(phase: Phase, first: SuggestedKind) -> None:
    [met] = next_best_experiments([role("adviser", "near", [], [], 1)], phase=phase)

    assert met.kind == first


def test_every_phase_orders_every_kind() -> None:
    assert set(KINDS_BY_PHASE) == set(get_args(Phase))
    assert all(sorted(kinds) == sorted(get_args(SuggestedKind)) for kinds in KINDS_BY_PHASE.values())
