"""Evidence and answers said again."""

from typing import TypeGuard, get_args

from domain.journey.answers import AnswerReceived, RecordAnswer
from domain.journey.corrections.cascade import Facts
from domain.journey.events.evidence import (
    AppealRated,
    Found,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.learning import (
    Criterion,
    Gap,
    Learned,
    Odds,
    RecordEvidence,
    Strength,
    Tradeoff,
)
from domain.vocabulary import HeardSignal, Signal

_BY_THE_WAY = frozenset[Signal](get_args(HeardSignal))


def taught_again(fact: Found) -> RecordEvidence | None:
    """The command for a piece of evidence; None when it came along with something else, and follows that."""
    learned, source = _learned(fact), fact.source
    if learned is None:
        return None
    match source.kind:
        case "experiment":
            return RecordEvidence(happened_on=fact.happened_on, experiment_id=source.id, learned=learned)
        case "check_in":
            return RecordEvidence(happened_on=fact.happened_on, check_in_id=source.id, learned=learned)
        case "intake":
            return RecordEvidence(happened_on=fact.happened_on, learned=learned)
        case _:
            return None


def _learned(fact: Found) -> Learned | None:
    match fact:
        case AppealRated():
            return Learned(appeal=fact.rating) if fact.source.id else None
        case OddsSignalHeard():
            by_itself = fact.answer_to is None and heard(fact.signal)
            return (
                Learned(odds=(Odds(signal=fact.signal, role_id=fact.role_id),))
                if by_itself and heard(fact.signal)
                else None
            )
        case TradeoffMade():
            pair = Tradeoff(
                winner=Criterion(criterion_id=fact.winner),
                loser=Criterion(criterion_id=fact.loser),
                met_in_reality=fact.met_in_reality,
            )
            return Learned(tradeoffs=(pair,))
        case StrengthObserved():
            strength = Strength(
                strength_id=fact.strength_id,
                wording=fact.wording,
                hidden=fact.hidden,
                witness=fact.witness,
            )
            return Learned(strengths=(strength,))
        case GapFound():
            gap = Gap(gap_id=fact.gap_id, wording=fact.wording, closable=fact.closable, role_id=fact.role_id)
            return Learned(gaps=(gap,))


def heard(signal: Signal) -> TypeGuard[HeardSignal]:
    """Whether a signal was heard by the way, and is no answer itself."""
    return signal in _BY_THE_WAY


def answered_again(facts: Facts, number: int, fact: AnswerReceived) -> RecordAnswer:
    """The command for an answer, with what was heard along with it: the signals told right after it."""
    along: list[HeardSignal] = []
    for following in range(number + 1, number + 12):
        one = facts.get(following)
        if not isinstance(one, OddsSignalHeard) or one.answer_to != fact.experiment_id:
            break
        if heard(one.signal):
            along.append(one.signal)
    return RecordAnswer(
        happened_on=fact.happened_on,
        experiment_id=fact.experiment_id,
        answer=fact.answer,
        close=fact.close,
        also_heard=tuple(along),
        heard_in=fact.heard_in,
        note=fact.note,
    )
