"""Where and when two replays of the same export part: for each journey the first day, and the largest difference."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, cast
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.journey.events.weeks import week_number
from service.research.export import ExportError
from service.research.replaying.export_replay import ReplayedExport, read_replay
from service.research.replaying.places import SharedFolder

TOLERANCE = 1e-9
"""Figures that differ by no more are the same: rows are rounded to so many digits."""


class ComparedRow(Struct, frozen=True):
    """A row of a replay, as it is read back."""

    journey_id: UUID
    on: date
    view: Any


class FigureDifference(Struct, frozen=True, kw_only=True):
    """A figure that two replays have different values for, on one day."""

    figure: str
    """Its place in the view, such as `roles[...].appeal`."""
    on: date
    first: Any
    second: Any


class JourneyComparison(Struct, frozen=True, kw_only=True):
    """How one journey differs between two replays."""

    pseudonym: str
    days: int
    """The days that both have."""
    differing_days: int
    parts_on: date | None
    """The first day on which they differ; None if they never do."""
    parts_in_week: int | None
    """The same as a week of the journey, from 1; None where the replays are not weekly."""
    largest: FigureDifference | None
    """The number that differs most, relative to the largest of its kind; None if no number differs."""
    kinds: tuple[str, ...]
    """The kinds of figures that differ, such as `roles.appeal`."""


class ReplayComparison(Struct, frozen=True, kw_only=True):
    """How two replays differ."""

    first: str
    second: str
    export_sha256: str
    journeys: int
    differing_journeys: int
    first_week: int | None
    """The earliest week in which any journey parts."""
    figures: dict[str, float]
    """For each kind of figure that differs as a number, the largest difference."""
    only_in_one: dict[str, tuple[str, ...]]
    """The kinds of figures that only one of them has, which are not compared."""


def compare_replays(first: str, second: str) -> tuple[ReplayComparison, list[JourneyComparison]]:
    """Compares two folders of replays. Raises `ExportError` unless both are replays of the same export, for the same days."""
    one, other = read_replay(first), read_replay(second)
    if one.plan.export_sha256 != other.plan.export_sha256:
        raise ExportError(f"{first} and {second} are replays of different exports")
    if one.plan.days != other.plan.days:
        raise ExportError(f"{first} and {second} have rows for different days")
    kinds = _Kinds(weekly=one.plan.days.weekly)
    journeys = [_compared(pseudonym, rows, kinds) for pseudonym, rows in _pairs(first, one, second, other)]
    parted = [journey for journey in journeys if journey.parts_on]
    shared = kinds.seen[0] & kinds.seen[1]
    summary = ReplayComparison(
        first=_title(one),
        second=_title(other),
        export_sha256=one.plan.export_sha256,
        journeys=len(journeys),
        differing_journeys=len(parted),
        first_week=min((one.parts_in_week for one in parted if one.parts_in_week is not None), default=None),
        figures=dict(sorted(kinds.largest.items())),
        only_in_one={
            name: tuple(sorted(seen - shared))
            for name, seen in zip((first, second), kinds.seen, strict=True)
            if seen - shared
        },
    )
    return summary, journeys


class _Kinds:
    """The kinds of figures that each replay has, and by how much they differ."""

    def __init__(self, *, weekly: bool) -> None:
        self.weekly = weekly
        self.seen: tuple[set[str], set[str]] = (set(), set())
        self.largest: dict[str, float] = {}


def _title(replay: ReplayedExport) -> str:
    plan = replay.plan
    return f"{plan.model}@{plan.version} under {plan.parameters_sha256[:12]}"


Rows = list[tuple[ComparedRow, ComparedRow]]


def _pairs(first: str, one: ReplayedExport, second: str, other: ReplayedExport) -> Iterator[tuple[str, Rows]]:
    for mine, theirs in zip(one.buckets, other.buckets, strict=True):
        rows = zip(
            _rows(first, mine.file.path, mine.file.sha256),
            _rows(second, theirs.file.path, theirs.file.sha256),
            strict=True,
        )
        for journey_id, own in groupby(rows, key=lambda pair: pair[0].journey_id):
            pairs = list(own)
            for pair in pairs:
                if (pair[0].journey_id, pair[0].on) != (pair[1].journey_id, pair[1].on):
                    raise ExportError(f"{first} and {second} have different rows at journey {journey_id.hex}")
            yield journey_id.hex, pairs


def _rows(address: str, path: str, sha256: str) -> Iterator[ComparedRow]:
    folder = SharedFolder(address)
    if folder.digest(path) != sha256:
        raise ExportError(f"{address}/{path} is missing, or is not the file that was made (SHA-256 differs)")
    decoder = msgspec.json.Decoder(ComparedRow)
    for chunk in folder.read_lines(path):
        yield from decoder.decode_lines(chunk)


def _compared(pseudonym: str, rows: Rows, kinds: _Kinds) -> JourneyComparison:
    differing = list[date]()
    own, largest, size = Counter[str](), None, 0.0
    for mine, theirs in rows:
        found = list(_differences(mine, theirs, kinds))
        if found:
            differing.append(mine.on)
        for kind, difference in found:
            own[kind] += 1
            if (by := _gap(difference.first, difference.second)) is not None:
                kinds.largest[kind] = max(by, kinds.largest.get(kind, 0.0))
                scale = max(abs(difference.first), abs(difference.second))
                if by / scale > size:
                    largest, size = difference, by / scale
    return JourneyComparison(
        pseudonym=pseudonym,
        days=len(rows),
        differing_days=len(differing),
        parts_on=differing[0] if differing else None,
        parts_in_week=week_number(rows[0][0].on, differing[0]) if differing and kinds.weekly else None,
        largest=largest,
        kinds=tuple(sorted(own)),
    )


def _differences(
    mine: ComparedRow, theirs: ComparedRow, kinds: _Kinds
) -> Iterator[tuple[str, FigureDifference]]:
    """The figures that both views have and that differ, each with its kind."""
    first, second = dict(_figures(mine.view, "", "")), dict(_figures(theirs.view, "", ""))
    kinds.seen[0].update(kind for kind, _ in first.values())
    kinds.seen[1].update(kind for kind, _ in second.values())
    for place, (kind, value) in first.items():
        if place in second and not _same(value, second[place][1]):
            yield (
                kind,
                FigureDifference(figure=place, on=mine.on, first=value, second=second[place][1]),
            )


def _same(first: Any, second: Any) -> bool:
    by = _gap(first, second)
    return first == second if by is None else by <= TOLERANCE


def _gap(first: Any, second: Any) -> float | None:
    """By how much two numbers differ; None if they are no numbers."""
    numbers = [one for one in (first, second) if isinstance(one, int | float) and not isinstance(one, bool)]
    return abs(numbers[0] - numbers[1]) if len(numbers) == 2 else None


def _figures(value: Any, place: str, kind: str) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Every value in a view, by its place. What stands in a list is told apart by its ids, else by its number."""
    match value:
        case dict():
            for name, inner in cast("dict[str, Any]", value).items():
                yield from _figures(
                    inner, f"{place}.{name}" if place else name, f"{kind}.{name}" if kind else name
                )
        case list():
            several = _items(value)
            for number, inner in enumerate(several):
                yield from _figures(inner, f"{place}[{_key(inner) or number}]", kind)
        case _:
            yield place, (kind, value)


def _items(value: Any) -> Iterator[Any]:
    yield from value


def _key(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    fields = cast("dict[str, Any]", item)
    return " ".join(str(fields[name]) for name in sorted(fields) if name.endswith("_id") or name == "kind")
