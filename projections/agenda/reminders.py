"""Whether something may be said now: the one rule for the alarms of the calendar and for the weekly email.

- In a week off: only the planned steps that the client wanted to be reminded of all the same.
- Within 48 hours of a no: only appointments.
- After the ending: only aftercare.

A no counts from when it was recorded. One that was recorded more than a week late is told as the past, and counts from its
own day.
"""

from datetime import datetime, timedelta

from domain.journey.events.endings import EndingRecorded
from domain.journey.events.weeks import RestDeclared, monday_of
from domain.vocabulary import KINDS_ALONE
from projections.agenda.state import AgendaState, MomentOfNo
from projections.agenda.view import AgendaItem

QUIET_AFTER_NO = timedelta(hours=48)
LATE = timedelta(days=7)


def may_remind(known: AgendaState, item: AgendaItem | None, at: datetime) -> bool:
    """Whether an item may be mentioned at a moment, by the client's own clock; without one, whether anything may."""
    day = at.date()
    if any(isinstance(one, EndingRecorded) and one.happened_on <= day for one in known.noted):
        return item is not None and item.kind == "after_care"
    monday = monday_of(day)
    rests = [one for one in known.noted if isinstance(one, RestDeclared) and one.monday == monday]
    if rests:
        reminded = {one for rest in rests for one in rest.remind_of}
        return item is not None and item.kind == "planned" and item.experiment_id in reminded
    if any(_is_recent(no, at) for no in known.noes):
        return item is not None and is_appointment(item)
    return True


def is_appointment(item: AgendaItem) -> bool:
    """Whether it is a planned step that somebody else waits for."""
    return item.kind == "planned" and item.step not in KINDS_ALONE


def _is_recent(no: MomentOfNo, at: datetime) -> bool:
    if at.date() < no.happened_on:
        return False
    recorded_on = no.recorded_at.astimezone(at.tzinfo).date()
    if no.happened_on <= recorded_on <= no.happened_on + LATE:
        return at < no.recorded_at + QUIET_AFTER_NO
    return at.date() <= no.happened_on + QUIET_AFTER_NO
