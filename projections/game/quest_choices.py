"""Three quests to choose from: one about knowing, one about courage, one about range, each with why.

They come from what is known least, believed too easily, or met too narrowly. One quest at a time: while one is accepted
and not done, there is nothing to choose; nor is there for the rest of a week in which one was declined.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from msgspec import Struct

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from domain.journey.events.evidence import AppealRated, GapFound
from domain.journey.events.gaps import GapClosed
from domain.journey.events.quests import QuestDeclined
from domain.journey.events.weeks import monday_of
from domain.messages import Message, translatable, translatable_plural
from domain.vocabulary import KNOCK_DAYS, Quest
from projections.game.history import GameHistory
from projections.game.quests import QuestView
from projections.game.rules import GameRules, QuestTargets

QuestAim = Literal["knowing", "courage", "range"]
"""What a quest is about: what is known least, what is believed too easily, or what is met too narrowly."""

QUEST_AIMS: Mapping[Quest, QuestAim] = MappingProxyType(
    {
        "ask_the_odds": "knowing",
        "trade_off_trail": "knowing",
        "gap_closer": "knowing",
        "dream_decoder": "knowing",
        "listening_tour": "knowing",
        "first_light": "courage",
        "devils_advocate": "courage",
        "ring_the_no": "courage",
        "three_week_knock": "courage",
        "walk_a_day": "courage",
        "come_back": "courage",
        "three_unknown_roles": "range",
        "the_other_side": "range",
    }
)


class QuestChoice(Struct, frozen=True, kw_only=True):
    """A quest that can be chosen, what it is about, and why it is worth it now."""

    quest: Quest
    about: QuestAim
    why: Message


class _Occasion(Struct, frozen=True, kw_only=True):
    """A journey on a day, and how far a quest is."""

    trail: GameHistory
    on: date
    targets: QuestTargets
    done: int


def accepted_quest(quests: Sequence[QuestView], on: date) -> Quest | None:
    """The quest that was accepted last and can still be done; None if there is none."""
    taken = [one for one in quests if one.stage == "taken" and one.done_on is None and not one.is_over(on)]
    return max(taken, key=lambda one: one.since or date.min).quest if taken else None


def quest_choices(
    trail: GameHistory, quests: Sequence[QuestView], on: date, rules: GameRules
) -> tuple[QuestChoice, ...]:
    """At most one quest about each aim: the one that is least far along. None in a week that said "not now"."""
    if accepted_quest(quests, on) or _declined_since(trail, monday_of(on)):
        return ()
    found = list(_possible(trail, quests, on, rules))
    firsts = (next((one for one in found if one.about == aim), None) for aim in get_args(QuestAim))
    return tuple(one for one in firsts if one)


def _possible(
    trail: GameHistory, quests: Sequence[QuestView], on: date, rules: GameRules
) -> Iterator[QuestChoice]:
    """The quests that can be chosen, the one that is least far along first, then in the order of their aims."""
    away = _declined_since(trail, on - timedelta(days=rules.targets.declined_away_days - 1))
    places = list(QUEST_AIMS)
    for one in sorted(quests, key=lambda one: (one.done / one.needed, places.index(one.quest))):
        if one.stage in ("not_offered", "declined") and one.done_on is None and one.quest not in away:
            why = _WHY[one.quest](_Occasion(trail=trail, on=on, targets=rules.targets, done=one.done))
            if why:
                yield QuestChoice(quest=one.quest, about=QUEST_AIMS[one.quest], why=why)


def _declined_since(trail: GameHistory, day: date) -> Collection[Quest]:
    return {one.quest for one in trail.events_of(QuestDeclined) if one.happened_on >= day}


def _why_first_light(at: _Occasion) -> Message | None:
    started = at.trail.started
    if not started or at.on > started.happened_on + timedelta(days=at.targets.first_step_within_days):
        return None
    return translatable("The first step is the hardest. A small one is enough.")


def _why_dream_decoder(at: _Occasion) -> Message | None:
    if not at.done:
        return translatable("A dream from long ago stands for something. You have not asked yours yet.")
    return translatable_plural(
        "You know what a dream stands for. You have not found a second role that offers it.",
        "You know what a dream stands for. You have not found %(count)s roles that offer it.",
        at.targets.dream_roles,
    )


def _why_three_unknown_roles(at: _Occasion) -> Message | None:
    if not any(step.was_run() and step.planned.role_id for step in at.trail.steps):
        return None
    if not at.done:
        return translatable("You have only tried work from your own list.")
    return translatable_plural(
        "You have tried one role that came up along the way.",
        "You have tried %(count)s roles that came up along the way.",
        at.done,
    )


def _why_ask_the_odds(at: _Occasion) -> Message | None:
    started = at.trail.started
    if not started or at.on >= monday_of(started.happened_on) + timedelta(weeks=at.targets.odds_weeks):
        return None
    if not at.done:
        return translatable("You have not heard about your chances yet.")
    return translatable_plural(
        "You have heard about your chances in one role.",
        "You have heard about your chances in %(count)s roles.",
        at.done,
    )


def _why_devils_advocate(at: _Occasion) -> Message | None:
    if not at.trail.events_of(AppealRated):
        return None
    return translatable("You rate one kind of work highest. What would prove you wrong?")


def _why_walk_a_day(_at: _Occasion) -> Message | None:
    return translatable("You have not spent a whole day with someone at work yet.")


def _why_the_other_side(at: _Occasion) -> Message | None:
    if not at.done:
        return translatable("You have not spoken with anyone outside your sector yet.")
    return translatable_plural(
        "You have had one conversation outside your sector.",
        "You have had %(count)s conversations outside your sector.",
        at.done,
    )


def _why_ring_the_no(at: _Occasion) -> Message | None:
    if not _refused(at, 0):
        return None
    return translatable("Nobody has told you yet why it was a no.")


def _why_three_week_knock(at: _Occasion) -> Message | None:
    if not _refused(at, KNOCK_DAYS):
        return None
    return translatable("Three weeks have passed since a no. Things may look different there now.")


def _refused(at: _Occasion, days_ago: int) -> bool:
    last = at.on - timedelta(days=days_ago)
    return any(
        one.answer in REFUSAL_ANSWERS and one.happened_on <= last
        for one in at.trail.events_of(AnswerReceived)
    )


def _why_trade_off_trail(at: _Occasion) -> Message | None:
    if not at.done:
        return translatable("You have not had to choose between two priorities in real life yet.")
    return translatable_plural(
        "You have chosen between two priorities in real life once.",
        "You have chosen between two priorities in real life %(count)s times.",
        at.done,
    )


def _why_gap_closer(at: _Occasion) -> Message | None:
    closed = {one.gap_id for one in at.trail.events_of(GapClosed)}
    open_gaps = {one.gap_id for one in at.trail.events_of(GapFound)} - closed
    if not open_gaps:
        return None
    return translatable_plural(
        "One thing that you were asked for is still missing.",
        "%(count)s things that you were asked for are still missing.",
        len(open_gaps),
    )


def _why_listening_tour(at: _Occasion) -> Message | None:
    if not at.done:
        return translatable("One question, asked often, shows what is true everywhere.")
    return translatable_plural(
        "You have asked the same question in one conversation.",
        "You have asked the same question in %(count)s conversations.",
        at.done,
    )


def _why_come_back(_at: _Occasion) -> Message | None:
    # The game offers it by itself, and nobody chooses to have been away.
    return None


_WHY: Mapping[Quest, Callable[[_Occasion], Message | None]] = MappingProxyType(
    {
        "first_light": _why_first_light,
        "dream_decoder": _why_dream_decoder,
        "three_unknown_roles": _why_three_unknown_roles,
        "ask_the_odds": _why_ask_the_odds,
        "devils_advocate": _why_devils_advocate,
        "walk_a_day": _why_walk_a_day,
        "the_other_side": _why_the_other_side,
        "ring_the_no": _why_ring_the_no,
        "three_week_knock": _why_three_week_knock,
        "trade_off_trail": _why_trade_off_trail,
        "gap_closer": _why_gap_closer,
        "listening_tour": _why_listening_tour,
        "come_back": _why_come_back,
    }
)
"""Why a quest is worth it now; None while it cannot be done."""
