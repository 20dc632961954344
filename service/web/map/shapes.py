"""The shapes of the sea chart: shores, basins and lead lines as SVG path data, the same for the same seed."""

import math
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise

from service.web.svg_paths import Point

CORNERS = 11
"""So many points make a basin."""
ROUGHNESS = 0.13
"""How far a shore strays from a circle."""
BEND = 46.0
"""Between two bends of a coast."""


def noise(seed: str, place: int) -> float:
    """A number from -1 to 1 that is always the same for a seed and a place."""
    digest = blake2b(f"{seed}/{place}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 0x7FFFFFFF - 1.0


def basin_path(radius: float, seed: str) -> str:
    """A closed line round 0, 0, as a depth contour runs."""
    shore = [
        radius * (1 + ROUGHNESS * noise(seed, corner) * (1 + 2 * (corner % 2)) / 2)
        for corner in range(CORNERS)
    ]
    turn = [2 * math.pi * (corner + noise(seed, -1)) / CORNERS for corner in range(CORNERS)]
    points = [
        (far * math.cos(angle), 0.86 * far * math.sin(angle)) for far, angle in zip(shore, turn, strict=True)
    ]
    return _closed(points)


def coast_points(length: float, shore: float, stray: float, seed: str) -> list[Point]:
    """A coast along the first axis, about `shore` away from it, from before its start to past its end."""
    bends = max(3, math.ceil(length / BEND))
    return [(length * place / bends, shore + stray * noise(seed, place)) for place in range(-1, bends + 2)]


def coast_path(points: Sequence[Point], *, upright: bool, closed: bool = True) -> str:
    """The coast as a smooth line, with the land behind it if closed; upright where land lies to the left."""
    placed = [(y, x) if upright else (x, y) for x, y in points]
    line = _smooth(placed)
    if not closed:
        return line
    (x0, y0), (x1, y1) = placed[0], placed[-1]
    return f"{line}L{_n(-9 if upright else x1)} {_n(y1 if upright else -9)}L{_n(-9 if upright else x0)} {_n(y0 if upright else -9)}Z"


def lead_lines(
    x: float, top: float, depth: float, count: int, width: float, *, bend: float = 1.6
) -> Iterator[tuple[Point, Point]]:
    """Lines dropped side by side into the depth: where each leaves the surface, and where its lead lies; the outer ones less deep."""
    for place in range(count):
        across = (place + 0.5) / count - 0.5
        lead = depth * (1 - bend * across * across)
        yield (x + across * width, top), (x + across * width, top + lead)


def _closed(points: Sequence[Point]) -> str:
    around = [*points, points[0], points[1]]
    middles = [_middle(one, other) for one, other in pairwise(around)]
    start = middles[0]
    bends = " ".join(
        f"Q{_n(x)} {_n(y)} {_n(mx)} {_n(my)}"
        for (x, y), (mx, my) in zip(around[1:-1], middles[1:], strict=True)
    )
    return f"M{_n(start[0])} {_n(start[1])}{bends}Z"


def _smooth(points: Sequence[Point]) -> str:
    middles = [_middle(one, other) for one, other in pairwise(points)]
    bends = " ".join(
        f"Q{_n(x)} {_n(y)} {_n(mx)} {_n(my)}"
        for (x, y), (mx, my) in zip(points[1:-1], middles[1:], strict=True)
    )
    return f"M{_n(middles[0][0])} {_n(middles[0][1])}{bends}"


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _n(number: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{number:.1f}".removesuffix(".0")
