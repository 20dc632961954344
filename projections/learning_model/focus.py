"""Focus and scope: how many roles the client is in effect choosing between, and how widely they have explored the market."""

import math
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters

Quadrant = Literal["fog", "tunnel", "exploring", "sharp"]
_ROLES_TO_SAY = 2


class Focus(msgspec.Struct, frozen=True, kw_only=True):
    """How attention is shared among the roles in play.

    `shares` sum to 1; `entropy` in nats; `effective_roles` between 1 and their number, 0 without any;
    `focus_of` 0-1, None without any role in play.
    """

    shares: dict[str, float]
    entropy: float
    effective_roles: float
    focus: float | None


class RoleContact(msgspec.Struct, frozen=True, kw_only=True):
    """How much a role was met: undecayed contact weight, whether it was new, and its occupation group."""

    contact: float
    new: bool
    group: str | None = None


class MarketScope(msgspec.Struct, frozen=True, kw_only=True):
    """How widely the market was met: roles met, how many of them were new, and their occupation groups."""

    met: int
    new: int
    groups: int
    quadrant: Quadrant | None
    """None as long as too little was met to say."""


def attention_shares(
    promises: Mapping[str, float], parameters: Parameters = DEFAULT_PARAMETERS
) -> dict[str, float]:
    """The share of attention of each role, from promises 0-100; sums to 1.

    Source: learning model, Focus and scope.
    """
    if not promises:
        return {}
    best = max(promises.values())
    temperature = parameters.focus.temperature
    lifted = {role: math.exp((value - best) / temperature) for role, value in promises.items()}
    total = math.fsum(lifted.values())
    return {role: value / total for role, value in lifted.items()}


def focus_of(promises: Mapping[str, float], parameters: Parameters = DEFAULT_PARAMETERS) -> Focus:
    """Computes focus from the promises of the roles in play. Source: learning model, Focus and scope."""
    divided = attention_shares(promises, parameters)
    if not divided:
        return Focus(shares={}, entropy=0.0, effective_roles=0.0, focus=None)
    count = len(divided)
    # Rounding alone may pass the ends of the range, by a last digit.
    entropy = min(math.log(count), max(0.0, -math.fsum(q * math.log(q) for q in divided.values() if q > 0)))
    effective = min(float(count), math.exp(entropy))
    settled = 1.0 if count == 1 else 1.0 - entropy / math.log(count)
    return Focus(shares=divided, entropy=entropy, effective_roles=effective, focus=settled)


def market_scope_of(
    contacts: Iterable[RoleContact], settled: float | None, parameters: Parameters = DEFAULT_PARAMETERS
) -> MarketScope:
    """Computes scope over every known role, including those blocked or parked; `settled` is the focus.

    The quadrant is said once there was as much contact as two roles take, be it with one.
    """
    every = tuple(contacts)
    met = [one for one in every if one.contact >= parameters.focus.contact_from]
    little = math.fsum(one.contact for one in every) < _ROLES_TO_SAY * parameters.focus.contact_from
    new = sum(one.new for one in met)
    return MarketScope(
        met=len(met),
        new=new,
        groups=len({one.group for one in met if one.group is not None}),
        quadrant=None if little else focus_quadrant(settled, len(met), new, parameters),
    )


def focus_quadrant(
    settled: float | None, met: int, new: int, parameters: Parameters = DEFAULT_PARAMETERS
) -> Quadrant:
    """The quadrant of focus and scope. The healthy path widens first, then narrows."""
    numbers = parameters.focus
    focused = settled is not None and settled >= numbers.focused_from
    wide = met >= numbers.wide_from_met and new >= numbers.wide_from_new
    match focused, wide:
        case True, True:
            return "sharp"
        case True, False:
            return "tunnel"
        case False, True:
            return "exploring"
        case _:
            return "fog"
