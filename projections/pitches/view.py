"""The view of papers and pitch: each version and each CV, where it went, and what came back."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.feedback import FourPoints
from domain.vocabulary import ApproachAnswer, ExperimentKind

TextChange = Literal["same", "added", "left_out"]


class TextPart(Struct, frozen=True, kw_only=True):
    """Some words of a version: in both, only in this one, or only in the one before."""

    change: TextChange
    text: str


class PitchTry(Struct, frozen=True, kw_only=True):
    """A step in which a version was tried on somebody."""

    experiment_id: UUID
    kind: ExperimentKind
    on: date
    landed: int
    """From 0 to 10."""


class SentApproach(Struct, frozen=True, kw_only=True):
    """An approach that a version or a CV went out with, and the last reply to it."""

    experiment_id: UUID
    kind: ExperimentKind
    on: date
    reply: ApproachAnswer | Literal["silence"] | None
    """None while they have not replied."""
    invited: bool
    """Whether it led to an invitation or an offer, whatever came after."""


class ReplyCounts(Struct, frozen=True, kw_only=True):
    """The number of approaches by what came back. A no is a reply as any other."""

    sent: int
    replied: int
    invited: int
    """Those of the replied ones with an invitation or an offer."""
    silent: int
    waiting: int


class HeardFeedback(Struct, frozen=True, kw_only=True):
    """Feedback that says something in words."""

    experiment_id: UUID
    """The step in which it was heard."""
    on: date
    points: FourPoints
    note: str | None


class PitchVersion(Struct, frozen=True, kw_only=True):
    """A version of the pitch."""

    pitch_id: UUID
    wording: str
    since: date
    follows: UUID | None
    tries: tuple[PitchTry, ...]
    """The latest first."""
    landed: float | None
    """How well it landed, from 0 to 10, on average; None while it was not tried."""
    approaches: tuple[SentApproach, ...]
    """The latest first."""
    replies: ReplyCounts
    difference: tuple[TextPart, ...]
    """What is different from the version that it follows; nothing if it follows none."""
    heard_before: tuple[HeardFeedback, ...]
    """Feedback between the version that it follows and this one."""


class SentCv(Struct, frozen=True, kw_only=True):
    """A CV by the name that the client gave it."""

    name: str
    approaches: tuple[SentApproach, ...]
    """The latest first."""
    replies: ReplyCounts


class PitchNote(Struct, frozen=True, kw_only=True):
    """Something to show better in the pitch, as it was heard."""

    experiment_id: UUID
    on: date
    text: str


class Pitches(Struct, frozen=True, kw_only=True):
    """Which words open doors."""

    on: date
    versions: tuple[PitchVersion, ...]
    """The latest first."""
    cvs: tuple[SentCv, ...]
    """The one that was used last first."""
    to_work_in: tuple[PitchNote, ...]
    """What was heard since the latest version, the latest first."""

    @property
    def tried(self) -> int:
        """How often any version was tried."""
        return sum(len(one.tries) for one in self.versions)
