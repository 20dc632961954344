"""Answers that a log holds twice: the same answer to the same approach counts once, on its first day."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from domain.event import Event
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.evidence import OddsSignalHeard
from domain.vocabulary import ApproachAnswer, OddsSignal

E = TypeVar("E", bound=Event)
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


def add_answer(events: tuple[E, ...], event: E) -> tuple[E, ...]:
    """Appends an event. If it is an answer, none stays that only says again what was the current one on its day."""
    if not isinstance(event, AnswerReceived):
        return (*events, event)
    known = (one for one in (*events, event) if isinstance(one, AnswerReceived))
    by_day = sorted((one for one in known if one.experiment_id == event.experiment_id), key=_day)
    repeats = {id(later) for current, later in pairwise(by_day) if current.answer == later.answer}
    return tuple(one for one in (*events, event) if id(one) not in repeats)


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


def _day(answer: AnswerReceived) -> date:
    return answer.happened_on
