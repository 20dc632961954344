"""The words of the game: what each quest asks, what each badge is for, and of what points are made."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.vocabulary import Quest
from projections.game.badges import Badge
from service.localization.gettext_noop import gettext_noop

PointsPart = Literal["plan", "run", "learn", "surprise", "courage", "ask", "coming_back"]

POINTS_PARTS: Mapping[PointsPart, str] = MappingProxyType(
    {
        "plan": gettext_noop("for planning"),
        "run": gettext_noop("for doing it"),
        "learn": gettext_noop("for learning"),
        "surprise": gettext_noop("for a surprise"),
        "courage": gettext_noop("for courage"),
        "ask": gettext_noop("for asking why"),
        "coming_back": gettext_noop("for coming back"),
    }
)
QUEST_TASKS: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": gettext_noop("Take your first step within seven days of starting."),
        "dream_decoder": gettext_noop("Decode a dream, and find two roles that offer what it stands for."),
        "three_unknown_roles": gettext_noop("Try out three roles that came up along the way."),
        "ask_the_odds": gettext_noop("Hear about your chances in two roles by the end of week 2."),
        "devils_advocate": gettext_noop("Try to disprove your favourite: guess, take a step, rate it again."),
        "walk_a_day": gettext_noop("Spend six hours with someone at work."),
        "the_other_side": gettext_noop("Have two conversations outside your sector."),
        "ring_the_no": gettext_noop("After a rejection, ask for the reason."),
        "three_week_knock": gettext_noop("Three weeks after a rejection, get back in touch."),
        "trade_off_trail": gettext_noop("Make five trade-offs that you met in real life."),
        "gap_closer": gettext_noop("Close a gap."),
        "listening_tour": gettext_noop("Have ten conversations with the same question."),
        "come_back": gettext_noop("Take one ten-minute step. That is all."),
    }
)
BADGES: Mapping[Badge, str] = MappingProxyType(
    {
        "glad_i_asked": gettext_noop("Glad I Asked"),
        "cartographer": gettext_noop("Cartographer"),
        "straight_forecaster": gettext_noop("Honest Forecaster"),
        "second_witness": gettext_noop("Second Witness"),
        "bridge_builder": gettext_noop("Bridge Builder"),
        "cold_feet_warm_call": gettext_noop("Brave Call"),
        "good_host_of_a_no": gettext_noop("Made the Most of a No"),
        "door_keeper": gettext_noop("Foot in the Door"),
        "came_back": gettext_noop("Came Back"),
        "let_go": gettext_noop("Let Go"),
    }
)
BADGE_CONDITIONS: Mapping[Badge, str] = MappingProxyType(
    {
        "glad_i_asked": gettext_noop("A step disproved what you had guessed."),
        "cartographer": gettext_noop("Try out five roles that came up along the way."),
        "straight_forecaster": gettext_noop(
            "Guess your chances honestly over eight applications that got a reply."
        ),
        "second_witness": gettext_noop("Two people saw the same strength in you."),
        "bridge_builder": gettext_noop("Introduce two people to each other."),
        "cold_feet_warm_call": gettext_noop("Make a call that you dreaded at 7 or more."),
        "good_host_of_a_no": gettext_noop("Take one rejection through all its steps."),
        "door_keeper": gettext_noop("Ask them to keep your details, or get back in touch."),
        "came_back": gettext_noop("Take a step again after two weeks without one."),
        "let_go": gettext_noop("Park a role."),
    }
)
