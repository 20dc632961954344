"""The rules for what is let out, each on the rows behind one cell. Everything counts people, never rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from service.research.analysis.ledger import ANY_TABLE, COLUMN_SPACE, FEWEST_PEOPLE
from service.research.analysis.releases import Finding, KnownSet, Label
from service.research.analysis.sample import Sample, Variable

ONE_PERSON, TWO_PEOPLE = 0.5, 0.85
"""More than so much of a total may not come from one person, or from two."""
PEOPLE_PER_CELL = 10
"""An output has no more cells than people in the export divided by this."""
MOST_LEVELS = 60


RARE = "rare"
"""Stands for all values that fewer than ten people have: no such value is ever named."""


class Level(Struct, frozen=True, kw_only=True):
    """A value of a grouping variable, and its rows; or the rows of all rare values."""

    label: Label
    rows: Any
    is_rare: bool = False


def levels_of(sample: Sample, variable: Variable, rows: Any) -> list[Level] | Finding:
    """The groups of some rows by a variable, in the order of their values, the rare ones in one; a finding where there are too
    many to be groups. Whether there are rare values decides nothing: that would tell of somebody.
    """
    within = rows & variable.known
    values = variable.values[within]
    owners = sample.owners[within]
    people: dict[Any, set[int]] = {}
    for one, owner in zip(values.tolist(), owners.tolist(), strict=True):
        people.setdefault(one, set()).add(owner)
    distinct = sorted(
        (one for one, own in people.items() if len(own) >= FEWEST_PEOPLE),
        key=lambda one: (isinstance(one, str), one),
    )
    whole = all(not isinstance(one, float) or one.is_integer() for one in distinct)
    if len(distinct) > MOST_LEVELS or not whole:
        return Finding(
            rule="groups",
            where=variable.name,
            why=f"It is not a grouping: a grouping has at most {MOST_LEVELS} whole numbers, words, or yes and no.",
        )
    found = [
        Level(
            label=int(one) if isinstance(one, float) else one,
            rows=within & np.array(variable.values == one, dtype=bool),
        )
        for one in distinct
    ]
    rest = within.copy()
    for one in found:
        rest &= ~one.rows
    return [*found, Level(label=RARE, rows=rest, is_rare=True)] if rest.any() else found


def too_few(sample: Sample, rows: Any, where: str) -> list[Finding]:
    """A cell has at least ten people."""
    if sample.count_people(rows) >= FEWEST_PEOPLE:
        return []
    return [few_people(where)]


def few_people(where: str) -> Finding:
    """That a cell, or all of an output, has fewer than ten people, or nobody."""
    return Finding(rule="few_people", where=where, why=f"Fewer than {FEWEST_PEOPLE} people are behind it.")


def too_many_cells(sample: Sample, cells: int, name: str) -> list[Finding]:
    """An output has few cells for its people: with many, it is the rows themselves."""
    if cells * PEOPLE_PER_CELL <= sample.in_export:
        return []
    return [
        Finding(
            rule="many_cells",
            where=name,
            why=f"It has more than one cell for every {PEOPLE_PER_CELL} people of the study.",
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


def sums_by_few(sample: Sample, variable: Variable, rows: Any, where: str) -> list[Finding]:
    """Of each part that is added in a number ten people differ, and not too much comes from one person or two."""
    findings: list[Finding] = []
    for values in (variable.values, *variable.terms):
        some = np.where(rows, values, 0.0)
        findings += hardly_varies(sample, some, rows, where)
        findings += dominated(sample, some, rows, where)
        findings += dominated(sample, some - np.min(some[rows]), rows, where)
    return findings


def rows_by_few(sample: Sample, rows: Any, where: str) -> list[Finding]:
    """Of a number of rows not too many are those of one person or two."""
    return dominated(sample, np.ones(len(sample.owners)), rows, where)


def sets_of_people(sample: Sample, variables: Sequence[Variable], rows: Any) -> list[KnownSet]:
    """The people, where a variable is of people: in any table it is the same for them."""
    return [people_set(sample, rows)] if any(one.of_people for one in variables) else []


def sets_of_levels(sample: Sample, grouped: Mapping[str, Sequence[Level]], rows: Any) -> list[KnownSet]:
    """The people of each level of a grouping of people, over all other groups: in any table it is the same for them."""
    return [
        KnownSet(
            space=f"{COLUMN_SPACE}{_columns_in_words(sample.variables[name])} in {ANY_TABLE}",
            members=people_set(sample, level.rows & rows).members,
        )
        for name, levels in grouped.items()
        if sample.variables[name].of_people
        for level in levels
        if not level.is_rare
    ]


def _columns_in_words(variable: Variable) -> str:
    return " and ".join(sorted({name for _, name in variable.columns}))


def sets_of_columns(sample: Sample, variables: Sequence[Variable], rows: Any) -> list[KnownSet]:
    """The people whose column stands behind an output, for comparison with columns of the same name in other tables."""
    names = sorted({name for one in variables for _, name in one.columns})
    people = people_set(sample, rows).members
    return [KnownSet(space=f"{COLUMN_SPACE}{name} in {sample.table}", members=people) for name in names]


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
