"""Commands that restate evidence and answers."""

from typing import TypeGuard, get_args

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.evidence import (
    CriterionInput,
    GapInput,
    LearningInput,
    OddsSignalInput,
    RecordEvidence,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.corrections.corrected_entry import NumberedEvents
from domain.journey.corrections.restated_signals import signals_of_entry
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.evidence import (
    AppealRated,
    EvidenceEvent,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.vocabulary import HeardSignal, OddsSignal

_BY_THE_WAY = frozenset[OddsSignal](get_args(HeardSignal))


def evidence_command_for(event: EvidenceEvent) -> RecordEvidence | None:
    """The command for a piece of evidence; None when it came along with something else, and follows that."""
    learned, source = _learned(event), event.source
    if learned is None:
        return None
    match source.kind:
        case "experiment":
            return RecordEvidence(happened_on=event.happened_on, experiment_id=source.id, learned=learned)
        case "check_in":
            return RecordEvidence(happened_on=event.happened_on, check_in_id=source.id, learned=learned)
        case "intake":
            return RecordEvidence(happened_on=event.happened_on, learned=learned)
        case _:
            return None


def _learned(event: EvidenceEvent) -> LearningInput | None:
    match event:
        case AppealRated():
            return LearningInput(appeal=event.rating) if event.source.id else None
        case OddsSignalHeard():
            by_itself = event.answer_to is None and is_heard_signal(event.signal)
            return (
                LearningInput(odds=(OddsSignalInput(signal=event.signal, role_id=event.role_id),))
                if by_itself and is_heard_signal(event.signal)
                else None
            )
        case TradeoffMade():
            pair = TradeoffInput(
                winner=CriterionInput(criterion_id=event.winner),
                loser=CriterionInput(criterion_id=event.loser),
                met_in_reality=event.met_in_reality,
            )
            return LearningInput(tradeoffs=(pair,))
        case StrengthObserved():
            strength = StrengthInput(
                strength_id=event.strength_id,
                wording=event.wording,
                hidden=event.hidden,
                witness=event.witness,
                contact_id=event.contact_id,
                example=event.example,
            )
            return LearningInput(strengths=(strength,))
        case GapFound():
            gap = GapInput(
                gap_id=event.gap_id, wording=event.wording, closable=event.closable, role_id=event.role_id
            )
            return LearningInput(gaps=(gap,))


def is_heard_signal(signal: OddsSignal) -> TypeGuard[HeardSignal]:
    """Whether a signal was heard by the way, and is no answer itself."""
    return signal in _BY_THE_WAY


def answer_command_for(events: NumberedEvents, number: int, event: AnswerReceived) -> RecordAnswer:
    """The command for an answer, with the signals that were recorded with it, whichever step they are an answer to."""
    recorded = signals_of_entry(events, number, event).values()
    return RecordAnswer(
        happened_on=event.happened_on,
        experiment_id=event.experiment_id,
        answer=event.answer,
        close=event.close,
        also_heard=tuple(one.signal for one in recorded if is_heard_signal(one.signal)),
        heard_in=event.heard_in,
        note=event.note,
    )
