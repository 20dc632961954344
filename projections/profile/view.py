"""Views of the search profile: roles with appeal and odds, criteria, strengths, gaps, focus and scope."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import SourceKind
from domain.journey.events.roles import RoleStanding
from domain.messages import Message
from domain.vocabulary import Distance, ExperimentKind, FirstNextWeek, MarketSignal, Track, Witness
from projections.learning_model.focus import Quadrant
from projections.learning_model.ladder import RungName
from projections.learning_model.suggestions import SuggestedKind
from projections.learning_model.wording import AppealWord, ReachWord, SpreadWord

SuggestionReason = Literal[
    "never_met", "rating_unsure", "see_the_work", "odds_unsure", "own_work", "none_in_role", "chances_first"
]
RolePrompt = Literal["what_is_missing", "test_or_park"]


class ProfileAnswersView(Struct, frozen=True, kw_only=True):
    """The client's latest answers: What can I do? What do I want? What am I doing to get there?"""

    on: date
    can: str | None
    want: str | None
    move: str | None


class DisputeView(Struct, frozen=True, kw_only=True):
    """The client's own view of the chances. It is shown beside the number, which does not change."""

    on: date
    why: str
    own_reach: float | None
    """0-1, as the reach it is held against."""


class ScoreView(Struct, frozen=True, kw_only=True):
    """How well a role meets one priority, 0-100."""

    criterion_id: UUID
    wording: str
    score: int


class ScoringView(Struct, frozen=True, kw_only=True):
    """The latest scores of a role, priority by priority, the heaviest first."""

    on: date
    scores: tuple[ScoreView, ...]


class ProfileQuality(Struct, frozen=True, kw_only=True):
    """A quality of a dream or an ideal that the client found in a role."""

    quality_id: UUID
    wording: str
    on: date


class MarketView(Struct, frozen=True, kw_only=True):
    """A figure or report that says where the market for a role is going."""

    signal_id: UUID
    signal: MarketSignal
    published: date
    on: date
    """The day it was noted, from which it counts among the odds."""
    replaced_on: date | None
    """The day from which it no longer counts, because a newer edition from the same source does; None while it counts."""
    source: str
    address: str | None
    weak: bool = False
    """Whether it is an outlook of the atlas, which counts for half."""


class RoleView(Struct, frozen=True, kw_only=True):
    """A role and the model's numbers for it. Appeal and promise (its potential) are 0-100, the chances odds and reach 0-1."""

    role_id: UUID
    title: str
    distance: Distance
    standing: RoleStanding
    reason: str | None
    """Why it is parked or blocked."""
    condition: str | None
    """The hard limit that blocks it, where one was named."""
    since: date
    """Since when it stands so; for a role in play, its discovery or reopening."""
    new: bool
    """Not on the client's own list at the start: met on the way."""
    appeal: float
    spread: float
    appeal_word: AppealWord
    spread_word: SpreadWord
    alpha: float
    beta: float
    odds: float
    reach: float
    reach_word: ReachWord
    promise: float
    share: float | None
    """Its share of attention among the roles in play; None when it is not in play."""
    contact: float
    """How well it was met, in talks with someone in the role."""
    met: bool
    evidence: int
    """Appeal ratings plus odds signals."""
    assumed: bool
    """Nothing was tried or heard of it: its figures are those of any such role."""
    isco_group: str | None
    disputed: DisputeView | None
    scored: ScoringView | None
    predicted_appeal: float | None
    """What the scores and the weights of the criteria would have it be, 0-100; None with fewer than three scored."""
    qualities: tuple[ProfileQuality, ...]
    market: tuple[MarketView, ...]
    """Latest published first."""
    offered: int
    """In how many weeks a step about it was suggested."""
    asks: tuple[RolePrompt, ...]
    """What is worth asking: the scores and the appeal disagree, or it was offered again and again and never tried."""


class CriterionView(Struct, frozen=True, kw_only=True):
    """A priority and its weight. All weights add up to 1."""

    criterion_id: UUID
    wording: str
    weight: float
    traded: int
    """In how many trade-offs it was met or imagined."""


class Observation(Struct, frozen=True, kw_only=True):
    """An observation of a strength: by whom, when, and where."""

    on: date
    witness: Witness
    contact_id: UUID | None
    source: SourceKind
    source_id: UUID | None


