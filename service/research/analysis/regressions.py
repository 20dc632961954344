"""Regressions by statsmodels: least squares, logistic, and proportional hazards, with the sets behind them."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import statsmodels.api
import statsmodels.tools.sm_exceptions
from msgspec import Struct

from service.research.analysis.outputs import Cell, Output
from service.research.analysis.releases import Finding, KnownSet, Label
from service.research.analysis.rules import (
    Level,
    few_people,
    levels_of,
    rows_by_few,
    rows_set,
    sets_of_columns,
    sets_of_people,
    spread_by_few,
    sums_by_few,
    too_few,
    values_set,
)
from service.research.analysis.sample import Sample, Variable
from service.research.analysis.specification import CoxOutput, LinearOutput, LogitOutput

_models: Any = statsmodels.api
FEWEST_DEGREES = 10
SURE = 1e-4
"""A fitted probability nearer to 0 or 1 than this is a prediction of somebody's outcome."""
MOST_LEVERAGE = 0.5


class _Design(Struct, kw_only=True):
    """What goes into a regression: complete rows, and a column for each number and for each level but the first."""

    rows: Any
    columns: Any
    labels: list[tuple[str, Label]]
    levels: list[tuple[str, Level]]
    findings: list[Finding]
    sets: list[KnownSet]


def regress(asked: LinearOutput | LogitOutput | CoxOutput, sample: Sample) -> Output:
    """Fits one, unless a rule forbids it."""
    kind = {LinearOutput: "ols", LogitOutput: "logit", CoxOutput: "cox"}[type(asked)]
    design = _design(asked, sample)
    findings = design.findings
    if not findings:
        match asked:
            case LinearOutput():
                findings += _outcome(
                    sample, design, asked.outcome, both=sample.variables[asked.outcome].choice
                )
            case LogitOutput():
                findings += _outcome(sample, design, asked.outcome, both=True)
            case CoxOutput():
                findings += _outcome(sample, design, asked.event, both=True)
                findings += _outcome(sample, design, asked.duration, both=False)
    if not findings:
        findings += _degrees(sample, design, asked.name) or rows_by_few(sample, design.rows, asked.name)
    if not findings:
        fitted = _FITS[type(asked)](asked, sample, design)
        if not isinstance(fitted, Finding):
            figures, count = fitted, int(design.rows.sum())
            cells = [
                Cell(labels={"term": term, "level": level}, figures=figure)
                for (term, level), figure in zip(_named(asked, design), figures, strict=True)
            ]
            cells.append(Cell(labels={"term": "all", "level": "rows"}, counts={"rows": count}))
            return Output(name=asked.name, type=kind, cells=tuple(cells), sets=tuple(design.sets))
        findings.append(fitted)
    return Output(name=asked.name, type=kind, cells=(), findings=tuple(findings))


def _named(asked: LinearOutput | LogitOutput | CoxOutput, design: _Design) -> list[tuple[str, Label]]:
    return design.labels if isinstance(asked, CoxOutput) else [("constant", None), *design.labels]


def _design(asked: LinearOutput | LogitOutput | CoxOutput, sample: Sample) -> _Design:
    outcomes = (asked.duration, asked.event) if isinstance(asked, CoxOutput) else (asked.outcome,)
    used = [sample.variables[one] for one in (*outcomes, *asked.terms)]
    rows = np.ones(len(sample.owners), dtype=bool)
    for one in used:
        rows = rows & one.known
    # Rows with a value that few people have are left out, whether or not there are any.
    for one in used:
        for level in _levels(sample, one, rows):
            rows = rows & ~level.rows if level.is_rare else rows
    design = _Design(
        rows=rows,
        columns=np.zeros((int(rows.sum()), 0)),
        labels=[],
        levels=[],
        findings=too_few(sample, rows, asked.name),
        sets=[
            rows_set(sample, rows),
            values_set(sample, used, rows),
            *sets_of_people(sample, used, rows),
            *sets_of_columns(sample, used, rows),
        ],
    )
    if not design.findings:
        for name in asked.terms:
            _add_term(sample, design, sample.variables[name])
    return design


def _levels(sample: Sample, variable: Variable, rows: Any) -> list[Level]:
    found = levels_of(sample, variable, rows) if variable.choice else []
    return [] if isinstance(found, Finding) else found


def _add_term(sample: Sample, design: _Design, variable: Variable) -> None:
    rows = design.rows
    if not variable.choice:
        if not design.findings and rows.any():
            design.findings += sums_by_few(sample, variable, rows, variable.name)
        if not design.findings:
            design.findings += spread_by_few(sample, variable.values, rows, variable.name)
        design.columns = np.column_stack([design.columns, variable.values[rows]])
        design.labels.append((variable.name, None))
        return
    levels = levels_of(sample, variable, rows)
    if isinstance(levels, Finding):
        design.findings.append(levels)
        return
    if len(levels) < 2:
        design.findings.append(few_people(variable.name))
    for place, level in enumerate(levels):
        design.findings += too_few(sample, level.rows, variable.name)
        design.sets.append(rows_set(sample, level.rows))
        design.levels.append((variable.name, level))
        if place:
            design.columns = np.column_stack([design.columns, level.rows[rows].astype(float)])
            design.labels.append((variable.name, level.label))


