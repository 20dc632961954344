"""Words for an appeal, a reach or a spread, and figures rounded as printed.

The words are stable keys, to be said in the reader's language; `ENGLISH_WORDS` says them in English.
They go by the exact figure, not the printed one. Source: learning model, What a coach reads.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.messages import Message, translatable
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters

AppealWord = Literal["disliked", "lukewarm", "fairly_neutral", "fairly_liked", "liked", "loved"]
ReachWord = Literal["unlikely", "hard", "reachable", "likely", "very_likely"]
SpreadWord = Literal["a_guess", "a_first_idea", "fairly_sure", "sure"]

_APPEAL: tuple[AppealWord, ...] = (
    "disliked",
    "lukewarm",
    "fairly_neutral",
    "fairly_liked",
    "liked",
    "loved",
)
_REACH: tuple[ReachWord, ...] = ("unlikely", "hard", "reachable", "likely", "very_likely")
_SPREAD: tuple[SpreadWord, ...] = ("a_guess", "a_first_idea", "fairly_sure", "sure")

ENGLISH_WORDS: Mapping[AppealWord | ReachWord | SpreadWord, Message] = MappingProxyType(
    {
        "disliked": translatable("unappealing"),
        "lukewarm": translatable("lukewarm"),
        "fairly_neutral": translatable("neutral"),
        "fairly_liked": translatable("quite appealing"),
        "liked": translatable("appealing"),
        "loved": translatable("very appealing"),
        "unlikely": translatable("very small"),
        "hard": translatable("small"),
        "reachable": translatable("fair"),
        "likely": translatable("good"),
        "very_likely": translatable("very good"),
        "a_guess": translatable("a guess"),
        "a_first_idea": translatable("a first idea"),
        "fairly_sure": translatable("fairly sure"),
        "sure": translatable("sure"),
    }
)


def appeal_word(mean: float, parameters: Parameters = DEFAULT_PARAMETERS) -> AppealWord:
    """The word for an appeal, 0-100."""
    return _APPEAL[bisect_right(parameters.wording.appeal_below, mean)]


def reach_word(reach: float, parameters: Parameters = DEFAULT_PARAMETERS) -> ReachWord:
    """The word for a reach, 0-1."""
    return _REACH[bisect_right(parameters.wording.reach_below, reach)]


def spread_word(spread: float, parameters: Parameters = DEFAULT_PARAMETERS) -> SpreadWord:
    """The word for a spread, in points."""
    return _SPREAD[sum(spread <= limit for limit in parameters.wording.spread_over)]


def round_half_up(figure: float) -> int:
    """Rounds to the nearest whole number, halves up: 72.5 gives 73."""
    return math.floor(figure + 0.5)