class ProfileStrength(Struct, frozen=True, kw_only=True):
    """A strength and its observations. Hidden if the client had not seen it themselves."""

    strength_id: UUID
    wording: str
    hidden: bool
    observations: tuple[Observation, ...]


class ProfileGap(Struct, frozen=True, kw_only=True):
    """Something a role asks for and the client lacks."""

    gap_id: UUID
    wording: str
    closable: bool
    found_on: date
    times: int
    role_ids: tuple[UUID, ...]


class FocusView(Struct, frozen=True, kw_only=True):
    """How many roles the client is in effect choosing between. Focus is 0-1, null without an active role."""

    effective_roles: float
    focus: float | None
    quadrant: Quadrant | None
    """Null as long as too little was tried to say."""


class ScopeView(Struct, frozen=True, kw_only=True):
    """How widely the client has explored the market, in roles."""

    known: int
    in_play: int
    met: int
    """Met well enough to count in how widely the market is known."""
    tried: int
    """A step about them took place."""
    new: int
    new_met: int
    occupation_groups: int


class ForecastsView(Struct, frozen=True, kw_only=True):
    """How good the client's guesses are, each kind by itself: Brier scores 0-1, liking and dread 0-10. Null below four cases."""

    answered: int
    """Applications whose interview was forecast and that were answered."""
    brier: float | None
    expected: float | None
    """The mean forecast, 0-1, beside the share that was invited."""
    invited: float | None
    five_tries: int
    """Guesses about five tries that are settled: by an interview within five approaches, or by five without."""
    five_tries_brier: float | None
    liking_rated: int
    liking_gap: float | None
    """How much more a step was liked than guessed, on average; below 0 it was liked less."""
    dread_rated: int
    dread_before: float | None
    dread_after: float | None


class LowerRung(Struct, frozen=True, kw_only=True):
    """A step for the same role that is dreaded less, by its rung: the dread expected before it, and before the suggested one, 0-10."""

    rung: RungName
    kind: ExperimentKind
    dread: float
    instead_of: float


class SuggestionView(Struct, frozen=True, kw_only=True):
    """A suggested step and the reason. `shift` is in bits, `score` in bits per unit of effort.

    No step of its kind is planned for the role.
    """

    role_id: UUID
    kind: SuggestedKind
    score: float
    shift: float
    effort: float
    reason: SuggestionReason
    why: Message
    lower: LowerRung | None
    """Where the step is likely to be dreaded more than can be borne now, and a conversation less."""
    hirer: UUID | None
    """A contact who hires for the role, as the client noted with a step: the one of the last plan."""
    offered: int
    """In how many weeks a step about the role was suggested."""
    test_or_park: bool
    """Whether that was three weeks or more, and the role was never tried: try it, or park it."""


class SuggestionOrder(Struct, frozen=True, kw_only=True):
    """What comes first among the suggestions, as the client chose: a role, who hires, or a kind of work that is new."""

    first: FirstNextWeek
    """Never `usual`."""
    role_id: UUID | None
    """The role that comes first, if it is a role."""
    chosen_in: Literal["review", "plan"]
    """Whether it follows from the conclusion of an earlier week, or was chosen for this one."""
    monday: date
    """The week that was reviewed, or that was planned."""
    fits: bool
    """False if no suggestion fits: then they stand in the usual order."""
    changed: bool
    """Whether they stand in another order than the usual."""


class Profile(Struct, frozen=True, kw_only=True):
    """The search profile on a date. Active roles come first, by potential, then those parked or ruled out."""

    journey_id: UUID | None
    on: date
    week: int
    """1 in the calendar week of the start; 0 before it."""
    called: str
    track: Track
    """As it was set by then; so are the language and the programme's end."""
    locale: str
    started_on: date
    programme_end: date | None
    steps: int
    """Experiments run, cancelled or refused so far."""
    questions: ProfileAnswersView | None
    """None while they are not answered."""
    focus: FocusView
    scope: ScopeView
    roles: tuple[RoleView, ...]
    criteria: tuple[CriterionView, ...]
    strengths: tuple[ProfileStrength, ...]
    gaps: tuple[ProfileGap, ...]
    forecasts: ForecastsView
    suggestions: tuple[SuggestionView, ...]
    suggestion_order: SuggestionOrder | None
    """None in the usual order: those that tell the most per effort first."""