def _outcome(sample: Sample, design: _Design, name: str, *, both: bool) -> list[Finding]:
    """The outcome varies; of a yes or no, ten people have either, also in each level of each term."""
    variable = sample.variables[name]
    if not both:
        if variable.choice:
            return [Finding(rule="kind", where=name, why="It is no number.")]
        found = sums_by_few(sample, variable, design.rows, name)
        return found or spread_by_few(sample, variable.values, design.rows, name)
    levels = levels_of(sample, variable, design.rows)
    if isinstance(levels, Finding):
        return [levels]
    if {one.label for one in levels} not in ({False, True}, {0, 1}):
        return [Finding(rule="kind", where=name, why="It is no yes or no that both occur.")]
    findings: list[Finding] = []
    for level in levels:
        findings += too_few(sample, level.rows, name)
        design.sets.append(rows_set(sample, level.rows))
        for term, group in design.levels:
            both_rows = level.rows & group.rows
            findings += too_few(sample, both_rows, term)
            design.sets.append(rows_set(sample, both_rows))
    return findings


def _degrees(sample: Sample, design: _Design, name: str) -> list[Finding]:
    people, columns = sample.count_people(design.rows), design.columns.shape[1] + 1
    constant = np.column_stack([np.ones(len(design.columns)), design.columns])
    if np.linalg.matrix_rank(constant) < columns:
        return [Finding(rule="collinear", where=name, why="One term follows from the others.")]
    if people - columns < FEWEST_DEGREES:
        why = f"It has fewer than {FEWEST_DEGREES} people more than coefficients."
        return [Finding(rule="degrees_of_freedom", where=name, why=why)]
    orthogonal, _ = np.linalg.qr(constant)
    leverage = np.bincount(sample.owners[design.rows], weights=(orthogonal**2).sum(axis=1))
    if leverage.max() > MOST_LEVERAGE:
        why = "One person alone decides a coefficient (leverage above a half)."
        return [Finding(rule="leverage", where=name, why=why)]
    return []


def _numbers(variable: Variable, rows: Any) -> Any:
    return np.array([float(one) for one in variable.values[rows]], dtype=np.float64)


def _figures(result: Any) -> list[dict[str, float]]:
    columns = zip(result.params, result.bse, result.pvalues, strict=True)
    return [{"coefficient": float(b), "standard_error": float(s), "p": float(p)} for b, s, p in columns]


_Fitted = list[dict[str, float]] | Finding


def _fit_linear(asked: Any, sample: Sample, design: _Design) -> _Fitted:
    outcome = _numbers(sample.variables[asked.outcome], design.rows)
    owners = sample.owners[design.rows]
    model = _models.OLS(outcome, _models.add_constant(design.columns, has_constant="add"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if len(np.unique(owners)) < len(owners):
            result = model.fit(cov_type="cluster", cov_kwds={"groups": owners})
        else:
            result = model.fit(cov_type="HC1")
    if result.rsquared > 1 - SURE:
        return Finding(
            rule="saturated", where=asked.name, why="It predicts the outcome of everybody without error."
        )
    return _finite(asked.name, _figures(result))


def _fit_logit(asked: Any, sample: Sample, design: _Design) -> _Fitted:
    outcome = _numbers(sample.variables[asked.outcome], design.rows)
    model = _models.Logit(outcome, _models.add_constant(design.columns, has_constant="add"))
    owners = sample.owners[design.rows]
    unsure = Finding(
        rule="saturated",
        where=asked.name,
        why="It predicts the outcome of somebody with certainty, or cannot be fitted.",
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = model.fit(disp=0, maxiter=100, cov_type="cluster", cov_kwds={"groups": owners})
            predicted = result.predict()
    except (np.linalg.LinAlgError, statsmodels.tools.sm_exceptions.PerfectSeparationError):
        return unsure
    if not result.mle_retvals["converged"] or predicted.min() < SURE or predicted.max() > 1 - SURE:
        return unsure
    return _finite(asked.name, _figures(result))


def _fit_cox(asked: Any, sample: Sample, design: _Design) -> _Fitted:
    duration = _numbers(sample.variables[asked.duration], design.rows)
    event = _numbers(sample.variables[asked.event], design.rows)
    if duration.min() < 0:
        return Finding(rule="kind", where=asked.duration, why="A duration is not below zero.")
    owners = sample.owners[design.rows]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = _models.PHReg(duration, design.columns, status=event, ties="efron")
            result = model.fit(groups=owners) if len(np.unique(owners)) < len(owners) else model.fit()
            return _finite(asked.name, _figures(result))
    except (np.linalg.LinAlgError, ValueError):
        return Finding(rule="not_fitted", where=asked.name, why="It cannot be fitted.")


def _finite(name: str, figures: list[dict[str, float]]) -> _Fitted:
    if all(np.isfinite(list(one.values())).all() for one in figures):
        return figures
    return Finding(rule="not_fitted", where=name, why="It cannot be fitted.")


_FITS: dict[type, Callable[[Any, Sample, _Design], _Fitted]] = {
    LinearOutput: _fit_linear,
    LogitOutput: _fit_logit,
    CoxOutput: _fit_cox,
}
