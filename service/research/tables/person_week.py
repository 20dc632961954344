"""The table of weeks: a row for every week of every participant, whether anything was reported or not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from statistics import fmean

from domain.journey.events.endings import EndingRecorded
from domain.journey.events.experiments import ExperimentAttempt, ExperimentPlanned
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed
from projections.learning_model.role_beliefs import focus_over_roles, scope_over_roles
from projections.learning_model.tried_roles import tried_roles
from service.research.tables.columns import CellValue, Column, Row, Table
from service.research.tables.folded_history import CoveredWeek, FoldedHistory, round_figure
from service.research.tables.labels import QUADRANT_LABELS
from service.research.tables.shared_columns import (
    ARM,
    PSEUDONYM,
    WEEK,
    code_column,
    count_column,
    day_column,
    flag_column,
    integer_column,
    missing_column,
    number_column,
)
from service.research.tables.week_counts import COUNTS, CountedWeek, counted_weeks

PERSON_WEEK = Table(
    name="person_week",
    meaning=(
        "One row for every week of every participant, from the week of the start to the last week of the export: a balanced panel. "
        "`reported` says whether anything is known of the week. If not, what the client would have told is missing, and not 0."
    ),
    key=("pseudonym", "week"),
    columns=(
        PSEUDONYM,
        ARM,
        WEEK,
        day_column("first_day", "of its Monday."),
        day_column("through_day", "until which it is covered: its Sunday, or the last day of the export."),
        flag_column("complete", "Whether the export covers it until its Sunday."),
        flag_column("agreed", "Whether the participant had agreed to the study by its end."),
        flag_column(
            "in_programme", "Whether the programme had not ended before it; true if the programme has no end."
        ),
        flag_column("ended", "Whether the journey had ended before it."),
        flag_column("reported", "Whether anything was recorded that the client did or said in it."),
        flag_column("week_off", "Whether the client declared it a week off."),
        flag_column(
            "reserve", "Whether it was a reserve week, declared afterwards for a week that was missed."
        ),
        flag_column("aim_set", "Whether an aim was set for it."),
        flag_column("reviewed", "Whether it was reviewed, with a conclusion."),
        integer_column("weekly_goal", "Steps a week that were aimed for by then, 1 to 3."),
        count_column("client_entries", "Entries of the client about the week."),
        count_column("coach_entries", "Entries of the coach about the week."),
        *(one.column for one in COUNTS),
        integer_column("points", "Points that its steps earned in the game.", optional=True),
        number_column(
            "energy", "Mean of the ratings of energy in it, 0 to 10; empty without one.", optional=True
        ),
        integer_column(
            "trust",
            "The last rating of the trust in the coaching in it, 0 to 10; empty without one.",
            optional=True,
        ),
        number_column(
            "dread_before", "Mean dread before its steps, 0 to 10; empty if none was rated.", optional=True
        ),
        number_column(
            "dread_after", "Mean of how bad its steps were, 0 to 10; empty if none was rated.", optional=True
        ),
        count_column("roles_known", "Roles on the client's list at its end."),
        count_column("roles_active", "Active roles at its end."),
        count_column(
            "roles_met",
            "Roles that were met well enough by its end to count in how widely the market is known.",
        ),
        count_column(
            "roles_tried", "Roles about which a step took place by its end, without the client's own work."
        ),
        number_column("effective_roles", "Between how many roles the client in effect chose at its end."),
        number_column(
            "focus",
            "How settled the choice was at its end, 0 to 1; empty without an active role.",
            optional=True,
        ),
        Column(
            name="quadrant",
            kind="string",
            meaning="How broad and how settled the search was; empty while too little was tried to say.",
            labels=QUADRANT_LABELS,
            optional=True,
        ),
        code_column("top_role", "The active role with the highest potential at its end."),
        number_column("top_promise", "The potential of that role, 0 to 100.", optional=True),
        missing_column(
            {
                "not_reported": "Nothing was recorded about the week: what the client would have told is not known.",
                "week_off": "The week was declared off, and nothing else was recorded about it.",
                "after_ending": "The journey had ended, and nothing was recorded about the week.",
            }
        ),
    ),
)


def person_week_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    counted, calendar = folded.once(counted_weeks), _Calendar(folded)
    feelings, learning = _Feelings(folded), _Learning(folded)
    for place, week in enumerate(folded.weeks):
        counts = counted.get(week.number, CountedWeek())
        frame = calendar.cells(week, reported=counts.reported)
        yield (
            folded.history.pseudonym,
            folded.history.arm,
            week.number,
            *frame,
            counts.by_client,
            counts.by_coach,
            *counts.cells(),
            *feelings.cells(week, reported=counts.reported),
            *learning.cells(place, week),
            calendar.missing(week, reported=counts.reported),
        )


class _Calendar:
    """Which weeks were off, planned and reviewed, and when the programme and the journey ended."""

    def __init__(self, folded: FoldedHistory) -> None:
        self._folded, self._days = folded, folded.coder.days
        rests = [event for _, event in folded.events_of(RestDeclared)]
        self._rests = {one.monday for one in rests}
        self._reserves = {one.monday for one in rests if one.reserve}
        self._planned = {event.monday for _, event in folded.events_of(WeekPlanned)}
        self._reviewed = {event.monday for _, event in folded.events_of(WeekReviewed)}
        endings = [event.happened_on for _, event in folded.events_of(EndingRecorded)]
        self._ended_on = min(endings, default=date.max)
        self._programme_end = folded.programme_end or date.max

    def cells(self, week: CoveredWeek, *, reported: bool) -> Iterator[CellValue]:
        """The cells from the days of a week to its goal."""
        monday = week.monday
        yield self._days[monday]
        yield self._days[week.through]
        yield (week.through - monday).days == 6
        yield self._folded.history.agreed_on <= week.through
        yield monday <= self._programme_end
        yield self._ended_on < monday
        yield reported
        yield monday in self._rests
        yield monday in self._reserves
        yield monday in self._planned
        yield monday in self._reviewed
        yield self._goal(week.through)

    def _goal(self, on: date) -> int:
        goals = [
            one.weekly_goal for one in self._folded.plan_changes if one.weekly_goal and one.happened_on <= on
        ]
        return goals[-1] if goals else self._folded.started.weekly_goal

    def missing(self, week: CoveredWeek, *, reported: bool) -> str | None:
        """Why nothing is known of a week."""
        if reported:
            return None
        if week.monday in self._rests:
            return "week_off"
        return "after_ending" if self._ended_on < week.monday else "not_reported"


class _Feelings:
    """Points, energy, trust and dread by week."""

    def __init__(self, folded: FoldedHistory) -> None:
        weeks = folded.coder.weeks
        self._points = defaultdict[int, int](int)
        for one in folded.points.values():
            self._points[weeks[one.on]] += one.points
        self._energy, self._before, self._after = (defaultdict[int, list[int]](list) for _ in range(3))
        for _, event in folded.events_of(EnergyRated):
            self._energy[weeks[event.happened_on]].append(event.rating)
        trust = sorted(
            (event.happened_on, entry.number, event.rating) for entry, event in folded.events_of(TrustRated)
        )
        self._trust: Mapping[int, int] = {weeks[on]: rating for on, _, rating in trust}
        for step in folded.profile.steps.values():
            if step.happened:
                self._add_dread(step.planned, step.happened, weeks[step.happened.happened_on])

    def _add_dread(self, plan: ExperimentPlanned, attempt: ExperimentAttempt, week: int) -> None:
        if plan.dread_before is not None:
            self._before[week].append(plan.dread_before)
        if attempt.dread_after is not None:
            self._after[week].append(attempt.dread_after)

    def cells(self, week: CoveredWeek, *, reported: bool) -> Iterator[CellValue]:
        """The cells of a week."""
        number = week.number
        yield self._points[number] if reported else None
        yield _mean(self._energy[number])
        yield self._trust.get(number)
        yield _mean(self._before[number])
        yield _mean(self._after[number])


def _mean(ratings: list[int]) -> float | None:
    return round_figure(fmean(ratings)) if ratings else None


class _Learning:
    """How broad and how settled the search was at the end of each week."""

    def __init__(self, folded: FoldedHistory) -> None:
        self._folded = folded

    def cells(self, place: int, week: CoveredWeek) -> Iterator[CellValue]:
        """The cells of a week."""
        believed, parameters = self._folded.beliefs[place], self._folded.parameters
        divided = focus_over_roles(believed, parameters)
        scope = scope_over_roles(believed, divided, parameters)
        active = [one for one in believed.values() if one.standing == "in_play"]
        top = min(active, key=lambda one: (-one.promise, str(one.role_id)), default=None)
        yield len(believed)
        yield len(active)
        yield scope.met
        yield len(tried_roles(self._folded.profile, week.through))
        yield round_figure(divided.effective_roles)
        yield round_figure(divided.focus)
        yield scope.quadrant
        yield self._folded.coder.code("role", top.role_id) if top else None
        yield round_figure(top.promise) if top else None
