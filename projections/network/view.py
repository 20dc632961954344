"""The network at a date: people, allies, leads, channels, what became of the approaches, and how one was seen."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import SourceKind
from domain.vocabulary import Channel, Tie


class ContactView(Struct, frozen=True, kw_only=True):
    """Someone the client met: how close, what they are to the roles, how often and how they came to meet."""

    contact_id: UUID
    name: str | None
    """None when it is not known, or not known yet."""
    relation: str | None
    employer_id: UUID | None
    employer: str | None
    strongest_tie: Tie
    latest_tie: Tie
    in_role: bool
    """In one of the steps at least: does or did that very work."""
    can_hire: bool
    """In one of the steps at least: decides on hiring for it."""
    met: int
    """Steps with them that took place."""
    last_met: date
    channel: Channel | None
    """How the client came to the first of those steps."""
    added_on: date | None
    source: SourceKind | None
    """Where they came from: a step, or the client's own address book. None when that is not known."""
    source_id: UUID | None


class UnmetContactView(Struct, frozen=True, kw_only=True):
    """Someone the client knows of and has not met yet."""

    contact_id: UUID
    name: str
    relation: str | None
    employer_id: UUID | None
    employer: str | None
    tie: Tie | None
    """As it was noted when they were added."""
    added_on: date
    source: SourceKind
    source_id: UUID | None


class AllyView(Struct, frozen=True, kw_only=True):
    """Someone asked to stand by."""

    contact_id: UUID
    name: str | None
    how_to_help: str
    """The latest card."""
    on: date
    """The day of that card."""
    since: date
    """The day they were first asked."""


class IntroductionView(Struct, frozen=True, kw_only=True):
    """Somebody the client introduced, perhaps to another contact."""

    introduction_id: UUID
    on: date
    contact_id: UUID
    contact: str | None
    to_contact_id: UUID | None
    to_contact: str | None
    note: str | None


class LeadView(Struct, frozen=True, kw_only=True):
    """An opening that came to the client's ears."""

    lead_id: UUID
    on: date
    channel: Channel
    what: str
    role_id: UUID | None
    contact_id: UUID | None
    contact: str | None
    employer_id: UUID | None
    employer: str | None


class ChannelShare(Struct, frozen=True, kw_only=True):
    """How many of the client's steps and leads came by one channel, and which part that is of all that name theirs."""

    channel: Channel
    steps: int
    leads: int
    share: float


class ChannelMix(Struct, frozen=True, kw_only=True):
    """By which channels the client's own steps and leads came, the commonest first."""

    steps: int
    """Run, or called off by the other side."""
    unnamed: int
    """Those of them that name no channel."""
    leads: int
    channels: tuple[ChannelShare, ...]


class ApproachCounts(Struct, frozen=True, kw_only=True):
    """What became of the approaches; each counts once, under the last word on it."""

    made: int
    """The sum of all below: applications and interviews, and whatever else got an answer or a no."""
    waiting: int
    invited: int
    second_round: int
    called_back: int
    offer: int
    unseen: int
    """Refused without having been met."""
    close: int
    """Refused after an interview, a close call."""
    not_close: int
    silence: int
    would_not_meet: int
    """The other side refused the step itself."""


class FeedbackQuality(Struct, frozen=True, kw_only=True):
    """How often the client asked why, and what that gave."""

    asked: int
    usable: int
    empty: int


class VisibleStep(Struct, frozen=True, kw_only=True):
    """A step that also made the client visible to somebody."""

    experiment_id: UUID
    on: date
    to: str


class Visibility(Struct, frozen=True, kw_only=True):
    """Exploring and being seen mix: how many of the steps also made the client visible."""

    steps: int
    """Run, or called off by the other side."""
    visible: int
    """Those of them that somebody noticed."""
    share: float | None
    """None without a step."""
    seen_by: tuple[VisibleStep, ...]
    """The latest first."""


class PitchView(Struct, frozen=True, kw_only=True):
    """A version of the pitch, and what came of it."""

    pitch_id: UUID
    wording: str
    since: date
    follows: UUID | None
    sent: int
    """Approaches that it went out with."""
    invited: int
    """Those of them answered with an invitation or an offer, so far."""
    tried: int
    """Steps in which it was tried on somebody."""
    landed: float | None
    """How well it landed there, 0-10, on average; None while it was not tried."""


class Network(Struct, frozen=True, kw_only=True):
    """Whom the client knows and how the market answered."""

    on: date
    contacts: tuple[ContactView, ...]
    """Those met last first."""
    unmet: tuple[UnmetContactView, ...]
    """Known and not met yet, the closest first."""
    allies: tuple[AllyView, ...]
    introductions: tuple[IntroductionView, ...]
    leads: tuple[LeadView, ...]
    """The latest first; so are the introductions."""
    channels: ChannelMix
    employers: int
    """Organisations that the client's steps led to."""
    approaches: ApproachCounts
    feedback: FeedbackQuality
    visibility: Visibility
    pitches: tuple[PitchView, ...]
    """The latest version first."""
