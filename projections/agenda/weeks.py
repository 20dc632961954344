"""Agenda item for the weekly review: last week is due if it had a plan or a step and was no rest week."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.journey.events.experiments import ExperimentDropped
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, monday_of
from domain.messages import translatable
from projections.agenda.index import AgendaIndex
from projections.agenda.view import AgendaItem

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def close_week_items(journey: AgendaIndex, on: date) -> Iterator[AgendaItem]:
    """The last week that has reached its Sunday, if it was not reviewed yet."""
    monday = monday_of(on + _DAY) - _WEEK
    if _had_activity(journey, monday) and not _closed(journey, monday):
        sunday = monday + _WEEK - _DAY
        yield AgendaItem(
            kind="close_week",
            item_id=None,
            week=monday,
            what=translatable("close the week: what did it teach you, and what comes first next?"),
            due=sunday,
            days=(sunday - on).days,
        )


def _had_activity(journey: AgendaIndex, monday: date) -> bool:
    """True if the week was planned or a step was taken in it."""
    return any(one.monday == monday for one in journey.events_of(WeekPlanned)) or any(
        monday <= ended.outcome.happened_on < monday + _WEEK
        for ended in journey.state.ended.values()
        if not isinstance(ended.outcome, ExperimentDropped)
    )


def _closed(journey: AgendaIndex, monday: date) -> bool:
    return any(
        isinstance(one, WeekReviewed | RestDeclared) and one.monday == monday for one in journey.state.noted
    )
