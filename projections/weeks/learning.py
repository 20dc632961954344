"""What was learned in a week: the facts, with the words a reader needs, and how many of each."""

from datetime import date

from domain.journey.events.evidence import (
    AppealRated,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.roles import RoleDiscovered
from projections.weeks.calendar import WeeklyCalendar
from projections.weeks.titles import TitleLookup, source_experiment_id
from projections.weeks.view import (
    LearningCounts,
    WeekGap,
    WeekLearning,
    WeekRating,
    WeekRole,
    WeekSignal,
    WeekStrength,
    WeekTradeoff,
)


def week_learning(titles: TitleLookup, told: WeeklyCalendar, monday: date) -> WeekLearning:
    """The facts of a week."""
    ratings, signals = told.ratings.get(monday, []), told.signals.get(monday, [])
    tradeoffs, roles = told.tradeoffs.get(monday, []), told.roles.get(monday, [])
    strengths, gaps = told.strengths.get(monday, []), told.gaps.get(monday, [])
    return WeekLearning(
        counts=LearningCounts(
            ratings=len(ratings),
            signals=len(signals),
            tradeoffs=len(tradeoffs),
            strengths=len(strengths),
            gaps=len(gaps),
            roles=len(roles),
        ),
        ratings=tuple(_rating(titles, one) for one in ratings),
        signals=tuple(_signal(titles, one) for one in signals),
        tradeoffs=tuple(_tradeoff(titles, one) for one in tradeoffs),
        strengths=tuple(_strength(one) for one in strengths),
        gaps=tuple(_gap(titles, one) for one in gaps),
        roles=tuple(_role(one) for one in roles),
    )


def _rating(titles: TitleLookup, fact: AppealRated) -> WeekRating:
    return WeekRating(
        role_id=fact.role_id,
        role=titles.role(fact.role_id),
        rating=fact.rating,
        on=fact.happened_on,
        experiment_id=source_experiment_id(fact.source),
    )


def _signal(titles: TitleLookup, fact: OddsSignalHeard) -> WeekSignal:
    return WeekSignal(
        role_id=fact.role_id,
        role=titles.role(fact.role_id),
        signal=fact.signal,
        on=fact.happened_on,
        experiment_id=source_experiment_id(fact.source),
        answer_to=fact.answer_to,
    )


def _tradeoff(titles: TitleLookup, fact: TradeoffMade) -> WeekTradeoff:
    return WeekTradeoff(
        winner_id=fact.winner,
        winner=titles.criterion(fact.winner),
        loser_id=fact.loser,
        loser=titles.criterion(fact.loser),
        met=fact.met_in_reality,
        on=fact.happened_on,
        experiment_id=source_experiment_id(fact.source),
    )


def _strength(fact: StrengthObserved) -> WeekStrength:
    return WeekStrength(
        strength_id=fact.strength_id,
        wording=fact.wording,
        hidden=fact.hidden,
        witness=fact.witness,
        on=fact.happened_on,
        experiment_id=source_experiment_id(fact.source),
    )


def _gap(titles: TitleLookup, fact: GapFound) -> WeekGap:
    return WeekGap(
        gap_id=fact.gap_id,
        wording=fact.wording,
        closable=fact.closable,
        role_id=fact.role_id,
        role=titles.role(fact.role_id),
        on=fact.happened_on,
        experiment_id=source_experiment_id(fact.source),
    )


def _role(fact: RoleDiscovered) -> WeekRole:
    return WeekRole(
        role_id=fact.role_id,
        title=fact.title,
        distance=fact.distance,
        source=fact.source.kind,
        on=fact.happened_on,
        experiment_id=source_experiment_id(fact.source),
    )
