"""Parameters of the learning model. A journey can be replayed under others.

The defaults are version 1 ("learning model"): proposals, not yet calibrated on
clients. Weights are in talks with someone in the role, half-lives in weeks,
appeal and promise run 0-100, odds and reach 0-1, shifts are in bits.
"""

import hashlib
from typing import Annotated

import msgspec

Positive = Annotated[float, msgspec.Meta(gt=0)]
NonNegative = Annotated[float, msgspec.Meta(ge=0)]
Fraction = Annotated[float, msgspec.Meta(ge=0, le=1)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
PositiveCount = Annotated[int, msgspec.Meta(ge=1, le=1000)]
# Below one point, shares of roles 0-100 apart are lost in the rounding of a float.
Temperature = Annotated[float, msgspec.Meta(ge=1)]

BetaPrior = tuple[Positive, Positive]
"""(alpha, beta) of a Beta belief."""

SignalIncrement = tuple[NonNegative, NonNegative]
"""(success, failure): what one signal adds to a Beta belief while it is fresh."""


class AppealWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Weight of one rating by its source, in talks with someone in the role ("learning model, Appeal")."""

    starting: NonNegative = 0.25
    desk_research: NonNegative = 0.25
    application: NonNegative = 0.25
    follow_up: NonNegative = 0.25
    conversation_not_in_role: NonNegative = 0.5
    conversation_in_role: NonNegative = 1.0
    interview: NonNegative = 1.0
    job_shadow_short: NonNegative = 2.0
    job_shadow_long: NonNegative = 3.0
    trial: NonNegative = 5.0
    long_shadow_hours: NonNegative = 6.0


class AppealParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of appeal ("learning model, Appeal")."""

    mean: Percent = 50.0
    weight: Positive = 1.0
    spread: Positive = 25.0
    half_life: Positive = 26.0
    weights: AppealWeights = AppealWeights()


class OddsPriors(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prior of the odds before any signal, by the distance of the role ("learning model, Odds")."""

    same: BetaPrior = (1.5, 3.5)
    near: BetaPrior = (1.0, 4.0)
    far: BetaPrior = (0.6, 4.4)
    licence: BetaPrior = (0.25, 4.75)


class OddsSignals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What each signal adds, (success, failure) ("learning model, Odds")."""

    market_growing: SignalIncrement = (0.5, 0.0)
    market_shrinking: SignalIncrement = (0.0, 0.5)
    vacancies_many: SignalIncrement = (0.3, 0.0)
    vacancies_none: SignalIncrement = (0.0, 0.5)
    fresh_outsider: SignalIncrement = (0.5, 0.0)
    one_of_many: SignalIncrement = (0.0, 0.5)
    fresh_outsider_from_hirer: SignalIncrement = (1.0, 0.0)
    one_of_many_from_hirer: SignalIncrement = (0.0, 1.0)
    requirement_met: SignalIncrement = (0.75, 0.0)
    requirement_missing: SignalIncrement = (0.0, 1.5)
    asked_for_cv: SignalIncrement = (0.5, 0.0)
    no_answer_28d: SignalIncrement = (0.0, 0.5)
    referral: SignalIncrement = (1.0, 0.0)
    rejected_unseen: SignalIncrement = (0.0, 1.0)
    invited: SignalIncrement = (1.0, 0.0)
    rejected_close: SignalIncrement = (0.5, 0.5)
    called_back: SignalIncrement = (1.0, 0.0)
    rejected_not_close: SignalIncrement = (0.0, 0.5)
    resource_bank: SignalIncrement = (0.5, 0.0)
    offer: SignalIncrement = (3.0, 0.0)


class OddsParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of odds and reach ("learning model, Odds")."""

    priors: OddsPriors = OddsPriors()
    signals: OddsSignals = OddsSignals()
    half_life: Positive = 13.0
    tries: PositiveCount = 5
    weak_share: Fraction = 0.5
    """How much of a signal counts that the client did not hear herself but counted from the atlas."""


class PromiseParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The exponent of appeal in promise; that of reach is the rest to 1 ("learning model, Promise")."""

    appeal_share: Fraction = 0.5


class CriteriaParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of criteria ("learning model, Criteria"); `gap` is in points of appeal."""

    half_life: Positive = 26.0
    met: NonNegative = 1.0
    imagined: NonNegative = 0.5
    tolerance: Positive = 1e-10
    scored_at_least: PositiveCount = 3
    gap: NonNegative = 20.0


class FocusParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of focus and scope ("learning model, Focus and scope").

    `temperature` is in points of promise.
    """

    temperature: Temperature = 8.0
    focused_from: Fraction = 0.5
    contact_from: NonNegative = 1.0
    wide_from_met: PositiveCount = 3
    wide_from_new: PositiveCount = 1


class StepParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a step is expected to tell, in talks' worth of appeal and of odds, and its effort (1 is one talk)."""

    appeal: NonNegative
    odds: NonNegative
    effort: Positive


class SuggestionParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of suggestions ("learning model, The next best experiment"); the bonus is in bits."""

    conversation: StepParameters = StepParameters(appeal=1.0, odds=0.5, effort=1.0)
    job_shadow: StepParameters = StepParameters(appeal=3.0, odds=0.5, effort=3.0)
    application: StepParameters = StepParameters(appeal=0.25, odds=1.0, effort=1.5)
    untested_bonus: NonNegative = 0.05
    untested_below: NonNegative = 1.0


class WordingParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Limits between the words for a figure ("learning model, What a coach reads")."""

    appeal_below: tuple[Percent, Percent, Percent, Percent, Percent] = (30.0, 45.0, 60.0, 70.0, 80.0)
    reach_below: tuple[Fraction, Fraction, Fraction, Fraction] = (0.3, 0.5, 0.7, 0.85)
    spread_over: tuple[NonNegative, NonNegative, NonNegative] = (18.0, 12.0, 8.0)


class ForecastParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of forecasts ("learning model, Forecasts")."""

    shown_from: PositiveCount = 4
    too_hopeful_above: Fraction = 0.35


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All parameters of the learning model, by section; `Parameters()` is version 1."""

    version: PositiveCount = 1
    appeal: AppealParameters = AppealParameters()
    odds: OddsParameters = OddsParameters()
    promise: PromiseParameters = PromiseParameters()
    criteria: CriteriaParameters = CriteriaParameters()
    focus: FocusParameters = FocusParameters()
    suggestions: SuggestionParameters = SuggestionParameters()
    wording: WordingParameters = WordingParameters()
    forecasts: ForecastParameters = ForecastParameters()

    def digest(self) -> str:
        """SHA-256 of all values, as 64 hex digits. Tells two sets apart, whatever their version says."""
        # Read back once, so that 50 and 50.0 are the same number.
        same = read_parameters(msgspec.json.encode(self))
        values = msgspec.to_builtins(same)
        if same.odds.weak_share == OddsParameters().weak_share:
            # It came after digests were written down: they stay those of the same figures.
            del values["odds"]["weak_share"]
        return hashlib.sha256(msgspec.json.encode(values, order="sorted")).hexdigest()


def read_parameters(raw: bytes) -> Parameters:
    """Reads parameters from JSON that holds only what differs from version 1.

    Raises ValueError, naming the field, for an unknown name, a wrong type or a number out of range.
    """
    try:
        return msgspec.json.decode(raw, type=Parameters)
    except RecursionError as error:
        message = "these parameters cannot be read: they are nested too deeply"
        raise ValueError(message) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = f"these parameters cannot be read: {error}"
        raise ValueError(message) from error


DEFAULT_PARAMETERS = Parameters()
"""Version 1."""
