"""Quests: small adventures, offered and never imposed. What the client does counts, whether offered or not.

Each rule says in a sentence what is to be done; its progress is in the steps alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, get_args
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.evidence import AppealRated, OddsSignalHeard, TradeoffMade
from domain.journey.events.gaps import GapClosed
from domain.journey.events.quests import QuestDeclined, QuestEvent, QuestOffered, QuestTaken
from domain.journey.events.vision import DreamDecoded, QualitySeen
from domain.journey.events.weeks import monday_of
from domain.vocabulary import HeardSignal, Quest, TestedAspect
from projections.game.comebacks import comeback_days
from projections.game.history import GameHistory
from projections.game.progress import TaskProgress, furthest_progress, task_progress
from projections.game.refusals import asked_why_days, knock_days
from projections.game.roles import new_role_test_days, outside_talk_days
from projections.game.rules import GameRules

GameQuestStage = Literal["not_offered", "offered", "taken", "declined"]
QuestRule = Callable[[GameHistory, GameRules], TaskProgress]

_HEARD: frozenset[str] = frozenset(get_args(HeardSignal))


class QuestView(Struct, frozen=True, kw_only=True):
    """A quest, its status and its progress."""

    quest: Quest
    stage: GameQuestStage
    since: date | None
    """The day it was offered, taken or declined; None when the game offers it by itself."""
    done: int
    needed: int
    done_on: date | None
    until: date | None = None
    """The last day on which it can be done, if there is one."""

    def is_over(self, on: date) -> bool:
        """Whether its last day passed before it was done."""
        return self.done_on is None and self.until is not None and self.until < on


def quest_views(trail: GameHistory, rules: GameRules, *, return_quest: bool) -> tuple[QuestView, ...]:
    """Every quest. With `return_quest` the game itself offers the quest to come back."""
    stages = _stages(trail)
    by_itself: GameQuestStage = "offered" if return_quest else "not_offered"
    last_days = _last_days(trail, rules)
    return tuple(
        replace(
            _view(quest, rule(trail, rules), stages.get(quest) or _untold(quest, by_itself)),
            until=last_days.get(quest),
        )
        for quest, rule in _RULES.items()
    )


def _last_days(trail: GameHistory, rules: GameRules) -> dict[Quest, date]:
    """The last days of the quests that can only be done at the start."""
    if trail.started is None:
        return {}
    start, targets = trail.started.happened_on, rules.targets
    return {
        "first_light": start + timedelta(days=targets.first_step_within_days),
        "ask_the_odds": monday_of(start) + timedelta(weeks=targets.odds_weeks, days=-1),
    }


def _untold(quest: Quest, by_itself: GameQuestStage) -> tuple[GameQuestStage, date | None]:
    return (by_itself if quest == "come_back" else "not_offered"), None


def _view(quest: Quest, far: TaskProgress, standing: tuple[GameQuestStage, date | None]) -> QuestView:
    stage, since = standing
    return QuestView(
        quest=quest, stage=stage, since=since, done=far.done, needed=far.needed, done_on=far.done_on
    )


def _stages(trail: GameHistory) -> dict[Quest, tuple[GameQuestStage, date | None]]:
    """The last stage of each quest that was offered, accepted or declined."""
    return {one.quest: (_stage(one), one.happened_on) for one in trail.events if isinstance(one, QuestEvent)}


def _stage(word: QuestEvent) -> GameQuestStage:
    match word:
        case QuestOffered():
            return "offered"
        case QuestTaken():
            return "taken"
        case QuestDeclined():
            return "declined"


def first_light_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """An experiment was run within 7 days of the start."""
    if trail.started is None:
        return task_progress((), 1)
    last = trail.started.happened_on + timedelta(days=rules.targets.first_step_within_days)
    return task_progress(
        (step.happened_on for step in trail.steps if step.was_run() and step.happened_on <= last), 1
    )


def dream_decoder_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """A dream was decoded, and two roles were found that offer one of its qualities."""
    seen = trail.events_of(QualitySeen)
    ways = ((dream.happened_on, *_offering(dream, seen)) for dream in trail.events_of(DreamDecoded))
    return furthest_progress(ways, 1 + rules.targets.dream_roles)


def _offering(dream: DreamDecoded, seen: Sequence[QualitySeen]) -> Iterable[date]:
    """Yields, for each role that offers a quality of the dream, the first day, not before that of the dream."""
    qualities = {one.quality_id for one in dream.qualities}
    days: dict[UUID, date] = {}
    for one in seen:
        if one.quality_id in qualities:
            days.setdefault(one.role_id, max(one.happened_on, dream.happened_on))
    return days.values()


def three_unknown_roles_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """Three roles that were not on the client's own list were each tested by an experiment that was run."""
    return task_progress(new_role_test_days(trail), rules.targets.unknown_roles)


