"""How a client evolved over all weeks: roles, wishes, dread and energy, each a row on one axis under the experiments."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import fsum
from uuid import UUID

from msgspec import Struct

from projections.coaching.view import Pulse
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.promise_series import PromisesOnDay, promise_series
from projections.learning_model.role_beliefs import role_beliefs
from projections.learning_model.state import LearningState
from projections.learning_model.weighted_criteria import weighted_criteria
from service.web import svg_paths
from service.web.coach_client.period import ComparedPeriod
from service.web.journey_weeks import JourneyWeek, weeks_between
from service.web.promise_chart import MAX_ROWS, ChartStep, PromiseChart, build_promise_chart

MAX_CRITERIA = 4
MAX_SAMPLED_WEEKS = 13
"""The most weeks for which appeal and criteria are computed; in a longer journey every second week, every third, and so on."""
DREAD_WINDOW = 5
"""How much is dreaded, is the mean of so many steps."""
RATING_TOP = 10.0
"""From a rating of 0-10 to the height of a row."""

RowValues = tuple[float | None, ...]


class EvolutionRow(Struct, frozen=True, kw_only=True):
    """Something through the weeks, as it is printed; None where it is not known. A second line may be drawn beside it."""

    name: str
    values: RowValues
    beside: RowValues = ()
    top: float = svg_paths.BOX_HEIGHT
    """The value at the top of the row."""
    most: bool = False
    """It moved more than any other role in the period that is compared."""
    role_id: UUID | None = None
    """The role, if it is one."""

    @property
    def now(self) -> float | None:
        """The latest value."""
        return _latest(self.values)

    @property
    def second_now(self) -> float | None:
        """The latest value of the second line."""
        return _latest(self.beside)

    @property
    def line(self) -> str:
        """The values as a line."""
        return svg_paths.line_path(self._drawn(self.values))

    @property
    def second_line(self) -> str:
        """The second line."""
        return svg_paths.line_path(self._drawn(self.beside))

    @property
    def end_dot(self) -> str:
        """Where it stands now."""
        return svg_paths.end_dot_path(self._drawn(self.values))

    @property
    def bands(self) -> tuple[str, ...]:
        """The area under the line, tint by tint."""
        return tuple(svg_paths.band_path(self._drawn(self.values), reach) for reach in svg_paths.BANDS)

    def _drawn(self, values: RowValues) -> RowValues:
        return tuple(
            None if one is None else one * svg_paths.BOX_HEIGHT / self.top for one in interpolated(values)
        )


class Evolution(Struct, frozen=True, kw_only=True):
    """All rows on their axis, and the period that is compared."""

    axis: PromiseChart
    roles: tuple[EvolutionRow, ...]
    """Promise 0-100, and appeal beside it."""
    criteria: tuple[EvolutionRow, ...]
    """Weights 0-1, the heaviest now first."""
    dread: EvolutionRow | None
    """Beforehand 0-10, and afterwards beside it."""
    energy: EvolutionRow | None
    period: str
    """The period as a band from top to bottom."""

    @property
    def rows(self) -> tuple[EvolutionRow, ...]:
        """Every row, from top to bottom."""
        return (*self.roles, *self.criteria, *(one for one in (self.dread, self.energy) if one))


def build_evolution(
    state: LearningState,
    steps: Iterable[ChartStep],
    energy: Iterable[Pulse],
    *,
    today: date,
    period: ComparedPeriod,
    most: str | None,
) -> Evolution | None:
    """The picture on a day; `most` is the title of the role that moved most. None before the start."""
    if state.started is None:
        return None
    weeks = weeks_between(state.started.happened_on, today)
    days = [min(one.sunday, today) for one in weeks]
    sounded = promise_series(state, days)
    axis = build_promise_chart(weeks, sounded, steps)
    looks = _looks(days)
    return Evolution(
        axis=axis,
        roles=_roles(state, axis, sounded[-1], looks, most),
        criteria=_criteria(state, looks),
        dread=_dread(state, days),
        energy=_energy(weeks, energy),
        period=_band(weeks, period),
    )


def interpolated(values: Sequence[float | None]) -> RowValues:
    """The values with a straight line over every gap between two that are known."""
    known = [place for place, value in enumerate(values) if value is not None]
    filled = list(values)
    for before, after in pairwise(known):
        low, high = values[before], values[after]
        for place in range(before + 1, after):
            part = (place - before) / (after - before)
            filled[place] = (low or 0.0) + part * ((high or 0.0) - (low or 0.0))
    return tuple(filled)


def _looks(days: Sequence[date]) -> list[date | None]:
    """The days that are computed, always including the last; None for weeks that are left out."""
    every = -(-len(days) // MAX_SAMPLED_WEEKS)
    last = len(days) - 1
    return [day if (last - place) % every == 0 else None for place, day in enumerate(days)]


def _roles(
    state: LearningState,
    axis: PromiseChart,
    latest: PromisesOnDay,
    looks: Sequence[date | None],
    most: str | None,
) -> tuple[EvolutionRow, ...]:
    believed = [role_beliefs(state, day, DEFAULT_PARAMETERS) if day else {} for day in looks]
    shown = latest.roles[:MAX_ROWS]
    appeals = [
        tuple(known[role.role_id].appeal.mean if role.role_id in known else None for known in believed)
        for role in shown
    ]
    return tuple(
        EvolutionRow(
            name=row.title, values=row.values, beside=appeal, most=row.title == most, role_id=role.role_id
        )
        for row, appeal, role in zip(axis.rows, appeals, shown, strict=True)
    )


def _criteria(state: LearningState, looks: Sequence[date | None]) -> tuple[EvolutionRow, ...]:
    weighed = [weighted_criteria(state, day, DEFAULT_PARAMETERS) if day else () for day in looks]
    weights = [{one.named.criterion_id: one.weight for one in criteria} for criteria in weighed]
    shown = [one for one in weighed[-1] if one.traded][:MAX_CRITERIA]
    rows = [
        (one.named.wording, tuple(known.get(one.named.criterion_id) for known in weights)) for one in shown
    ]
    top = max((value for _, values in rows for value in values if value is not None), default=1.0)
    return tuple(EvolutionRow(name=name, values=values, top=top) for name, values in rows)


def _dread(state: LearningState, days: Sequence[date]) -> EvolutionRow | None:
    before = [_mean(_dreaded(state, day)) for day in days]
    if all(one is None for one in before):
        return None
    after = [_mean(_felt(state, day)) for day in days]
    return EvolutionRow(name="", values=tuple(before), beside=tuple(after), top=RATING_TOP)


def _dreaded(state: LearningState, until: date) -> Iterator[tuple[date, int]]:
    for step in state.steps.values():
        day, dread = step.happened_on(), step.planned.dread_before
        if day is not None and day <= until and dread is not None:
            yield day, dread


def _felt(state: LearningState, until: date) -> Iterator[tuple[date, int]]:
    """Afterwards, of the steps that were also rated beforehand."""
    for step in state.steps.values():
        day, felt = step.happened_on(), step.happened.dread_after if step.happened else None
        if day is not None and day <= until and felt is not None and step.planned.dread_before is not None:
            yield day, felt


def _mean(rated: Iterable[tuple[date, int]]) -> float | None:
    last = [rating for _, rating in sorted(rated, key=lambda one: one[0])[-DREAD_WINDOW:]]
    return fsum(last) / len(last) if last else None


def _energy(weeks: Sequence[JourneyWeek], pulses: Iterable[Pulse]) -> EvolutionRow | None:
    rated = sorted(pulses, key=lambda one: one.on)
    values = tuple(
        _latest([one.rating for one in rated if week.monday <= one.on <= week.sunday]) for week in weeks
    )
    return (
        None if all(one is None for one in values) else EvolutionRow(name="", values=values, top=RATING_TOP)
    )


def _latest(values: Sequence[float | None]) -> float | None:
    return next((one for one in reversed(values) if one is not None), None)


def _band(weeks: Sequence[JourneyWeek], period: ComparedPeriod) -> str:
    """The weeks in which the period lies."""
    inside = [
        place
        for place, week in enumerate(weeks)
        if week.sunday >= period.since and week.monday <= period.until
    ]
    if not inside:
        return ""
    left, right = inside[0] * svg_paths.WEEK_WIDTH, (inside[-1] + 1) * svg_paths.WEEK_WIDTH
    return f"M{left:g} 0H{right:g}V{svg_paths.BOX_HEIGHT:g}H{left:g}Z"
