"""Where everything lies on the sea chart: in ranks from the coast outwards, each in a place of its own, so that nothing overlaps."""

import math
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator
from service.web.map.chart_item import GAP, LETTERS, ChartItem, MadeItem, MapGroup, PlacedItem, made_item
from service.web.map.labels_fit import broken_into_lines
from service.web.map.shapes import coast_path, coast_points, noise
from service.web.svg_paths import Point

CAPTIONS = (
    gettext_noop("Tried"),
    gettext_noop("Only heard about"),
    gettext_noop("Near, not on the list"),
    gettext_noop("Unknown waters"),
)
"""Of the parts of the sea, from the coast outwards."""

CAPTION = 26.0
"""Room for the name of a part of the sea."""
EDGE = 12.0
"""Within the frame nothing is written."""


class Caption(Struct, frozen=True, kw_only=True):
    """The name of a part of the sea."""

    text: str
    x: float
    y: float


class SeaChart(Struct, frozen=True, kw_only=True):
    """The chart for a page of some width."""

    name: Literal["narrow", "wide"]
    width: float
    height: float
    land: str
    coast: str
    shallows: tuple[str, ...]
    """Lines along the coast."""
    land_names: tuple[str, ...]
    """What stands on the land, fitted."""
    captions: tuple[Caption, ...]
    bounds: tuple[str, ...]
    """Lines between the parts of the sea."""
    items: tuple[PlacedItem, ...]
    fog_from: float
    """From where on fog lies, as a part of the way outwards."""

    wisps: tuple[tuple[float, float, float], ...] = ()
    """Banks of fog: where each lies, and half its length."""

    @property
    def rose(self) -> Point:
        """Where the compass rose stands: on the land."""
        return (38.0, self.height - 44.0) if self.name == "wide" else (self.width - 40.0, 37.0)


class Ground(Struct, frozen=True, kw_only=True):
    """The measures of a chart."""

    name: Literal["narrow", "wide"]
    land: float
    """Depth of the land."""
    width: float
    ranks: float
    """Width of a rank of roles, where they stand beside each other."""
    far: float
    """And of the others."""


NARROW = Ground(name="narrow", land=76.0, width=358.0, ranks=0.0, far=0.0)
WIDE = Ground(name="wide", land=82.0, width=1000.0, ranks=260.0, far=180.0)
ABREAST = 2
"""So many stand beside each other on a narrow chart."""
MOST_RANKS = 3
LOWEST = 540.0
WISPS = 9
FOGGY = ("near", "unknown")


def draw_chart(
    groups: Sequence[Sequence[ChartItem]],
    known_work: Sequence[str],
    *,
    seed: str,
    wide: bool,
    translator: Translator,
) -> SeaChart:
    """The chart of what is met, heard of, near and unknown, in this order."""
    ground = WIDE if wide else NARROW
    names = tuple(translator.gettext(one) for one in CAPTIONS)
    sections = [
        ChartSection(items=tuple(some), name=name) for some, name in zip(groups, names, strict=True) if some
    ]
    placed = (
        _placed_wide(sections)
        if wide
        else placed_in_rows(
            sections, width=NARROW.width, top=NARROW.land + 2 * GAP, abreast=ABREAST, lowest=NARROW.land + 260
        )
    )
    along = placed.height if wide else ground.width
    coast = coast_points(along, ground.land - 8, 6.0, seed)
    height = placed.height
    return SeaChart(
        name=ground.name,
        width=ground.width,
        height=height,
        land=coast_path(coast, upright=wide),
        coast=coast_path(coast, upright=wide, closed=False),
        shallows=tuple(
            coast_path(
                [(t, s + off + off / 4 * noise(seed, int(t))) for t, s in coast], upright=wide, closed=False
            )
            for off in (9.0, 20.0)
        ),
        land_names=_land_names(known_work, height if wide else ground.width, translator),
        captions=placed.captions,
        bounds=tuple(
            coast_path(coast_points(along, at, 5.0, f"{seed}/{at}"), upright=wide, closed=False)
            for at in placed.bounds
        ),
        items=placed.items,
        fog_from=placed.fog_from,
        wisps=tuple(_wisps(seed, placed.fog_from, ground.width, height, wide=wide)),
    )


def _wisps(
    seed: str, fog_from: float, width: float, height: float, *, wide: bool
) -> Iterator[tuple[float, float, float]]:
    """Banks of fog, from where it begins to the horizon."""
    for number in range(WISPS):
        outwards = fog_from + (1 - fog_from) * (number / WISPS + 0.04 * noise(seed, 300 + number))
        across = 0.5 + 0.46 * noise(seed, 400 + number)
        x, y = (outwards, across) if wide else (across, outwards)
        yield round(x * width), round(y * height), round(70 + 30 * noise(seed, 500 + number))


