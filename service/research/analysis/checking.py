"""Puts the rules together: what of an output may be let out, rounded, and why the rest may not."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from service.research.analysis.ledger import singled_out
from service.research.analysis.outputs import Cell, Output
from service.research.analysis.releases import Finding, KnownSet, Label, ReleasableOutput, Status
from service.research.analysis.rules import few_people

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
    kept, findings = _suppressed(output)
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
        # As of a cell with few people: that there is nobody tells as much.
        return _refused(output, findings or [_of_cells(few_people(output.name), output)])
    if len(cells) < len(kept):
        findings.append(
            Finding(
                rule="complementary",
                where=output.name,
                why="From totals, suppressed cells could be computed.",
                of_cell=True,
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
            name=output.name, type=output.type, status=status, lines=lines, findings=_once(findings)
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


def _of_cells(finding: Finding, output: Output) -> Finding:
    """A finding about cells, without saying which, or how many."""
    return replace(finding, where=output.name, of_cell=True)


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))


def _suppressed(output: Output) -> tuple[list[Cell], list[Finding]]:
    cells = output.cells
    findings = [_of_cells(finding, output) for one in cells if not one.covers for finding in one.findings]
    kept: list[Cell] = []
    for one in cells:
        if one.covers and any(cells[place].findings for place in one.covers):
            findings.append(
                Finding(
                    rule="complementary",
                    where=output.name,
                    why="A suppressed cell follows from a total.",
                    of_cell=True,
                )
            )
        elif not one.findings:
            kept.append(one)
    return kept, findings


def _refused(output: Output, findings: Sequence[Finding]) -> Checked:
    return Checked(
        output=ReleasableOutput(
            name=output.name, type=output.type, status="refused", findings=_once(findings)
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
