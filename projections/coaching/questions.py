"""The three questions a coach asks in each stance, under stable codes."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.messages import Message, translatable
from domain.vocabulary import Stance

STANCE_QUESTIONS: Mapping[Stance, tuple[tuple[str, Message], ...]] = MappingProxyType(
    {
        "adviser": (
            (
                "what_do_you_know",
                translatable("What do you know about this work first-hand, and what have you only imagined?"),
            ),
            ("what_can_you_show", translatable("Which strength did it show, and who saw it?")),
            ("what_are_the_odds", translatable("Who could tell you what your chances really are?")),
        ),
        "coach": (
            ("what_do_you_want", translatable("What do you want more of, now that you have seen this?")),
            (
                "what_holds_you_back",
                translatable("What do you dread about the next step, and what would make it easier?"),
            ),
            ("what_did_you_learn", translatable("What did you think before, and what do you think now?")),
        ),
        "marketer": (
            (
                "which_channel",
                translatable("Which route brought you closest to this work, and which have you not tried?"),
            ),
            (
                "what_do_you_offer",
                translatable("In one sentence: what would an employer gain by having you?"),
            ),
            ("who_needs_that", translatable("Who needs exactly that, and where do they look for it?")),
        ),
        "sales_manager": (
            ("what_this_week", translatable("Who will you approach this week, and on which day?")),
            (
                "who_waits_for_you",
                translatable("Who is waiting to hear from you, and who are you waiting for?"),
            ),
            (
                "what_did_they_answer",
                translatable("What did the last rejection teach you for your next approach?"),
            ),
        ),
    }
)
