"""Approach threads: an approach with all events about it, of the step itself or of steps that refer to it."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerOrSilence, AnswerReceived, SilenceElapsed
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.insights import InsightNamed
from domain.journey.events.network import ContactAdded
from domain.vocabulary import ApproachAnswer
from projections.approaches.state import ApproachesState, ApproachEvent

ApproachesByStep = Mapping[UUID, tuple[UUID, ...]]
"""The approaches a step is about."""

GOOD_ANSWERS: frozenset[ApproachAnswer] = frozenset({"invited", "second_round", "offer", "called_back"})
"""After one of these a refusal does not stand any more."""

T = TypeVar("T")


class ApproachThread(Struct, frozen=True, kw_only=True):
    """An approach with the events about it and about the steps that refer to it, by day; no answer about another role."""

    planned: ExperimentPlanned
    events: list[ApproachEvent]
    signals: list[OddsSignalHeard]
    insights: list[InsightNamed]
    told_again: list[AnswerReceived]
    """What was answered again in calls, and is no second answer."""

    def events_of(self, kind: type[T], since: date = date.min) -> list[T]:
        """The events of one class, from a day on."""
        return [one for one in self.events if isinstance(one, kind) and one.happened_on >= since]

    def events_after(self, events: ApproachEvent) -> list[ApproachEvent]:
        """The events after the given ones, by day; on the same day, those recorded later."""
        place = next(place for place, one in enumerate(self.events) if one is events)
        return self.events[place + 1 :]


def superseding_answer(thread: ApproachThread, no: AnswerOrSilence) -> AnswerReceived | None:
    """The last positive answer to an approach since one of its refusals; None if there is none."""
    since = thread.events_after(no)
    good = [one for one in since if isinstance(one, AnswerReceived) and one.answer in GOOD_ANSWERS]
    return good[-1] if good else None


def planned_experiments(state: ApproachesState) -> dict[UUID, ExperimentPlanned]:
    """The plans, by experiment id."""
    return {one.experiment_id: one for one in state.events if isinstance(one, ExperimentPlanned)}


def employer_id_of(contacts: Mapping[UUID, ContactAdded], planned: ExperimentPlanned) -> UUID | None:
    """The employer of a step, or else the employer of the contact it is with; None if unknown."""
    added = contacts.get(planned.meeting.contact_id) if planned.meeting else None
    return planned.employer_id or (added.employer_id if added else None)


def negative_replies(events: Iterable[ApproachEvent]) -> dict[UUID, list[AnswerOrSilence]]:
    """Refusals and silences, by the approach they belong to."""
    replies: defaultdict[UUID, list[AnswerOrSilence]] = defaultdict(list)
    for one in events:
        if isinstance(one, SilenceElapsed) or (
            isinstance(one, AnswerReceived) and one.answer in REFUSAL_ANSWERS
        ):
            replies[one.experiment_id].append(one)
    return dict(replies)


def is_about_role(planned: ExperimentPlanned, role_id: UUID | None) -> bool:
    """True if what was heard of a role may be said of a step: not if that is about another role."""
    return None in (planned.role_id, role_id) or planned.role_id == role_id


def approach_threads(state: ApproachesState, approaches: Container[UUID]) -> dict[UUID, ApproachThread]:
    """The threads of the given approaches, in the order in which those were planned."""
    planned = planned_experiments(state)
    made = {
        key: ApproachThread(planned=one, events=[], signals=[], insights=[], told_again=[])
        for key, one in planned.items()
        if key in approaches
    }
    owners = _owners(state, planned, made)
    for one in state.events:
        for key in owners.get(one.experiment_id, ()):
            step = planned.get(one.experiment_id)
            role_id = step.role_id if step else None
            if not isinstance(one, AnswerOrSilence) or is_about_role(planned[key], role_id):
                made[key].events.append(one)
    for again in state.told_again:
        for key in owners.get(again.experiment_id, ()):
            made[key].told_again.append(again)
    for signal in state.signals:
        about = [key for key in (signal.source.id, signal.answer_to) if key]
        for key in dict.fromkeys(owner for step_id in about for owner in owners.get(step_id, ())):
            if is_about_role(planned[key], signal.role_id):
                made[key].signals.append(signal)
    for insight in state.insights:
        for key in owners.get(insight.source.id, ()) if insight.source.id else ():
            made[key].insights.append(insight)
    return made


def _owners(
    state: ApproachesState,
    planned: Mapping[UUID, ExperimentPlanned],
    approaches: Mapping[UUID, ApproachThread],
) -> ApproachesByStep:
    """The approaches each step is about: itself, or those refused in it, or those of the step it refers to."""
    owners = _heard_in(state, approaches)
    owners |= {key: (key,) for key in approaches}
    for step_id in planned:
        passed = dict[UUID, None]()
        at: UUID | None = step_id
        while at and at not in owners and at not in passed:
            passed[at] = None
            at = planned[at].refers_to if at in planned else None
        owners |= dict.fromkeys(passed, owners.get(at, ()) if at else ())
    return owners


def _heard_in(state: ApproachesState, approaches: Container[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The steps in which the client heard that other approaches were refused."""
    heard: defaultdict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    for approach_id, replies in negative_replies(state.events).items():
        if approach_id in approaches:
            for step_id in {one.heard_in for one in replies if one.heard_in}:
                heard[step_id] += (approach_id,)
    return dict(heard)
