"""Kaplan-Meier curves in steps of ten people: nobody's own day is a step."""

import warnings
from typing import Any

import numpy as np
import statsmodels.api

from service.research.analysis.ledger import FEWEST_PEOPLE
from service.research.analysis.outputs import Cell, Output
from service.research.analysis.releases import Finding, Label
from service.research.analysis.rules import (
    Level,
    few_people,
    levels_of,
    rows_set,
    sets_of_columns,
    sets_of_levels,
    sets_of_people,
    too_few,
    too_many_cells,
    values_set,
)
from service.research.analysis.sample import Sample, Variable
from service.research.analysis.specification import SurvivalOutput

_models: Any = statsmodels.api
DAYS_IN_WEEK = 7.0


def survive(asked: SurvivalOutput, sample: Sample) -> Output:
    """The curve of each group. A step ends where ten people had the event and nobody, or ten, left otherwise since the last."""
    duration, event = sample.variables[asked.duration], sample.variables[asked.event]
    refused: list[Finding] = []
    if duration.column is None or duration.choice:
        why = "It is no duration: a column of days or weeks, as it stands."
        refused.append(Finding(rule="kind", where=asked.duration, why=why))
    if any(isinstance(one, str) for one in event.values[event.known]):
        refused.append(Finding(rule="kind", where=asked.event, why="It is no yes or no."))
    if refused:
        return Output(name=asked.name, type="kaplan_meier", cells=(), findings=tuple(refused))
    # What is no duration, and neither yes nor no, is missing: that there is any would tell of somebody.
    known = duration.known & event.known & np.isin(_as_numbers(event), (0.0, 1.0))
    known &= np.where(duration.known, duration.values, -1.0) >= 0
    groups: list[Level] | Finding = [Level(label=None, rows=known)]
    if asked.by:
        groups = levels_of(sample, sample.variables[asked.by], known)
    if isinstance(groups, Finding):
        return Output(name=asked.name, type="kaplan_meier", cells=(), findings=(groups,))
    cells = [cell for group in groups if not group.is_rare for cell in _curve(asked, sample, group)]
    findings = too_many_cells(sample, len(cells), asked.name)
    used = [duration, event, *([sample.variables[asked.by]] if asked.by else [])]
    return Output(
        name=asked.name,
        type="kaplan_meier",
        cells=tuple(cells),
        findings=tuple(findings),
        sets=(
            *sets_of_columns(sample, used, known),
            *sets_of_levels(sample, {asked.by: groups} if asked.by else {}, known),
        ),
    )


def _as_numbers(event: Variable) -> Any:
    return np.array(
        [float(one) if known else np.nan for one, known in zip(event.values, event.known, strict=True)]
    )


def _grid(duration: Variable) -> float:
    """Steps stand at the ends of weeks: the day of a step is that of the last of its ten people."""
    name = duration.column.name if duration.column else ""
    return DAYS_IN_WEEK if "day" in name or name == "duration" else 1.0


def _curve(asked: SurvivalOutput, sample: Sample, group: Level) -> list[Cell]:
    labels: dict[str, Label] = {asked.by: group.label} if asked.by else {}
    if too_few(sample, group.rows, asked.name):
        return [Cell(labels={**labels, "time": 0}, findings=(few_people(asked.name),))]
    duration, event = sample.variables[asked.duration], sample.variables[asked.event]
    used = [duration, event]
    happened = group.rows & (_as_numbers(event) == 1.0)
    grid = _grid(duration)
    times_of = np.ceil(np.where(group.rows, duration.values, 0.0) / grid) * grid
    cells = [
        Cell(
            labels={**labels, "time": 0},
            figures={"survival": 1.0},
            counts={"at_risk": sample.count_people(group.rows)},
            sets=(
                rows_set(sample, group.rows),
                values_set(sample, [duration, event], group.rows),
                *sets_of_people(sample, used, group.rows),
            ),
        )
    ]
    times, survival = _estimate(times_of[group.rows], happened[group.rows])
    before = -np.inf
    for time, share in zip(times, survival, strict=True):
        since = group.rows & (times_of > before) & (times_of <= time)
        after = group.rows & (times_of > time)
        with_event, left = since & happened, since & ~happened
        if not _step(sample, with_event, left, after):
            continue
        cells.append(
            Cell(
                labels={**labels, "time": float(time)},
                figures={"survival": float(share)},
                counts={"at_risk": sample.count_people(after)},
                sets=tuple(
                    each
                    for rows in (with_event, left, after)
                    for each in (rows_set(sample, rows), *sets_of_people(sample, used, rows))
                ),
            )
        )
        before = time
    rest = group.rows & happened & (times_of > before)
    if rest.any() or len(cells) == 1:
        why = f"Fewer than {FEWEST_PEOPLE} people make up what is left of the curve, or stay under observation after it."
        cells.append(
            Cell(
                labels={**labels, "time": "later"},
                findings=(Finding(rule="few_steps", where=asked.name, why=why),),
            )
        )
    return cells


def _step(sample: Sample, with_event: Any, left: Any, after: Any) -> bool:
    people = [sample.count_people(one) for one in (with_event, left, after)]
    return (
        people[0] >= FEWEST_PEOPLE
        and (not people[1] or people[1] >= FEWEST_PEOPLE)
        and people[2] >= FEWEST_PEOPLE
    )


def _estimate(durations: Any, happened: Any) -> tuple[Any, Any]:
    if not happened.any():
        return np.array([]), np.array([])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = _models.SurvfuncRight(durations, happened.astype(int))
    return found.surv_times, found.surv_prob
