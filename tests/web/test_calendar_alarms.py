"""What is due in a calendar: every kind, by a neutral name, with one alarm a day; read by two programs' parsers."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, get_args
from uuid import uuid5

import pytest
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from domain.journey.commands.experiments import IfThenPlanInput
from domain.vocabulary import ExperimentKind
from projections.agenda.projection import AGENDA
from projections.agenda.view import Agenda, AgendaItem, AgendaItemKind
from service.accounts.calendar_feeds import CalendarAlarms
from service.application.folded_journey import FoldedJourney, FoldedProjection
from service.localization.translator import translator_for
from service.web.agenda.calendar_events import calendar_events
from service.web.agenda.calendar_file import render_icalendar
from service.web.clock_times import clock_time_in
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, day, discover, met, plan, start, uid

KINDS: tuple[AgendaItemKind, ...] = get_args(AgendaItemKind)
STEPS: tuple[ExperimentKind, ...] = get_args(ExperimentKind)
TODAY = NOON.date()
TOMORROW = TODAY + timedelta(days=1)


def due(kind: AgendaItemKind, on: date, **fields: Any) -> AgendaItem:
    plain: dict[str, Any] = {"item_id": uuid5(MARLOES, kind), "what": "a secret", "days": (on - TODAY).days}
    return AgendaItem(kind=kind, due=on, **plain | fields)


@pytest.fixture
async def service() -> AsyncIterator[Pages]:
    async with pages() as service:
        await service.tell(
            [start(), discover("nurse"), plan("talk", "conversation", "nurse", day(7), contact=met("Bram"))]
        )
        yield service


async def feed(
    service: Pages,
    *items: AgendaItem,
    alarms: CalendarAlarms = "all",
    names: bool = False,
    now: datetime = NOON,
) -> bytes:
    """The file of a journey in which just this is due; of its own agenda, if nothing is named."""
    folded = await service.journeys.load(MARLOES, AGENDA)
    if items:
        folded = with_agenda(folded, items)
    return render_icalendar(
        calendar_events(folded, translator_for("en"), now, names=names, alarms=alarms), folded
    )


def with_agenda(folded: FoldedJourney, items: tuple[AgendaItem, ...]) -> FoldedJourney:
    shown = FoldedProjection(
        version=folded.version,
        state=folded.state(AGENDA),
        last_view=(folded.today, Agenda(on=folded.today, items=items)),
    )
    return FoldedJourney(
        journey_id=folded.journey_id,
        journey=folded.journey,
        version=folded.version,
        today=folded.today,
        projections={AGENDA.name: shown},
    )


def events(file: bytes) -> list[Any]:
    return list(Calendar.from_ical(file).walk("VEVENT"))


def ringing(file: bytes) -> list[str]:
    """The kinds that have an alarm, with its day."""
    return [
        f"{str(one['uid']).partition('-')[0]} {one['dtstart'].dt}"
        for one in events(file)
        if one.walk("VALARM")
    ]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_thing_that_is_due_has_a_date_and_an_alarm(
    service: Pages, kind: AgendaItemKind
) -> None:
    week = day(9) if kind == "close_week" else None
    item = due(kind, TOMORROW, step="conversation" if kind == "planned" else None, week=week)

    (event,) = events(await feed(service, item))

    (alarm,) = event.walk("VALARM")
    assert event["dtstart"].dt == TOMORROW
    assert str(event["summary"]).startswith("Soundings: ")
    assert "secret" not in str(event)
    assert (str(alarm["action"]), alarm["trigger"].dt) == ("DISPLAY", timedelta(hours=9))


@pytest.mark.parametrize("names", [False, True])
async def test_names_stand_in_it_only_if_asked_for(service: Pages, names: bool) -> None:
    item = due("knock", TOMORROW, experiment_id=uid("talk"), role="nurse")

    (event,) = events(await feed(service, item, names=names))

    assert str(event["summary"]) == ("Soundings: a call (Bram, nurse)" if names else "Soundings: a call")


async def test_a_day_has_one_alarm_on_its_first_item(service: Pages) -> None:
    first, second = due("ask_why", TOMORROW), due("goal", TOMORROW)
    later = due("gap", TOMORROW + timedelta(days=1))

    assert ringing(await feed(service, first, second, later)) == [
        f"ask_why {TOMORROW}",
        f"gap {TOMORROW + timedelta(days=1)}",
    ]


async def test_a_date_that_has_passed_stays_without_an_alarm(service: Pages) -> None:
    passed, today = due("goal", TODAY - timedelta(days=3)), due("gap", TODAY)

    file = await feed(service, passed, today)

    assert len(events(file)) == 2
    assert ringing(file) == []
    assert ringing(await feed(service, today, now=NOON.replace(hour=5))) == [f"gap {TODAY}"]


@pytest.mark.parametrize("step", STEPS)
async def test_appointments_are_the_steps_that_somebody_waits_for(
    service: Pages, step: ExperimentKind
) -> None:
    alone = {"application", "desk_research", "reflection"}
    file = await feed(
        service, due("goal", TOMORROW), due("planned", TOMORROW, step=step), alarms="appointments"
    )

    assert ringing(file) == ([] if step in alone else [f"planned {TOMORROW}"])
    assert ringing(await feed(service, due("goal", TOMORROW), alarms="none")) == []


async def test_the_number_of_a_date_goes_up_and_its_name_stays(service: Pages) -> None:
    await service.tell([plan("visit", "job_shadow", "nurse", day(7), planned_for=TOMORROW)])
    (before,) = [one for one in events(await feed(service)) if str(uid("visit")) in str(one["uid"])]
    await service.tell([discover("teacher")])
    (after,) = [one for one in events(await feed(service)) if str(uid("visit")) in str(one["uid"])]

    assert before["uid"] == after["uid"] == f"planned-{uid('visit')}@soundings"
    assert after["sequence"] > before["sequence"]


async def test_another_parser_reads_the_same(service: Pages) -> None:
    items = [due(kind, TOMORROW, step="interview") for kind in KINDS]
    file = await feed(service, *items)

    read = IcsCalendarStream.calendar_from_ics(file.decode())

    assert [(one.uid, one.dtstart, one.summary, one.sequence) for one in read.events] == [
        (str(one["uid"]), one["dtstart"].dt, str(one["summary"]), one["sequence"]) for one in events(file)
    ]
    (alarm,) = [alarm for one in read.events for alarm in one.alarm]
    assert (alarm.action, alarm.trigger) == ("DISPLAY", timedelta(hours=9))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Friday 16:10", time(16, 10)),
        ("fredag kl. 9.05", time(9, 5)),
        ("vrijdag om 16.10 uur", time(16, 10)),
        ("at 7.30, before work", time(7, 30)),
        ("Tuesday 2:30 pm", time(14, 30)),
        ("at 12:15 a.m.", time(0, 15)),
        ("12:15 PM", time(12, 15)),
        ("14:30 pm", None),
        ("the bus takes 1:10 there", None),
        ("14:30, between 14:00 and 15:00", time(14, 30)),
        ("14:30-15:30", None),
        ("after breakfast", None),
        ("3.12", None),
        ("om 3.12.2026", None),
        ("24:10", None),
        ("10:00 or 14:00", None),
        ("1:23:45", None),
    ],
)
def test_a_time_is_read_where_it_can_be_nothing_else(words: str, found: time | None) -> None:
    assert clock_time_in(words) == found


async def test_a_step_with_a_time_is_at_that_time_with_an_alarm_an_hour_before(service: Pages) -> None:
    when = IfThenPlanInput(when="Thursday 16:10", where="the ward")
    await service.tell([plan("visit", "job_shadow", "nurse", day(7), planned_for=TOMORROW, plan=when)])
    file = await feed(service)
    visit = next(one for one in events(file) if str(uid("visit")) in str(one["uid"]))
    (read,) = [
        one
        for one in IcsCalendarStream.calendar_from_ics(file.decode()).events
        if str(uid("visit")) in str(one.uid)
    ]

    (alarm,) = visit.walk("VALARM")
    assert visit["dtstart"].dt == read.dtstart == datetime(2026, 3, 5, 15, 10, tzinfo=UTC)
    assert alarm["trigger"].dt == timedelta(hours=-1)
