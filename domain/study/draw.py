"""Draws the arm of a participant: by chance, and the same whenever it is drawn again from the same seed."""

import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from domain.study.events import Arm

PROGRAMME_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""What share of a programme's participants is not in the first arm, where programmes are drawn first."""


def draw_arm(seed: UUID, journey_id: UUID, arms: Sequence[Arm], programme_id: UUID | None = None) -> str:
    """The name of the arm that a journey falls into.

    With a programme its share is drawn first: that part of its participants is divided over the arms after the first,
    in the proportion of their shares; the rest is in the first.
    """
    chances = [one.share / 100 for one in arms]
    if programme_id is not None:
        share = PROGRAMME_SHARES[int(_chance(seed, "programme", programme_id) * len(PROGRAMME_SHARES))]
        others = sum(chances[1:])
        chances = [1 - share, *(share * one / others for one in chances[1:])]
    drawn, reached = _chance(seed, "person", journey_id), 0.0
    for arm, chance in zip(arms, chances, strict=True):
        reached += chance
        if drawn < reached:
            return arm.name
    return next(arm.name for arm, chance in zip(reversed(arms), reversed(chances), strict=True) if chance)


def _chance(seed: UUID, label: str, drawn_for: UUID) -> float:
    """A number from 0 to under 1."""
    digest = hmac.digest(seed.bytes, label.encode() + drawn_for.bytes, hashlib.sha256)
    return int.from_bytes(digest[:6]) / 2**48
