"""The words of the game: what each quest asks, what each badge is for, and of what points are made."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.vocabulary import Quest
from projections.game.badges import Badge
from service.localization.gettext_noop import gettext_noop

PointsPart = Literal["plan", "run", "learn", "surprise", "courage", "ask"]

POINTS_PARTS: Mapping[PointsPart, str] = MappingProxyType(
    {
        "plan": gettext_noop("for planning"),
        "run": gettext_noop("for going"),
        "learn": gettext_noop("for learning"),
        "surprise": gettext_noop("for a surprise"),
        "courage": gettext_noop("for courage"),
        "ask": gettext_noop("for asking why"),
    }
)
QUEST_TASKS: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": gettext_noop("Take a first step within seven days of your start."),
        "dream_decoder": gettext_noop("Decode a dream, and find two roles that offer what it stands for."),
        "three_unknown_roles": gettext_noop("Test three roles that were not on your own list."),
        "ask_the_odds": gettext_noop("Hear about your odds in two roles by the end of week 2."),
        "devils_advocate": gettext_noop("Try to disprove your favourite: guess, take a step, rate it again."),
        "walk_a_day": gettext_noop("Spend six hours beside somebody at work."),
        "the_other_side": gettext_noop("Hold two talks outside your sector."),
        "ring_the_no": gettext_noop("After a refusal, ask what decided it."),
        "three_week_knock": gettext_noop("Three weeks after a refusal, knock again."),
        "trade_off_trail": gettext_noop("Make five trade-offs that you met in reality."),
        "gap_closer": gettext_noop("Close a gap."),
        "listening_tour": gettext_noop("Hold ten talks with one and the same question."),
        "come_back": gettext_noop("Take one step of ten minutes. That is all."),
    }
)
BADGES: Mapping[Badge, str] = MappingProxyType(
    {
        "glad_i_asked": gettext_noop("Glad I Asked"),
        "cartographer": gettext_noop("Cartographer"),
        "straight_forecaster": gettext_noop("Straight Forecaster"),
        "second_witness": gettext_noop("Second Witness"),
        "bridge_builder": gettext_noop("Bridge Builder"),
        "cold_feet_warm_call": gettext_noop("Cold Feet, Warm Call"),
        "good_host_of_a_no": gettext_noop("Good Host of a No"),
        "door_keeper": gettext_noop("Door Keeper"),
        "came_back": gettext_noop("Came Back"),
        "let_go": gettext_noop("Let Go"),
    }
)
BADGE_CONDITIONS: Mapping[Badge, str] = MappingProxyType(
    {
        "glad_i_asked": gettext_noop("A step disproved what you had guessed."),
        "cartographer": gettext_noop("Test five roles that were not on your own list."),
        "straight_forecaster": gettext_noop("Guess your chances honestly over eight answered applications."),
        "second_witness": gettext_noop("Two witnesses saw the same strength in you."),
        "bridge_builder": gettext_noop("Bring two people together."),
        "cold_feet_warm_call": gettext_noop("Make a call that you dreaded at 7 or more."),
        "good_host_of_a_no": gettext_noop("Take one refusal through all its steps."),
        "door_keeper": gettext_noop("Ask them to keep your papers, or knock again."),
        "came_back": gettext_noop("Take a step again after two missed weeks."),
        "let_go": gettext_noop("Lay a role aside."),
    }
)
