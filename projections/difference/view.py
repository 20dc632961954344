"""Views of a difference between two dates: every figure before and after."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.roles import RoleStanding
from domain.vocabulary import Distance, ExperimentKind, GapDecision
from projections.learning_model.focus import Quadrant
from projections.learning_model.promise_attribution import PromiseAttribution
from projections.learning_model.wording import AppealWord, ReachWord, SpreadWord

AttemptKind = Literal["run", "cancelled", "refused"]
GapStatus = Literal["open", "closed"] | GapDecision
WeightDirection = Literal["new", "up", "down", "hardly"]


class RoleFigures(Struct, frozen=True, kw_only=True):
    """The model's numbers for a role. Appeal, spread and promise (its potential) are 0-100, the chances odds and reach 0-1."""

    appeal: float
    spread: float
    odds: float
    reach: float
    promise: float
    appeal_word: AppealWord
    spread_word: SpreadWord
    reach_word: ReachWord
    place: int | None
    """Its place among the active roles by printed potential, which level roles share; None unless it is active."""
    distance: Distance


class RoleChange(Struct, frozen=True, kw_only=True):
    """A role on both dates."""

    role_id: UUID
    title: str
    standing: RoleStanding
    before: RoleFigures | None
    """None when it was not known yet."""
    after: RoleFigures
    promise_before: float
    """Its potential before; of a role that is new since, where it came from."""
    appeal_word_changed: bool
    reach_word_changed: bool
    evidence: int
    """Appeal ratings and odds signals of it in between; without any, time alone made the old ones fade."""


class RoleEntered(Struct, frozen=True, kw_only=True):
    """A role that was discovered between the dates. It may no longer be active."""

    role_id: UUID
    title: str
    on: date
    new: bool
    """Not on the client's own list: met on the way."""
    standing: RoleStanding
    reason: str | None


class RoleLeft(Struct, frozen=True, kw_only=True):
    """A role that was active and is now parked or ruled out."""

    role_id: UUID
    title: str
    on: date
    standing: RoleStanding
    reason: str | None


class RoleReturned(Struct, frozen=True, kw_only=True):
    """A role that was parked or ruled out and is active again."""

    role_id: UUID
    title: str
    on: date


class RolesChange(Struct, frozen=True, kw_only=True):
    """The roles that entered, left and returned, and all roles with their figures; active ones first, by potential."""

    entered: tuple[RoleEntered, ...]
    left: tuple[RoleLeft, ...]
    back: tuple[RoleReturned, ...]
    changes: tuple[RoleChange, ...]


class Leader(Struct, frozen=True, kw_only=True):
    """The active role with the highest potential."""

    role_id: UUID
    title: str


class RoleOrder(Struct, frozen=True, kw_only=True):
    """Which role leads, and the order of the active roles."""

    leader_before: Leader | None
    leader: Leader | None
    leader_changed: bool
    """Whether a role comes first now that did not before, by printed potential: two that are printed alike are level."""
    before: tuple[UUID, ...]
    after: tuple[UUID, ...]


class CriterionChange(Struct, frozen=True, kw_only=True):
    """A priority and its weight 0-1 on both dates. All weights on a date add up to 1."""

    criterion_id: UUID
    wording: str
    before: float | None
    """None when it was not named yet."""
    after: float
    direction: WeightDirection


class StrengthChange(Struct, frozen=True, kw_only=True):
    """A strength that was first seen, or confirmed by a second person."""

    strength_id: UUID
    wording: str
    hidden: bool
    """The client had not seen it themselves."""
    new: bool
    confirmed: bool
    """Seen by a second, independent witness, and not before."""
    witnesses: int


class GapChange(Struct, frozen=True, kw_only=True):
    """A gap and its status on both dates: open, decided on, or closed."""

    gap_id: UUID
    wording: str
    before: GapStatus | None
    """None when it was not found yet."""
    after: GapStatus


class FocusChange(Struct, frozen=True, kw_only=True):
    """How many roles the client is in effect choosing between, on both dates.

    Focus is 0-1, null without an active role.
    """

    effective_before: float
    effective: float
    focus_before: float | None
    focus: float | None
    quadrant_before: Quadrant | None
    quadrant: Quadrant | None
    """Null as long as too little was tried to say."""


class ScopeChange(Struct, frozen=True, kw_only=True):
    """How widely the client has explored the market, in roles."""

    known_before: int
    known: int
    in_play_before: int
    in_play: int
    met_before: int
    met: int
    tried_before: int
    tried: int
    """A step about them took place."""
    new_met_before: int
    new_met: int


class EasedStep(Struct, frozen=True, kw_only=True):
    """A step that was less bad than feared; dread 0-10."""

    experiment_id: UUID
    kind: ExperimentKind
    role: str | None
    on: date
    dread_before: int
    dread_after: int


class DreadChange(Struct, frozen=True, kw_only=True):
    """The mean dread before the last five rated steps, 0-10, on both dates; null without such a step."""

    before: float | None
    after: float | None
    most_eased: EasedStep | None
    """The step in between that fell most short of its dread."""


class PeriodStep(Struct, frozen=True, kw_only=True):
    """A step taken between the two dates."""

    experiment_id: UUID
    kind: ExperimentKind
    role_id: UUID | None
    role: str | None
    on: date
    ended: AttemptKind


class Difference(Struct, frozen=True, kw_only=True):
    """The profile on two dates compared. It covers what happened after `since`, up to and including `until`."""

    since: date
    until: date
    roles: RolesChange
    order: RoleOrder
    criteria: tuple[CriterionChange, ...]
    """Heaviest now first."""
    strengths: tuple[StrengthChange, ...]
    gaps: tuple[GapChange, ...]
    """Those that stand otherwise than they did."""
    focus: FocusChange
    scope: ScopeChange
    dread: DreadChange
    steps: tuple[PeriodStep, ...]
    movers: tuple[PromiseAttribution, ...]
    """The three steps whose findings in between moved most, seen from `until`."""
