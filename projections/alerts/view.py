"""Views of alerts: which rule holds, since when, why, and a suggested act."""

from datetime import date
from typing import Literal

from msgspec import Struct

from domain.messages import Message
from domain.vocabulary import StuckRule

AlertRecipient = Literal["coach", "manager"]


class Alert(Struct, frozen=True, kw_only=True):
    """A rule that says the client may be stuck: the reason in one sentence, a suggested action in another."""

    rule: StuckRule
    since: date
    """The first day of the present unbroken stretch."""
    to: AlertRecipient
    reason: Message
    brief: Message
    """The reason in a few words, for a list of many clients."""
    move: Message
    short_move: Message
    """The suggested action in a few words."""
