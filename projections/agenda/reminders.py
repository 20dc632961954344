"""What is asked on a day, and whether it may be said at a moment: the one rule for pages, calendar, alarms and email.

- In a week off nothing is asked before its end but appointments, and said are only the planned steps that the client
  wanted to be reminded of all the same.
- After the ending only aftercare is asked and said. Planned steps that are still to come stand.
- Within 48 hours of a no only appointments are said.

A no counts from when it was recorded. One that was recorded more than a week late is told as the past, and counts from its
own day.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.journey.events.endings import EndingRecorded
from domain.journey.events.weeks import RestDeclared, monday_of
from domain.vocabulary import KINDS_ALONE
from projections.agenda.state import AgendaState, MomentOfNo
from projections.agenda.view import AgendaItem

QUIET_AFTER_NO = timedelta(hours=48)
LATE = timedelta(days=7)
WEEK = timedelta(days=7)


def listed_items(known: AgendaState, items: Sequence[AgendaItem], day: date) -> Sequence[AgendaItem]:
    """Those of the items that stand on the list of a day."""
    if _has_ended(known, day):
        return [
            one for one in items if one.kind == "after_care" or (one.kind == "planned" and one.due >= day)
        ]
    if rests := _rests(known, day):
        after = monday_of(day) + WEEK
        return [
            one
            for one in items
            if one.due >= after or _is_ticked(rests, one) or (is_appointment(one) and one.due >= day)
        ]
    return items


def may_remind(known: AgendaState, item: AgendaItem | None, at: datetime) -> bool:
    """Whether an item may be mentioned at a moment, by the client's own clock; without one, whether anything may."""
    day = at.date()
    if _has_ended(known, day):
        return item is not None and item.kind == "after_care"
    if rests := _rests(known, day):
        return item is not None and _is_ticked(rests, item)
    if any(_is_recent(no, at) for no in known.noes):
        return item is not None and is_appointment(item)
    return True


def is_appointment(item: AgendaItem) -> bool:
    """Whether it is a planned step that somebody else waits for."""
    return item.kind == "planned" and item.step not in KINDS_ALONE


def _has_ended(known: AgendaState, day: date) -> bool:
    return any(isinstance(one, EndingRecorded) and one.happened_on <= day for one in known.noted)


def _rests(known: AgendaState, day: date) -> list[RestDeclared]:
    monday = monday_of(day)
    return [one for one in known.noted if isinstance(one, RestDeclared) and one.monday == monday]


def _is_ticked(rests: list[RestDeclared], item: AgendaItem) -> bool:
    """Whether it is a planned step that the client wanted to be reminded of in a week off."""
    return item.kind == "planned" and any(item.experiment_id in one.remind_of for one in rests)


def _is_recent(no: MomentOfNo, at: datetime) -> bool:
    if at.date() < no.happened_on:
        return False
    recorded_on = no.recorded_at.astimezone(at.tzinfo).date()
    if no.happened_on <= recorded_on <= no.happened_on + LATE:
        return at < no.recorded_at + QUIET_AFTER_NO
    return at.date() <= no.happened_on + QUIET_AFTER_NO
