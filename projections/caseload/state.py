"""State of the caseload: the line of a journey."""

from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event_catalogue import AnyEvent
from domain.growing import with_entry, with_member, without_entry, without_member
from domain.history import RecordedEvent
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.course import PlanAdjusted, TimeZoneChanged, TrackSet
from domain.journey.events.deputies import DeputyAnswered, DeputyEnded
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
from domain.journey.events.experiments import ExperimentCancelled, ExperimentRefused, ExperimentRun
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.roles import RoleBlocked, RoleDiscovered, RoleParked, RolePassed, RoleReopened
from domain.journey.events.start import JourneyStarted
from domain.vocabulary import Ending, StuckRule, Track
from projections.learning_model.state import CHOOSING


class CaseloadAlert(Struct, frozen=True, kw_only=True):
    """An open alert, and what the coach did about it."""

    rule: StuckRule
    since: date
    opened_on: date
    acknowledged_on: date | None = None
    snoozed_until: date | None = None


class CaseloadDeputy(Struct, frozen=True, kw_only=True):
    """Who stands in for the coach, until which day."""

    deputy_id: UUID
    last_day: date


class CaseloadEntry(Struct, frozen=True, kw_only=True):
    """One journey's line on a coach's desk."""

    journey_id: UUID
    called: str
    track: Track
    locale: str
    time_zone: str
    weekly_goal: int
    started_on: date
    programme_end: date | None
    coach_id: UUID | None = None
    steps: int = 0
    """Experiments run, cancelled or refused."""
    first_run_on: date | None = None
    """The day of the first experiment that took place."""
    last_step_on: date | None = None
    last_contact_on: date | None = None
    """The day client and coach last spoke."""
    roles_known: int = 0
    roles_aside: frozenset[UUID] = frozenset()
    """Blocked or parked."""
    roles_waiting: frozenset[UUID] = frozenset()
    """Those that the coach came across or the client threw back, and that she neither keeps nor works on since."""
    energy: int | None = None
    energy_on: date | None = None
    """The day of that rating: one recorded late replaces no later one."""
    trust: int | None = None
    trust_on: date | None = None
    alerts: tuple[CaseloadAlert, ...] = ()
    """As the service last saw them: it looks once a day."""
    ending: Ending | None = None
    ended_on: date | None = None
    after_care: dict[UUID, date] | None = None
    """The day of each date for aftercare that was neither answered nor dropped; None in a line that is older than this."""
    last_entry_on: date | None = None
    """The latest day of which something was told."""
    deputies: dict[UUID, CaseloadDeputy] = {}
    """By cover: who the client agreed to as a deputy, whether their days have come or are over."""
    version: int
    position: int

    @property
    def roles_in_play(self) -> int:
        return self.roles_known - len(self.roles_aside | self.roles_waiting)


CaseloadState = CaseloadEntry | None


def evolve(case: CaseloadState, entry: RecordedEvent) -> CaseloadState:
    """Applies one event to a journey's line; None while the journey has not started."""
    event = entry.event
    if isinstance(event, JourneyStarted):
        return _started(entry, event)
    if case is None:
        # A history whose start was purged has no line.
        return None
    last = max(case.last_entry_on or event.happened_on, event.happened_on)
    case = replace(case, version=entry.number, position=entry.position, last_entry_on=last)
    return _after(case, event)


