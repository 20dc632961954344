"""Something on the sea chart: how much room it takes, and its drawing at a place."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from projections.learning_model.wording import SpreadWord
from service.web.map.labels_fit import broken_into_lines, size_that_fits, text_width
from service.web.map.shapes import basin_path, lead_lines, noise
from service.web.svg_paths import Point

MapGroup = Literal["met", "heard", "near", "unknown"]

LETTERS, LINE = 13.0, 15.5
"""Size of a label's letters, and from one line of it to the next."""
SMALLEST_LETTERS = 11.0
"""Of a word that is longer than a line: only one that is longer still is broken."""
SMALLEST, LARGEST = 25.0, 50.0
"""Radius of a basin of potential 0, and of 100."""
CONTOURS = ((0.0, 1), (20.0, 1), (40.0, 2), (55.0, 2), (70.0, 3), (85.0, 3))
"""Potentials at which a basin has a contour, and the tint within, which is that of the other charts."""
INNERMOST = 0.36
"""Part of a basin that lies within the last contour."""
SURFACE = 9.0
"""Above a basin: from where lines are dropped."""
MOST_LINES = 9
MOST_LABEL_LINES = 3
MARK = 16.0
"""Height of the mark of what is near, and of what was put aside."""
DROP, BETWEEN = 20.0, 7.0
"""How deep the lines go that end at a mark, and how far they are from each other."""
SWAY = 60.0
"""Nothing lies further above or below the middle of its place."""
GAP = 10.0
"""Between a place and the next."""


class ChartItem(Struct, frozen=True, kw_only=True):
    """Something on the chart, before it has a place."""

    group: MapGroup
    seed: str
    title: str
    language: str = ""
    """Of the title, where it is not the page's."""
    address: str = ""
    """Below the profile's; empty if nothing more is to be read of it."""
    depth: float | None = None
    """Potential, 0-100; None of what was put aside, is near or unknown."""
    figure: str = ""
    fog: SpreadWord | None = None
    lines: int = 0
    latest: bool = False

    @property
    def radius(self) -> float:
        """Of its basin; 0 if it has none."""
        return 0.0 if self.depth is None else SMALLEST + (LARGEST - SMALLEST) * self.depth / 100


class PlacedItem(Struct, frozen=True, kw_only=True):
    """Something with its place and its drawing."""

    item: ChartItem
    x: float
    y: float
    """The middle of its basin or mark; of what is unknown, of its name."""
    label: tuple[tuple[str, float], ...]
    """The lines of the title, each with where its letters stand."""
    letters: float
    """Their size."""
    box: tuple[float, float, float, float]
    """Left, top, right and bottom of all of it."""
    basin: str = ""
    """Its shore, round a middle at 0, 0."""
    rings: tuple[tuple[float, int], ...] = ()
    """Its contours from the shore inwards: as a part of the shore, and the tint within."""
    lines: str = ""
    latest: str = ""
    """The line of the latest step, if it was about this."""
    leads: tuple[Point, ...] = ()


class MadeItem(Struct, frozen=True, kw_only=True):
    """Something with its label broken into lines: how much room it takes."""

    item: ChartItem
    label: tuple[str, ...]
    letters: float
    width: float

    @property
    def above(self) -> float:
        """From its top to where its label begins."""
        if self.item.group == "unknown":
            return 0.0
        return self.to_middle + (0.95 * self.item.radius if self.item.radius else MARK / 2) + 4

    @property
    def to_middle(self) -> float:
        """From its top to the middle of its basin or mark."""
        if self.item.radius:
            return SURFACE + 0.95 * self.item.radius
        return MARK / 2 + (DROP if self.item.lines else 0.0)

    @property
    def height(self) -> float:
        return self.above + LINE * len(self.label) + 3

    def at(self, left: float, top: float, wide: float, tall: float) -> PlacedItem:
        """Somewhere within a place, always the same for its seed."""
        item, reach = self.item, _item_reach(self.item)
        half = max(self.width, 2 * reach) / 2
        x = left + wide / 2 + 0.85 * noise(item.seed, 101) * max(0.0, (wide - GAP) / 2 - half)
        spare = tall - self.height
        y = top + spare / 2 + min(0.42 * spare, SWAY) * noise(item.seed, 102)
        middle = y + self.to_middle
        first = y + self.above + LINE - 3
        drops = _drops(item, x, middle)
        newest = drops[-1:] if item.latest else []
        return PlacedItem(
            item=item,
            x=round(x, 1),
            y=round(middle, 1),
            label=tuple((line, round(first + LINE * place, 1)) for place, line in enumerate(self.label)),
            letters=self.letters,
            box=(x - half, y, x + half, y + self.height),
            basin=basin_path(item.radius, item.seed) if item.radius else "",
            rings=_rings(item.depth),
            lines=_drawn(drops[: len(drops) - len(newest)]),
            latest=_drawn(newest),
            leads=tuple((round(x1, 1), round(y1, 1)) for _, (x1, y1) in drops),
        )


def _item_reach(item: ChartItem) -> float:
    """How far its drawing reaches to each side."""
    return 1.16 * item.radius if item.radius else max(MARK, BETWEEN * min(item.lines, MOST_LINES) + 4) / 2


def made_item(item: ChartItem, width: float) -> MadeItem:
    letters = size_that_fits(item.title, width, LETTERS, SMALLEST_LETTERS)
    label = broken_into_lines(item.title, width, letters, MOST_LABEL_LINES)
    return MadeItem(
        item=item,
        label=label,
        letters=letters,
        width=max((text_width(one, letters) for one in label), default=0.0),
    )


def _drops(item: ChartItem, x: float, y: float) -> list[tuple[Point, Point]]:
    """The lines that are dropped into a basin or onto a mark: where each leaves the surface, and where its lead lies."""
    count = min(item.lines, MOST_LINES)
    if not item.radius:
        top = y - MARK / 2 - DROP + 3
        return list(lead_lines(x, top, DROP - 5, count, BETWEEN * count, bend=0.3))
    top = y - 0.95 * item.radius - SURFACE
    return list(lead_lines(x, top, SURFACE + 0.85 * item.radius, count, 1.2 * item.radius))


def _drawn(drops: Sequence[tuple[Point, Point]]) -> str:
    return " ".join(f"M{x0:.1f} {y0:.1f}V{y1:.1f}" for (x0, y0), (_, y1) in drops)


def _rings(depth: float | None) -> tuple[tuple[float, int], ...]:
    """A contour for every level that the potential reaches."""
    if depth is None:
        return ()
    inwards = (1 - INNERMOST) / (len(CONTOURS) - 1)
    return tuple(
        (round(1 - place * inwards, 2), tint)
        for place, (level, tint) in enumerate(CONTOURS)
        if depth >= level
    )