def ask_the_odds_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """By the Sunday of week 2 signals of the odds of two roles were heard.

    Answers to approaches do not count.
    """
    if trail.started is None:
        return task_progress((), rules.targets.odds_roles)
    end = monday_of(trail.started.happened_on) + timedelta(weeks=rules.targets.odds_weeks)
    days: dict[UUID, date] = {}
    for one in trail.events_of(OddsSignalHeard):
        if one.happened_on < end and one.signal in _HEARD:
            days.setdefault(one.role_id, one.happened_on)
    return task_progress(days.values(), rules.targets.odds_roles)


def devils_advocate_progress(trail: GameHistory, _rules: GameRules) -> TaskProgress:
    """The highest rated role was put to the test: a forecast of its appeal, a step, and a new rating."""
    return task_progress(_tests_of_the_favourite(trail), 1)


def _tests_of_the_favourite(trail: GameHistory) -> Iterator[date]:
    ratings = trail.events_of(AppealRated)
    rated = {one.source.id: one.happened_on for one in ratings}
    last: dict[UUID, int] = {}
    known = 0
    for step in trail.steps:
        while known < len(ratings) and ratings[known].happened_on < step.happened_on:
            last[ratings[known].role_id] = ratings[known].rating
            known += 1
        planned = step.planned
        foreseen = planned.forecast is not None and planned.forecast.appeal is not None
        favourite = planned.role_id and last.get(planned.role_id) == max(last.values(), default=-1)
        if step.was_run() and foreseen and favourite and planned.experiment_id in rated:
            yield max(step.happened_on, rated[planned.experiment_id])


def walk_a_day_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """At least six hours were spent job-shadowing."""
    long = (
        one.happened_on
        for one in trail.steps
        if one.was_run("job_shadow") and one.hours >= rules.targets.walk_hours
    )
    return task_progress(long, 1)


def the_other_side_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """Two talks were held about roles whose distance was `far` or `licence` on that day."""
    return task_progress(outside_talk_days(trail), rules.targets.talks_outside)


def ring_the_no_progress(trail: GameHistory, _rules: GameRules) -> TaskProgress:
    """After a refusal the client asked why."""
    return task_progress(asked_why_days(trail), 1)


def three_week_knock_progress(trail: GameHistory, _rules: GameRules) -> TaskProgress:
    """At least 21 days after a refusal the client got in touch again, about that approach or that role."""
    return task_progress(knock_days(trail), 1)


def trade_off_trail_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """Five trade-offs were met in reality."""
    days = (one.happened_on for one in trail.events_of(TradeoffMade) if one.met_in_reality)
    return task_progress(days, rules.targets.tradeoffs)


def gap_closer_progress(trail: GameHistory, _rules: GameRules) -> TaskProgress:
    """A gap was closed."""
    return task_progress((one.happened_on for one in trail.events_of(GapClosed)), 1)


def listening_tour_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """Ten talks were held that were planned to test the same hypothesis."""
    days: defaultdict[TestedAspect, list[date]] = defaultdict(list)
    for step in trail.steps:
        if step.was_run("conversation"):
            for tested in set(step.planned.tests):
                days[tested].append(step.happened_on)
    return furthest_progress(days.values(), rules.targets.talks_with_one_question)


def come_back_progress(trail: GameHistory, rules: GameRules) -> TaskProgress:
    """A step was taken after two missed weeks."""
    return task_progress(comeback_days(trail, rules.momentum.return_after), 1)


_RULES: Mapping[Quest, QuestRule] = MappingProxyType(
    {
        "first_light": first_light_progress,
        "dream_decoder": dream_decoder_progress,
        "three_unknown_roles": three_unknown_roles_progress,
        "ask_the_odds": ask_the_odds_progress,
        "devils_advocate": devils_advocate_progress,
        "walk_a_day": walk_a_day_progress,
        "the_other_side": the_other_side_progress,
        "ring_the_no": ring_the_no_progress,
        "three_week_knock": three_week_knock_progress,
        "trade_off_trail": trade_off_trail_progress,
        "gap_closer": gap_closer_progress,
        "listening_tour": listening_tour_progress,
        "come_back": come_back_progress,
    }
)
