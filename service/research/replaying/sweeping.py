"""One parameter over several values: a replay for each, and how far each is from the usual."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any

import msgspec
from msgspec import Struct

from service.outside_json import InvalidText, read_json
from service.research.export import ExportError
from service.research.replaying.bucket_replay import Days, ReplayedBucket
from service.research.replaying.comparison import ReplayComparison, compare_replays
from service.research.replaying.export_replay import replay_export
from service.research.replaying.model_catalogue import JourneyModel
from service.research.replaying.parameter_template import with_parameter
from service.research.replaying.places import SharedFolder

SWEEP = "sweep.json"


class TriedValue(Struct, frozen=True, kw_only=True):
    """A value of the parameter, and what became of the figures."""

    value: Any
    folder: str
    """Where its replay is, in the folder of the sweep."""
    sha256: str
    differing_journeys: int
    first_week: int | None
    figures: dict[str, float]
    """By kind of figure, the largest difference to the replay with the usual value."""


class Sweep(Struct, frozen=True, kw_only=True):
    """A parameter over its values."""

    model: str
    parameter: str
    usual: str
    """The digest of the replay with the usual values, which the others are compared with."""
    journeys: int
    values: tuple[TriedValue, ...]


def values_of(text: str) -> list[Any]:
    """Values as they are typed: numbers, or lists of numbers, separated by commas. None of them, if they are something else."""
    try:
        return msgspec.json.decode(text if text.startswith("[") else f"[{text}]", type=list[Any])
    except msgspec.DecodeError:
        return []


def sweep_export(
    export: str,
    to: str,
    model: JourneyModel,
    parameters: Struct,
    executor: Executor,
    *,
    name: str,
    values: Sequence[Any],
    days: Days,
    progress: Callable[[ReplayedBucket], object] = lambda _: None,
) -> Sweep:
    """Replays an export for each value of a parameter. Raises `ExportError`, and ValueError for a name or value that cannot be."""
    varied = [with_parameter(parameters, name, value) for value in values]
    usual = replay_export(export, f"{to}/usual", model, parameters, executor, days=days, progress=progress)
    tried = list[TriedValue]()
    for number, (value, one) in enumerate(zip(values, varied, strict=True), 1):
        folder = f"value-{number:02d}"
        replayed = replay_export(export, f"{to}/{folder}", model, one, executor, days=days, progress=progress)
        summary, _ = compare_replays(f"{to}/usual", f"{to}/{folder}")
        tried.append(_tried_value(value, folder, replayed.sha256, summary))
    sweep = Sweep(
        model=f"{model.name}@{model.version}",
        parameter=name,
        usual=usual.sha256,
        journeys=usual.journeys,
        values=tuple(tried),
    )
    encoded = msgspec.json.format(msgspec.json.encode(sweep, order="deterministic")) + b"\n"
    SharedFolder(to).write(SWEEP, iter([encoded]))
    return sweep


def _tried_value(value: Any, folder: str, sha256: str, summary: ReplayComparison) -> TriedValue:
    return TriedValue(
        value=value,
        folder=folder,
        sha256=sha256,
        differing_journeys=summary.differing_journeys,
        first_week=summary.first_week,
        figures=summary.figures,
    )


def read_sweep(address: str) -> Sweep:
    """The sweep of a folder. Raises `ExportError`."""
    folder = SharedFolder(address)
    if not folder.exists(SWEEP):
        raise ExportError(f"{address} is no finished sweep: it has no {SWEEP}")
    try:
        return read_json(folder.read(SWEEP), Sweep)
    except InvalidText as fault:
        raise ExportError(f"{address}/{SWEEP}:{fault.line}: not of a sweep: {fault}") from fault
