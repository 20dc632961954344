"""What the pages of a coach call things."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import Quest
from service.localization.gettext_noop import gettext_noop

QUEST_SUMMARIES: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": gettext_noop("A first step within a week of the start."),
        "dream_decoder": gettext_noop("What an old dream stood for, and two kinds of work that offer it."),
        "three_unknown_roles": gettext_noop("Meet three kinds of work that were on no list."),
        "ask_the_odds": gettext_noop("Hear of the odds in two kinds of work by week two."),
        "devils_advocate": gettext_noop("Try to prove the favourite wrong."),
        "walk_a_day": gettext_noop("Six hours beside somebody at work."),
        "the_other_side": gettext_noop("Two talks outside the own sector."),
        "ring_the_no": gettext_noop("Ask why after a refusal."),
        "three_week_knock": gettext_noop("Get in touch again three weeks after a refusal."),
        "trade_off_trail": gettext_noop("Five trade-offs, met in reality."),
        "gap_closer": gettext_noop("Close one gap."),
        "listening_tour": gettext_noop("Ten talks with one and the same question."),
        "come_back": gettext_noop("A step after some weeks without one."),
    }
)
"""What a quest asks, in a sentence."""
