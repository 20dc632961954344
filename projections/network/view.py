"""Views of the network: contacts, allies, leads, channels, results of approaches, and visibility."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import SourceKind
from domain.vocabulary import Channel, Tie


class ContactView(Struct, frozen=True, kw_only=True):
    """A contact the client has met: how well they know them, for which roles, how often they met, how they were found."""

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
    """Meetings with them that took place."""
    last_met: date
    channel: Channel | None
    """How the client came to the first of those steps."""
    added_on: date | None
    source: SourceKind | None
    """Where they came from: a step, or the client's own address book. None when that is not known."""
    source_id: UUID | None


class UnmetContactView(Struct, frozen=True, kw_only=True):
    """A contact the client has not met yet."""

    contact_id: UUID
    name: str
    relation: str | None
    employer_id: UUID | None
    employer: str | None
    tie: Tie | None
    """As it was noted when they were added."""
    in_role: bool
    can_hire: bool
    """In one of the applications and calls at least, as for those who were met."""
    added_on: date
    source: SourceKind
    source_id: UUID | None


class AllyView(Struct, frozen=True, kw_only=True):
    """A contact who was asked to be a supporter."""

    contact_id: UUID
    name: str | None
    how_to_help: str
    """The latest card."""
    on: date
    """The day of that card."""
    since: date
    """The day they were first asked."""


class IntroductionView(Struct, frozen=True, kw_only=True):
    """A contact whom the client introduced, perhaps to another contact."""

    introduction_id: UUID
    on: date
    contact_id: UUID
    contact: str | None
    to_contact_id: UUID | None
    to_contact: str | None
    note: str | None


class LeadView(Struct, frozen=True, kw_only=True):
    """An opening the client heard of."""

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
    """The number of steps and openings through one channel, its share of all that have a channel, and what it led to."""

    channel: Channel
    steps: int
    leads: int
    share: float
    talks: int
    """Those of the steps that met people or the work."""
    invited: int
    """Those of the steps that were answered with an invitation or an offer."""


class ChannelMix(Struct, frozen=True, kw_only=True):
    """The channels of the client's steps and openings, the most common first."""

    steps: int
    """Run, or called off by the other side."""
    unnamed: int
    """Those of them that name no channel."""
    leads: int
    channels: tuple[ChannelShare, ...]


class ApproachCounts(Struct, frozen=True, kw_only=True):
    """The number of approaches by result. Each approach counts once, under its latest result."""

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
    """How often the client asked for feedback, and what they got."""

    asked: int
    usable: int
    empty: int


class VisibleStep(Struct, frozen=True, kw_only=True):
    """A step that also made the client visible to someone."""

    experiment_id: UUID
    on: date
    to: str


class Visibility(Struct, frozen=True, kw_only=True):
    """How many of the steps also made the client visible."""

    steps: int
    """Run, or called off by the other side."""
    visible: int
    """Those of them that somebody noticed."""
    share: float | None
    """None without a step."""
    seen_by: tuple[VisibleStep, ...]
    """The latest first."""


class PitchView(Struct, frozen=True, kw_only=True):
    """A version of the pitch, and the reactions to it."""

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
    """The client's contacts, and how the market responded."""

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
