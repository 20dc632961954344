"""What is due as events of a calendar, with no more words than a calendar needs; and which of them have an alarm."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.redacted import is_readable
from projections.agenda.projection import AGENDA
from projections.agenda.reminders import is_appointment, may_remind
from projections.agenda.view import AgendaItem, AgendaItemKind
from service.accounts.calendar_feeds import CalendarAlarms
from service.application.folded_journey import FoldedJourney
from service.clock import stored_time_zone
from service.localization.code_labels import CALENDAR_TITLES
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator
from service.web.clock_times import clock_time_in

MORNING = time(9)
"""When the alarm of a day goes off."""
AHEAD = timedelta(hours=1)
"""How long before its time a step has its alarm."""
_A_CALL = gettext_noop("Soundings: a call")
_TITLES: Mapping[AgendaItemKind, str] = MappingProxyType(
    {
        "next_step": gettext_noop("Soundings: a next step"),
        "follow_up": gettext_noop("Soundings: follow up on a step"),
        "silence": gettext_noop("Soundings: look for a reply"),
        "knock": _A_CALL,
        "ask_why": _A_CALL,
        "may_i_ring": gettext_noop("Soundings: a question to ask"),
        "kept_on_file": gettext_noop("Soundings: a date to remember"),
        "commitment": gettext_noop("Soundings: something you agreed"),
        "challenge": gettext_noop("Soundings: a challenge"),
        "goal": gettext_noop("Soundings: a goal"),
        "gap": gettext_noop("Soundings: something to work on"),
        "after_care": gettext_noop("Soundings: a conversation"),
        "close_week": gettext_noop("Soundings: look back on the week"),
    }
)
"""How what is due is called; planned steps are called by their kind."""


class CalendarEvent(Struct, frozen=True, kw_only=True):
    """One event; without a time it takes all day."""

    uid: str
    on: date
    at: time | None
    title: str
    alarm: bool


def calendar_events(
    folded: FoldedJourney, translator: Translator, now: datetime, *, names: bool, alarms: CalendarAlarms
) -> Sequence[CalendarEvent]:
    """What is due and not done; with names the titles say with whom, and about which work."""
    timed = [(item, _time_of(folded.journey, item)) for item in folded.view(AGENDA).items]
    ringing = _with_alarm(folded, timed, now, alarms)
    return [
        CalendarEvent(
            uid=f"{item.kind}-{item.item_id or item.week}@soundings",
            on=item.due,
            at=at,
            title=_title(folded.journey, item, translator, names=names),
            alarm=item in ringing,
        )
        for item, at in timed
    ]


def _time_of(journey: Journey, item: AgendaItem) -> time | None:
    """The time that the client wrote into a plan."""
    step = journey.experiments.get(item.experiment_id) if item.experiment_id else None
    plan = step.planned.plan if step and item.kind == "planned" else None
    return clock_time_in(plan.when) if plan and is_readable(plan.when) else None


def _with_alarm(
    folded: FoldedJourney,
    timed: Sequence[tuple[AgendaItem, time | None]],
    now: datetime,
    alarms: CalendarAlarms,
) -> list[AgendaItem]:
    """Those with an alarm: what has a time, and of the rest of a day the first that may have one."""
    known, zone = folded.state(AGENDA), stored_time_zone(folded.journey.time_zone)
    ringing, mornings = list[AgendaItem](), set[date]()
    for item, at in timed:
        moment = (
            datetime.combine(item.due, at, zone) - AHEAD if at else datetime.combine(item.due, MORNING, zone)
        )
        wanted = alarms == "all" or (alarms == "appointments" and is_appointment(item))
        if wanted and moment > now and may_remind(known, item, moment) and (at or item.due not in mornings):
            ringing.append(item)
            if at is None:
                mornings.add(item.due)
    return ringing


def _title(journey: Journey, item: AgendaItem, translator: Translator, *, names: bool) -> str:
    kind = CALENDAR_TITLES[item.step or "conversation"] if item.kind == "planned" else _TITLES[item.kind]
    title, about = translator.gettext(kind), ", ".join(_about(journey, item)) if names else ""
    return f"{title} ({about})" if about else title


def _about(journey: Journey, item: AgendaItem) -> Iterator[str]:
    step = journey.experiments.get(item.experiment_id) if item.experiment_id else None
    meeting = step.planned.meeting if step else None
    who = journey.network.contacts.get(meeting.contact_id) if meeting else None
    if who and is_readable(who.name):
        yield who.name
    if item.role and is_readable(item.role):
        yield item.role
