"""The diary of a simulated client: acts in the order of time, each decided on the journey as it was left by those before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.errors import DomainError
from domain.event import AuthoredEvent
from domain.history import RecordedEvent, apply_corrections, contains_correction
from domain.journey.aggregate import INITIAL, Journey, evolve_all
from domain.journey.clock import due_commands
from domain.journey.commands.alerts import CloseAlert, OpenAlert
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.start import StartJourney
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand, decide
from domain.journey.events.roles import RoleDiscovered
from domain.vocabulary import StuckRule
from projections.alerts.projection import ALERTS, alerts_by_day
from projections.alerts.state import AlertsState
from projections.alerts.view import Alert
from service.clock import stored_time_zone
from service.research.simulation.atlas_links import SimulatedLink, link_role
from service.system_ids import CLOCK_ACTOR

Hand = Literal["client", "coach", "clock"]
"""Who records something."""

_PAUSE = timedelta(seconds=7)
"""Between two things that are recorded at one go."""


class SimulatedPeople(Struct, frozen=True, kw_only=True):
    """Who records a simulated journey."""

    client_id: UUID
    coach_id: UUID
    coach_name: str


class SimulatedCommand(Struct, frozen=True, kw_only=True):
    """A command that was carried out, by whom and when."""

    command_id: UUID
    actor_id: UUID
    recorded_at: datetime
    command: UserCommand | ClockCommand


class Diary:
    """A journey, what was recorded on it, and by whom."""

    def __init__(
        self,
        journey_id: UUID,
        people: SimulatedPeople,
        time_zone: str,
        first_position: int,
        links: Mapping[UUID, SimulatedLink],
    ) -> None:
        self.journey_id = journey_id
        self.people = people
        self.journey: Journey = INITIAL
        self.entries: list[RecordedEvent] = []
        self.lived: list[RecordedEvent] = []
        """The entries without those that nothing else depends on."""
        self.commands: list[SimulatedCommand] = []
        self._lived_commands = 0
        self.denied: list[DomainError] = []
        """What the domain did not allow; nothing of it was recorded."""
        self._actors = {"client": people.client_id, "coach": people.coach_id, "clock": CLOCK_ACTOR}
        self._links = links
        self._first_position = first_position
        self._start_zone = time_zone
        self._last = datetime.min.replace(tzinfo=UTC)
        self._alerts: AlertsState = ALERTS.initial
        self._days: Iterator[tuple[date, tuple[Alert, ...]]] | None = None
        self._held: dict[StuckRule, date] = {}

    @property
    def time_zone(self) -> str:
        """The name of the client's time zone."""
        return self.journey.time_zone if self.entries else self._start_zone

    def record(
        self, by: Hand, at: datetime, command: UserCommand | ClockCommand
    ) -> Sequence[AnyJourneyEvent]:
        """Records what a command produces, at a local time or soon after the last record; nothing if it is not allowed."""
        instant = self._instant(at, command)
        events = self._record(by, instant, command, f"command {self._lived_commands}")
        if events:
            self._last = instant
            self._lived_commands += 1
            self.lived += self.entries[-len(events) :]
        for event in events:
            if isinstance(event, RoleDiscovered) and (link := self._links.get(event.role_id)):
                linked = link_role(event.happened_on, event.role_id, link)
                self._record(by, instant, linked, f"link of {event.role_id}")
        return events

    def aside(self, by: Hand, at: datetime, *commands: UserCommand) -> None:
        """Records at one go what nothing else depends on: no other entry has another time or id for it."""
        instant = self._instant(at, commands[0])
        for command in commands:
            self._record(by, instant, command, f"aside {len(self.commands)}")

    def _instant(self, at: datetime, command: UserCommand | ClockCommand) -> datetime:
        return max(at.replace(tzinfo=self._zone(command)).astimezone(UTC), self._last + _PAUSE)

    def _zone(self, command: UserCommand | ClockCommand) -> ZoneInfo:
        return stored_time_zone(command.time_zone if isinstance(command, StartJourney) else self.time_zone)

    def _record(
        self, by: Hand, instant: datetime, command: UserCommand | ClockCommand, name: str
    ) -> Sequence[AnyJourneyEvent]:
        actor_id = self._actors[by]
        try:
            events = decide(self.journey, command, instant.astimezone(self._zone(command)).date(), actor_id)
        except DomainError as error:
            self.denied.append(error)
            return ()
        if events:
            self._append(command, actor_id, instant, events, uuid5(self.journey_id, name))
        return events

    def _append(
        self,
        command: UserCommand | ClockCommand,
        actor_id: UUID,
        instant: datetime,
        events: Sequence[AnyJourneyEvent],
        command_id: UUID,
    ) -> None:
        self.journey = evolve_all(self.journey, [AuthoredEvent(one, actor_id) for one in events])
        self.commands.append(
            SimulatedCommand(command_id=command_id, actor_id=actor_id, recorded_at=instant, command=command)
        )
        added: list[RecordedEvent] = []
        for number, event in enumerate(events, len(self.entries) + 1):
            added.append(
                RecordedEvent(
                    position=self._first_position + number,
                    journey_id=self.journey_id,
                    number=number,
                    recorded_at=instant,
                    actor_id=actor_id,
                    command_id=command_id,
                    event=event,
                )
            )
        self.entries += added
        before = self._alerts
        if contains_correction(added):
            self._alerts = ALERTS.initial
            added = list(apply_corrections(self.entries))
        for one in added:
            self._alerts = ALERTS.evolve(self._alerts, one)
        if self._alerts is not before:
            self._days = None

    def daily_round(self, at: datetime) -> None:
        """Records what time does by itself, as the daily round of the service does: expiries, silences, alerts."""
        day = at.date()
        for command in due_commands(self.journey, day):
            self.record("clock", at, command)
        if self._days is None:
            self._days = alerts_by_day(self._alerts, day, date.max)
        _, holding = next(self._days)
        for command in self._alert_changes(day, holding):
            self.record("clock", at, command)

    def _alert_changes(self, day: date, holding: Sequence[Alert]) -> Iterator[ClockCommand]:
        rules: dict[StuckRule, Alert] = {one.rule: one for one in holding}
        ceased: list[StuckRule] = [one for one in self._held if one not in rules]
        for rule in ceased:
            del self._held[rule]
            yield CloseAlert(happened_on=day, rule=rule)
        for rule, alert in rules.items():
            if rule not in self._held or alert.since > self._held[rule]:
                self._held[rule] = day
                yield OpenAlert(happened_on=day, rule=rule, since=alert.since)

    @property
    def open_alerts(self) -> tuple[StuckRule, ...]:
        """The rules that hold since the last daily round or before."""
        return tuple(self._held)
