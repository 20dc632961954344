"""What the client may believe of a role: would I like the work, would they invite me, and how promising is it?"""

import math
from collections.abc import Iterable

import msgspec

from projections.learning_model.parameters import DEFAULT_PARAMETERS, BetaPrior, Parameters, SignalIncrement

_CONTACTS = frozenset({"conversation", "interview", "job_shadow", "trial"})


class AgedRating(msgspec.Struct, frozen=True, kw_only=True):
    """How much the client would like doing this work, 0-10, `age_weeks` ago, counting `weight` talks when fresh."""

    weight: float
    rating: float
    age_weeks: float = 0.0
    decays: bool = True


class AgedSignal(msgspec.Struct, frozen=True, kw_only=True):
    """A signal about the odds, by its code, `age_weeks` ago."""

    signal: str
    age_weeks: float = 0.0


class AppealBelief(msgspec.Struct, frozen=True, kw_only=True):
    """Would I like doing this work? `mean` 0-100, give or take `spread`; `weight` in talks, the prior included."""

    mean: float
    spread: float
    weight: float


class OddsBelief(msgspec.Struct, frozen=True, kw_only=True):
    """Does one serious approach lead to an invitation? A Beta belief."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The chance per approach, 0-1."""
        return self.alpha / (self.alpha + self.beta)


def decay(age_weeks: float, half_life: float) -> float:
    """How much is left of old evidence, 0-1; nothing of what lies after the asked date (a negative age)."""
    return 0.0 if age_weeks < 0 else 0.5 ** (age_weeks / half_life)


def appeal_weight(
    kind: str, *, in_role: bool, hours: float | None, parameters: Parameters = DEFAULT_PARAMETERS
) -> float:
    """How much a rating after such a step counts for, fresh, in talks; 0 for a kind without appeal evidence.

    Of a step that took place: a refused or cancelled one has no rating to weigh. Source: learning model, Appeal.
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
        case _:
            return 0.0


def contact_weight(
    kind: str, *, in_role: bool, hours: float | None, parameters: Parameters = DEFAULT_PARAMETERS
) -> float:
    """How much of meeting the role a step that took place was, undecayed; adverts and letters are none.

    Talks, shadowing, interviews and trials, in appeal weights. Source: learning model, Focus and scope.
    """
    if kind not in _CONTACTS:
        return 0.0
    return appeal_weight(kind, in_role=in_role, hours=hours, parameters=parameters)


def appeal_belief(ratings: Iterable[AgedRating], parameters: Parameters = DEFAULT_PARAMETERS) -> AppealBelief:
    """How much the client would like the work, from the ratings so far, in any order. Source: learning model, Appeal."""
    prior = parameters.appeal
    weighed = [(_weight(rating, prior.half_life), 10 * rating.rating) for rating in ratings]
    # Exact sums: the same evidence gives the same figure, in any order, under any Python.
    weight = math.fsum([prior.weight, *(w for w, _ in weighed)])
    total = math.fsum([prior.weight * prior.mean, *(w * y for w, y in weighed)])
    return AppealBelief(mean=total / weight, spread=prior.spread / math.sqrt(weight), weight=weight)


def odds_belief(
    distance: str, signals: Iterable[AgedSignal], parameters: Parameters = DEFAULT_PARAMETERS
) -> OddsBelief:
    """How likely an approach is to bring an invitation, from what was heard. Source: learning model, Odds.

    `distance` is same, near, far or licence; an unknown distance or signal raises LookupError.
    """
    alpha, beta = odds_prior(distance, parameters)
    half_life = parameters.odds.half_life
    heard = [(decay(one.age_weeks, half_life), signal_increment(one.signal, parameters)) for one in signals]
    successes = math.fsum([alpha, *(left * added[0] for left, added in heard)])
    failures = math.fsum([beta, *(left * added[1] for left, added in heard)])
    return OddsBelief(alpha=successes, beta=failures)


def odds_prior(distance: str, parameters: Parameters) -> BetaPrior:
    """The belief before any signal, (alpha, beta); an unknown distance raises LookupError."""
    priors = parameters.odds.priors
    if distance not in priors.__struct_fields__:
        raise LookupError(f"no such distance: {distance}")
    before: BetaPrior = getattr(priors, distance)
    return before


def signal_increment(signal: str, parameters: Parameters) -> SignalIncrement:
    """What a signal adds while it is fresh, (success, failure); one that is unknown raises LookupError."""
    signals = parameters.odds.signals
    if signal not in signals.__struct_fields__:
        raise LookupError(f"no such odds signal: {signal}")
    added: SignalIncrement = getattr(signals, signal)
    return added


def reach(belief: OddsBelief, parameters: Parameters = DEFAULT_PARAMETERS) -> float:
    """How likely the next five tries are to bring at least one invitation, 0-1. Source: learning model, Odds."""
    none = 1.0
    for earlier in range(parameters.odds.tries):
        none *= (belief.beta + earlier) / (belief.alpha + belief.beta + earlier)
    return 1.0 - none


def promise(mean: float, reachable: float, parameters: Parameters = DEFAULT_PARAMETERS) -> float:
    """Liking and reaching in one number, 0-100, from an appeal 0-100 and a reach 0-1. Source: learning model, Promise."""
    share = parameters.promise.appeal_share
    return 100.0 * math.pow(mean / 100.0, share) * math.pow(reachable, 1.0 - share)


def _weight(rating: AgedRating, half_life: float) -> float:
    if rating.age_weeks < 0 or rating.decays:
        return rating.weight * decay(rating.age_weeks, half_life)
    return rating.weight
