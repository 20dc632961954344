"""Care after a no: from the day it came until the client goes on, or the morning after they left it for that day.

It holds seven days at most from the day on which the no was recorded, and ends when a good answer to the same
approach follows. A no that is recorded more than a week late is told as the past, and counts from its own day.
Silence is not a no. The last no that was recorded counts: a pause after it, whichever approach it was recorded for,
was taken knowing of it.
"""

from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from domain.journey.events.refusals import RefusalPaused
from domain.vocabulary import ApproachAnswer
from projections.approaches.state import ApproachesState, counted_approaches
from projections.approaches.threads import approach_threads, superseding_answer
from projections.as_of import as_of, in_day_order

CARE_DAYS = 7
_LONGEST_CARE = timedelta(days=2 * CARE_DAYS)
"""A no may be recorded within a week, and care holds a week from then."""


class Care(Struct, frozen=True, kw_only=True):
    """The no that care is about, and the days it holds."""

    experiment_id: UUID
    answer: ApproachAnswer
    since: date
    until: date
    """The last day."""


def care_on(state: ApproachesState, on: date) -> Care | None:
    """The care that holds on a day, whatever happened later."""
    if not any(on - _LONGEST_CARE <= one.happened_on <= on for one in state.noes):
        return None
    return care_after_no(in_day_order(as_of(counted_approaches(state), on)), on)


def care_after_no(known: ApproachesState, on: date) -> Care | None:
    """The care that holds on a day; `known` has what had happened by then, in the order of days."""
    noes = [one for one in known.events if isinstance(one, AnswerReceived) and one.answer in REFUSAL_ANSWERS]
    if not noes:
        return None
    recorded = _days_of_recording(known)
    no = max(reversed(noes), key=lambda one: recorded[one.experiment_id, one.happened_on])
    first = recorded[no.experiment_id, no.happened_on]
    until = last = first + timedelta(days=CARE_DAYS - 1)
    for after in known.events[known.events.index(no) + 1 :]:
        if isinstance(after, RefusalPaused) and after.happened_on >= first:
            until = min(last, after.happened_on - timedelta(days=after.skipped))
    thread = approach_threads(known, {one.experiment_id for one in noes}).get(no.experiment_id)
    if on > until or (thread and superseding_answer(thread, no)):
        return None
    return Care(experiment_id=no.experiment_id, answer=no.answer, since=no.happened_on, until=until)


def _days_of_recording(known: ApproachesState) -> dict[tuple[UUID, date], date]:
    """The day on which each no was recorded, by approach and day; its own day where that is not within a week."""
    week = timedelta(days=CARE_DAYS)
    return {
        (one.experiment_id, one.happened_on): one.recorded_on
        if one.happened_on < one.recorded_on <= one.happened_on + week
        else one.happened_on
        for one in known.noes
    }
