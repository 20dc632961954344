"""What an analysis computed: the cells of each output, with their figures and the rows that stand behind them."""

from collections.abc import Mapping

from msgspec import Struct

from service.research.analysis.releases import Finding, KnownSet, Label


class Cell(Struct, frozen=True, kw_only=True):
    """One line of an output: exact figures, which nobody sees, and what stands behind them."""

    labels: Mapping[str, Label]
    figures: Mapping[str, float] = {}
    """Let out with three significant digits."""
    counts: Mapping[str, int] = {}
    """Let out rounded to fives."""
    sets: tuple[KnownSet, ...] = ()
    covers: tuple[int, ...] = ()
    """Of a total, the cells that it is the sum of."""
    findings: tuple[Finding, ...] = ()


class Output(Struct, frozen=True, kw_only=True):
    """One output before the rules: its cells, and what is wrong with it as a whole."""

    name: str
    type: str
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...] = ()
    sets: tuple[KnownSet, ...] = ()
    """Sets behind the whole of it, such as the people of a regression."""
