"""What the guesses before a step, and what came of them, are called."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import BeliefVerdict, FearOutcome, FiveTries
from projections.learning_model.guesses import chance_as_guess
from service.localization.gettext_noop import gettext_noop

FIVE_TRIES: Mapping[FiveTries, str] = MappingProxyType(
    {
        "no": gettext_noop("No"),
        "perhaps": gettext_noop("Perhaps"),
        "probably": gettext_noop("Probably"),
        "yes": gettext_noop("Yes"),
    }
)
"""Answers to: would five tries lead to an interview?"""


def guess_of_chance(chance: float) -> str:
    """The answer that comes nearest to a chance, 0-1: a guess is said as it was tapped."""
    return FIVE_TRIES[chance_as_guess(chance)]


FEAR_OUTCOMES: Mapping[FearOutcome, str] = MappingProxyType(
    {
        "did_not": gettext_noop("It did not happen"),
        "partly": gettext_noop("It happened in part"),
        "happened": gettext_noop("It happened"),
    }
)
BELIEF_VERDICTS: Mapping[BeliefVerdict, str] = MappingProxyType(
    {
        "held_up": gettext_noop("Held up"),
        "did_not": gettext_noop("Did not hold up"),
        "cannot_tell": gettext_noop("Cannot tell yet"),
    }
)
