"""Levels 1 to 8 by points."""

from bisect import bisect_right

from msgspec import Struct


class GameLevel(Struct, frozen=True, kw_only=True):
    """A level, the points at which it starts, and those of the next level; null for the last."""

    number: int
    reached_at: int
    next_at: int | None
    needed: int | None
    """Points still missing for the next level."""


def level_for_points(total: int, borders: tuple[int, ...]) -> GameLevel:
    """The level of a point total. `borders` are the totals at which levels begin, the first being 0."""
    number = bisect_right(borders, total)
    next_at = borders[number] if number < len(borders) else None
    return GameLevel(
        number=number,
        reached_at=borders[number - 1],
        next_at=next_at,
        needed=None if next_at is None else next_at - total,
    )
