"""Views of the course of a journey. Before the start every field is None, empty or off."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Ending, Phase, Track


class TrackPeriod(Struct, frozen=True, kw_only=True):
    """A track, and the dates from and until which it applied."""

    track: Track
    since: date
    until: date | None
    """The day another track took its place."""


class PhasePeriod(Struct, frozen=True, kw_only=True):
    """A period with one phase in the foreground."""

    phase: Phase
    since: date
    until: date | None
    """The day another phase came into the foreground."""
    again: bool
    """The journey came back to it: a loop, not a step back."""
    steps: int
    """Run, or called off by the other side, in these days; the day of a change counts for the later phase."""


class PlanView(Struct, frozen=True, kw_only=True):
    """The plan from a date on."""

    since: date
    weekly_goal: int
    programme_end: date | None
    locale: str


class EndingView(Struct, frozen=True, kw_only=True):
    """How the track ended."""

    ending: Ending
    on: date
    good: bool
    """True if it is among the good endings of the track of that day."""
    note: str | None


class AfterCareView(Struct, frozen=True, kw_only=True):
    """A date on which someone checks on the client after the programme."""

    after_care_id: UUID
    planned_on: date
    due: date
    what: str
    answered_on: date | None = None
    answer: str | None = None


class StartSpeed(Struct, frozen=True, kw_only=True):
    """How soon the first step took place."""

    first_run: date | None
    days: int | None
    """From the start to it."""
    in_time: bool | None
    """True if it was within seven days of the start; None while it still can be."""


class Course(Struct, frozen=True, kw_only=True):
    """The track, the phases, the plan, the game and the ending of a journey."""

    on: date
    started: date | None
    track: TrackPeriod | None
    tracks: tuple[TrackPeriod, ...]
    """The present one last."""
    good_endings: tuple[Ending, ...]
    """Of the present track."""
    phase: PhasePeriod | None
    """The one in the foreground; None until one was emphasised."""
    phases: tuple[PhasePeriod, ...]
    """The present one last."""
    loops: int
    """How often the journey came back to a phase it had been in."""
    steps: int
    """All of them, also those before the first phase."""
    plan: PlanView | None
    plans: tuple[PlanView, ...]
    """The one in force last."""
    game_on: bool
    game_since: date | None
    ending: EndingView | None
    after_care: tuple[AfterCareView, ...]
    """Due that day or later and not answered, the first due first; none that was dropped."""
    after_care_past: tuple[AfterCareView, ...]
    """The others."""
    days_since_programme_end: int | None
    """0 on its last day; None until then."""
    start_speed: StartSpeed
