"""Views of a role's story: the figures by week, the turning points, and every entry that moved it."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.roles import RoleStanding
from domain.messages import Message
from domain.vocabulary import ApproachAnswer, ExperimentKind, MarketSignal, OddsSignal
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.wording import AppealWord, ReachWord

StoryEntryKind = Literal[
    "added",
    "step",
    "reply",
    "market",
    "session",
    "noted",
    "judged",
    "parked",
    "ruled_out",
    "reopened",
    "week_off",
    "faded",
]
"""What an entry is: the role came on the list, a step about it, a reply, something published, what a session brought up,
what was noted without a step, how different it is, its standing, a week off, or weeks in which nothing new was heard.
"""
StoryEffect = Literal["moved", "surer", "none"]
"""Whether the printed potential changed; if not, whether the printed spread of the appeal fell."""
TurnKind = Literal["took_lead", "lost_lead", "appeal_word", "reach_word", "rejected"]


class StoryEntry(Struct, frozen=True, kw_only=True):
    """Something that happened to a role, with its figures on that day without it and with it.

    Of weeks in which nothing new was heard, `before` is as it was on the first day, `now` as on the last.
    """

    kind: StoryEntryKind
    on: date
    """Its day; of a week off, or of weeks without news, the last."""
    since: date | None = None
    """The first day of a week off, or of weeks without news."""
    before: BelievedFigures | None
    """Without the entry, on the same day; null when the role was not there without it."""
    now: BelievedFigures
    effect: StoryEffect
    step: ExperimentKind | None = None
    """Kind of the step, or of the approach that was answered."""
    experiment_id: UUID | None = None
    """The step, or the approach that was answered."""
    contact_id: UUID | None = None
    """With whom the step was."""
    other_steps: tuple[UUID, ...] = ()
    """Other steps that this came of: the approach whose reply was heard in this call."""
    signal_id: UUID | None = None
    """What was published, if it is that."""
    published: MarketSignal | None = None
    """What it says."""
    rating: int | None = None
    """How much the client would like the work, as rated with it, 0-10."""
    heard: tuple[OddsSignal, ...] = ()
    """What was heard about the chances."""
    answer: ApproachAnswer | Literal["silence"] | None = None
    close: bool | None = None


class StoryWeek(Struct, frozen=True, kw_only=True):
    """A week, Monday to Sunday, with the figures at its end."""

    number: int
    """1 in the calendar week of the start."""
    monday: date
    on: date
    """The Sunday, or the day looked at."""
    figures: BelievedFigures | None
    """Null before the role came on the list."""
    steps: int
    """Steps about this role."""
    off: bool
    """A week off."""


class StoryTurn(Struct, frozen=True, kw_only=True):
    """A turning point: another role leads, a word changed, or a no came."""

    kind: TurnKind
    on: date
    """The end of the week in which it was so for the first time; the day of a no."""
    week: int
    other: str | None = None
    """The role that led before, or leads now."""
    before: AppealWord | ReachWord | None = None
    now: AppealWord | ReachWord | None = None
    answer: ApproachAnswer | None = None


class RoleStory(Struct, frozen=True, kw_only=True):
    """One role from the day it came on the list up to a date."""

    role_id: UUID
    title: str
    on: date
    added_on: date
    standing: RoleStanding
    figures: BelievedFigures
    place: int | None
    """Its place by printed potential; null unless it is active."""
    level_with: tuple[str, ...]
    active: int
    """The number of active roles."""
    headline: Message
    """The biggest move since the start that still shows, or that it hardly moved."""
    rests_on: Message | None
    """Which steps and what else the figures rest on; null while it is only imagined."""
    weeks: tuple[StoryWeek, ...]
    turns: tuple[StoryTurn, ...]
    """The earliest first."""
    entries: tuple[StoryEntry, ...]
    """The latest first."""


class RoleStories(Struct, frozen=True, kw_only=True):
    """The stories of every role on the list, in the order in which they came up."""

    on: date
    roles: tuple[RoleStory, ...]
