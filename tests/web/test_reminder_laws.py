"""Nothing is said while it should be quiet: of any history, at any moment, in an alarm or in the weekly email."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from domain.event_catalogue import AnyEvent
from domain.history import RecordedEvent, apply_corrections
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.weeks import RestDeclared, monday_of
from projections.agenda.projection import AGENDA
from projections.agenda.reminders import may_remind
from projections.fold import fold
from service.accounts.calendar_feeds import CalendarAlarms
from service.application.folded_journey import FoldedJourney, FoldedProjection
from service.clock import today_in
from service.localization.translator import translator_for
from service.web.agenda.calendar_events import calendar_events
from service.web.agenda.calendar_file import render_icalendar
from tests.histories import History, histories

TWO_DAYS = timedelta(hours=48)
HISTORIES = max(500, settings().max_examples)
clocks = st.lists(st.integers(0, 40 * 24), min_size=1, max_size=4, unique=True)
"""Hours after the last entry."""


def loaded(lived: History, now: datetime) -> FoldedJourney:
    zone, entries = lived.journey.time_zone, lived.entries()
    return FoldedJourney(
        journey_id=lived.journey_id,
        journey=lived.journey,
        version=len(entries),
        today=max(today_in(zone, now), lived.journey.started.event.happened_on),
        projections={AGENDA.name: FoldedProjection(version=len(entries), state=fold(AGENDA, entries))},
    )


def feed(folded: FoldedJourney, now: datetime, alarms: CalendarAlarms) -> list[Any]:
    events = calendar_events(folded, translator_for("en"), now, names=False, alarms=alarms)
    return list(Calendar.from_ical(render_icalendar(events, folded)).walk("VEVENT"))


def moment_of_alarm(event: Any, zone: ZoneInfo) -> datetime:
    (alarm,) = event.walk("VALARM")
    start: date = event["dtstart"].dt
    if isinstance(start, datetime):
        early: timedelta = alarm["trigger"].dt
        return (start + early).astimezone(zone)
    after: timedelta = alarm["trigger"].dt
    return datetime.combine(start, time(), zone) + after


def kind_of(event: Any) -> str:
    return str(event["uid"]).partition("-")[0]


class Told:
    """What makes it quiet, by another way than the product's: straight from the entries that stand."""

    def __init__(self, entries: Sequence[RecordedEvent]) -> None:
        standing = apply_corrections(entries)
        self.events: list[AnyEvent] = [one.event for one in standing]
        self.noes = [
            (one.event.happened_on, one.recorded_at)
            for one in standing
            if isinstance(one.event, AnswerReceived) and one.event.answer.startswith("rejected")
        ]

    def ended(self, at: datetime) -> bool:
        return any(isinstance(one, EndingRecorded) and one.happened_on <= at.date() for one in self.events)

    def rests(self, at: datetime) -> list[RestDeclared]:
        monday = monday_of(at.date())
        return [one for one in self.events if isinstance(one, RestDeclared) and one.monday == monday]

    def a_no_is_recent(self, at: datetime) -> bool:
        return any(
            on <= recorded.date() < on + timedelta(days=7) and recorded <= at < recorded + TWO_DAYS
            for on, recorded in self.noes
        )

    def reminded_of(self, at: datetime) -> set[str]:
        return {f"planned-{one}@soundings" for rest in self.rests(at) for one in rest.remind_of}


APPOINTMENTS = {
    f"Soundings: {what}"
    for what in ("a conversation", "a day shadowing", "an interview", "a work trial", "a follow-up")
}


@pytest.mark.slow
@settings(max_examples=HISTORIES)
@given(histories(60, corrections=True), clocks)
def test_no_alarm_and_no_email_while_it_should_be_quiet_and_one_alarm_a_day_at_most(
    lived: History, hours: list[int]
) -> None:
    told, zone = Told(lived.entries()), ZoneInfo(lived.journey.time_zone)
    known = fold(AGENDA, lived.entries())
    for hour in hours:
        at_home = datetime.combine(lived.today, time(12), zone) + timedelta(hours=hour)
        if told.ended(at_home) or told.rests(at_home) or told.a_no_is_recent(at_home):
            assert not may_remind(known, None, at_home)
        now = datetime.combine(lived.today, time(12), UTC) + timedelta(hours=hour)
        folded = loaded(lived, now)
        due = folded.view(AGENDA).items
        events = feed(folded, now, "all")
        assert len(events) == len({str(one["uid"]) for one in events}) == len(due)
        ringing = [one for one in events if one.walk("VALARM")]
        mornings = [one["dtstart"].dt for one in ringing if not isinstance(one["dtstart"].dt, datetime)]
        assert len(set(mornings)) == len(mornings)
        for one in ringing:
            at, appointment = (
                moment_of_alarm(one, zone),
                kind_of(one) == "planned" and str(one["summary"]) in APPOINTMENTS,
            )
            assert at > now
            assert at.time() == time(9) or isinstance(one["dtstart"].dt, datetime)
            if told.ended(at):
                assert kind_of(one) == "after_care"
            elif told.rests(at):
                assert str(one["uid"]) in told.reminded_of(at)
            elif told.a_no_is_recent(at):
                assert appointment
            # What it says is still due at the moment it is said.
            later = folded.view(AGENDA, on=at.date())
            assert str(one["uid"]) in {
                f"{each.kind}-{each.item_id or each.week}@soundings" for each in later.items
            }
        kept = {str(one["uid"]) for one in feed(folded, now, "appointments") if one.walk("VALARM")}
        assert all(str(one["summary"]) in APPOINTMENTS for one in events if str(one["uid"]) in kept)
        assert not any(one.walk("VALARM") for one in feed(folded, now, "none"))
