"""The signals that were recorded with an answer, a silence, papers on file or a market signal, when that is corrected."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.journey.corrections.corrected_entry import (
    Cascade,
    NumberedEvents,
    cascade_of_changes,
    events_found_in,
)
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.refusals import KeptOnFile

_Answer = AnswerReceived | SilenceElapsed | KeptOnFile


def signals_of_entry(events: NumberedEvents, number: int, old: JourneyEvent) -> dict[int, OddsSignalHeard]:
    """The signals that were recorded with an answer, a silence, papers on file or a market signal."""
    if isinstance(old, MarketSignalNoted):
        return {
            n: one for n, one in events_found_in(events, old.signal_id) if isinstance(one, OddsSignalHeard)
        }
    if not isinstance(old, AnswerReceived | SilenceElapsed | KeptOnFile):
        return {}
    others = _signals_of_other_answers(events, number, old)
    answers = {(one.experiment_id, one.happened_on) for one in events.values() if isinstance(one, _Answer)}
    return {
        n: one
        for n, one in events.items()
        if isinstance(one, OddsSignalHeard)
        and (old.experiment_id, old.happened_on) == _answered_with(one, answers)
        and n not in others
    }


def _answered_with(
    signal: OddsSignalHeard, answers: Container[tuple[UUID | None, date]]
) -> tuple[UUID | None, date] | None:
    """The step and day of the answer that a signal came with: told again in the step in which it was heard, if in none of its own."""
    if signal.answer_to is None or (signal.answer_to, signal.happened_on) in answers:
        return signal.answer_to, signal.happened_on
    return signal.source.id, signal.happened_on


def _signals_of_other_answers(
    events: NumberedEvents, number: int, old: AnswerReceived | SilenceElapsed | KeptOnFile
) -> set[int]:
    """The signals of the same day that belong to another answer: those that directly follow it."""
    theirs, answers = set[int](), set[int]()
    for n, event in events.items():
        if isinstance(event, AnswerReceived | SilenceElapsed | KeptOnFile):
            if n != number and (event.experiment_id, event.happened_on) == (
                old.experiment_id,
                old.happened_on,
            ):
                answers.add(n)
        elif isinstance(event, OddsSignalHeard) and (n - 1 in answers or n - 1 in theirs):
            theirs.add(n)
    return theirs


def restated_signals(
    events: NumberedEvents, recorded: Mapping[int, OddsSignalHeard], signals: Sequence[OddsSignalHeard]
) -> Cascade:
    """The signals of an entry, corrected one by one into those of the restated command; retracts or adds the difference."""
    number_by_signal = {(one.signal, one.source): number for number, one in recorded.items()}
    corrected: dict[int, JourneyEvent] = {}
    missing: list[OddsSignalHeard] = []
    for one in signals:
        number = number_by_signal.pop((one.signal, one.source), None)
        if number is None:
            missing.append(one)
        else:
            corrected[number] = one
    spare = sorted(set(recorded) - corrected.keys())
    corrected.update(zip(spare, missing, strict=False))
    changed = cascade_of_changes(events, corrected)
    return Cascade(
        corrected=changed.corrected,
        retracted=(*changed.retracted, *spare[len(missing) :]),
        added=tuple(one for one in missing[len(spare) :] if one not in events.values()),
    )
