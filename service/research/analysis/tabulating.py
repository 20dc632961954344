"""Tables and means, with the sets behind each cell."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from service.research.analysis.outputs import Cell, Output
from service.research.analysis.releases import Finding, Label
from service.research.analysis.rules import (
    RARE,
    Level,
    few_people,
    levels_of,
    people_set,
    rows_by_few,
    rows_set,
    sets_of_columns,
    sets_of_levels,
    sets_of_people,
    sums_by_few,
    too_few,
    too_many_cells,
    values_set,
)
from service.research.analysis.sample import Sample
from service.research.analysis.specification import MeanOutput, TableOutput


def tabulate(asked: TableOutput, sample: Sample) -> Output:
    """Counts by rows and columns, with totals."""
    names = [asked.rows, *([asked.columns] if asked.columns else [])]
    grouped = _groups(sample, names)
    if isinstance(grouped, Finding):
        return Output(name=asked.name, type="table", cells=(), findings=(grouped,))
    cells = [
        _counted(asked, sample, dict(zip(names, (one.label for one in levels), strict=True)), rows)
        for levels, rows in _crossed(sample, grouped)
    ]
    findings = too_many_cells(sample, _named(cells), asked.name)
    # A filter is a dimension, too.
    if (len(grouped) == 2 or sample.is_filtered) and not findings:
        cells = _without_lone(cells, names if len(grouped) == 2 else [""], asked.name)
    every = _known(sample, names)
    for axis, name in enumerate(names if len(names) == 2 else []):
        other = names[1 - axis]
        for level in grouped[axis]:
            covers = tuple(
                place
                for place, one in enumerate(cells)
                if one.labels.get(name) == level.label and not one.covers
            )
            total = _counted(
                asked, sample, {**dict.fromkeys(names), name: level.label, other: None}, level.rows & every
            )
            cells.append(_covering(total, covers))
    plain = tuple(place for place, one in enumerate(cells) if not one.covers)
    if plain:
        cells.append(_covering(_counted(asked, sample, dict.fromkeys(names), every), plain))
    used = [sample.variables[one] for one in names]
    return Output(
        name=asked.name,
        type="table",
        cells=tuple(cells),
        findings=tuple(findings),
        sets=(
            *sets_of_columns(sample, used, every),
            *sets_of_levels(sample, dict(zip(names, grouped, strict=True)), every),
        ),
    )


def average(asked: MeanOutput, sample: Sample) -> Output:
    """Means by groups."""
    variable = sample.variables[asked.of]
    grouped = _groups(sample, list(asked.by))
    if isinstance(grouped, Finding):
        return Output(name=asked.name, type="mean", cells=(), findings=(grouped,))
    findings: list[Finding] = []
    if variable.choice and not all(isinstance(one, int | float) for one in variable.values[variable.known]):
        findings.append(Finding(rule="kind", where=asked.of, why="Words have no mean; a table counts them."))
        return Output(name=asked.name, type="mean", cells=(), findings=tuple(findings))
    cells = [
        _averaged(asked, sample, dict(zip(asked.by, (one.label for one in levels), strict=True)), rows)
        for levels, rows in _crossed(sample, grouped)
    ]
    findings += too_many_cells(sample, _named(cells), asked.name)
    used = [variable, *(sample.variables[one] for one in asked.by)]
    every = _known(sample, [asked.of, *asked.by])
    return Output(
        name=asked.name,
        type="mean",
        cells=tuple(cells),
        findings=tuple(findings),
        sets=(
            *sets_of_columns(sample, used, every),
            *sets_of_levels(sample, dict(zip(asked.by, grouped, strict=True)), every),
        ),
    )


def _named(cells: list[Cell]) -> int:
    """How many cells are not of rare values."""
    return sum(RARE not in one.labels.values() for one in cells)


def _groups(sample: Sample, names: list[str]) -> list[list[Level]] | Finding:
    found: list[list[Level]] = []
    for name in names:
        levels = levels_of(sample, sample.variables[name], np.ones(len(sample.owners), dtype=bool))
        if isinstance(levels, Finding):
            return levels
        found.append(levels)
    return found


def _crossed(sample: Sample, grouped: list[list[Level]]) -> Iterator[tuple[tuple[Level, ...], Any]]:
    for levels in product(*grouped):
        rows = np.ones(len(sample.owners), dtype=bool)
        for one in levels:
            rows = rows & one.rows
        yield levels, rows


def _known(sample: Sample, names: list[str]) -> Any:
    known = np.ones(len(sample.owners), dtype=bool)
    for name in names:
        known = known & sample.variables[name].known
    return known


def _counted(asked: TableOutput, sample: Sample, labels: dict[str, Label], rows: Any) -> Cell:
    counts = {"rows": int(rows.sum())} if asked.count_rows else {"people": sample.count_people(rows)}
    people = [] if asked.count_rows else [people_set(sample, rows)]
    findings = too_few(sample, rows, asked.name)
    if RARE in labels.values() and not findings:
        findings = [few_people(asked.name)]
    if asked.count_rows and not findings:
        findings = rows_by_few(sample, rows, asked.name)
    return Cell(
        labels=labels, counts=counts, sets=(rows_set(sample, rows), *people), findings=tuple(findings)
    )


def _covering(cell: Cell, covers: tuple[int, ...]) -> Cell:
    return Cell(labels=cell.labels, counts=cell.counts, sets=cell.sets, findings=cell.findings, covers=covers)


def _without_lone(cells: list[Cell], names: list[str], where: str) -> list[Cell]:
    """Suppresses a cell that is alone in its line: all of the line would be known to be in it."""
    lone: set[int] = set()
    for name in names:
        lines: dict[Label, list[int]] = {}
        for place, one in enumerate(cells):
            if any(one.counts.values()):
                lines.setdefault(one.labels.get(name), []).append(place)
        lone |= {line[0] for line in lines.values() if len(line) == 1}
    why = "Everybody in its row or column is in this cell, so it would tell of each of them."
    return [
        Cell(
            labels=one.labels,
            counts=one.counts,
            sets=one.sets,
            findings=(
                *one.findings,
                *((Finding(rule="all_alike", where=where, why=why),) if place in lone else ()),
            ),
        )
        for place, one in enumerate(cells)
    ]


def _averaged(asked: MeanOutput, sample: Sample, labels: dict[str, Label], rows: Any) -> Cell:
    variable = sample.variables[asked.of]
    rows = rows & variable.known
    findings = too_few(sample, rows, asked.name)
    if findings or RARE in labels.values():
        return Cell(labels=labels, findings=(few_people(asked.name),))
    sets = [
        rows_set(sample, rows),
        values_set(sample, [variable], rows),
        *sets_of_people(sample, [variable], rows),
    ]
    findings += rows_by_few(sample, rows, asked.name)
    if variable.choice:
        levels = levels_of(sample, variable, rows)
        if isinstance(levels, Finding):
            return Cell(labels=labels, findings=(levels,))
        if len(levels) == 1 or levels[-1].is_rare:
            findings.append(few_people(asked.name))
        sets += [rows_set(sample, level.rows) for level in levels]
    else:
        findings += sums_by_few(sample, variable, rows, asked.name)
    values = np.array([float(one) for one in variable.values[rows].tolist()])
    return Cell(
        labels=labels,
        figures={"mean": float(np.mean(values))},
        counts={"rows": int(rows.sum())},
        sets=tuple(sets),
        findings=tuple(findings),
    )
