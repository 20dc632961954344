"""Beliefs about a role: how much the client would like it, the chance of an invitation, and its promise."""

import math
from collections.abc import Iterable

import msgspec

from domain.vocabulary import MEETING_KINDS, ExperimentKind
from projections.learning_model.parameters import DEFAULT_PARAMETERS, BetaPrior, Parameters, SignalIncrement


class AgedRating(msgspec.Struct, frozen=True, kw_only=True):
    """A rating of appeal, 0-10, given `age_weeks` ago, that counts for `weight` talks while fresh."""

    weight: float
    rating: float
    age_weeks: float = 0.0
    decays: bool = True


class AgedSignal(msgspec.Struct, frozen=True, kw_only=True):
    """A signal about the odds, by its code, heard `age_weeks` ago. A weak one was read in the atlas."""

    signal: str
    age_weeks: float = 0.0
    weak: bool = False


class AppealBelief(msgspec.Struct, frozen=True, kw_only=True):
    """The belief about appeal. `mean` is 0-100, `spread` in points, `weight` in talks, the prior included."""

    mean: float
    spread: float
    weight: float


class OddsBelief(msgspec.Struct, frozen=True, kw_only=True):
    """The belief about the chance that one serious approach leads to an invitation: a Beta distribution."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The expected chance per approach, 0-1."""
        return self.alpha / (self.alpha + self.beta)


def decay(age_weeks: float, half_life: float) -> float:
    """The part of old evidence that still counts, 0-1; 0 for evidence after the asked date (a negative age)."""
    return 0.0 if age_weeks < 0 else 0.5 ** (age_weeks / half_life)


def appeal_weight(
    kind: ExperimentKind, *, in_role: bool, hours: float | None, parameters: Parameters = DEFAULT_PARAMETERS
) -> float:
    """The weight of a fresh rating after such a step, in talks; 0 for a reflection, which meets nothing.

    For steps that took place: a refused or cancelled one has no rating. Source: learning model, Appeal.
    """
    weights = parameters.appeal.weights
    match kind:
        case "conversation":
            return weights.conversation_in_role if in_role else weights.conversation_not_in_role
        case "job_shadow":
            long = hours is not None and hours >= weights.long_shadow_hours
            return weights.job_shadow_long if long else weights.job_shadow_short
        case "interview":
            return weights.interview
        case "trial":
            return weights.trial
        case "desk_research":
            return weights.desk_research
        case "application":
            return weights.application
        case "follow_up":
            return weights.follow_up
        case "reflection":
            return 0.0


def contact_weight(
    kind: ExperimentKind, *, in_role: bool, hours: float | None, parameters: Parameters = DEFAULT_PARAMETERS
) -> float:
    """How much a step that took place met the role, undecayed; adverts and applications count 0.

    Talks, shadowing, interviews and trials, in appeal weights. Source: learning model, Focus and scope.
    """
    if kind not in MEETING_KINDS:
        return 0.0
    return appeal_weight(kind, in_role=in_role, hours=hours, parameters=parameters)


def appeal_belief(ratings: Iterable[AgedRating], parameters: Parameters = DEFAULT_PARAMETERS) -> AppealBelief:
    """The belief about appeal from the ratings so far, in any order. Source: learning model, Appeal."""
    prior = parameters.appeal
    weighed = [(_weight(rating, prior.half_life), 10 * rating.rating) for rating in ratings]
    # Exact sums: the same evidence gives the same figure, in any order, under any Python.
    weight = math.fsum([prior.weight, *(w for w, _ in weighed)])
    total = math.fsum([prior.weight * prior.mean, *(w * y for w, y in weighed)])
    return AppealBelief(mean=total / weight, spread=prior.spread / math.sqrt(weight), weight=weight)


def odds_belief(
    distance: str, signals: Iterable[AgedSignal], parameters: Parameters = DEFAULT_PARAMETERS
) -> OddsBelief:
    """The belief about the odds from the signals heard. Source: learning model, Odds.

    `distance` is same, near, far or licence; an unknown distance or signal raises LookupError.
    """
    alpha, beta = odds_prior(distance, parameters)
    half_life = parameters.odds.half_life
    heard = [
        (decay(one.age_weeks, half_life), signal_increment(one.signal, parameters, weak=one.weak))
        for one in signals
    ]
    successes = math.fsum([alpha, *(left * added[0] for left, added in heard)])
    failures = math.fsum([beta, *(left * added[1] for left, added in heard)])
    return OddsBelief(alpha=successes, beta=failures)


def odds_prior(distance: str, parameters: Parameters) -> BetaPrior:
    """The parameters (alpha, beta) before any signal. Raises LookupError for an unknown distance."""
    priors = parameters.odds.priors
    if distance not in priors.__struct_fields__:
        raise LookupError(f"no such distance: {distance}")
    before: BetaPrior = getattr(priors, distance)
    return before


def signal_increment(signal: str, parameters: Parameters, *, weak: bool = False) -> SignalIncrement:
    """What a fresh signal adds, (success, failure); a weak one a part of it. Raises LookupError for an unknown signal."""
    signals = parameters.odds.signals
    if signal not in signals.__struct_fields__:
        raise LookupError(f"no such odds signal: {signal}")
    added: SignalIncrement = getattr(signals, signal)
    share = parameters.odds.weak_share
    return (added[0] * share, added[1] * share) if weak else added


def reach(belief: OddsBelief, parameters: Parameters = DEFAULT_PARAMETERS) -> float:
    """The chance that the next five approaches bring at least one invitation, 0-1.

    Source: learning model, Odds.
    """
    none = 1.0
    for earlier in range(parameters.odds.tries):
        none *= (belief.beta + earlier) / (belief.alpha + belief.beta + earlier)
    return 1.0 - none


def promise(mean: float, reachable: float, parameters: Parameters = DEFAULT_PARAMETERS) -> float:
    """Combines an appeal 0-100 and a reach 0-1 into one number, 0-100. Source: learning model, Promise."""
    share = parameters.promise.appeal_share
    return 100.0 * math.pow(mean / 100.0, share) * math.pow(reachable, 1.0 - share)


def _weight(rating: AgedRating, half_life: float) -> float:
    if rating.age_weeks < 0 or rating.decays:
        return rating.weight * decay(rating.age_weeks, half_life)
    return rating.weight
