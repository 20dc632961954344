"""Views of the coaching of one journey, for the coach's desk and the client's page."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.agreements import ChallengeAnswer
from domain.journey.events.quests import QuestStage
from domain.messages import Message
from domain.vocabulary import Distance, Quest, Stance, StuckRule

CommitmentStatus = Literal["kept", "let_go", "open", "overdue"]
"""How a commitment stands. Overdue is a fact, not a reproach."""


class CoachPeriod(Struct, frozen=True, kw_only=True):
    """A coach, and the dates from and until which they coached."""

    coach_id: UUID
    name: str
    since: date
    until: date | None
    """The day another coach took over."""


class StanceQuestion(Struct, frozen=True, kw_only=True):
    """A question of a coaching style. The code is stable; the text is translated."""

    code: str
    text: Message


class StanceView(Struct, frozen=True, kw_only=True):
    """The coach's current coaching style, and its questions."""

    stance: Stance
    since: date
    questions: tuple[StanceQuestion, ...]


class CheckInView(Struct, frozen=True, kw_only=True):
    """A session of client and coach."""

    check_in_id: UUID
    on: date
    minutes: int | None
    conclusion: str | None
    next_step: str | None
    next_step_due: date | None


class NoteView(Struct, frozen=True, kw_only=True):
    """A note by the coach."""

    note_id: UUID
    on: date
    text: str
    shared_since: date | None
    """None while it is the coach's own: then no client reads it."""


class CommitmentView(Struct, frozen=True, kw_only=True):
    """A commitment of the client, and whether it was kept."""

    commitment_id: UUID
    what: str
    made_on: date
    due: date | None
    stands: CommitmentStatus
    settled_on: date | None


class ChallengeView(Struct, frozen=True, kw_only=True):
    """A challenge from the coach, and the client's answer."""

    challenge_id: UUID
    what: str
    set_on: date
    due: date | None
    answer: ChallengeAnswer | None
    """None until the client answered; to decline costs nothing."""
    since: date | None
    """The day of that answer."""


class CoachingQuest(Struct, frozen=True, kw_only=True):
    """The status of a quest, and the date since which it has it."""

    quest: Quest
    stage: QuestStage
    since: date


class Pulse(Struct, frozen=True, kw_only=True):
    """A rating on a date, 0-10."""

    on: date
    rating: int


class CoachFoundRole(Struct, frozen=True, kw_only=True):
    """A role that the coach discovered."""

    role_id: UUID
    title: str
    distance: Distance
    on: date


class AlertView(Struct, frozen=True, kw_only=True):
    """One period in which an alert was active, and what was done about it."""

    rule: StuckRule
    to: Literal["coach", "manager"]
    since: date
    """The first day the rule held."""
    opened_on: date
    closed_on: date | None
    acknowledged_on: date | None
    """The day of the latest move."""
    move: str | None
    snoozed_until: date | None
    """It stays away up to and with this day."""
    contact_on: date | None
    """The first check-in on the day of the opening or later."""
    days_to_contact: int | None
    shown: bool
    """Open on that day, and not snoozed."""


class Coaching(Struct, frozen=True, kw_only=True):
    """The coaching of one journey: its coaches and coaching styles, sessions, notes, commitments and alerts."""

    on: date
    coach: CoachPeriod | None
    earlier_coaches: tuple[CoachPeriod, ...]
    """The first one first."""
    stance: StanceView | None
    check_ins: tuple[CheckInView, ...]
    """By day."""
    last_contact: date | None
    days_since_contact: int | None
    """From the start while there was no contact; None before the start."""
    notes: tuple[NoteView, ...]
    """All of them, the private ones too."""
    commitments: tuple[CommitmentView, ...]
    challenges: tuple[ChallengeView, ...]
    quests: tuple[CoachingQuest, ...]
    """In the order in which they were first recorded."""
    trust: tuple[Pulse, ...]
    energy: tuple[Pulse, ...]
    discoveries: tuple[CoachFoundRole, ...]
    alerts: tuple[AlertView, ...]
    """Every opening, the first one first."""
    to_show: tuple[StuckRule, ...]
    """The alerts that are open and not snoozed; none in a week off."""
    median_days_to_contact: float | None
    """Over the openings that a contact followed; None while there is none."""


def client_coaching(coaching: Coaching) -> Coaching:
    """The part the client may read: without the coach's private notes and without the alerts."""
    return replace(
        coaching,
        notes=tuple(one for one in coaching.notes if one.shared_since),
        alerts=(),
        to_show=(),
        median_days_to_contact=None,
    )
