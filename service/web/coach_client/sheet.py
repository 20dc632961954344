"""The sheet before a session: sections of lines, and which of them stand on one printed page; the screen shows all."""

import textwrap
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

ROWS_OF_A_PAGE = 130
"""Rows of both columns of an A4 page, below its head."""
CHARACTERS_OF_A_ROW = 60
ROWS_OF_A_HEADING = 1.9
SPACE_BETWEEN = 0.12
"""Rows between two lines."""
LINES_OF_NO_DAY = 2
"""As many stay longer than what is of a day."""
FEW_ROWS = 2
ROWS_OF_WORDS = 5
"""Enough for what a person said to stand whole, up to some 200 letters."""


class SheetLine(Struct, frozen=True, kw_only=True):
    """One line, in the reader's language. Only paper cuts its texts, each after some rows."""

    text: str
    lead: str = ""
    """What stands before it, in bold."""
    page: str = ""
    """The page about the client that this leads to."""
    points: tuple[str, ...] = ()
    """What stands below it, each on a row of its own."""
    on: date | None = None
    """The day it is of; the oldest make room first. None for what is of no day."""
    most_rows: int = FEW_ROWS
    """Rows of its text on paper."""
    most_of_point: int = ROWS_OF_WORDS
    """Rows of each point on paper."""

    @property
    def rows(self) -> float:
        """About how many rows it takes on paper."""
        points = sum(_rows(one, self.most_of_point) for one in self.points)
        return _rows(f"{self.lead} {self.text}", self.most_rows) + points + SPACE_BETWEEN


def _rows(text: str, most: int) -> int:
    return min(most, len(textwrap.wrap(text, CHARACTERS_OF_A_ROW)) or 1)


class SheetSection(Struct, frozen=True, kw_only=True):
    """Lines under a heading, the most important first."""

    name: str
    heading: str
    lines: tuple[SheetLine, ...]
    more: int = 0
    """The last of its lines, that stand on the screen only."""
    kept: int = 1
    """As many of its lines are always on paper; none where paper can do without the section."""
    numbered: bool = False
    """Then it is shown whole."""
    spare: bool = False
    """Whether its lines make room before all others, but for two."""

    @property
    def printed(self) -> int:
        """The lines that stand on paper."""
        return len(self.lines) - self.more


def rows_on_paper(section: SheetSection, rows_of_lines: Sequence[float]) -> float:
    """About how many rows a section takes on paper."""
    if not section.printed:
        return 0.0
    return (
        ROWS_OF_A_HEADING + sum(rows_of_lines[: section.printed]) + (1 + SPACE_BETWEEN if section.more else 0)
    )


def fit_on_page(sections: Sequence[SheetSection], since: date, rows: float) -> tuple[SheetSection, ...]:
    """The sections with as many lines on paper as fit. If that is not enough, each text is cut after few rows; if there is room, fewer are cut.

    First goes what is spare, then what is from before a day, the oldest first; then what is of no day, but for two lines; then the oldest since; last what paper can do without.
    """
    fitted = list(sections)
    heights = [[one.rows for one in each.lines] for each in fitted]
    while sum(map(rows_on_paper, fitted, heights)) > rows:
        longer = [place for place, one in enumerate(fitted) if one.printed > one.kept and not one.numbered]
        if not longer:
            return tuple(_cut(one) for one in fitted)
        place = min(longer, key=lambda each: _order_of_leaving(fitted[each], since))
        fitted[place] = replace(fitted[place], more=fitted[place].more + 1)
    return _widened(fitted, rows - sum(map(rows_on_paper, fitted, heights)))


def _widened(sections: Sequence[SheetSection], room: float) -> tuple[SheetSection, ...]:
    """The sections with texts that are cut no longer, as far as there is room; the first come first."""
    widened: list[SheetSection] = []
    for section in sections:
        lines = list(section.lines)
        for place, line in enumerate(lines[: section.printed]):
            wide = replace(line, most_rows=max(line.most_rows, ROWS_OF_WORDS))
            if (more := wide.rows - line.rows) and more <= room:
                lines[place], room = wide, room - more
        widened.append(replace(section, lines=tuple(lines)))
    return tuple(widened)


def _order_of_leaving(section: SheetSection, since: date) -> tuple[int, date, int]:
    count = section.printed
    on = section.lines[count - 1].on
    if section.spare and count > LINES_OF_NO_DAY:
        return -1, date.min, -count
    if count == 1:
        return 4, on or date.max, -count
    if on is None:
        return (1 if count > LINES_OF_NO_DAY else 3), date.max, -count
    return (2 if on > since else 0), on, -count


def _cut(section: SheetSection) -> SheetSection:
    if section.numbered:
        return section
    cut = (replace(one, most_rows=FEW_ROWS, most_of_point=FEW_ROWS) for one in section.lines)
    return replace(section, lines=tuple(cut))
