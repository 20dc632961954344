"""Puts the rules together: what of an output may be let out, rounded, and why the rest may not."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from service.research.analysis.ledger import singled_out
from service.research.analysis.outputs import Cell, Output
from service.research.analysis.releases import Finding, KnownSet, Label, ReleasableOutput, Status

ROUND_COUNTS_TO = 5
DIGITS = 3


class Checked(Struct, frozen=True, kw_only=True):
    """An output by the rules, and the sets behind what would be let out."""

    output: ReleasableOutput
    sets: tuple[KnownSet, ...] = ()


def check_output(output: Output, earlier: Sequence[KnownSet] = ()) -> Checked:
    """Applies the rules to an output, knowing what was let out before."""
    if output.findings:
        return _refused(output, output.findings)
    kept, findings = _suppressed(output.cells)
    for without_totals in (False, True):
        cells = [one for one in kept if not (without_totals and one.covers)]
        sets = (*output.sets, *(each for one in cells for each in one.sets))
        reason = singled_out((), sets)
        if reason is None:
            break
    else:
        return _refused(
            output, [*findings, _differing(output.name, "In this output itself, of what would be shown")]
        )
    if not cells:
        return _refused(output, findings)
    if len(cells) < len(kept):
        findings.append(
            Finding(
                rule="complementary", where="totals", why="From them, suppressed cells could be computed."
            )
        )
    if reason := singled_out(earlier, sets):
        return _refused(
            output, [*findings, Finding(rule="differencing", where=output.name, why=f"{_upper(reason)}.")]
        )
    status: Status = "suppressed" if findings else "released"
    lines = tuple(_rounded(one) for one in cells)
    return Checked(
        output=ReleasableOutput(
            name=output.name, type=output.type, status=status, lines=lines, findings=tuple(findings)
        ),
        sets=sets,
    )


def check_all(outputs: Sequence[Output], earlier: Sequence[KnownSet] = ()) -> list[Checked]:
    """Applies the rules to outputs that would be let out together, each knowing those before it."""
    known, found = list(earlier), list[Checked]()
    for output in outputs:
        found.append(check_output(output, known))
        known += found[-1].sets
    return found


def _suppressed(cells: Sequence[Cell]) -> tuple[list[Cell], list[Finding]]:
    findings = [finding for one in cells if not one.covers for finding in one.findings]
    kept: list[Cell] = []
    for one in cells:
        if one.covers and any(cells[place].findings for place in one.covers):
            findings.append(
                Finding(
                    rule="complementary",
                    where=f"total of {one.where}",
                    why="A suppressed cell follows from it.",
                )
            )
        elif not one.findings:
            kept.append(one)
    return kept, findings


def _refused(output: Output, findings: Sequence[Finding]) -> Checked:
    return Checked(
        output=ReleasableOutput(
            name=output.name, type=output.type, status="refused", findings=tuple(findings)
        )
    )


def _differing(name: str, where: str) -> Finding:
    return Finding(
        rule="differencing",
        where=name,
        why=f"{where}, fewer than 10 people could be singled out by adding and subtracting.",
    )


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _rounded(cell: Cell) -> Mapping[str, Label]:
    return {
        **cell.labels,
        **{name: float(f"{one:.{DIGITS}g}") for name, one in cell.figures.items()},
        **{name: ROUND_COUNTS_TO * round(one / ROUND_COUNTS_TO) for name, one in cell.counts.items()},
    }
