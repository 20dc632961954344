"""Histories in which refusals have an aftermath: pauses, calls, papers kept, conclusions and insights."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.events.answers import AnswerReceived, FollowUpPlanned
from domain.journey.events.evidence import Source
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.feedback import FeedbackRequested
from domain.journey.events.insights import InsightNamed
from domain.journey.events.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)
from tests.domain.journeys import uid
from tests.histories import History


def with_aftermath(history: History) -> list[AnyJourneyEvent]:
    """The history, and after each answer what may follow on it."""
    return [more for event in history.events for more in (event, *_after(event))]


def _after(event: AnyJourneyEvent) -> Iterator[AnyJourneyEvent]:
    if isinstance(event, AnswerReceived):
        chance = Random(f"{event}")
        for one in chance.sample(_calls(event, chance), chance.randint(0, 2)):
            yield from one
        if event.answer in ("rejected_unseen", "rejected_after_interview"):
            for told in _care(event, chance):
                if chance.random() < 0.4:
                    yield told


def _care(refusal: AnswerReceived, chance: Random) -> Sequence[AnyJourneyEvent]:
    key = refusal.experiment_id
    on, later = refusal.happened_on, refusal.happened_on + timedelta(days=chance.randint(0, 30))
    source = Source(kind="experiment", id=key)
    return (
        FeedbackAgreed(happened_on=on, experiment_id=key),
        RefusalPaused(happened_on=on, experiment_id=key, skipped=chance.random() < 0.5),
        FeedbackRequested(happened_on=later, experiment_id=key),
        RefusalConcluded(happened_on=later, experiment_id=key, change=chance.choice([None, "ask first"])),
        InsightNamed(happened_on=later, insight_id=uid(f"{refusal}"), wording="aha", source=source),
        KeptOnFile(happened_on=on, experiment_id=key, until=later),
        KeptOnFileExpired(happened_on=later + timedelta(days=1), experiment_id=key),
    )


def _calls(answer: AnswerReceived, chance: Random) -> Sequence[Sequence[AnyJourneyEvent]]:
    key, call = answer.experiment_id, uid(f"{answer} call")
    on, due = answer.happened_on, answer.happened_on + timedelta(days=chance.randint(0, 30))
    planned = ExperimentPlanned(
        happened_on=on, experiment_id=call, kind="follow_up", refers_to=key, planned_for=due
    )
    return (
        (planned,),
        (planned, ExperimentRun(happened_on=due, experiment_id=call), *_heard(answer, due, chance)),
        (FollowUpPlanned(happened_on=on, follow_up_id=call, experiment_id=key, due=due, what="ring"),),
    )


def _heard(answer: AnswerReceived, on: date, chance: Random) -> Iterator[AnyJourneyEvent]:
    call = uid(f"{answer} call")
    if chance.random() < 0.5:
        yield FeedbackRequested(happened_on=on, experiment_id=call)
    if chance.random() < 0.5:
        yield AnswerReceived(
            happened_on=on, experiment_id=answer.experiment_id, answer="called_back", heard_in=call
        )
