"""A journey's page: everything it shows on a date, gathered from the journey's entries."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.history import Entry, in_effect
from domain.journey.coaching import CheckInHeld
from projections.fold import go_on
from projections.parameters import DEFAULT
from projections.profile import PROFILE
from projections.profile.reading import finding, sentences
from projections.profile.view import CriterionView, Profile, RoleView, SuggestionView
from service.web import charts
from service.web.calendar import Week, week, week_of, weeks_between
from service.web.series import Series, series
from service.web.timeline import Step, Told, last_told, told

MOST_SUGGESTIONS = 3
LATEST_WEEKS = 8
"""Weeks of the timeline that stand open; the earlier ones unfold."""


class NotOnThisDay(LookupError):
    """The journey cannot be shown on that day: it had not begun, or the day lies ahead."""

    def __init__(self, first: date, final: date) -> None:
        super().__init__(f"There is something to see from {first} to {final}.")
        self.first = first
        self.final = final


class Happening(Struct, frozen=True, kw_only=True):
    """An experiment, or a talk with the coach."""

    on: date
    step: Step | None = None
    check_in: CheckInHeld | None = None


class WeekLog(Struct, frozen=True, kw_only=True):
    """What was done in one week, the latest first."""

    number: int
    happenings: tuple[Happening, ...]
    conclusion: str | None
    rest: bool


class Bar(Struct, frozen=True, kw_only=True):
    """A criterion as a bar; the heaviest fills the width of 100."""

    criterion: CriterionView
    length: float


class JourneyPage(Struct, frozen=True, kw_only=True):
    """A journey on a date."""

    journey_id: UUID
    profile: Profile
    finding: str
    sentences: tuple[str, ...]
    series: Series
    in_play: tuple[RoleView, ...]
    aside: tuple[RoleView, ...]
    """Parked or blocked."""
    bars: tuple[Bar, ...]
    suggestions: tuple[SuggestionView, ...]
    log: tuple[WeekLog, ...]
    told: Told
    here: Week
    latest: Week
    previous: Week | None
    following: Week | None
    today: date
    titles: Mapping[UUID, str]
    """What each role is called."""

    @property
    def weeks_silent(self) -> int:
        """Full weeks from the latest week with an entry to today."""
        return max(0, (self.today - self.latest.sunday).days // 7)


def journey_page(entries: Sequence[Entry], on: date | None, today: date) -> JourneyPage:
    """The page on a date; without one at the end of the latest week in which anything was told.

    Raises `NotOnThisDay` outside the journey.
    """
    entries = in_effect(entries)
    state = go_on(PROFILE, PROFILE.initial, entries)
    started_on = entries[0].event.happened_on
    latest = week(started_on, week_of(started_on, max(last_told(entries), started_on)))
    final = max(latest.sunday, week(started_on, week_of(started_on, today)).sunday)
    on = on or latest.sunday
    if not started_on <= on <= final:
        raise NotOnThisDay(started_on, final)
    axis = weeks_between(started_on, max(on, latest.sunday))
    profiles = [PROFILE.view(state, _looked_at(one, on, today), DEFAULT) for one in axis if one.monday <= on]
    facts = told(entries, on)
    profile = profiles[-1]
    here = week(started_on, week_of(started_on, on))
    return JourneyPage(
        journey_id=entries[0].journey_id,
        profile=profile,
        finding=finding(profile),
        sentences=sentences(profile),
        series=series(axis, profiles, facts.steps.values()),
        in_play=tuple(role for role in profile.roles if role.standing == "in_play"),
        aside=tuple(role for role in profile.roles if role.standing != "in_play"),
        bars=_bars(profile.criteria),
        suggestions=profile.suggestions[:MOST_SUGGESTIONS],
        log=_log(facts, started_on, here.number),
        told=facts,
        here=here,
        latest=latest,
        previous=week(started_on, here.number - 1) if here.number > 1 else None,
        following=week(started_on, here.number + 1) if here.sunday < final else None,
        today=today,
        titles={role.role_id: role.title for role in profile.roles},
    )


def _looked_at(one: Week, on: date, today: date) -> date:
    """The end of a week, but not past the day asked for, nor past today."""
    return min(one.sunday, on, max(today, one.monday))


def _bars(criteria: Sequence[CriterionView]) -> tuple[Bar, ...]:
    heaviest = max((one.weight for one in criteria), default=1.0)
    return tuple(Bar(criterion=one, length=charts.HEIGHT * one.weight / heaviest) for one in criteria)


def _log(facts: Told, started_on: date, until: int) -> tuple[WeekLog, ...]:
    happenings = [
        *(Happening(on=step.on, step=step) for step in facts.steps.values()),
        *(Happening(on=held.happened_on, check_in=held) for held in facts.check_ins),
    ]
    # Turned round after sorting, so that of one day what was told later stands first.
    happenings.sort(key=lambda one: one.on)
    happenings.reverse()
    logs = (_week_log(facts, happenings, week(started_on, number)) for number in range(until, 0, -1))
    return tuple(one for one in logs if one.happenings or one.conclusion or one.rest)


def _week_log(facts: Told, happenings: Sequence[Happening], one: Week) -> WeekLog:
    return WeekLog(
        number=one.number,
        happenings=tuple(what for what in happenings if one.monday <= what.on <= one.sunday),
        conclusion=facts.conclusions.get(one.monday),
        rest=one.monday in facts.rests,
    )
