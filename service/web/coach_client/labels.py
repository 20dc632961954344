"""What the pages of a coach call things."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import Quest, Stance
from service.localization.gettext_noop import gettext_noop

QUEST_SUMMARIES: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": gettext_noop("A first step within a week of starting."),
        "dream_decoder": gettext_noop("What an old dream stood for, and two roles that offer it."),
        "three_unknown_roles": gettext_noop("Try three roles that were not on the list."),
        "ask_the_odds": gettext_noop("Hear about the chances in two roles by week two."),
        "devils_advocate": gettext_noop("Try to prove the favourite wrong."),
        "walk_a_day": gettext_noop("Six hours with someone at work."),
        "the_other_side": gettext_noop("Two conversations outside the known sector."),
        "ring_the_no": gettext_noop("Ask for feedback after a rejection."),
        "three_week_knock": gettext_noop("Get back in touch three weeks after a rejection."),
        "trade_off_trail": gettext_noop("Five trade-offs, met in real life."),
        "gap_closer": gettext_noop("Close one gap."),
        "listening_tour": gettext_noop("Ten conversations with the same question."),
        "come_back": gettext_noop("A step after some weeks without one."),
    }
)
"""What a quest asks, in a sentence."""
QUEST_WAITS = gettext_noop("They have a quest now, and can accept another one once it is done or dropped.")

DEFAULT_STANCE: Stance = "coach"
"""Whose questions are asked while no stance was taken."""
