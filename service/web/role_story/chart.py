"""The chart of one role: steps, potential, appeal and chances on one axis of weeks, with the turning points."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.wording import round_half_up
from projections.role_story.view import RoleStory, StoryTurn, StoryWeek
from service.web import svg_paths
from service.web.journey_weeks import MAX_WEEKS, AxisTick, JourneyWeek, axis_ticks


class StoryRow(Struct, frozen=True, kw_only=True):
    """A figure through the weeks, as it is printed, 0-100."""

    values: tuple[int, ...]

    @property
    def line(self) -> str:
        """The values as a line."""
        return svg_paths.line_path(self.values)

    @property
    def end_dot(self) -> str:
        """Where it stands now."""
        return svg_paths.end_dot_path(self.values)

    @property
    def bands(self) -> tuple[str, ...]:
        """The area under the line, tint by tint."""
        return tuple(svg_paths.band_path(self.values, reach) for reach in svg_paths.BANDS)


class StoryChart(Struct, frozen=True, kw_only=True):
    """The weeks of a role's story since it came on the list; of a long one the latest."""

    weeks: tuple[StoryWeek, ...]
    ticks: tuple[AxisTick, ...]
    steps: int
    marks: str
    potential: StoryRow
    appeal: StoryRow
    chances: StoryRow
    turns: tuple[StoryTurn, ...]
    turning_lines: str
    came_in: int | None
    """The week in which it came on the list, if the axis begins there and not in week 1."""
    off: str
    """The weeks off, as a band from top to bottom."""

    @property
    def width(self) -> float:
        """Width of the box the rows are drawn in."""
        return len(self.weeks) * svg_paths.WEEK_WIDTH

    @property
    def first(self) -> StoryWeek | None:
        """The first week drawn, if it is not the only one."""
        return self.weeks[0] if len(self.weeks) > 1 else None


def build_story_chart(story: RoleStory) -> StoryChart:
    """The chart of a story."""
    listed = tuple(one for one in story.weeks if one.figures)
    weeks = listed[-MAX_WEEKS:]
    first = weeks[0].number
    turns = tuple(one for one in story.turns if one.week >= first)
    return StoryChart(
        weeks=weeks,
        ticks=axis_ticks([JourneyWeek(number=one.number, monday=one.monday) for one in weeks]),
        steps=sum(one.steps for one in weeks),
        marks=svg_paths.stacked_marks([["run"] * one.steps for one in weeks]).get("run", ""),
        potential=_row(weeks, lambda one: one.promise),
        appeal=_row(weeks, lambda one: one.appeal),
        chances=_row(weeks, lambda one: 100 * one.reach),
        turns=turns,
        turning_lines=svg_paths.vertical_lines_path(sorted({one.week - first for one in turns})),
        came_in=first if weeks == listed and first > 1 else None,
        off=_bands(place for place, one in enumerate(weeks) if one.off),
    )


def _row(weeks: Sequence[StoryWeek], figure: Callable[[BelievedFigures], float]) -> StoryRow:
    return StoryRow(values=tuple(round_half_up(figure(one.figures)) for one in weeks if one.figures))


def _bands(weeks: Iterable[int]) -> str:
    left = (place * svg_paths.WEEK_WIDTH for place in weeks)
    return " ".join(
        f"M{one:g} 0H{one + svg_paths.WEEK_WIDTH:g}V{svg_paths.BOX_HEIGHT:g}H{one:g}Z" for one in left
    )
