"""What was learned in a week: the facts, with the words a reader needs, and how many of each."""

from datetime import date

from domain.journey.events.evidence import (
    AppealRated,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.roles import RoleDiscovered
from projections.weeks.calendar import Calendar
from projections.weeks.titles import Titles, step_of
from projections.weeks.view import (
    Counts,
    GapSeen,
    Learned,
    RatingHeard,
    RoleFound,
    SignalHeard,
    StrengthSeen,
    TradeOffMade,
)


def learned(titles: Titles, told: Calendar, monday: date) -> Learned:
    """The facts of a week."""
    ratings, signals = told.ratings.get(monday, []), told.signals.get(monday, [])
    tradeoffs, roles = told.tradeoffs.get(monday, []), told.roles.get(monday, [])
    strengths, gaps = told.strengths.get(monday, []), told.gaps.get(monday, [])
    return Learned(
        counts=Counts(
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


def _rating(titles: Titles, fact: AppealRated) -> RatingHeard:
    return RatingHeard(
        role_id=fact.role_id,
        role=titles.role(fact.role_id),
        rating=fact.rating,
        on=fact.happened_on,
        experiment_id=step_of(fact.source),
    )


def _signal(titles: Titles, fact: OddsSignalHeard) -> SignalHeard:
    return SignalHeard(
        role_id=fact.role_id,
        role=titles.role(fact.role_id),
        signal=fact.signal,
        on=fact.happened_on,
        experiment_id=step_of(fact.source),
        answer_to=fact.answer_to,
    )


def _tradeoff(titles: Titles, fact: TradeoffMade) -> TradeOffMade:
    return TradeOffMade(
        winner_id=fact.winner,
        winner=titles.wish(fact.winner),
        loser_id=fact.loser,
        loser=titles.wish(fact.loser),
        met=fact.met_in_reality,
        on=fact.happened_on,
        experiment_id=step_of(fact.source),
    )


def _strength(fact: StrengthObserved) -> StrengthSeen:
    return StrengthSeen(
        strength_id=fact.strength_id,
        wording=fact.wording,
        hidden=fact.hidden,
        witness=fact.witness,
        on=fact.happened_on,
        experiment_id=step_of(fact.source),
    )


def _gap(titles: Titles, fact: GapFound) -> GapSeen:
    return GapSeen(
        gap_id=fact.gap_id,
        wording=fact.wording,
        closable=fact.closable,
        role_id=fact.role_id,
        role=titles.role(fact.role_id),
        on=fact.happened_on,
        experiment_id=step_of(fact.source),
    )


def _role(fact: RoleDiscovered) -> RoleFound:
    return RoleFound(
        role_id=fact.role_id,
        title=fact.title,
        distance=fact.distance,
        source=fact.source.kind,
        on=fact.happened_on,
        experiment_id=step_of(fact.source),
    )
