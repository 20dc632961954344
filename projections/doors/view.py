"""Views of doors: which employer may open again, why, and what the client can do about it."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import ApproachAnswer

DoorKind = Literal["kept_on_file", "knock", "called_back", "invited", "asked_for_cv", "referral"]
DoorReason = Literal[
    "kept",
    "expired",
    "not_kept",
    "knock_ahead",
    "knock_due",
    "knocked",
    "called_back",
    "invited",
    "step_planned",
    "waiting_for_answer",
    "not_used",
    "used",
    "went_on",
    "offer",
    "refused",
    "no_answer",
    "role_set_aside",
]
"""Why a door is open, or closed: the first is `kept`, the papers are there; `went_on` means it led somewhere."""

DoorMove = Literal[
    "ask_for_openings",
    "ask_to_keep_longer",
    "ask_to_keep_again",
    "plan_knock",
    "knock",
    "arrange_meeting",
    "go_to_meeting",
    "send_papers",
    "use_referral",
    "wait",
]


class DoorView(Struct, frozen=True, kw_only=True):
    """An employer or contact to get back to: an approach or a conversation that may still lead somewhere."""

    kind: DoorKind
    step_id: UUID | None
    """The approach, or the step in which it was heard; None when it was heard in none."""
    role_id: UUID | None
    role: str | None
    employer_id: UUID | None
    employer: str | None
    contact_id: UUID | None
    """Who that step was with."""
    contact: str | None
    since: date
    open: bool
    why: DoorReason
    next_move: DoorMove | None
    """What could be done; None when nothing is to be done."""
    due: date | None
    """The last day the papers are kept, the day to knock, or the last day to wait for an answer to the knock."""
    days_left: int | None
    """Up to that day; below 0 it has passed."""
    knocked_on: date | None
    answer: ApproachAnswer | None
    """What came after the knock, or after the word that opened the door."""


class Doors(Struct, frozen=True, kw_only=True):
    """The employers and contacts to get back to."""

    on: date
    open: int
    doors: tuple[DoorView, ...]
    """Open ones first; then by the day they are due, those without one last; then newest first."""
