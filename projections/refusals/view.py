"""Views of refusals: the answer, the progress of the six steps, and what was learned from all of them."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.feedback import PointsHeard
from domain.vocabulary import ApproachAnswer, ExperimentKind, FeedbackVia

NegativeReply = Literal["rejected_unseen", "rejected_after_interview", "silence"]
PauseState = Literal["open", "taken", "skipped", "not_offered"]
AskState = Literal["open", "asked", "passed", "not_offered"]
FeedbackState = Literal["none", "waiting", "usable", "empty"]
ChangeState = Literal["open", "change", "nothing", "not_offered"]
KnockState = Literal["ahead", "planned", "due", "done", "not_offered"]
RefusalFlowStep = Literal["pause", "ask", "feedback", "change", "knock"]
"""What is for the client to do; that it holds for this post only is said, not done."""


class PauseStep(Struct, frozen=True, kw_only=True):
    """Step 1 after a rejection: a pause."""

    state: PauseState
    on: date | None


class AskStep(Struct, frozen=True, kw_only=True):
    """Step 3 after a rejection: asking why."""

    state: AskState
    on: date | None
    asked_in: UUID | None
    """The step in which it was asked."""
    by: date | None
    """The last day to ask; None after a silence."""
    agreed_on: date | None
    """The day the other side said that the client may ring."""


class FeedbackStep(Struct, frozen=True, kw_only=True):
    """Step 4 after a rejection: the feedback, in four points or as empty phrases."""

    state: FeedbackState
    on: date | None
    competence: str | None
    requirements: str | None
    well_qualified: str | None
    self_presentation: str | None
    heard: PointsHeard
    """What was said on each point, apart from their words."""
    via: FeedbackVia | None


class ChangeStep(Struct, frozen=True, kw_only=True):
    """Step 5 after a rejection: one change, or the decision that there is nothing to change."""

    state: ChangeState
    on: date | None
    change: str | None


class KnockStep(Struct, frozen=True, kw_only=True):
    """Step 6 after a rejection: getting back in touch after three weeks, and whether details are kept on file."""

    state: KnockState
    due: date | None
    """The day set for it, else 21 days after the refusal; None when it is done or not offered."""
    on: date | None
    """The day it was done."""
    answer: ApproachAnswer | Literal["silence"] | None
    """The last word since it was done."""
    kept_on_file: bool
    """True if the papers are kept at this date."""
    kept_until: date | None
    """The last day they are kept, when it was said; it may have passed."""


class RefusalFlow(Struct, frozen=True, kw_only=True):
    """The six steps after a rejection."""

    pause: PauseStep
    this_post_only: bool
    """Step 2: it holds for this post only, unless the feedback said otherwise."""
    ask: AskStep
    feedback: FeedbackStep
    change: ChangeStep
    knock: KnockStep


class EarlierRefusal(Struct, frozen=True, kw_only=True):
    """A rejection or silence before the last one in the same approach."""

    on: date
    answer: NegativeReply
    close: bool | None


class RefusalView(Struct, frozen=True, kw_only=True):
    """An approach that was rejected or got no reply, by its last rejection."""

    approach_id: UUID
    kind: ExperimentKind
    role_id: UUID | None
    role: str | None
    employer_id: UUID | None
    employer: str | None
    on: date
    answer: NegativeReply
    close: bool | None
    """Whether it was a close call, after an interview."""
    heard_in: UUID | None
    """The step in which it was heard, when that was another one."""
    earlier: tuple[EarlierRefusal, ...]
    flow: RefusalFlow
    overtaken_by: ApproachAnswer | None
    """The last good word on it since: the refusal does not stand any more."""
    overtaken_on: date | None
    next_step: RefusalFlowStep | None
    """None when nothing is left to do, or the refusal is overtaken."""


class RefusalMix(Struct, frozen=True, kw_only=True):
    """How approaches were rejected, and what asking why gave. Each approach counts once, under its last rejection."""

    unseen: int
    after_interview: int
    close: int
    """Those after an interview that were a close call."""
    silence: int
    overtaken: int
    """Those of all above that a good word followed."""
    made: int
    """Applications and interviews that took place, and whatever else got an answer or a no; as `ApproachCounts.made`."""
    answered: int
    """Whatever got an answer, or was refused itself."""
    answered_share: float | None
    """None when no approach was made."""
    asked: int
    usable: int
    empty: int
    usable_share: float | None
    """Of what came back; None when nothing did."""


class RefusalLearning(Struct, frozen=True, kw_only=True):
    """A change that the client decided on after a rejection, or an insight in one of its steps."""

    on: date
    approach_id: UUID
    kind: Literal["change", "insight"]
    insight_id: UUID | None
    wording: str


class Refusals(Struct, frozen=True, kw_only=True):
    """Every rejection up to a date, and what the client did with it."""

    on: date
    refusals: tuple[RefusalView, ...]
    """Newest first."""
    mix: RefusalMix
    learned: tuple[RefusalLearning, ...]
    """Newest first."""
    care: UUID | None
    """The step that a no came to, while care comes first; None when the client went on, or there is no such no."""
    care_since: date | None
    care_until: date | None
    """The last day of it."""
