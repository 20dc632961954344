"""Thresholds of the stuck rules ("learning model, Stuck rules"), in days unless said otherwise.

"In N days" means the asked day and the N - 1 days before it.
"""

from msgspec import Struct

from projections.learning_model.surprises import WORSE_FROM


class AlertThresholds(Struct, frozen=True, kw_only=True):
    """Thresholds of the stuck rules, version 1. The limit of the Brier score is a learning model parameter."""

    silent_from: int = 9

    plans: int = 3
    plans_in: int = 14

    unmoved_steps: int = 3
    unmoved_in: int = 21
    moved_from: float = 2.0
    """Points of promise."""

    tunnel_steps: int = 5
    tunnel_in: int = 21
    tunnel_share: float = 0.8

    refusals: int = 3
    refusals_in: int = 21
    asked_in: int = 21

    dread_from: int = WORSE_FROM
    """Of 0-10, after the step."""
    dread_in: int = 7
    """The day of the step, and six days on."""

    scatter_steps: int = 6
    scatter_in: int = 28
    scatter_over: float = 3.0
    """Effective roles."""
    scatter_back: int = 28

    trust_low: int = 4
    """Of 0-10."""
    trust_fall: int = 3

    ending_within: int = 14
    contact_every: int = 14


ALERT_THRESHOLDS = AlertThresholds()
