"""View of the agenda: one item for each thing that is due."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import ExperimentKind

AgendaItemKind = Literal[
    "planned",
    "next_step",
    "follow_up",
    "silence",
    "knock",
    "ask_why",
    "may_i_ring",
    "kept_on_file",
    "commitment",
    "challenge",
    "goal",
    "gap",
    "after_care",
    "close_week",
]
"""A plan to carry out; what was to follow; a day to come back; the end of the wait for an answer; to knock again; to ask
why after a refusal; to ask at an interview whether one may ring afterwards; the last day the papers are kept; what was
agreed, dared, aimed at or decided to be closed; care after the programme; a week to close with a review."""


class AgendaItem(Struct, frozen=True, kw_only=True):
    """One item of the to-do list: what, by which date, and how many days that is from today."""

    kind: AgendaItemKind
    item_id: UUID | None
    """What it comes from: the experiment, check-in, follow-up, commitment and so on;
    unique within its kind. None for a week."""
    week: date | None = None
    """The Monday of the week to close."""
    experiment_id: UUID | None = None
    """None when it comes from no experiment."""
    step: ExperimentKind | None = None
    """Which kind of experiment that is."""
    role: str | None = None
    """Its title, when it is about a role."""
    what: str
    """In the person's own words where there are any, else a sentence of ours."""
    due: date
    days: int
    """Below 0 it is overdue."""


class Agenda(Struct, frozen=True, kw_only=True):
    """The client's to-do list on a date, the earliest first."""

    on: date
    items: tuple[AgendaItem, ...]
