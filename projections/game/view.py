"""View of the game at a date, for the client only."""

from datetime import date

from msgspec import Struct

from domain.vocabulary import Quest
from projections.game.badges import BadgeView
from projections.game.courage import Courage
from projections.game.levels import GameLevel
from projections.game.momentum import Momentum, MomentumWord
from projections.game.points import StepPoints
from projections.game.quest_choices import QuestChoice
from projections.game.quests import QuestView
from projections.game.switch import GameSwitch


class Game(Struct, frozen=True, kw_only=True):
    """Points, level, momentum, courage, quests and badges. Before the start there are no points, and the level is 1."""

    on: date
    switch: GameSwitch
    """Whether to show it; switched off, nothing else changes."""
    total: int
    level: GameLevel
    steps: tuple[StepPoints, ...]
    """By day; of one day in the order they were logged."""
    momentum: Momentum
    momentum_word: MomentumWord | None
    """How momentum went in the last two weeks that are over; None before week 3."""
    reserve_weeks_left: int
    """Missed weeks that can still be declared weeks off."""
    courage: Courage
    quests: tuple[QuestView, ...]
    """All of them, in their usual order."""
    accepted_quest: Quest | None
    """The one that was accepted last and is not done: one at a time."""
    quest_choices: tuple[QuestChoice, ...]
    """At most one about knowing, one about courage and one about range; none while a quest is accepted."""
    badges: tuple[BadgeView, ...]
    """All of them, earned or not."""
