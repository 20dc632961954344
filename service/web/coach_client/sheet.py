"""The sheet before a session: sections of short lines, and as many of them as fit on one printed page."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from service.web.shortened import shortened

ROWS_OF_A_PAGE = 104
"""Rows of both columns of an A4 page, below its head."""
CHARACTERS_OF_A_ROW = 50
ROWS_OF_A_HEADING = 2.2
SPACE_BETWEEN = 0.3
"""Rows between two lines."""
LINES_OF_NO_DAY = 2
"""As many stay longer than what is of a day."""
LONGEST_LINE = 160
SHORT_LINE = 70
"""The longest line once nothing else can be left out."""


class SheetLine(Struct, frozen=True, kw_only=True):
    """One line, in the reader's language."""

    text: str
    lead: str = ""
    """What stands before it, in bold."""
    page: str = ""
    """The page about the client that this leads to."""
    points: tuple[str, ...] = ()
    """What stands below it, each on a row of its own."""
    on: date | None = None
    """The day it is of; the oldest make room first. None for what is of no day."""

    @property
    def rows(self) -> float:
        """About how many rows it takes on paper."""
        texts = (f"{self.lead} {self.text}", *self.points)
        return sum(-(-len(one) // CHARACTERS_OF_A_ROW) for one in texts) + SPACE_BETWEEN


class SheetSection(Struct, frozen=True, kw_only=True):
    """Lines under a heading, the most important first."""

    name: str
    heading: str
    lines: tuple[SheetLine, ...]
    more: int = 0
    """Lines that did not fit."""
    kept: int = 1
    """As many of its lines are never left out."""
    numbered: bool = False
    """Then it is shown whole."""

    @property
    def rows(self) -> float:
        """About how many rows it takes on paper."""
        return (
            ROWS_OF_A_HEADING + sum(one.rows for one in self.lines) + (1 + SPACE_BETWEEN if self.more else 0)
        )


def fit_on_page(sections: Sequence[SheetSection], since: date, rows: float) -> tuple[SheetSection, ...]:
    """The sections with as many lines as fit. If that is not enough, long lines are shortened.

    First goes what is from before a day, the oldest first; then what is of no day, but for two lines; then the oldest since.
    """
    fitted = list(sections)
    while sum(one.rows for one in fitted) > rows:
        longer = [place for place, one in enumerate(fitted) if len(one.lines) > one.kept and not one.numbered]
        if not longer:
            return tuple(_shortened(one) for one in fitted)
        place = min(longer, key=lambda each: _order_of_leaving(fitted[each], since))
        section = fitted[place]
        fitted[place] = replace(section, lines=section.lines[:-1], more=section.more + 1)
    return tuple(fitted)


def _order_of_leaving(section: SheetSection, since: date) -> tuple[int, date, int]:
    on, count = section.lines[-1].on, len(section.lines)
    if on is None:
        return (1 if count > LINES_OF_NO_DAY else 3), date.max, -count
    return (2 if on > since else 0), on, -count


def _shortened(section: SheetSection) -> SheetSection:
    if section.numbered:
        return section
    return replace(section, lines=tuple(_short_line(one) for one in section.lines))


def _short_line(line: SheetLine) -> SheetLine:
    points = tuple(shortened(one, CHARACTERS_OF_A_ROW) for one in line.points)
    return replace(line, text=shortened(line.text, SHORT_LINE), points=points)
