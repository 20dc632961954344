"""One role through the weeks: what both models said, how sure the shipped one was, and what was true."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from projections.learning_model.wording import round_half_up
from service.research.replaying.weekly_models import FiguresOnDay, ModelFigures
from service.web import svg_paths
from service.web.journey_weeks import AxisTick, JourneyWeek, SelectedDay, axis_ticks
from service.web.replay.source import TrueFigures

Values = tuple[int | None, ...]
"""Of each week, as they are printed, 0-100; None where nothing is said."""


class ModelledRow(Struct, frozen=True, kw_only=True):
    """A figure through the weeks."""

    model: Values
    lows: Values
    highs: Values
    """One spread below and above."""
    other: Values
    truth: Values

    @property
    def sure(self) -> str:
        """The area in which the shipped model believes it to be."""
        return svg_paths.between_path(self.lows, self.highs)


class ReplayChart(Struct, frozen=True, kw_only=True):
    """The weeks of a role, up to the running one; of a long journey a year."""

    weeks: tuple[JourneyWeek, ...]
    ticks: tuple[AxisTick, ...]
    appeal: ModelledRow
    chance: ModelledRow
    here: str
    """A line at the week that is looked at."""

    @property
    def width(self) -> float:
        """Width of the box that the rows are drawn in."""
        return len(self.weeks) * svg_paths.WEEK_WIDTH


def build_replay_chart(
    role_id: UUID,
    looked: SelectedDay,
    model: FiguresOnDay,
    other: FiguresOnDay,
    truth: Mapping[tuple[UUID, int], TrueFigures] | None,
) -> ReplayChart:
    """The chart of a role; without truth where none is known, or none is shown."""
    days = [min(one.sunday, looked.today) for one in looked.axis]
    by_model, by_other = _of_role(role_id, model, days), _of_role(role_id, other, days)
    true = [truth.get((role_id, one.number)) if truth else None for one in looked.axis]

    def row(
        value: Callable[[ModelFigures], float | None],
        spread: Callable[[ModelFigures], float | None],
        real: Callable[[TrueFigures], float],
    ) -> ModelledRow:
        values, spreads = [value(one) for one in by_model], [spread(one) for one in by_model]
        sure = list(zip(values, spreads, strict=True))
        return ModelledRow(
            model=_printed(values),
            lows=_printed([max(0.0, at - far) if at is not None and far else at for at, far in sure]),
            highs=_printed([min(100.0, at + far) if at is not None and far else at for at, far in sure]),
            other=_printed([value(one) for one in by_other]),
            truth=_printed([real(one) if one else None for one in true]),
        )

    return ReplayChart(
        weeks=looked.axis,
        ticks=axis_ticks(looked.axis),
        appeal=row(lambda one: one.appeal, lambda one: one.spread, lambda one: one.appeal),
        chance=row(lambda one: one.chance, lambda one: one.chance_spread, lambda one: one.chance),
        here=svg_paths.vertical_lines_path([looked.here.number - looked.axis[0].number]),
    )


def _of_role(role_id: UUID, figures: FiguresOnDay, days: Sequence[date]) -> list[ModelFigures]:
    return [figures(day).get(role_id, ModelFigures()) for day in days]


def _printed(values: Sequence[float | None]) -> Values:
    return tuple(None if one is None else round_half_up(one) for one in values)
