"""The chart of what every role in play promised at the end of each week: who took the lead, and when."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentStage
from projections.learning_model.lead import leaders, promise_of
from projections.learning_model.promise_series import PromisesOnDay
from projections.learning_model.wording import round_half_up
from service.web import svg_paths
from service.web.journey_weeks import AxisTick, JourneyWeek, axis_ticks

MAX_ROWS = 5
"""As many roles as are drawn; the others stand in the list below."""

_DRAWN = ("run", "cancelled", "refused")


class ChartStep(Protocol):
    """What is needed of an experiment."""

    @property
    def stage(self) -> ExperimentStage: ...
    @property
    def on(self) -> date: ...


class PromiseRow(Struct, frozen=True, kw_only=True):
    """One role through the weeks, its promise rounded as it is printed; None before it came into view."""

    title: str
    values: tuple[int | None, ...]
    most: bool = False
    """It moved more than any other role drawn."""

    @property
    def now(self) -> int:
        """The latest promise."""
        return self._known[-1]

    @property
    def change(self) -> int | None:
        """From the first week drawn to the latest; None while there is one week only."""
        return self.now - self._known[0] if len(self._known) > 1 else None

    @property
    def _known(self) -> list[int]:
        return [value for value in self.values if value is not None]

    @property
    def line(self) -> str:
        """The promise as a line."""
        return svg_paths.line_path(self.values)

    @property
    def end_dot(self) -> str:
        """Where it stands now."""
        return svg_paths.end_dot_path(self.values)

    @property
    def bands(self) -> tuple[str, ...]:
        """The area under the line, tint by tint."""
        return tuple(svg_paths.band_path(self.values, reach) for reach in svg_paths.BANDS)


class TurningPoint(Struct, frozen=True, kw_only=True):
    """A week in which another role took the lead."""

    index: int
    """Place of the week on the axis, from 0."""
    week: int
    title: str


class PromiseChart(Struct, frozen=True, kw_only=True):
    """The weeks on one axis."""

    weeks: tuple[JourneyWeek, ...]
    steps: tuple[int, ...]
    """Experiments in each week."""
    marks: dict[str, str]
    """The points of the experiments run, cancelled and refused."""
    rows: tuple[PromiseRow, ...]
    turning_points: tuple[TurningPoint, ...]

    @property
    def width(self) -> float:
        """Width of the box the rows are drawn in."""
        return len(self.weeks) * svg_paths.WEEK_WIDTH

    @property
    def ticks(self) -> tuple[AxisTick, ...]:
        """The labels of the axis."""
        return axis_ticks(self.weeks)

    @property
    def turning_lines(self) -> str:
        """The dashed lines at the turning points."""
        return svg_paths.vertical_lines_path(point.index for point in self.turning_points)


def build_promise_chart(
    weeks: Sequence[JourneyWeek], profiles: Sequence[PromisesOnDay], steps: Iterable[ChartStep]
) -> PromiseChart:
    """The chart of some weeks. `series` has the end of each week, up to the one that is looked at."""
    marks = _marks(weeks, steps)
    return PromiseChart(
        weeks=tuple(weeks),
        steps=tuple(len(week) for week in marks),
        marks=svg_paths.stacked_marks(marks),
        rows=_rows(profiles, len(weeks)),
        turning_points=_turning_points(weeks, profiles),
    )


def _marks(weeks: Sequence[JourneyWeek], steps: Iterable[ChartStep]) -> list[list[str]]:
    """What was done in each week, in the order of the days."""
    happened = sorted((step for step in steps if step.stage in _DRAWN), key=lambda step: step.on)
    return [[step.stage for step in happened if week.monday <= step.on <= week.sunday] for week in weeks]


def _rows(profiles: Sequence[PromisesOnDay], count: int) -> tuple[PromiseRow, ...]:
    shown = profiles[-1].roles[:MAX_ROWS]
    rows = [PromiseRow(title=role.title, values=_values(role.role_id, profiles, count)) for role in shown]
    most = max((abs(row.change or 0) for row in rows), default=0)
    first = next((row for row in rows if most and abs(row.change or 0) == most), None)
    return tuple(PromiseRow(title=row.title, values=row.values, most=row is first) for row in rows)


def _values(role_id: UUID, profiles: Sequence[PromisesOnDay], count: int) -> tuple[int | None, ...]:
    found = [promise_of(role_id, profile) for profile in profiles]
    promises = [round_half_up(role.promise) if role else None for role in found]
    return (*promises, *[None] * (count - len(promises)))


def _turning_points(
    weeks: Sequence[JourneyWeek], profiles: Sequence[PromisesOnDay]
) -> tuple[TurningPoint, ...]:
    """The weeks in which the lead changed hands; the first lead there is, is no change."""
    return tuple(
        TurningPoint(index=index, week=weeks[index].number, title=now.title)
        for index, (before, now) in enumerate(pairwise(leaders(profiles)), 1)
        if before and now and before.role_id != now.role_id
    )