def _after(case: CaseloadEntry, event: AnyEvent) -> CaseloadEntry:
    if isinstance(event, CHOOSING) and event.role_id in case.roles_waiting:
        case = replace(case, roles_waiting=without_member(case.roles_waiting, event.role_id))
    match event:
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return _stepped(case, event)
        case RoleDiscovered():
            waiting = case.roles_waiting
            if event.waits:
                waiting = with_member(waiting, event.role_id)
            return replace(case, roles_known=case.roles_known + 1, roles_waiting=waiting)
        case RolePassed():
            return replace(case, roles_waiting=with_member(case.roles_waiting, event.role_id))
        case RoleBlocked() | RoleParked():
            return replace(case, roles_aside=with_member(case.roles_aside, event.role_id))
        case RoleReopened():
            return replace(case, roles_aside=without_member(case.roles_aside, event.role_id))
        case CheckInHeld():
            last = max(case.last_contact_on or event.happened_on, event.happened_on)
            return replace(case, last_contact_on=last)
        case EnergyRated():
            newer = case.energy_on is None or event.happened_on >= case.energy_on
            return replace(case, energy=event.rating, energy_on=event.happened_on) if newer else case
        case TrustRated():
            newer = case.trust_on is None or event.happened_on >= case.trust_on
            return replace(case, trust=event.rating, trust_on=event.happened_on) if newer else case
        case CoachAssigned():
            return replace(case, coach_id=event.coach_id)
        case DeputyAnswered():
            return replace(case, deputies=_deputies(case.deputies, event))
        case DeputyEnded():
            return replace(case, deputies=without_entry(case.deputies, event.cover_id))
        case TrackSet():
            return replace(case, track=event.track)
        case PlanAdjusted():
            return _adjusted(case, event)
        case TimeZoneChanged():
            return replace(case, time_zone=event.time_zone)
        case EndingRecorded():
            return replace(case, ending=event.ending, ended_on=event.happened_on)
        case AfterCarePlanned() if case.after_care is not None:
            return replace(case, after_care=with_entry(case.after_care, event.after_care_id, event.due))
        case AfterCareSettled() if case.after_care is not None:
            return replace(case, after_care=without_entry(case.after_care, event.after_care_id))
        case AlertOpened() | AlertClosed() | AlertAcknowledged() | AlertSnoozed():
            return replace(case, alerts=_alerts(case.alerts, event))
        case _:
            return case


def _deputies(deputies: dict[UUID, CaseloadDeputy], event: DeputyAnswered) -> dict[UUID, CaseloadDeputy]:
    if not event.agreed:
        return without_entry(deputies, event.cover_id)
    deputy = CaseloadDeputy(deputy_id=event.deputy_id, last_day=event.last_day)
    return with_entry(deputies, event.cover_id, deputy)


def _stepped(
    case: CaseloadEntry, event: ExperimentRun | ExperimentCancelled | ExperimentRefused
) -> CaseloadEntry:
    on = event.happened_on
    first = min(case.first_run_on or on, on) if isinstance(event, ExperimentRun) else case.first_run_on
    last = max(case.last_step_on or on, on)
    return replace(case, steps=case.steps + 1, first_run_on=first, last_step_on=last)


def _adjusted(case: CaseloadEntry, event: PlanAdjusted) -> CaseloadEntry:
    return replace(
        case,
        weekly_goal=event.weekly_goal or case.weekly_goal,
        programme_end=event.programme_end or case.programme_end,
        locale=event.locale or case.locale,
    )


def _alerts(
    alerts: tuple[CaseloadAlert, ...], event: AlertOpened | AlertClosed | AlertAcknowledged | AlertSnoozed
) -> tuple[CaseloadAlert, ...]:
    others = tuple(one for one in alerts if one.rule != event.rule)
    known = next((one for one in alerts if one.rule == event.rule), None)
    match event:
        case AlertOpened():
            return (*others, CaseloadAlert(rule=event.rule, since=event.since, opened_on=event.happened_on))
        case AlertAcknowledged() if known:
            # A move that was made ends the pause; a pause after a move asks again when it is over.
            return (*others, replace(known, acknowledged_on=event.happened_on, snoozed_until=None))
        case AlertSnoozed() if known:
            return (*others, replace(known, snoozed_until=event.until))
        case _:
            return others


def _started(entry: RecordedEvent, event: JourneyStarted) -> CaseloadEntry:
    return CaseloadEntry(
        journey_id=entry.journey_id,
        called=event.called,
        track=event.track,
        locale=event.locale,
        time_zone=event.time_zone,
        weekly_goal=event.weekly_goal,
        started_on=event.happened_on,
        programme_end=event.programme_end,
        after_care={},
        version=entry.number,
        position=entry.position,
    )
