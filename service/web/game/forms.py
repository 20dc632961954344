"""The game: points and what for, momentum, courage, quests and badges; and the switch that puts all of it away."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args

from domain.journey.commands.course import SwitchGame
from domain.journey.commands.quests import DeclineQuest, TakeQuest
from domain.journey.decide import UserCommand
from domain.vocabulary import Quest
from service.web.form_data import FormData


def _quest(form: FormData) -> Quest | None:
    quests: tuple[Quest, ...] = get_args(Quest)
    return form.choice("quest", quests, needed=True)


def parse_take_quest(form: FormData, today: date) -> UserCommand | None:
    """Take a quest on."""
    quest = _quest(form)
    return TakeQuest(happened_on=today, quest=quest) if quest else None


def parse_decline_quest(form: FormData, today: date) -> UserCommand | None:
    """Let a quest pass."""
    quest = _quest(form)
    return DeclineQuest(happened_on=today, quest=quest) if quest else None


def parse_switch_off(_answers: FormData, today: date) -> UserCommand:
    """Put the game away."""
    return SwitchGame(happened_on=today, on=False)


def parse_switch_on(_answers: FormData, today: date) -> UserCommand:
    """Take it out again."""
    return SwitchGame(happened_on=today, on=True)


GAME_FORMS: Mapping[str, Callable[[FormData, date], UserCommand | None]] = MappingProxyType(
    {"take": parse_take_quest, "decline": parse_decline_quest, "off": parse_switch_off, "on": parse_switch_on}
)
"""By the end of their address."""
