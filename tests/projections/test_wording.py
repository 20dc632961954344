"""Words before numbers turn exactly at their limits."""

from typing import get_args

import pytest

from projections.learning_model.parameters import Parameters, WordingParameters
from projections.learning_model.wording import (
    ENGLISH_WORDS,
    AppealWord,
    ReachWord,
    SpreadWord,
    appeal_word,
    reach_word,
    round_half_up,
    spread_word,
)
from projections.phrases import REACH_PHRASES


@pytest.mark.parametrize(
    ("mean", "word"),
    [
        (0, "disliked"),
        (29.9, "disliked"),
        (30, "lukewarm"),
        (45, "fairly_neutral"),
        (60, "fairly_liked"),
        (67, "fairly_liked"),
        (70, "liked"),
        (80, "loved"),
        (100, "loved"),
    ],
)
def test_an_appeal_has_its_word(mean: float, word: AppealWord) -> None:
    assert appeal_word(mean) == word


@pytest.mark.parametrize(
    ("reach", "word"),
    [
        (0, "unlikely"),
        (0.3, "hard"),
        (0.5, "reachable"),
        (0.699, "reachable"),
        (0.7, "likely"),
        (0.85, "very_likely"),
        (0.91, "very_likely"),
    ],
)
def test_a_reach_has_its_word(reach: float, word: ReachWord) -> None:
    assert reach_word(reach) == word


@pytest.mark.parametrize(
    ("spread", "word"),
    [
        (25, "a_guess"),
        (18.1, "a_guess"),
        (18, "a_first_idea"),
        (12, "fairly_sure"),
        (8, "sure"),
        (6, "sure"),
    ],
)
def test_a_spread_has_its_word(spread: float, word: SpreadWord) -> None:
    assert spread_word(spread) == word


def test_a_researcher_may_move_the_limits() -> None:
    strict = Parameters(wording=WordingParameters(reach_below=(0.5, 0.7, 0.9, 0.99)))

    assert reach_word(0.85, strict) == "reachable"


def test_every_word_can_be_said_in_english() -> None:
    words = {*get_args(AppealWord), *get_args(ReachWord), *get_args(SpreadWord)}

    assert set(ENGLISH_WORDS) == words


@pytest.mark.parametrize(("figure", "printed"), [(72.5, 73), (12.5, 13), (64.4, 64), (0.0, 0)])
def test_halves_are_printed_upwards(figure: float, printed: int) -> None:
    assert round_half_up(figure) == printed


@pytest.mark.parametrize("word", get_args(ReachWord))
def test_chances_have_the_same_word_alone_and_in_a_sentence(word: ReachWord) -> None:
    assert str(REACH_PHRASES[word]) == f"{ENGLISH_WORDS[word]} chances"
