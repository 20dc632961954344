"""The rest of what a coach reads of a difference: wishes, strengths, gaps, what was met and done, and the dread."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from domain.vocabulary import Kind
from projections.difference.view import (
    CriterionChange,
    Difference,
    Direction,
    DreadChange,
    GapChange,
    GapStatus,
    ScopeChange,
    StepBetween,
    StrengthChange,
)
from projections.learning.phrases import KINDS, capital, counted, listed, number, step

_MOST = 3
_CALMER = 1.0
"""Points of dread from which a change is worth a sentence."""

_DECIDED: Mapping[GapStatus, str] = MappingProxyType(
    {
        "close": "To be closed",
        "go_round": "To go round",
        "live_with": "To live with",
        "closed": "Closed",
    }
)


def found(difference: Difference) -> Iterator[str]:
    """The sentences that follow those on the roles."""
    yield from _criteria(difference.criteria)
    yield from _strengths(difference.strengths)
    yield from _gaps(difference.gaps)
    yield from _scope(difference.scope)
    yield from _steps(difference.steps)
    yield from _dread(difference.dread)


def _criteria(changes: Sequence[CriterionChange]) -> Iterator[str]:
    up, down = _moved(changes, "up"), _moved(changes, "down")
    told = [f"{listed(words)} {way}" for words, way in ((up, "up"), (down, "down")) if words]
    if told:
        yield f"Criteria: {', '.join(told)}."
    new = [one.wording for one in changes if one.direction == "new"]
    if new:
        yield f"New {'criterion' if len(new) == 1 else 'criteria'}: {listed(new)}."


def _moved(changes: Sequence[CriterionChange], way: Direction) -> list[str]:
    moved = [one for one in changes if one.direction == way]
    moved.sort(key=lambda one: -abs(one.after - (one.before or 0.0)))
    return [one.wording for one in moved[:_MOST]]


def _strengths(changes: Sequence[StrengthChange]) -> Iterator[str]:
    new = [one.wording for one in changes if one.new]
    if new:
        yield f"New {'strength' if len(new) == 1 else 'strengths'}: {listed(new)}."
    confirmed = [one.wording for one in changes if one.confirmed]
    if confirmed:
        yield f"Confirmed by a second witness: {listed(confirmed)}."


def _gaps(changes: Sequence[GapChange]) -> Iterator[str]:
    new = [one.wording for one in changes if one.before is None]
    if new:
        yield f"New {'gap' if len(new) == 1 else 'gaps'}: {listed(new)}."
    for status, decided in _DECIDED.items():
        gaps = [one.wording for one in changes if one.after == status]
        if gaps:
            yield f"{decided}: {listed(gaps)}."


def _scope(scope: ScopeChange) -> Iterator[str]:
    more = scope.met - scope.met_before
    if more > 0:
        noun = "more role" if scope.met_before else "role"
        yield f"{capital(counted(more, noun))} met{f': {number(scope.met)} now' if scope.met_before else ''}."


def _steps(steps: Sequence[StepBetween]) -> Iterator[str]:
    if not steps:
        return
    kinds = Counter[Kind](one.kind for one in steps).most_common()
    told = listed([counted(count, KINDS[kind]) for kind, count in kinds])
    off = sum(one.ended != "run" for one in steps)
    called_off = f"; {counted(off, 'step')} called off by the other side" if off else ""
    yield f"{capital(counted(len(steps), 'step'))} taken: {told}{called_off}."


def _dread(dread: DreadChange) -> Iterator[str]:
    eased = dread.most_eased
    if eased:
        yield f"Dread {eased.dread_before} to {eased.dread_after} on {step(eased.kind, eased.role)}."
    before, after = dread.before, dread.after
    if before is not None and after is not None and abs(after - before) >= _CALMER:
        way = "less" if after < before else "more"
        yield f"Steps are dreaded {way} than before: {after:.1f} on average, was {before:.1f}."
