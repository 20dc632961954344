"""The next best experiment: the step that is expected to shift attention most, for its effort.

Not expected entropy reduction, which comes out negative for some steps,
but the expected shift of attention, in bits.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Literal

import msgspec

from domain.vocabulary import ExperimentKind, Phase
from projections.learning_model.beliefs import AppealBelief, OddsBelief, promise, reach
from projections.learning_model.focus import attention_shares
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters, StepParameters

SuggestedKind = Literal["application", "conversation", "job_shadow"]

KINDS_BY_PHASE: Mapping[Phase, tuple[SuggestedKind, ...]] = MappingProxyType(
    {
        "self": ("job_shadow", "conversation", "application"),
        "vision": ("conversation", "job_shadow", "application"),
        "market_exploration": ("conversation", "application", "job_shadow"),
        "market_approach": ("application", "conversation", "job_shadow"),
    }
)
"""Which kind of step comes first while a phase is in the foreground: the first counts double, and among equals they stand in
this order. None is left out."""
FITTING_COUNTS = 2.0
"""How much the score of the kind that fits the phase counts in the order."""

TEST_OR_PARK_AFTER_WEEKS = 3
"""Weeks of being offered after which a role that was never tried asks: test it or park it."""

# Three points that stand for a normal belief: at the mean and at root three deviations either side.
_MOVES = ((math.sqrt(3.0), 1 / 6), (0.0, 2 / 3), (-math.sqrt(3.0), 1 / 6))


class SuggestionCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A role in play with its beliefs and its undecayed contact weight."""

    role: str
    appeal: AppealBelief
    odds: OddsBelief
    contact: float


class ExperimentSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A suggested step: `shift` in bits, `score` in bits per effort; `untested` if the role was never met."""

    role: str
    kind: SuggestedKind
    score: float
    shift: float
    effort: float
    untested: bool


def next_best_experiments(
    candidates: Iterable[SuggestionCandidate],
    parameters: Parameters = DEFAULT_PARAMETERS,
    *,
    left_out: Collection[tuple[str, ExperimentKind]] = (),
    phase: Phase | None = None,
) -> tuple[ExperimentSuggestion, ...]:
    """The suggested steps, best first, at most one per role; the kind that fits the phase in the foreground counts double.

    `candidates` are the roles in play, in any order, each once; `left_out` are the roles and kinds that are not suggested,
    such as those with an open plan. Source: learning model, The next best experiment.
    """
    best: dict[str, ExperimentSuggestion] = {}
    for suggestion in sorted(_scored(tuple(candidates), parameters), key=partial(_order, phase)):
        if (suggestion.role, suggestion.kind) not in left_out:
            best.setdefault(suggestion.role, suggestion)
    return tuple(best.values())


def expected_shift(
    candidate: SuggestionCandidate,
    share: float,
    step: StepParameters,
    parameters: Parameters = DEFAULT_PARAMETERS,
) -> float:
    """The expected shift of attention by a step, in bits, never negative, over six outcomes for one role.

    `share` is the role's present share of attention, 0-1.
    """
    now = _promise(candidate.appeal.mean, candidate.odds, parameters)
    temperature = parameters.focus.temperature
    return math.fsum(
        chance * _divergence(share, (_promise(mean, odds, parameters) - now) / temperature)
        for mean, appeal_chance in _appeals(candidate.appeal, step, parameters)
        for odds, odds_chance in _odds(candidate.odds, step)
        for chance in (appeal_chance * odds_chance,)
    )


def _scored(
    candidates: Collection[SuggestionCandidate], parameters: Parameters
) -> Iterator[ExperimentSuggestion]:
    numbers = parameters.suggestions
    promises = {one.role: _promise(one.appeal.mean, one.odds, parameters) for one in candidates}
    divided = attention_shares(promises, parameters)
    for candidate in candidates:
        untested = candidate.contact < numbers.untested_below
        bonus = numbers.untested_bonus if untested else 0.0
        for kind, step in _steps(parameters):
            shift = expected_shift(candidate, divided[candidate.role], step, parameters)
            yield ExperimentSuggestion(
                role=candidate.role,
                kind=kind,
                score=(shift + bonus) / step.effort,
                shift=shift,
                effort=step.effort,
                untested=untested,
            )


def _steps(parameters: Parameters) -> tuple[tuple[SuggestedKind, StepParameters], ...]:
    numbers = parameters.suggestions
    return (
        ("application", numbers.application),
        ("conversation", numbers.conversation),
        ("job_shadow", numbers.job_shadow),
    )


def _order(phase: Phase | None, suggestion: ExperimentSuggestion) -> tuple[float, int, str, str]:
    # Scores a rounding error apart are a tie: with one role in play every shift is nought but for the last digits.
    place = KINDS_BY_PHASE[phase].index(suggestion.kind) if phase else 0
    counts = FITTING_COUNTS if phase and place == 0 else 1.0
    return (-round(counts * suggestion.score, 12), place, suggestion.role, suggestion.kind)


def _promise(mean: float, odds: OddsBelief, parameters: Parameters) -> float:
    return promise(mean, reach(odds, parameters), parameters)


def _appeals(
    appeal: AppealBelief, step: StepParameters, parameters: Parameters
) -> Iterator[tuple[float, float]]:
    """Yields (mean, chance) of appeal after the step: up, same or down."""
    n = appeal.weight
    deviation = parameters.appeal.spread * math.sqrt(step.appeal / (n * (n + step.appeal)))
    for deviations, chance in _MOVES:
        yield min(100.0, max(0.0, appeal.mean + deviations * deviation)), chance


def _odds(
    odds: OddsBelief, step: StepParameters
) -> tuple[tuple[OddsBelief, float], tuple[OddsBelief, float]]:
    """The (belief, chance) of the odds after the step: up or down."""
    heartened = OddsBelief(alpha=odds.alpha + step.odds, beta=odds.beta)
    disheartened = OddsBelief(alpha=odds.alpha, beta=odds.beta + step.odds)
    return (heartened, odds.mean), (disheartened, 1.0 - odds.mean)


def _divergence(share: float, lift: float) -> float:
    """KL(q' from q) in bits, when one role's share q rises by `lift` in the exponent and all others keep theirs.

    With r = 1 + q (e^lift - 1), that is (q e^lift / r) lift - ln r: the sum over all roles, written out.
    """
    if share >= 1.0:
        return 0.0
    log_r = math.log1p(share * math.expm1(lift))
    after = share * math.exp(lift - log_r)
    return max(0.0, (after * lift - log_r) / math.log(2.0))
