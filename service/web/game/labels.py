"""The words of the game: what each quest asks, what each badge is for, and of what points are made."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.vocabulary import Quest
from projections.game.badges import Badge
from service.localization.gettext_noop import marked

Part = Literal["plan", "run", "learn", "surprise", "courage", "ask"]

PARTS: Mapping[Part, str] = MappingProxyType(
    {
        "plan": marked("for planning"),
        "run": marked("for going"),
        "learn": marked("for learning"),
        "surprise": marked("for a surprise"),
        "courage": marked("for courage"),
        "ask": marked("for asking why"),
    }
)
ASKS: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": marked("Take a first step within seven days of your start."),
        "dream_decoder": marked("Decode a dream, and find two roles that offer what it stands for."),
        "three_unknown_roles": marked("Test three roles that were not on your own list."),
        "ask_the_odds": marked("Hear about your odds in two roles by the end of week 2."),
        "devils_advocate": marked("Try to disprove your favourite: guess, take a step, rate it again."),
        "walk_a_day": marked("Spend six hours beside somebody at work."),
        "the_other_side": marked("Hold two talks outside your sector."),
        "ring_the_no": marked("After a refusal, ask what decided it."),
        "three_week_knock": marked("Three weeks after a refusal, knock again."),
        "trade_off_trail": marked("Make five trade-offs that you met in reality."),
        "gap_closer": marked("Close a gap."),
        "listening_tour": marked("Hold ten talks with one and the same question."),
        "come_back": marked("Take one step of ten minutes. That is all."),
    }
)
BADGES: Mapping[Badge, str] = MappingProxyType(
    {
        "glad_i_asked": marked("Glad I Asked"),
        "cartographer": marked("Cartographer"),
        "straight_forecaster": marked("Straight Forecaster"),
        "second_witness": marked("Second Witness"),
        "bridge_builder": marked("Bridge Builder"),
        "cold_feet_warm_call": marked("Cold Feet, Warm Call"),
        "good_host_of_a_no": marked("Good Host of a No"),
        "door_keeper": marked("Door Keeper"),
        "came_back": marked("Came Back"),
        "let_go": marked("Let Go"),
    }
)
EARNED_BY: Mapping[Badge, str] = MappingProxyType(
    {
        "glad_i_asked": marked("A step disproved what you had guessed."),
        "cartographer": marked("Test five roles that were not on your own list."),
        "straight_forecaster": marked("Guess your chances honestly over eight answered applications."),
        "second_witness": marked("Two witnesses saw the same strength in you."),
        "bridge_builder": marked("Bring two people together."),
        "cold_feet_warm_call": marked("Make a call that you dreaded at 7 or more."),
        "good_host_of_a_no": marked("Take one refusal through all its steps."),
        "door_keeper": marked("Ask them to keep your papers, or knock again."),
        "came_back": marked("Take a step again after two missed weeks."),
        "let_go": marked("Lay a role aside."),
    }
)
