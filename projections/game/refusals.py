"""What the client did after refusals: asked why, knocked again three weeks later, or completed all six steps.

A refusal is about an approach. What is done in a step that refers to the approach, or to the step in which
the refusal was heard, is about it too.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived, FollowUpPlanned
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.refusals import KeptOnFile, RefusalConcluded, RefusalPaused
from domain.vocabulary import KNOCK_DAYS
from projections.game.history import GameHistory

RefusalPart = Literal["paused", "asked", "heard", "concluded", "knock"]
"""What can be done after a refusal; the word that it holds for this post only comes with the pause."""

RefusalFollowUpEvent = (
    RefusalPaused | FeedbackRequested | FeedbackReceived | RefusalConcluded | FollowUpPlanned | KeptOnFile
)

_AT_ONCE = timedelta(0)
_WAIT = timedelta(days=KNOCK_DAYS)


def asked_why_days(trail: GameHistory) -> Iterator[date]:
    """Yields the days on which feedback was asked after a refusal."""
    approaches = _approaches(trail)
    for asked in trail.events_of(FeedbackRequested):
        if any(_about(trail, approaches, asked.experiment_id, asked.happened_on, _AT_ONCE)):
            yield asked.happened_on


def knock_days(trail: GameHistory) -> Iterator[date]:
    """Yields the days of follow-ups run at least 21 days after a refusal of the approach, or in the role."""
    approaches, roles = _approaches(trail), _refused_roles(trail)
    for step in trail.steps:
        if step.was_run("follow_up"):
            refused = roles.get(step.planned.role_id) if step.planned.role_id else None
            in_role = refused is not None and refused + _WAIT <= step.happened_on
            if in_role or any(_about(trail, approaches, step.planned.refers_to, step.happened_on, _WAIT)):
                yield step.happened_on


def papers_asked_days(trail: GameHistory) -> Iterator[date]:
    """Yields the days on which the client asked to keep the papers, or on which they were kept."""
    yield from (one.happened_on for one in trail.events_of(KeptOnFile))
    yield from (one.happened_on for one in trail.events_of(FeedbackReceived) if one.kept_on_file is not None)


def refusal_parts_done(trail: GameHistory) -> Iterator[Mapping[RefusalPart, date]]:
    """For each refused approach, the first day of each part done since the refusal."""
    approaches = _approaches(trail)
    done: defaultdict[UUID, dict[RefusalPart, date]] = defaultdict(dict)
    for part, step, on, wait in _parts(trail):
        for approach in _about(trail, approaches, step, on, wait):
            done[approach][part] = min(on, done[approach].get(part, on))
    yield from done.values()


def _parts(trail: GameHistory) -> Iterator[tuple[RefusalPart, UUID | None, date, timedelta]]:
    """Yields what was done in which step on which day, and how long after the refusal it has to be."""
    events: list[tuple[RefusalPart, RefusalFollowUpEvent]] = [
        *(("paused", one) for one in trail.events_of(RefusalPaused)),
        *(("asked", one) for one in trail.events_of(FeedbackRequested)),
        *(("heard", one) for one in trail.events_of(FeedbackReceived)),
        *(("concluded", one) for one in trail.events_of(RefusalConcluded)),
        *(("knock", one) for one in trail.events_of(FollowUpPlanned)),
        *(("knock", one) for one in trail.events_of(KeptOnFile)),
        *(("knock", one) for one in trail.events_of(FeedbackReceived) if one.kept_on_file is not None),
    ]
    for part, one in events:
        yield part, one.experiment_id, one.happened_on, _AT_ONCE
    for step in trail.steps:
        if step.was_run("follow_up"):
            yield "knock", step.planned.refers_to, step.happened_on, _WAIT


def _approaches(trail: GameHistory) -> dict[UUID, dict[UUID, date]]:
    """The refused approaches that each step is about, with the day of the first refusal of each."""
    approaches: defaultdict[UUID, dict[UUID, date]] = defaultdict(dict)
    for one in _refusals(trail):
        approaches[one.experiment_id].setdefault(one.experiment_id, one.happened_on)
        if one.heard_in:
            approaches[one.heard_in].setdefault(one.experiment_id, one.happened_on)
    return approaches


def _refused_roles(trail: GameHistory) -> dict[UUID, date]:
    """The day of the first refusal in each role."""
    days: dict[UUID, date] = {}
    for one in _refusals(trail):
        planned = trail.plans.get(one.experiment_id)
        if planned and planned.role_id:
            days.setdefault(planned.role_id, one.happened_on)
    return days


def _refusals(trail: GameHistory) -> Iterator[AnswerReceived]:
    return (one for one in trail.events_of(AnswerReceived) if one.answer in REFUSAL_ANSWERS)


def _about(
    trail: GameHistory,
    approaches: Mapping[UUID, Mapping[UUID, date]],
    step: UUID | None,
    on: date,
    wait: timedelta,
) -> Iterator[UUID]:
    """The approaches a step is about on a day, if they were refused at least `wait` before it."""
    for one in trail.thread(step, on):
        for approach, day in approaches.get(one, {}).items():
            if day + wait <= on:
                yield approach
