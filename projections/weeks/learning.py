"""What was learned in a week: the evidence with its titles, and counts."""

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


def week_learning(titles: TitleLookup, calendar: WeeklyCalendar, monday: date) -> WeekLearning:
    """What was learned in one week."""
    ratings, signals = calendar.ratings.get(monday, []), calendar.signals.get(monday, [])
    tradeoffs, roles = calendar.tradeoffs.get(monday, []), calendar.roles.get(monday, [])
    strengths, gaps = calendar.strengths.get(monday, []), calendar.gaps.get(monday, [])
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


def _rating(titles: TitleLookup, event: AppealRated) -> WeekRating:
    return WeekRating(
        role_id=event.role_id,
        role=titles.role(event.role_id),
        rating=event.rating,
        on=event.happened_on,
        experiment_id=source_experiment_id(event.source),
    )


def _signal(titles: TitleLookup, event: OddsSignalHeard) -> WeekSignal:
    return WeekSignal(
        role_id=event.role_id,
        role=titles.role(event.role_id),
        signal=event.signal,
        on=event.happened_on,
        experiment_id=source_experiment_id(event.source),
        answer_to=event.answer_to,
    )


def _tradeoff(titles: TitleLookup, event: TradeoffMade) -> WeekTradeoff:
    return WeekTradeoff(
        winner_id=event.winner,
        winner=titles.criterion(event.winner),
        loser_id=event.loser,
        loser=titles.criterion(event.loser),
        met=event.met_in_reality,
        on=event.happened_on,
        experiment_id=source_experiment_id(event.source),
    )


def _strength(event: StrengthObserved) -> WeekStrength:
    return WeekStrength(
        strength_id=event.strength_id,
        wording=event.wording,
        hidden=event.hidden,
        witness=event.witness,
        on=event.happened_on,
        experiment_id=source_experiment_id(event.source),
    )


def _gap(titles: TitleLookup, event: GapFound) -> WeekGap:
    return WeekGap(
        gap_id=event.gap_id,
        wording=event.wording,
        closable=event.closable,
        role_id=event.role_id,
        role=titles.role(event.role_id),
        on=event.happened_on,
        experiment_id=source_experiment_id(event.source),
    )


def _role(event: RoleDiscovered) -> WeekRole:
    return WeekRole(
        role_id=event.role_id,
        title=event.title,
        distance=event.distance,
        source=event.source.kind,
        on=event.happened_on,
        experiment_id=source_experiment_id(event.source),
    )
