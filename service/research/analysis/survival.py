"""Kaplan-Meier curves in steps of ten people: nobody's own day is a step."""

import warnings
from typing import Any

import numpy as np
import statsmodels.api

from service.research.analysis.ledger import FEWEST_PEOPLE
from service.research.analysis.outputs import Cell, Output
from service.research.analysis.releases import Finding, Label
from service.research.analysis.rules import Level, levels_of, rows_set, too_few, too_many_cells, values_set
from service.research.analysis.sample import Sample
from service.research.analysis.specification import SurvivalOutput

_models: Any = statsmodels.api


def survive(asked: SurvivalOutput, sample: Sample) -> Output:
    """The curve of each group. A step ends where ten people had the event and nobody, or ten, left otherwise since the last."""
    duration, event = sample.variables[asked.duration], sample.variables[asked.event]
    refused: list[Finding] = []
    known = duration.known & event.known
    if duration.choice or (known.any() and np.min(duration.values[known]) < 0):
        refused.append(
            Finding(rule="kind", where=asked.duration, why="It is no duration: a number, not below zero.")
        )
    if not {float(one) if isinstance(one, bool | int | float) else one for one in event.values[known]} <= {
        0.0,
        1.0,
    }:
        refused.append(Finding(rule="kind", where=asked.event, why="It is no yes or no."))
    groups: list[Level] | Finding = [Level(label=None, rows=known)]
    if asked.by:
        groups = levels_of(sample.variables[asked.by], known)
    if isinstance(groups, Finding):
        refused.append(groups)
        groups = []
    if refused:
        return Output(name=asked.name, type="kaplan_meier", cells=(), findings=tuple(refused))
    cells = [cell for group in groups for cell in _curve(asked, sample, group)]
    findings = too_many_cells(sample, len(cells), asked.name)
    return Output(name=asked.name, type="kaplan_meier", cells=tuple(cells), findings=tuple(findings))


def _curve(asked: SurvivalOutput, sample: Sample, group: Level) -> list[Cell]:
    labels: dict[str, Label] = {asked.by: group.label} if asked.by else {}
    start = Cell(labels={**labels, "time": 0})
    if findings := too_few(sample, group.rows, start.where):
        return [Cell(labels=start.labels, findings=tuple(findings))]
    duration = sample.variables[asked.duration]
    event = sample.variables[asked.event]
    happened = group.rows & np.array(
        [bool(one) if known else False for one, known in zip(event.values, group.rows, strict=True)]
    )
    cells = [
        Cell(
            labels=start.labels,
            figures={"survival": 1.0},
            counts={"at_risk": sample.count_people(group.rows)},
            sets=(rows_set(sample, group.rows), values_set(sample, [duration, event], group.rows)),
        )
    ]
    times, survival = _estimate(duration.values[group.rows], happened[group.rows])
    before = -np.inf
    for time, share in zip(times, survival, strict=True):
        since = group.rows & (duration.values > before) & (duration.values <= time)
        after = group.rows & (duration.values > time)
        with_event, left = since & happened, since & ~happened
        if not _step(sample, with_event, left, after):
            continue
        cells.append(
            Cell(
                labels={**labels, "time": float(time)},
                figures={"survival": float(share)},
                counts={"at_risk": sample.count_people(after)},
                sets=(rows_set(sample, with_event), rows_set(sample, left), rows_set(sample, after)),
            )
        )
        before = time
    rest = group.rows & happened & (duration.values > before)
    if rest.any() or len(cells) == 1:
        why = f"Fewer than {FEWEST_PEOPLE} people make up what is left of the curve, or stay under observation after it."
        cells.append(
            Cell(
                labels={**labels, "time": "later"},
                findings=(
                    Finding(rule="few_steps", where=Cell(labels={**labels, "time": "later"}).where, why=why),
                ),
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
