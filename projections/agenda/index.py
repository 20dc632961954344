"""Lookup tables over a journey as of a date, built once and shared by all agenda rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.answers import AnswerReceived
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.experiments import ExperimentDropped, ExperimentPlanned, ExperimentRun
from domain.journey.events.feedback import FeedbackRequested
from domain.journey.events.offers import JobOffer, offers_from
from projections.agenda.state import AgendaEvent, AgendaState, DatedIntention, NumberedOutcome
from projections.as_of import as_of
from projections.counted_answers import without_repeats

N = TypeVar("N", bound=AgendaEvent)
AttemptedExperiment = tuple[ExperimentPlanned, NumberedOutcome]


class AgendaIndex(Struct, frozen=True, kw_only=True):
    """Lookup tables over a journey as of a date."""

    state: AgendaState
    referring: Mapping[UUID, list[AttemptedExperiment]]
    """The steps that were taken, by what they refer to."""
    last_planned: Mapping[UUID, int]
    """By step: the number of the last plan that refers to it."""
    taken_with: Mapping[tuple[UUID, UUID | None], date]
    """The last day of a step about each role with each person, or with nobody."""
    role_aside: Mapping[UUID, date]
    """The last day each role was laid aside."""
    last_check_in: date
    answered: frozenset[UUID]
    last_words: Mapping[UUID, AnswerReceived]
    """The last answer to each approach, unless silence was the last."""
    offers: Mapping[UUID, JobOffer]
    declined_at: Mapping[UUID, int]
    """The number of the last no to an offer, in the order of recording."""
    last_come_back: Mapping[UUID, DatedIntention]
    """The day to come back to each step that was set last."""
    rung: Mapping[UUID, date]
    """The last day of a follow-up in whose thread each step stands."""
    come_back: Mapping[UUID, date]
    """The last day set to come back, by the steps in its thread."""
    asked: Mapping[UUID, date]
    """The last day on which was asked why, by the steps in the thread of the one in which it was."""

    def events_of(self, kind: type[N]) -> list[N]:
        """The dated notes of one class, by day; on one day in the order of recording."""
        return [one for one in self.state.noted if isinstance(one, kind)]

    def thread(self, experiment_id: UUID | None) -> set[UUID]:
        """The ids of a step and of the steps it refers to, directly or through others."""
        return _thread(self.state, experiment_id)


def build_agenda_index(state: AgendaState, on: date) -> AgendaIndex:
    """Builds the lookup tables, ignoring what happened after `on`."""
    state = as_of(replace(state, answers=without_repeats(state.answers, state.plans.values())), on)
    state = replace(state, noted=tuple(sorted(state.noted, key=lambda event: event.happened_on)))
    taken = list(_taken(state))
    follow_ups = [
        one for one in taken if one[0].kind == "follow_up" and isinstance(one[1].outcome, ExperimentRun)
    ]
    come_backs = [one for one in state.intentions if one.kind == "follow_up"]
    return AgendaIndex(
        state=state,
        referring=_referring(taken),
        last_planned={one.experiment_id: one.number for one in state.planned_from},
        taken_with=last_days(
            ((one.role_id, person_of(one)), ended.outcome.happened_on) for one, ended in taken if one.role_id
        ),
        role_aside=last_days((one.role_id, one.happened_on) for one in state.aside),
        last_check_in=max((one.happened_on for one in state.check_ins), default=date.min),
        answered=frozenset(one.experiment_id for one in state.answers),
        last_words=_last_words(state),
        offers=offers_from(
            (one for one in state.answers if isinstance(one, AnswerReceived)),
            {one.event.experiment_id: one.event for one in state.declined},
            come_backs,
            ended=any(isinstance(one, EndingRecorded) for one in state.noted),
        ),
        declined_at={one.event.experiment_id: one.number for one in state.declined},
        last_come_back={one.experiment_id: one for one in come_backs if one.experiment_id},
        rung=last_days(
            (step, ended.outcome.happened_on)
            for one, ended in follow_ups
            for step in _thread(state, one.refers_to)
        ),
        come_back=last_days(
            (step, one.due) for one in come_backs for step in _thread(state, one.experiment_id)
        ),
        asked=last_days(
            (step, one.happened_on)
            for one in state.noted
            if isinstance(one, FeedbackRequested)
            for step in _thread(state, one.experiment_id)
        ),
    )


def person_of(planned: ExperimentPlanned) -> UUID | None:
    """Whom a step is with."""
    return planned.meeting.contact_id if planned.meeting else None


def _taken(state: AgendaState) -> Iterator[AttemptedExperiment]:
    """The steps that count as taken: those that ran, and those the other side called off."""
    for experiment_id, ended in state.ended.items():
        if not isinstance(ended.outcome, ExperimentDropped):
            yield state.plans[experiment_id], ended


def _referring(taken: Iterable[AttemptedExperiment]) -> dict[UUID, list[AttemptedExperiment]]:
    referring: defaultdict[UUID, list[AttemptedExperiment]] = defaultdict(list)
    for planned, ended in taken:
        if planned.refers_to:
            referring[planned.refers_to].append((planned, ended))
    return referring


def _last_words(state: AgendaState) -> dict[UUID, AnswerReceived]:
    latest = {one.experiment_id: one for one in sorted(state.answers, key=lambda one: one.happened_on)}
    return {key: one for key, one in latest.items() if isinstance(one, AnswerReceived)}


K = TypeVar("K")


def last_days(days: Iterable[tuple[K | None, date]]) -> dict[K, date]:
    """The last day by key."""
    last: dict[K, date] = {}
    for key, day in days:
        if key:
            last[key] = max(day, last.get(key, day))
    return last


def _thread(state: AgendaState, experiment_id: UUID | None) -> set[UUID]:
    thread = set[UUID]()
    while experiment_id and experiment_id not in thread:
        thread.add(experiment_id)
        planned = state.plans.get(experiment_id)
        experiment_id = planned.refers_to if planned else None
    return thread
