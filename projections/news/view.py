"""Views of news: dated items, each at its place in the log, so that what came since a look can be told exactly."""

from datetime import date
from typing import Literal, get_args
from uuid import UUID

from msgspec import Struct

from projections.news.state import AssignedCoach

NewsKind = Literal[
    "worse_than_feared",
    "rejected_close",
    "rejected_after_interview",
    "rejected_unseen",
    "offer",
    "invitation",
    "ended",
    "low_energy",
    "trust_rated",
    "big_move",
    "belief_dropped",
    "new_role",
    "after_care_answered",
    "week_reviewed",
]
"""What an item tells, the most weighty first."""
KINDS: tuple[NewsKind, ...] = get_args(NewsKind)
"""Every kind, the most weighty first."""


class NewsItem(Struct, frozen=True, kw_only=True):
    """Something that happened to a client."""

    kind: NewsKind
    on: date
    """The day it happened, or, of a week that was reviewed, the day of the review."""
    number: int
    """Number, within the journey, of the event that brought it."""
    position: int
    """Place of that event in the log of all journeys: newer than all that was recorded before it."""
    role_id: UUID | None = None
    role: str | None = None
    """The role it is about."""
    experiment_id: UUID | None = None
    """The step, or the approach that was answered."""
    before: int | None = None
    """Of a big move, the potential without the entry at the end of its day, null for a role that is new; of worse than feared,
    the dread before the step.
    """
    after: int | None = None
    """Of a big move, the potential with the entry at the end of its day, never equal to `before`: null for a role that leads because another
    fell. Of worse than feared, the dread after the step. Otherwise the energy or the trust as rated.
    """
    leads: bool = False
    """Of a big move: whether the role came first by this entry on its day, alone or level with another."""
    level_with: str | None = None
    """The other role that comes first, too."""
    words: str | None = None
    """The belief that did not hold up, or what was answered to aftercare."""


class News(Struct, frozen=True, kw_only=True):
    """What happened to a client in the last eight weeks."""

    items: tuple[NewsItem, ...]
    """The newest first, by their place in the log; of one entry the most weighty first."""
    coach: AssignedCoach | None


def news_since(news: News, number: int) -> tuple[NewsItem, ...]:
    """The items that entries after the one with a number brought, whenever they happened."""
    return tuple(one for one in news.items if one.number > number)
