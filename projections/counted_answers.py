"""Answers that a log holds twice: the same answer to the same approach counts once, on its first day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from domain.event import Event
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.evidence import OddsSignalHeard
from domain.vocabulary import ApproachAnswer, OddsSignal

E = TypeVar("E", bound=Event)
A = TypeVar("A", bound=AnswerReceived | SilenceElapsed)
_SIGNALS: Mapping[ApproachAnswer, tuple[OddsSignal, ...]] = MappingProxyType(
    {
        "invited": ("invited",),
        "rejected_unseen": ("rejected_unseen",),
        "rejected_after_interview": ("rejected_close", "rejected_not_close"),
        "second_round": (),
        "offer": ("offer",),
        "called_back": ("called_back",),
    }
)
"""The signals that an answer may carry by itself."""


def add_answer(answers: tuple[A, ...], event: A) -> tuple[A, ...]:
    """The counted answers to one approach, by day, after one more. A silence repeats nothing."""
    by_day = [*answers]
    _insert(by_day, event)
    return tuple(by_day)


def without_repeats(events: Iterable[E]) -> tuple[E, ...]:
    """The events without the answers to any approach that are not counted."""
    by_approach: defaultdict[UUID, list[AnswerReceived]] = defaultdict(list)
    every = tuple(events)
    answers: list[AnswerReceived] = [one for one in every if isinstance(one, AnswerReceived)]
    repeats = {id(_insert(by_approach[one.experiment_id], one)) for one in answers}
    return tuple(one for one in every if id(one) not in repeats)


def _insert(by_day: list[A], event: A) -> A | None:
    """Adds an answer or a silence. Leaves out, and returns, the answer that only says again what was the current one."""
    place = bisect_right(by_day, event.happened_on, key=_day)
    if isinstance(event, AnswerReceived):
        before = next((one for one in reversed(by_day[:place]) if isinstance(one, AnswerReceived)), None)
        if before and before.answer == event.answer:
            return event
        later = next((one for one in by_day[place:] if isinstance(one, AnswerReceived)), None)
        if later and later.answer == event.answer:
            by_day.remove(later)
            by_day.insert(place, event)
            return later
    by_day.insert(place, event)
    return None


def counts(signal: OddsSignalHeard, events: Iterable[Event]) -> bool:
    """True unless a signal came with an answer that is not counted: one that repeats those among the events."""
    days = [
        one.happened_on
        for one in events
        if isinstance(one, AnswerReceived)
        and one.experiment_id == signal.answer_to
        and signal.signal in _SIGNALS[one.answer]
    ]
    return not days or signal.happened_on in days


def _day(answer: AnswerReceived | SilenceElapsed) -> date:
    return answer.happened_on
