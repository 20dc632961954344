"""A reply link as its client sees it, what its page shows to whoever opens it, and how many there may be."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from msgspec import Struct

LinkPurpose = Literal["organisation", "supporter"]
"""Who is asked: the organisation that said no, for its reasons; or somebody who knows the client, for a strength."""
LinkState = Literal["open", "replied", "closed"]
"""Open: can still be answered. Replied: an answer waits to be read. Closed: nothing comes any more."""


class LinkLimits(Struct, frozen=True, kw_only=True):
    """How long a link can be answered, and how many of its purpose a client may have."""

    lifetime: timedelta
    most_open: int
    most_in_a_month: int


LIMITS: Mapping[LinkPurpose, LinkLimits] = MappingProxyType(
    {
        "organisation": LinkLimits(lifetime=timedelta(days=21), most_open=3, most_in_a_month=10),
        "supporter": LinkLimits(lifetime=timedelta(days=14), most_open=5, most_in_a_month=10),
    }
)
MONTH = timedelta(days=30)
"""For so long a link counts towards the limit of a month, answered or not."""
Receipt = Literal["same", "other", "declined"]
"""Whether a form that has brought a reply says what it said then, or something else; or whether it has closed the link."""
REPLY_LIFETIME = timedelta(days=90)
"""After this a reply that was not kept is deleted."""


class LinkText(Struct, frozen=True, kw_only=True):
    """What the page of a link shows: as the client wrote it, and nothing else about her."""

    first_name: str
    subject: str
    """The job that she applied for, or the name of the supporter."""


class SentForm(Struct, frozen=True, kw_only=True):
    """A form as somebody sent it: it can come twice, as it was or changed."""

    form_id: UUID
    filled_in: object


class ReplyLink(Struct, frozen=True, kw_only=True):
    """A link as its client sees it. Its address is shown only when it is made."""

    link_id: UUID
    purpose: LinkPurpose
    about_id: UUID
    """The step that was rejected, or the contact who is asked."""
    state: LinkState
    made_at: datetime
    expires_at: datetime
    replied_at: datetime | None = None
    postponed_until: datetime | None = None
    """A waiting reply is not mentioned before this."""
    takes_replies: bool = True
    """Not while the use of the journey is restricted, and not once what the link is about was withdrawn."""

    @property
    def last_day(self) -> date:
        """The last whole day on which it can be answered."""
        return last_day(self.expires_at)


class OpenLink(Struct, frozen=True, kw_only=True):
    """A link that was found by its address and can be answered."""

    tenant_id: UUID
    journey_id: UUID
    link_id: UUID
    purpose: LinkPurpose
    about_id: UUID
    expires_at: datetime
    text: LinkText

    @property
    def last_day(self) -> date:
        """The last whole day on which it can be answered."""
        return last_day(self.expires_at)


def last_day(expires_at: datetime) -> date:
    """The day before the one on which a link expires at some hour."""
    return (expires_at - timedelta(days=1)).date()


class TooManyLinks(Exception):
    """Raised if a client may make no more links of a purpose, now or this month."""

    def __init__(self, limit: Literal["open", "month"], most: int) -> None:
        super().__init__(f"no more than {most}: {limit}")
        self.limit: Literal["open", "month"] = limit
        self.most = most


class LinkMadeBefore(Exception):
    """Raised if a form that has made a link is sent again: its address was shown, and cannot be shown again."""


class UnreadableReply(Exception):
    """Raised for a reply that cannot be opened: its key is gone, or it was damaged."""
