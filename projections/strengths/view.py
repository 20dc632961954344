"""Views of strengths: the observations, whether a second witness confirmed it, and the stories that show it."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import SourceKind
from domain.vocabulary import Witness

StrengthSide = Literal["own", "hidden"]
"""The client knew of it, or others saw it first."""


class StrengthObservation(Struct, frozen=True, kw_only=True):
    """An observation of a strength: by whom, when, and where."""

    on: date
    witness: Witness
    contact_id: UUID | None
    contact: str | None
    """The contact's name, when it is known."""
    source: SourceKind
    source_id: UUID | None
    example: str | None = None
    """One moment when it was seen, in the words of whoever saw it."""


class StrengthStory(Struct, frozen=True, kw_only=True):
    """A story that shows a strength."""

    story_id: UUID
    title: str
    on: date


class StrengthView(Struct, frozen=True, kw_only=True):
    """A strength, its observations, and whether it is confirmed."""

    strength_id: UUID
    wording: str
    """As last recorded."""
    hidden: bool
    """As it was first observed."""
    side: StrengthSide
    """Hidden when others saw it first; what the client saw first is the client's own."""
    evident_on: date | None
    """The first day the client was said to see it too; None while only others do."""
    observations: tuple[StrengthObservation, ...]
    """By day."""
    confirmed: bool
    """True if a second, independent witness saw it. A test is no witness."""
    confirmed_on: date | None
    confirmed_by: StrengthObservation | None
    stories: tuple[StrengthStory, ...]


class AssessedStrengthView(Struct, frozen=True, kw_only=True):
    """A strength that a test points to: weak evidence, which confirms nothing by itself."""

    __test__ = False

    strength_id: UUID
    wording: str
    assessment_id: UUID
    instrument: str
    on: date
    observed: bool
    """True if somebody has seen it, too."""


class Strengths(Struct, frozen=True, kw_only=True):
    """All strengths that others or the client observed."""

    on: date
    strengths: tuple[StrengthView, ...]
    """In the order they were first seen."""
    tested: tuple[AssessedStrengthView, ...]
    """What tests say, in the order they were taken."""
