"""Which answers and signals count: an answer that is told again, by itself or through a call about its step, counts once.

Decisions and folds share this rule, so an old log that holds an answer twice shows what a log of today shows.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from typing import get_args
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.growing import with_entry, with_item_at, with_member, without_entry
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned, steps_followed_up
from domain.journey.events.refusals import KeptOnFile
from domain.journey.events.slice_evolver import slice_evolvers
from domain.vocabulary import HeardSignal, OddsSignal

CountingEvent = ExperimentPlanned | AnswerReceived | KeptOnFile | OddsSignalHeard
_HEARD: frozenset[OddsSignal] = frozenset(get_args(HeardSignal))


class RepeatedAnswer(Struct, frozen=True):
    """The step whose answer was told again, and the signal that is no second one, if any."""

    step_id: UUID
    own_signal: OddsSignal | None


class CountedAnswers(Struct, frozen=True):
    """The answers so far, and which of them only said again what was known."""

    follow_ups: dict[UUID, ExperimentPlanned] = {}
    by_step: dict[UUID, tuple[AnswerReceived, ...]] = {}
    """By day, on one day in the order of recording; none that repeats another to the same step."""
    settled: dict[UUID, UUID] = {}
    """The follow-ups with no answer of their own, but that of a step they go back to, with that step."""
    by_call: frozenset[AnswerReceived] = frozenset()
    """The answers that settled a follow-up, and are no second ones of the market."""
    repeats: dict[UUID, dict[date, RepeatedAnswer]] = {}
    """The answers that were told again, by step and day."""
    heard: frozenset[tuple[UUID, OddsSignal]] = frozenset()
    """What was heard along with the answers to each step."""

    def repeated(self, answer: AnswerReceived) -> AnswerReceived | None:
        """The known answer to the same step that an answer says again; None if it is news."""
        return repeated_answer(self.by_step.get(answer.experiment_id, ()), answer)

    def step_answered(self, answer: AnswerReceived) -> UUID:
        """The step that an answer belongs to.

        That is another one for a follow-up without an answer of its own: the last step with answers that it goes
        back to, if it is the current one there on that day.
        """
        step_id = answer.experiment_id
        if step_id in self.settled and self.repeated(answer):
            return self.settled[step_id]
        if self._has_own_answer(step_id) or step_id not in self.follow_ups:
            return step_id
        passed = steps_followed_up(self.follow_ups[step_id], self.follow_ups)
        last = next((step for step in passed if self._has_own_answer(step)), step_id)
        repeated = repeated_answer(self.by_step.get(last, ()), answer)
        return last if repeated and repeated.happened_on <= answer.happened_on else step_id

    def _has_own_answer(self, step_id: UUID) -> bool:
        return step_id in self.by_step and step_id not in self.settled

    def counted_signal(self, signal: OddsSignalHeard) -> OddsSignalHeard | None:
        """A signal as it counts: as an answer to the step it belongs to. None if it came with an answer told again and is no news."""
        step_id = signal.answer_to
        repeat = self._repeat_on(step_id, signal.happened_on) if step_id else None
        if repeat is None:
            return signal
        if signal.signal == repeat.own_signal or (repeat.step_id, signal.signal) in self.heard:
            return None
        return replace(signal, answer_to=repeat.step_id)

    def _repeat_on(self, step_id: UUID, on: date) -> RepeatedAnswer | None:
        repeat = self.repeats.get(step_id, {}).get(on)
        if repeat is None and step_id in self.settled:
            # It was heard when the answer was told once more without an entry of its own.
            return RepeatedAnswer(self.settled[step_id], None)
        return repeat


def repeated_answer(by_day: Sequence[AnswerReceived], answer: AnswerReceived) -> AnswerReceived | None:
    """The same answer among those of a step, if it is the current one on that day, or the next one."""
    first = bisect_left(by_day, answer.happened_on, key=_day)
    place = bisect_right(by_day, answer.happened_on, key=_day)
    around = by_day[max(min(first, place - 1), 0) : place + 1]
    return next((one for one in around if one.answer == answer.answer), None)


def _day(answer: AnswerReceived) -> date:
    return answer.happened_on


def exclusive_signal(event: AnswerReceived | SilenceElapsed | KeptOnFile) -> OddsSignal | None:
    """The signal that only this kind of answer produces; None when there is none."""
    if not isinstance(event, AnswerReceived):
        return "no_answer_28d" if isinstance(event, SilenceElapsed) else None
    if event.answer == "rejected_after_interview":
        return "rejected_close" if event.close else "rejected_not_close"
    return None if event.answer == "second_round" else event.answer


def evolve(counted: CountedAnswers, event: CountingEvent) -> CountedAnswers:
    """Adds a follow-up, an answer or a signal."""
    match event:
        case ExperimentPlanned():
            if event.kind != "follow_up":
                return counted
            return replace(counted, follow_ups=with_entry(counted.follow_ups, event.experiment_id, event))
        case AnswerReceived():
            return _answered(counted, event)
        case KeptOnFile():
            # Its signal is its own, though an answer is told again on that day.
            return _with_repeat(counted, event, RepeatedAnswer(event.experiment_id, None))
        case OddsSignalHeard():
            return _heard(counted, event)


def _answered(counted: CountedAnswers, answer: AnswerReceived) -> CountedAnswers:
    repeated, step_id = counted.repeated(answer), counted.step_answered(answer)
    if repeated and repeated.happened_on > answer.happened_on:
        return _on_its_first_day(counted, repeated, answer, step_id)
    if repeated:
        return _repeated(counted, answer, step_id)
    counted = replace(counted, by_step=_with_answer(counted.by_step, answer))
    if step_id != answer.experiment_id:
        settled = with_entry(counted.settled, answer.experiment_id, step_id)
        by_call = with_member(counted.by_call, answer)
        return _repeated(replace(counted, settled=settled, by_call=by_call), answer, step_id)
    return _without_repeat(counted, answer)


def _with_answer(
    by_step: dict[UUID, tuple[AnswerReceived, ...]], answer: AnswerReceived, *, instead: int = 0
) -> dict[UUID, tuple[AnswerReceived, ...]]:
    """Puts an answer in its place by day, instead of so many that follow."""
    by_day = by_step.get(answer.experiment_id, ())
    place = bisect_right(by_day, answer.happened_on, key=_day)
    if place == len(by_day):
        return with_item_at(by_step, answer.experiment_id, answer)
    return with_entry(by_step, answer.experiment_id, (*by_day[:place], answer, *by_day[place + instead :]))


def _on_its_first_day(
    counted: CountedAnswers, repeated: AnswerReceived, answer: AnswerReceived, step_id: UUID
) -> CountedAnswers:
    """An answer told late for an earlier day counts on that day: the later one says it again."""
    by_step = _with_answer(counted.by_step, answer, instead=1)
    counted = _repeated(replace(counted, by_step=by_step), repeated, step_id)
    if repeated in counted.by_call:
        counted = replace(counted, by_call=with_member(counted.by_call, answer))
    if step_id != answer.experiment_id:
        return _repeated(counted, answer, step_id)
    # What was heard with it is known, but its own signal counts.
    return _with_repeat(counted, answer, RepeatedAnswer(step_id, None))


def _repeated(counted: CountedAnswers, answer: AnswerReceived, step_id: UUID) -> CountedAnswers:
    return _with_repeat(counted, answer, RepeatedAnswer(step_id, exclusive_signal(answer)))


def _with_repeat(
    counted: CountedAnswers, event: AnswerReceived | KeptOnFile, repeat: RepeatedAnswer
) -> CountedAnswers:
    step_id = event.experiment_id
    by_day = with_entry(counted.repeats.get(step_id, {}), event.happened_on, repeat)
    return replace(counted, repeats=with_entry(counted.repeats, step_id, by_day))


def _without_repeat(counted: CountedAnswers, answer: AnswerReceived) -> CountedAnswers:
    """After news, the step is settled by an answer of its own, and so are the signals of that day."""
    step_id, by_day = answer.experiment_id, counted.repeats.get(answer.experiment_id, {})
    if step_id in counted.settled:
        counted = replace(counted, settled=without_entry(counted.settled, step_id))
    if answer.happened_on in by_day:
        by_day = without_entry(by_day, answer.happened_on)
        counted = replace(counted, repeats=with_entry(counted.repeats, step_id, by_day))
    return counted


def _heard(counted: CountedAnswers, event: OddsSignalHeard) -> CountedAnswers:
    signal = counted.counted_signal(event)
    if signal is None or signal.signal not in _HEARD:
        return counted
    heard = counted.heard
    if signal.answer_to:
        heard = with_member(heard, (signal.answer_to, signal.signal))
    if signal.signal == "resource_bank" and signal.source.id:
        # Papers are kept once, whether that was said in an answer or in the step itself.
        heard = with_member(heard, (signal.source.id, signal.signal))
    return replace(counted, heard=heard)


EVOLVERS = slice_evolvers("counted_answers", evolve)
