"""Alerts as a coach reads them: which rule holds, since when, why, and what might help."""

from datetime import date
from typing import Literal

from msgspec import Struct

from domain.messages import Message
from domain.vocabulary import StuckRule

AlertRecipient = Literal["coach", "manager"]


class Alert(Struct, frozen=True, kw_only=True):
    """A client may be stuck: the facts in a sentence, and a suggested move in another."""

    rule: StuckRule
    since: date
    """The first day of the present unbroken stretch."""
    to: AlertRecipient
    reason: Message
    move: Message


class AlertOpening(Struct, frozen=True, kw_only=True):
    """The day a rule began to hold; each is a new alert."""

    rule: StuckRule
    on: date
