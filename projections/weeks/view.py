"""Views of a journey week by week: what was planned, done and learned, what moved, and the review."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import SourceKind
from domain.vocabulary import Distance, ExperimentKind, OddsSignal, Witness
from projections.learning_model.promise_attribution import PromiseAttribution

OutcomeKind = Literal["run", "cancelled", "refused", "dropped"]
"""What became of a plan: done, called off or refused by the other side, taken back by the client."""


class PlannedStep(Struct, frozen=True, kw_only=True):
    """A step that was planned for the week."""

    experiment_id: UUID
    kind: ExperimentKind
    role: str | None
    """The title of the role it is about."""
    planned_for: date | None
    """The day it is meant for; None when it was planned in the week without a day."""
    when: str | None
    """In the client's words."""
    where: str | None
    ended: OutcomeKind | None
    """What became of it; None while it is open."""


class WeekPlan(Struct, frozen=True, kw_only=True):
    """The plan of a week. A step belongs to the week it is planned for, or else to the week it was planned in."""

    made: bool
    """True if the week itself was planned."""
    intention: str | None
    steps: tuple[PlannedStep, ...]


class WeekNextStep(Struct, frozen=True, kw_only=True):
    """A next step, and the date it is due."""

    what: str
    due: date | None


class WeekStep(Struct, frozen=True, kw_only=True):
    """A step of the week and how it ended."""

    experiment_id: UUID
    kind: ExperimentKind
    role_id: UUID | None
    role: str | None
    on: date
    ended: OutcomeKind
    conclusion: str | None
    next_step: WeekNextStep | None
    concluded: bool


class WeekRating(Struct, frozen=True, kw_only=True):
    """A rating of a role's appeal, 0-10."""

    role_id: UUID
    role: str | None
    rating: int
    on: date
    experiment_id: UUID | None


class WeekSignal(Struct, frozen=True, kw_only=True):
    """A signal about the chances in a role."""

    role_id: UUID
    role: str | None
    signal: OddsSignal
    on: date
    experiment_id: UUID | None
    """The step in which it was heard."""
    answer_to: UUID | None
    """The approach it answers, if it does."""


class WeekTradeoff(Struct, frozen=True, kw_only=True):
    """A trade-off between two priorities, in real life or imagined."""

    winner_id: UUID
    winner: str | None
    loser_id: UUID
    loser: str | None
    met: bool
    on: date
    experiment_id: UUID | None


class WeekStrength(Struct, frozen=True, kw_only=True):
    """A strength, and who saw it."""

    strength_id: UUID
    wording: str
    hidden: bool
    witness: Witness
    on: date
    experiment_id: UUID | None


class WeekGap(Struct, frozen=True, kw_only=True):
    """Something a role asks for and the client lacks."""

    gap_id: UUID
    wording: str
    closable: bool
    role_id: UUID | None
    role: str | None
    on: date
    experiment_id: UUID | None


class WeekRole(Struct, frozen=True, kw_only=True):
    """A role discovered in the week, and its source."""

    role_id: UUID
    title: str
    distance: Distance
    source: SourceKind
    on: date
    experiment_id: UUID | None


class LearningCounts(Struct, frozen=True, kw_only=True):
    """The number of findings of each kind."""

    ratings: int
    signals: int
    tradeoffs: int
    strengths: int
    gaps: int
    roles: int


class WeekLearning(Struct, frozen=True, kw_only=True):
    """What was learned in the week, by the date it happened or was heard, without the intake."""

    counts: LearningCounts
    ratings: tuple[WeekRating, ...]
    signals: tuple[WeekSignal, ...]
    tradeoffs: tuple[WeekTradeoff, ...]
    strengths: tuple[WeekStrength, ...]
    gaps: tuple[WeekGap, ...]
    roles: tuple[WeekRole, ...]


class WeekInsight(Struct, frozen=True, kw_only=True):
    """An insight of the client's, and what triggered it."""

    insight_id: UUID
    wording: str
    on: date
    source: SourceKind
    source_id: UUID | None


class SuggestedStep(Struct, frozen=True, kw_only=True):
    """A step that was suggested with the week's plan."""

    role_id: UUID
    role: str | None
    kind: ExperimentKind


class WeekReview(Struct, frozen=True, kw_only=True):
    """The review of the week."""

    on: date
    conclusion: str


class WeekView(Struct, frozen=True, kw_only=True):
    """One week, Monday to Sunday."""

    number: int
    """1 in the calendar week of the start."""
    monday: date
    plan: WeekPlan
    steps: tuple[WeekStep, ...]
    """By day; of one day in the order they were logged."""
    learned: WeekLearning
    moved: tuple[PromiseAttribution, ...]
    """What was learned in the week moved, by the step it came from; a reply counts in the week it came, most first."""
    insights: tuple[WeekInsight, ...]
    suggestions: tuple[SuggestedStep, ...]
    review: WeekReview | None
    rest: bool
    """A week off on purpose; the reason is not shown."""
    goal: int
    """Steps meant, as set by the end of the week."""
    done: int
    """Steps run, cancelled or refused: what the other side calls off counts."""
    open: bool
    """Neither reviewed nor a rest."""
    may_close: bool
    """Open, and every step that asks for a conclusion has one."""


class Weeks(Struct, frozen=True, kw_only=True):
    """All weeks of a journey up to a date, oldest first; none before the start."""

    on: date
    weeks: tuple[WeekView, ...]
    open: tuple[date, ...]
    """The Mondays of the weeks that wait for a review, the running one included."""