class ChartSection(Struct, frozen=True, kw_only=True):
    """A part of the sea with a name; never empty."""

    items: tuple[ChartItem, ...]
    name: str

    @property
    def group(self) -> MapGroup:
        return self.items[0].group


class PlacedSea(Struct, frozen=True, kw_only=True):
    """Everything with its place, and how high the chart is."""

    items: tuple[PlacedItem, ...]
    captions: tuple[Caption, ...]
    bounds: tuple[float, ...]
    height: float
    fog_from: float


def placed_in_rows(
    sections: Sequence[ChartSection], *, width: float, top: float, abreast: int, lowest: float = 0.0
) -> PlacedSea:
    """Parts of the sea below each other, some places in a row."""
    items: list[PlacedItem] = []
    captions: list[Caption] = []
    bounds: list[float] = []
    inner, fog = width - 2 * EDGE, 0.0
    for section in sections:
        if items:
            bounds.append(top)
        fog = fog or (top if section.group in FOGGY else 0.0)
        captions.append(Caption(text=_fitted(section.name, inner), x=EDGE + 2, y=top + CAPTION - 6))
        top += CAPTION
        for row in _ranked(section.items, math.ceil(len(section.items) / abreast)):
            cell = inner / len(row)
            made = [made_item(one, min(cell, inner / abreast) - GAP) for one in row]
            tall = max(one.height for one in made) + GAP + (0 if section.group in FOGGY else 12)
            items += [one.at(EDGE + cell * place, top, cell, tall) for place, one in enumerate(made)]
            top += tall
        top += GAP
    height = max(top + EDGE, lowest)
    return PlacedSea(
        items=tuple(items),
        captions=tuple(captions),
        bounds=tuple(bounds),
        height=round(height),
        fog_from=(fog or top) / height,
    )


def _placed_wide(sections: Sequence[ChartSection]) -> PlacedSea:
    """Parts of the sea beside each other, their places in columns."""
    roles = [one for one in sections if one.group not in FOGGY]
    most = max((len(one.items) for one in sections), default=1)
    high = next(
        rows
        for rows in range(3, most + 4)
        if sum(math.ceil(len(one.items) / rows) for one in roles) <= MOST_RANKS
    )
    ranks = {id(one): math.ceil(len(one.items) / high) if one in roles else 1 for one in sections}
    left = WIDE.land + 2 * GAP
    room, foggy = WIDE.width - EDGE - left, len(sections) - len(roles)
    count = sum(ranks[id(one)] for one in roles)
    widest = WIDE.ranks if foggy else room
    rank = min(widest, (room - WIDE.far * foggy) / count) if count else 0.0
    far = (room - rank * count) / foggy if foggy else 0.0
    columns = [
        (section, column, number)
        for section in sections
        for number, column in enumerate(_ranked(section.items, ranks[id(section)]))
    ]
    made = [
        [made_item(one, (far if section.group in FOGGY else rank) - GAP) for one in column]
        for section, column, _ in columns
    ]
    height = max([LOWEST, *(sum(one.height + GAP for one in some) + CAPTION + 2 * EDGE for some in made)])
    items: list[PlacedItem] = []
    captions: list[Caption] = []
    bounds: list[float] = []
    fog = 0.0
    for (section, _, number), some in zip(columns, made, strict=True):
        wide = far if section.group in FOGGY else rank
        if number == 0:
            if items:
                bounds.append(left)
            fog = fog or (left if section.group in FOGGY else 0.0)
            across = wide * ranks[id(section)] - GAP
            captions.append(Caption(text=_fitted(section.name, across), x=left + 6, y=EDGE + CAPTION - 8))
        items += list(_down(some, left, wide, height))
        left += wide
    return PlacedSea(
        items=tuple(items),
        captions=tuple(captions),
        bounds=tuple(bounds),
        height=round(height),
        fog_from=(fog or left) / WIDE.width,
    )


def _down(some: Sequence[MadeItem], left: float, wide: float, height: float) -> Iterator[PlacedItem]:
    """A column: what is left over of the height is shared out."""
    top = EDGE + CAPTION
    spare = (height - EDGE - top - sum(one.height for one in some)) / len(some)
    for one in some:
        tall = one.height + spare
        yield one.at(left, top, wide, tall)
        top += tall


def _ranked(items: Sequence[ChartItem], ranks: int) -> Iterator[Sequence[ChartItem]]:
    """The items in their order over so many ranks, as even as can be."""
    start = 0
    for rank in range(ranks):
        end = round(len(items) * (rank + 1) / ranks)
        yield items[start:end]
        start = end


def _fitted(text: str, width: float) -> str:
    return next(iter(broken_into_lines(text, width, LETTERS, 1)), "")


def _land_names(known_work: Sequence[str], length: float, translator: Translator) -> tuple[str, ...]:
    room = length - 110
    name = _fitted(translator.gettext("Known work"), room)
    return (name, _fitted(", ".join(known_work), room)) if known_work else (name,)
