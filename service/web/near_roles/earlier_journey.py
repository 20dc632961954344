"""A journey of an earlier time: as it was known when a week began, or as it stood on a day."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.event import AuthoredEvent
from domain.history import RecordedEvent
from domain.journey.aggregate import Journey, fold_events
from projections.fold import recorded_before
from service.application.aggregates import JOURNEY_AGGREGATE
from service.clock import end_of_day


def known_on_monday(journey: Journey, entries: Sequence[RecordedEvent], monday: date) -> Journey:
    """The journey of all entries that were recorded before a Monday, whatever days they are about; `entries` are all it has.

    One that was brought here whole in the week goes by the days of its entries until the next Monday.
    """
    before = recorded_before(entries, end_of_day(monday - timedelta(days=1), journey.time_zone))
    if len(before) == len(entries):
        return journey
    if before:
        events = [AuthoredEvent(one.event, one.actor_id) for one in before]
        return JOURNEY_AGGREGATE.evolve(JOURNEY_AGGREGATE.initial, events)
    return journey_until(journey, monday - timedelta(days=1))


def journey_until(journey: Journey, day: date) -> Journey:
    """The journey of all that happened until a day, with what was corrected since."""
    return fold_events(one for one in journey.effective_events().values() if one.happened_on <= day)
