"""The forms of the game: a quest taken or let pass, and the switch that puts the game away."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import get_args

from domain.journey.commands.course import SwitchGame
from domain.journey.commands.quests import DeclineQuest, TakeQuest
from domain.journey.decide import UserCommand
from domain.vocabulary import Quest
from projections.game.projection import GAME
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, Forms

ONE_AT_A_TIME = gettext_noop("One quest at a time. Finish yours first, or drop it.")


def parse_take_quest(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Take a quest on, one at a time."""
    quest, accepted = _quest(form), context.folded.view(GAME).accepted_quest
    if accepted not in (None, quest):
        form.add_error("quest", current_translator().gettext(ONE_AT_A_TIME))
    return [TakeQuest(happened_on=context.today, quest=quest)] if quest else []


def parse_decline_quest(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Let a quest pass."""
    quest = _quest(form)
    return [DeclineQuest(happened_on=context.today, quest=quest)] if quest else []


def parse_switch_off(_form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Put the game away."""
    return [SwitchGame(happened_on=context.today, on=False)]


def parse_switch_on(_form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Take it out again."""
    return [SwitchGame(happened_on=context.today, on=True)]


GAME_FORMS: Forms = MappingProxyType(
    {
        "take": Form(
            parse=parse_take_quest,
            confirmation=gettext_noop("Quest accepted. What you do counts, whatever comes of it."),
            fields={"quest": FORM_ERROR},
        ),
        "decline": Form(
            parse=parse_decline_quest,
            confirmation=gettext_noop(
                "Quest declined. It costs nothing, and you can accept it another time."
            ),
            fields={"quest": FORM_ERROR},
        ),
        "drop": Form(
            parse=parse_decline_quest,
            confirmation=gettext_noop("Quest dropped. It costs nothing, and you can accept it another time."),
            fields={"quest": FORM_ERROR},
        ),
        "off": Form(
            parse=parse_switch_off,
            confirmation=gettext_noop("The game is off. It is hidden everywhere, and nothing is lost."),
        ),
        "on": Form(
            parse=parse_switch_on,
            confirmation=gettext_noop("The game is on. Everything you did in the meantime counts."),
        ),
    }
)
"""By the end of their address."""


def _quest(form: FormData) -> Quest | None:
    quests: tuple[Quest, ...] = get_args(Quest)
    return form.choice("quest", quests, needed=True)
