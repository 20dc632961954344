"""The drawings beside the numbers: numbers in, SVG path data out.

Everything is drawn in the same box, ten units a week wide and a hundred high, y downwards, and stretched by the
page; the strokes keep their width. A value of None leaves a gap.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

WEEK_WIDTH = 10.0
"""Width of a week in the box."""
BOX_HEIGHT = 100.0
"""Height of the box; values are 0-100, so that one unit is one point."""
LOWEST_MARK_HEIGHT = 8.0
"""Where the lowest mark of a stack stands above the ground line."""

Point = tuple[float, float]


class Band(Struct, frozen=True, kw_only=True):
    """A tint of the depth under a line: what lies between two values."""

    low: float
    high: float


BANDS = (Band(low=0, high=40), Band(low=40, high=70), Band(low=70, high=100))


def week_x(week: int) -> float:
    """Where a week stands across the box; the first week is 0."""
    return (week + 0.5) * WEEK_WIDTH


def line_path(values: Sequence[float | None]) -> str:
    """The line through the weeks; a week on its own becomes a point."""
    return " ".join(_stroke(run) for run in unbroken_runs(values))


def band_path(values: Sequence[float | None], reach: Band) -> str:
    """The part of the area under the line that lies within a reach; empty when the line never gets there."""
    return " ".join(_area(shore, reach) for run in unbroken_runs(values) for shore in _above(run, reach))


def between_path(lows: Sequence[float | None], highs: Sequence[float | None]) -> str:
    """The area between two lines that have their gaps in the same weeks; empty for weeks on their own."""
    pairs = zip(unbroken_runs(lows), unbroken_runs(highs), strict=True)
    return " ".join(f"M{_through(high)}L{_through(reversed(low))}Z" for low, high in pairs if len(low) > 1)


def end_dot_path(values: Sequence[float | None]) -> str:
    """The point where the line ends, as a stroke without length, so that its round cap stays round."""
    ends = [run[-1] for run in unbroken_runs(values)]
    return _dot(*ends[-1]) if ends else ""


def stacked_marks(weeks: Sequence[Sequence[str]], *, least: int = 4) -> dict[str, str]:
    """A mark per experiment, stacked within its week: for each kind of mark the points where it stands.

    `least` is the height, in marks, that a stack has room for when all are lower.
    """
    step = BOX_HEIGHT / max(least, *(len(marks) for marks in weeks), 1)
    found: dict[str, list[str]] = {}
    for week, marks in enumerate(weeks):
        for place, mark in enumerate(marks):
            y = BOX_HEIGHT - LOWEST_MARK_HEIGHT - place * step
            found.setdefault(mark, []).append(_dot(week_x(week), y))
    return {mark: " ".join(dots) for mark, dots in found.items()}


def vertical_lines_path(weeks: Iterable[int]) -> str:
    """A line from top to bottom at each of these weeks."""
    return " ".join(f"M{_n(week_x(week))} 0V{_n(BOX_HEIGHT)}" for week in weeks)


def range_path(centre: float, spread: float) -> str:
    """A level line from one spread below a value to one above, kept within 0-100, in a box ten high."""
    return f"M{_n(max(0.0, centre - spread))} 5H{_n(min(100.0, centre + spread))}"


def unbroken_runs(values: Sequence[float | None]) -> Iterator[list[Point]]:
    """The stretches of weeks without a gap, as points in the box."""
    run: list[Point] = []
    for week, value in enumerate(values):
        if value is not None:
            run.append((week_x(week), BOX_HEIGHT - value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _above(run: Sequence[Point], reach: Band) -> Iterator[list[Point]]:
    """The shores of what stands above the reach's ground, clamped to its top."""
    ground, top = BOX_HEIGHT - reach.low, BOX_HEIGHT - reach.high
    shore: list[Point] = []
    for x, y in _with_crossings(run, (ground, top)):
        if y <= ground:
            shore.append((x, max(y, top)))
        else:
            yield from _if_wide(shore, ground)
            shore = []
    yield from _if_wide(shore, ground)


def _if_wide(shore: list[Point], ground: float) -> Iterator[list[Point]]:
    if len(shore) > 1 and any(y < ground for _, y in shore):
        yield shore


def _with_crossings(run: Sequence[Point], levels: Sequence[float]) -> Iterator[Point]:
    """The points of a run, and those where it passes a level."""
    yield run[0]
    for (x0, y0), (x1, y1) in pairwise(run):
        parts = sorted((level - y0) / (y1 - y0) for level in levels if min(y0, y1) < level < max(y0, y1))
        yield from ((x0 + part * (x1 - x0), y0 + part * (y1 - y0)) for part in parts)
        yield x1, y1


def _area(shore: Sequence[Point], reach: Band) -> str:
    ground = _n(BOX_HEIGHT - reach.low)
    return f"M{_n(shore[0][0])} {ground}L{_through(shore)}V{ground}Z"


def _stroke(run: Sequence[Point]) -> str:
    return f"M{_through(run)}" if len(run) > 1 else _dot(*run[0])


def _dot(x: float, y: float) -> str:
    return f"M{_n(x)} {_n(y)}h0"


def _through(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(number: float) -> str:
    """A coordinate with at most two decimals, and none that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
