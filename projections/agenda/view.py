"""What is due at a date, one line each. Overdue is a fact, not a reproach."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Kind

Due = Literal["planned", "next_step", "follow_up", "silence", "knock"]
"""A plan to carry out; what was to follow; a day to come back; the end of the wait for an answer; to knock again."""


class Item(Struct, frozen=True, kw_only=True):
    """One thing that is due: what, by when, and how many days that is from today."""

    kind: Due
    item_id: UUID
    """The experiment, check-in or follow-up it comes from; unique within its kind."""
    experiment_id: UUID | None
    """None when it was agreed in a check-in."""
    step: Kind | None
    """Which kind of experiment that is."""
    role: str | None
    """Its title, when it is about a role."""
    what: str
    """In the words it was told in where there are any, else in English."""
    due: date
    days: int
    """Below 0 it is overdue."""


class Agenda(Struct, frozen=True, kw_only=True):
    """What is due for the client at a date, first things first."""

    on: date
    items: tuple[Item, ...]
