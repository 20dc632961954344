"""Computes an analysis from the files of an export, and checks what of it may be let out."""

from collections.abc import Sequence

from service.research.analysis.checking import Checked, check_all
from service.research.analysis.outputs import Output
from service.research.analysis.regressions import regress
from service.research.analysis.releases import KnownSet
from service.research.analysis.sample import SECONDS, Sample, read_sample
from service.research.analysis.specification import (
    AnyOutput,
    CoxOutput,
    LinearOutput,
    LogitOutput,
    MeanOutput,
    Specification,
    SurvivalOutput,
    TableOutput,
)
from service.research.analysis.survival import survive
from service.research.analysis.tabulating import average, tabulate
from service.research.exports.reading import Export


def compute(specification: Specification, export: Export, *, seconds: float = SECONDS) -> tuple[Output, ...]:
    """Computes all outputs, exact and with the sets behind them: nobody sees these. Raises `SpecificationError`."""
    sample = read_sample(specification, export, seconds=seconds)
    return tuple(compute_output(one, sample) for one in specification.outputs)


def compute_output(asked: AnyOutput, sample: Sample) -> Output:
    """Computes one output."""
    match asked:
        case TableOutput():
            return tabulate(asked, sample)
        case MeanOutput():
            return average(asked, sample)
        case SurvivalOutput():
            return survive(asked, sample)
        case LinearOutput() | LogitOutput() | CoxOutput():
            return regress(asked, sample)


def run_analysis(
    specification: Specification,
    export: Export,
    earlier: Sequence[KnownSet] = (),
    *,
    seconds: float = SECONDS,
) -> list[Checked]:
    """Computes an analysis and applies the rules, knowing what was let out before. Raises `SpecificationError`."""
    return check_all(compute(specification, export, seconds=seconds), earlier)
