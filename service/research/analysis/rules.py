"""The rules for what is let out, each on the rows behind one cell. Everything counts people, never rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from service.research.analysis.ledger import FEWEST_PEOPLE
from service.research.analysis.releases import Finding, KnownSet, Label
from service.research.analysis.sample import Sample, Variable

ONE_PERSON, TWO_PEOPLE = 0.5, 0.85
"""More than so much of a total may not come from one person, or from two."""
PEOPLE_PER_CELL = 10
"""An output has no more cells than people in the export divided by this."""
MOST_LEVELS = 60


class Level(Struct, frozen=True, kw_only=True):
    """A value of a grouping variable, and its rows."""

    label: Label
    rows: Any


def levels_of(variable: Variable, rows: Any) -> list[Level] | Finding:
    """The groups of some rows by a variable, in the order of their values; a finding where there are too many to be groups."""
    within = rows & variable.known
    values = variable.values[within]
    distinct = sorted(set(values.tolist()), key=lambda one: (isinstance(one, str), one))
    whole = all(not isinstance(one, float) or one.is_integer() for one in distinct)
    if len(distinct) > MOST_LEVELS or not whole:
        return Finding(
            rule="groups",
            where=variable.name,
            why=f"It is not a grouping: a grouping has at most {MOST_LEVELS} whole numbers, words, or yes and no.",
        )
    return [
        Level(
            label=int(one) if isinstance(one, float) else one,
            rows=within & np.array(variable.values == one, dtype=bool),
        )
        for one in distinct
    ]


def too_few(sample: Sample, rows: Any, where: str) -> list[Finding]:
    """A cell has at least ten people."""
    if sample.count_people(rows) >= FEWEST_PEOPLE:
        return []
    return [Finding(rule="few_people", where=where, why=f"Fewer than {FEWEST_PEOPLE} people are behind it.")]


def too_many_cells(sample: Sample, cells: int, name: str) -> list[Finding]:
    """An output has few cells for its people: with many, it is the rows themselves."""
    if cells * PEOPLE_PER_CELL <= sample.in_export:
        return []
    return [
        Finding(
            rule="many_cells",
            where=name,
            why=f"It has {cells} cells. With one cell for every {PEOPLE_PER_CELL} people of the study it would have fewer.",
        )
    ]


def dominated(sample: Sample, values: Any, rows: Any, where: str) -> list[Finding]:
    """Of the total of a cell not too much comes from one person or two."""
    by_person = np.sort(np.bincount(sample.owners[rows], weights=np.abs(values[rows])))[::-1]
    total = by_person.sum()
    if total <= 0 or (by_person[0] <= ONE_PERSON * total and by_person[:2].sum() <= TWO_PEOPLE * total):
        return []
    return [
        Finding(
            rule="dominance",
            where=where,
            why=f"One person makes up more than {ONE_PERSON:.0%} of its total, or two more than {TWO_PEOPLE:.0%}.",
        )
    ]


def hardly_varies(sample: Sample, values: Any, rows: Any, where: str) -> list[Finding]:
    """At least ten people differ from the most frequent value: else a figure tells what nearly all, or a few, have."""
    some = values[rows]
    distinct, counts = np.unique(some, return_counts=True)
    if len(distinct):
        off = rows & (values != distinct[np.argmax(counts)])
        if sample.count_people(off) >= FEWEST_PEOPLE:
            return []
    return [
        Finding(
            rule="hardly_varies",
            where=where,
            why=f"Fewer than {FEWEST_PEOPLE} people have another value than the most frequent one.",
        )
    ]


def spread_by_few(sample: Sample, values: Any, rows: Any, where: str) -> list[Finding]:
    """Of the spread of a variable not too much comes from one person or two."""
    mean = values[rows].mean()
    deviations = (values - mean) ** 2
    return [
        Finding(rule=one.rule, where=where, why="Most of its spread comes from one person or two.")
        for one in dominated(sample, deviations, rows, where)
    ]


def rows_set(sample: Sample, rows: Any) -> KnownSet:
    """The rows themselves."""
    return _set(sample, "rows", sample.elements, rows)


def people_set(sample: Sample, rows: Any) -> KnownSet:
    """The people who own the rows."""
    owners = sample.people[np.unique(sample.owners[rows])].tolist()
    return KnownSet(space="people", members={int(one[:16], 16): one for one in owners})


def values_set(sample: Sample, variables: Sequence[Variable], rows: Any) -> KnownSet:
    """The rows with what these variables were for them: another set as soon as one of the values is another."""
    elements = np.zeros(len(sample.elements), dtype=np.uint64)
    for one in variables:
        elements = elements + one.elements.astype(np.uint64)
    return _set(sample, "values", elements, rows)


def _set(sample: Sample, space: str, elements: Any, rows: Any) -> KnownSet:
    owners = sample.people[sample.owners[rows]].tolist()
    return KnownSet(space=space, members=dict(zip(elements[rows].tolist(), owners, strict=True)))
