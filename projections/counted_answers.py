"""Answers that a log holds twice: the same answer to the same approach counts once, on its first day, and what was heard with it once."""

from collections.abc import Iterable
from typing import TypeVar

from domain.event import Event
from domain.event_catalogue import AnyEvent
from domain.growing import grow
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.counted_answers import CountedAnswers, CountingEvent, evolve
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned

E = TypeVar("E", bound=Event)


def count_event(counted: CountedAnswers, event: AnyEvent) -> tuple[CountedAnswers, AnyEvent | None]:
    """What counts after an event, and the event as it counts: None for a signal that only says again what was heard."""
    if not isinstance(event, CountingEvent):
        return counted, event
    as_counted = counted.counted_signal(event) if isinstance(event, OddsSignalHeard) else event
    return evolve(counted, event), as_counted


def is_news(counted: CountedAnswers, answer: AnswerReceived) -> bool:
    """Whether an answer counts after these: one that says again what a step has, by itself or through a call, does not."""
    known = counted.repeated(answer)
    earlier = known is None or known.happened_on > answer.happened_on
    return earlier and counted.step_answered(answer) == answer.experiment_id


def without_repeats(events: Iterable[E], plans: Iterable[ExperimentPlanned] = ()) -> tuple[E, ...]:
    """The events without the answers that a step has already, and those that its follow-ups among the plans only tell again."""
    every = tuple(events)
    counting: list[CountingEvent] = [*plans, *(one for one in every if isinstance(one, AnswerReceived))]
    counted = grow(evolve, CountedAnswers(), counting)
    counts = {id(one) for some in counted.by_step.values() for one in some if one not in counted.by_call}
    return tuple(one for one in every if not isinstance(one, AnswerReceived) or id(one) in counts)
