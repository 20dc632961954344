"""What the clock records on a journey: weeks that turn, approaches without an answer, due dates and expiries."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.journey.aggregate import Journey
from domain.journey.commands.answers import NoteFollowUpDue, RecordSilence
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.consents import ExpireConsent
from domain.journey.commands.refusals import ExpireKeptOnFile
from domain.journey.commands.sight import ExpireSight
from domain.journey.commands.weeks import TurnWeek
from domain.journey.events.alerts import AlertClosed, AlertOpened
from domain.journey.events.answers import FollowUpFellDue, SilenceElapsed
from domain.journey.events.consents import ConsentExpired
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.refusals import KeptOnFileExpired
from domain.journey.events.sight import SightExpired, SightGranted
from domain.journey.events.weeks import WeekTurned, monday_of
from domain.vocabulary import KINDS_AWAITING_ANSWER, SILENCE_DAYS

DORMANT_AFTER = timedelta(weeks=4)
"""After so long without an entry by a person a journey's weeks stop turning, until the next entry."""

_CLOCK_EVENTS = (
    WeekTurned,
    SilenceElapsed,
    FollowUpFellDue,
    KeptOnFileExpired,
    SightExpired,
    ConsentExpired,
    AlertOpened,
    AlertClosed,
    # A signal comes with a silence, or with something that a person recorded.
    OddsSignalHeard,
)
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


def due_commands(journey: Journey, today: date) -> list[ClockCommand]:
    """The clock's commands that are due by a date and not recorded yet, each on its own date, the oldest first."""
    commands = (
        *_weeks_to_turn(journey, today),
        *_due_silences(journey, today),
        *_due_follow_ups(journey, today),
        *_due_expiries(journey, today),
    )
    return sorted(commands, key=lambda one: one.happened_on)


def _weeks_to_turn(journey: Journey, today: date) -> Iterator[ClockCommand]:
    """Every Monday since the last week that turned, while the journey is not dormant and has not ended."""
    ending = journey.endings.recorded
    last = min(today, ending.happened_on) if ending else today
    monday = monday_of(journey.started.event.happened_on)
    if journey.weeks.turned:
        monday = max(monday, journey.weeks.turned)
    if monday + _WEEK > last:
        return
    events = journey.effective_events().values()
    dates = sorted({one.happened_on for one in events if not isinstance(one, _CLOCK_EVENTS)})
    while (monday := monday + _WEEK) <= last:
        if any(monday - DORMANT_AFTER <= day < monday + _WEEK for day in dates):
            yield TurnWeek(happened_on=monday, monday=monday)


def _due_silences(journey: Journey, today: date) -> Iterator[ClockCommand]:
    for experiment_id, step in journey.experiments.items():
        answered = experiment_id in journey.answers.silent or journey.answers.received.get(experiment_id)
        if step.stage == "run" and step.planned.kind in KINDS_AWAITING_ANSWER and not answered:
            on = step.on + timedelta(days=SILENCE_DAYS)
            if on <= today:
                yield RecordSilence(happened_on=on, experiment_id=experiment_id)


def _due_follow_ups(journey: Journey, today: date) -> Iterator[ClockCommand]:
    """The follow-ups that are due, unless another step followed up before."""
    for follow_up_id, planned in journey.answers.follow_ups.items():
        if follow_up_id in journey.answers.fell_due or planned.due > today:
            continue
        rang = any(
            step.planned.refers_to == planned.experiment_id
            and step.stage == "run"
            and planned.happened_on <= step.on <= planned.due
            for step in journey.experiments.values()
        )
        if not rang:
            yield NoteFollowUpDue(happened_on=planned.due, follow_up_id=follow_up_id)


def _due_expiries(journey: Journey, today: date) -> Iterator[ClockCommand]:
    for experiment_id, kept in journey.refusals.kept.items():
        if kept.until < today and journey.refusals.expired.get(experiment_id) != kept.until:
            yield ExpireKeptOnFile(happened_on=kept.until + _DAY, experiment_id=experiment_id)
    for reader_id, granted in journey.sight.items():
        if isinstance(granted, SightGranted) and granted.until and granted.until < today:
            yield ExpireSight(happened_on=granted.until + _DAY, reader_id=reader_id)
    for consent_id, given in journey.consents.given.items():
        if given.until and given.until < today and consent_id not in journey.consents.ended:
            yield ExpireConsent(happened_on=given.until + _DAY, consent_id=consent_id)
