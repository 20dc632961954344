"""The network at a date: people, channels, employers, and what became of the approaches."""

from datetime import date
from uuid import UUID

from msgspec import Struct

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


class ChannelShare(Struct, frozen=True, kw_only=True):
    """How many of the client's steps came by one channel, and which part that is of all that name theirs."""

    channel: Channel
    steps: int
    share: float


class ChannelMix(Struct, frozen=True, kw_only=True):
    """By which channels the client's own steps came, the commonest first."""

    steps: int
    """Run, or called off by the other side."""
    unnamed: int
    """Those of them that name no channel."""
    channels: tuple[ChannelShare, ...]


class Approaches(Struct, frozen=True, kw_only=True):
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


class Network(Struct, frozen=True, kw_only=True):
    """Whom the client knows and how the market answered."""

    on: date
    contacts: tuple[ContactView, ...]
    """Those met last first."""
    channels: ChannelMix
    employers: int
    """Organisations that the client's steps led to."""
    approaches: Approaches
    feedback: FeedbackQuality
