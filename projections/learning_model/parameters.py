"""Every number of the learning model, in one place, so that a journey can be replayed under others.

The defaults are version 1 ("learning model"): proposals, not yet calibrated on clients. Weights are in talks with
someone in the role, half-lives in weeks, appeal and promise run 0-100, odds and reach 0-1, shifts are in bits.
"""

import hashlib
from typing import Annotated

import msgspec

Positive = Annotated[float, msgspec.Meta(gt=0)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]
Fraction = Annotated[float, msgspec.Meta(ge=0, le=1)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Count = Annotated[int, msgspec.Meta(ge=1, le=1000)]
# Below one point, shares of roles 0-100 apart are lost in the rounding of a float.
Temperature = Annotated[float, msgspec.Meta(ge=1)]

Prior = tuple[Positive, Positive]
"""(alpha, beta) of a Beta belief."""

Adds = tuple[NotNegative, NotNegative]
"""(success, failure): what one signal adds to a Beta belief while it is fresh."""


class AppealWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one rating counts for, by where it came from ("learning model, Appeal"), in talks with someone in the role."""

    starting: NotNegative = 0.25
    desk_research: NotNegative = 0.25
    application: NotNegative = 0.25
    follow_up: NotNegative = 0.25
    conversation_not_in_role: NotNegative = 0.5
    conversation_in_role: NotNegative = 1.0
    interview: NotNegative = 1.0
    job_shadow_short: NotNegative = 2.0
    job_shadow_long: NotNegative = 3.0
    trial: NotNegative = 5.0
    long_shadow_hours: NotNegative = 6.0


class AppealParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Would I like doing this work? ("learning model, Appeal")."""

    mean: Percent = 50.0
    weight: Positive = 1.0
    spread: Positive = 25.0
    half_life: Positive = 26.0
    weights: AppealWeights = AppealWeights()


class OddsPriors(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is believed of the odds before any signal, by the distance of the role ("learning model, Odds")."""

    same: Prior = (1.5, 3.5)
    near: Prior = (1.0, 4.0)
    far: Prior = (0.6, 4.4)
    licence: Prior = (0.25, 4.75)


class OddsSignals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What each signal adds, (success, failure) ("learning model, Odds")."""

    market_growing: Adds = (0.5, 0.0)
    market_shrinking: Adds = (0.0, 0.5)
    vacancies_many: Adds = (0.3, 0.0)
    vacancies_none: Adds = (0.0, 0.5)
    fresh_outsider: Adds = (0.5, 0.0)
    one_of_many: Adds = (0.0, 0.5)
    fresh_outsider_from_hirer: Adds = (1.0, 0.0)
    one_of_many_from_hirer: Adds = (0.0, 1.0)
    requirement_met: Adds = (0.75, 0.0)
    requirement_missing: Adds = (0.0, 1.5)
    asked_for_cv: Adds = (0.5, 0.0)
    no_answer_28d: Adds = (0.0, 0.5)
    referral: Adds = (1.0, 0.0)
    rejected_unseen: Adds = (0.0, 1.0)
    invited: Adds = (1.0, 0.0)
    rejected_close: Adds = (0.5, 0.5)
    called_back: Adds = (1.0, 0.0)
    rejected_not_close: Adds = (0.0, 0.5)
    resource_bank: Adds = (0.5, 0.0)
    offer: Adds = (3.0, 0.0)


class OddsParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Does one serious approach lead to an invitation? ("learning model, Odds")."""

    priors: OddsPriors = OddsPriors()
    signals: OddsSignals = OddsSignals()
    half_life: Positive = 13.0
    tries: Count = 5


class PromiseParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How liking and reaching make one number: the exponent of appeal; reach has the rest ("learning model, Promise")."""

    appeal_share: Fraction = 0.5


class CriteriaParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What matters to me ("learning model, Criteria"); `gap` is in points of appeal."""

    half_life: Positive = 26.0
    met: NotNegative = 1.0
    imagined: NotNegative = 0.5
    tolerance: Positive = 1e-10
    scored_at_least: Count = 3
    gap: NotNegative = 20.0


class FocusParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Narrow and wide ("learning model, Focus and scope"); `temperature` is in points of promise."""

    temperature: Temperature = 8.0
    focused_from: Fraction = 0.5
    contact_from: NotNegative = 1.0
    wide_from_met: Count = 3
    wide_from_new: Count = 1


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a next step would tell and cost: talks' worth of appeal, of odds, and effort (1 is one talk)."""

    appeal: NotNegative
    odds: NotNegative
    effort: Positive


class SuggestionParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The next best experiment ("learning model, The next best experiment"); the bonus is in bits."""

    conversation: Step = Step(appeal=1.0, odds=0.5, effort=1.0)
    job_shadow: Step = Step(appeal=3.0, odds=0.5, effort=3.0)
    application: Step = Step(appeal=0.25, odds=1.0, effort=1.5)
    untested_bonus: NotNegative = 0.05
    untested_below: NotNegative = 1.0


class WordingParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one word ends and the next begins ("learning model, What a coach reads")."""

    appeal_below: tuple[Percent, Percent, Percent, Percent, Percent] = (30.0, 45.0, 60.0, 70.0, 80.0)
    reach_below: tuple[Fraction, Fraction, Fraction, Fraction] = (0.3, 0.5, 0.7, 0.85)
    spread_over: tuple[NotNegative, NotNegative, NotNegative] = (18.0, 12.0, 8.0)


class ForecastParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How good were my own predictions? ("learning model, Forecasts")."""

    shown_from: Count = 4
    too_hopeful_above: Fraction = 0.35


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The learning model's numbers, by section; `Parameters()` is version 1."""

    version: Count = 1
    appeal: AppealParameters = AppealParameters()
    odds: OddsParameters = OddsParameters()
    promise: PromiseParameters = PromiseParameters()
    criteria: CriteriaParameters = CriteriaParameters()
    focus: FocusParameters = FocusParameters()
    suggestions: SuggestionParameters = SuggestionParameters()
    wording: WordingParameters = WordingParameters()
    forecasts: ForecastParameters = ForecastParameters()

    def digest(self) -> str:
        """Tell two sets of numbers apart, whatever their version says: SHA-256, 64 hex digits."""
        # Read back once, so that 50 and 50.0 are the same number.
        same = read_parameters(msgspec.json.encode(self))
        return hashlib.sha256(msgspec.json.encode(same, order="sorted")).hexdigest()


def read_parameters(raw: bytes) -> Parameters:
    """Read a researcher's numbers: JSON holding only what differs from version 1.

    An unknown name, a wrong type or a number out of range raises ValueError, naming the field.
    """
    try:
        return msgspec.json.decode(raw, type=Parameters)
    except msgspec.MsgspecError as error:
        message = f"these parameters cannot be read: {error}"
        raise ValueError(message) from error


DEFAULT = Parameters()
"""Version 1."""
