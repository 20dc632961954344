"""The view of sight and consent."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import ConsentPurpose, ReaderKind, SightScope

EndReason = Literal["withdrawn", "expired", "date_passed", "replaced"]
"""By the client; by its date, noted by the clock or not noted yet; by a later grant to the same reader."""


class SightView(Struct, frozen=True, kw_only=True):
    """A share, in force or ended."""

    reader_id: UUID
    reader: ReaderKind
    name: str
    scope: SightScope
    since: date
    until: date | None
    """The last day it was granted for."""
    ended_on: date | None
    """The first day without it."""
    how: EndReason | None


class ConsentView(Struct, frozen=True, kw_only=True):
    """A consent, with the wording of the version that the client agreed to."""

    consent_id: UUID
    purpose: ConsentPurpose
    wording: int
    study_id: UUID | None
    since: date
    until: date | None
    """The last day it was given for."""
    ended_on: date | None
    """The first day without it."""
    how: EndReason | None


class DeputyView(Struct, frozen=True, kw_only=True):
    """Someone who stands in for the coach, or was asked to, and what the client said."""

    cover_id: UUID
    deputy_id: UUID
    name: str
    coach_name: str
    first_day: date
    last_day: date
    agreed: bool | None
    """Null until the client answered about this person and these days."""
    scope: SightScope | None
    """How much they see on those days: what the client said, and at most what the coach sees; null if nothing."""
    ended_on: date | None
    """When it was ended, by the client, the coach or the deputy."""


class Sight(Struct, frozen=True, kw_only=True):
    """The shares and consents in force on a date, and those that have ended."""

    on: date
    readers: tuple[SightView, ...]
    """In force on that day, the oldest first."""
    former: tuple[SightView, ...]
    """What ended, the first to end first."""
    consents: tuple[ConsentView, ...]
    """In force on that day, the oldest first."""
    former_consents: tuple[ConsentView, ...]
    """What ended, the first to end first."""
    deputies: tuple[DeputyView, ...] = ()
    """In the order in which they were proposed."""
