"""Executes what time does by itself: checks every journey once a day of its own time zone.

A check may be repeated, overtaken by another process or made late: each command is decided on the journey, and what is recorded
already produces no events. After a stop the days that were missed are recorded on their own dates.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

from domain.aggregate import CommandBatch
from domain.journey.aggregate import Journey
from domain.journey.clock import due_commands
from domain.journey.commands.alerts import CloseAlert, OpenAlert
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.events.alerts import AlertClosed, AlertOpened
from domain.vocabulary import StuckRule
from projections.alerts.projection import ALERTS, alerts_by_day
from projections.alerts.view import Alert
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from service.application.aggregates import stream_id
from service.application.enrolments import EnrolmentCloser
from service.application.journeys import Journeys
from service.clock import Clock, today_in, utc_now
from service.read_models.daily_checks import DailyChecks, DueJourney
from service.system_ids import CLOCK_ACTOR

PAGE_SIZE = 100
MAX_COMMANDS = 50

MAX_LOOKBACK = timedelta(days=400)
"""How far back missed days are checked: a journey may have a start in another century."""

_DAY = timedelta(days=1)

log = logging.getLogger(__name__)


class Scheduler:
    """Checks every journey once a day."""

    def __init__(
        self,
        journeys: Journeys,
        checks: DailyChecks,
        enrolments: EnrolmentCloser | None = None,
        *,
        now: Clock = utc_now,
    ) -> None:
        self.troubled: dict[UUID, str] = {}
        """The journeys whose last check failed, with the name of the exception; they are tried again each round."""
        self.on_progress: Callable[[], None] = _nobody_asks
        """Called after each journey, for whoever watches whether it gets on."""
        self._journeys = journeys
        self._checks = checks
        self._enrolments = enrolments
        self._now = now

    async def run_once(self) -> int:
        """Checks every journey whose day has turned since its last check, and ends the enrolments of those that ended.

        Returns how many were checked.
        """
        looked = 0
        for zone in await self._checks.time_zones():
            today = today_in(zone, self._now())
            last: DueJourney | None = None
            while page := await self._checks.due(zone, today, last, PAGE_SIZE):
                for one in page:
                    looked += await self._check_safely(one, today)
                    self.on_progress()
                last = page[-1]
        if self._enrolments:
            await self._enrolments.close_ended(CLOCK_ACTOR)
        return looked

    async def _check_safely(self, one: DueJourney, today: date) -> bool:
        """Checks a journey; returns whether that succeeded. One that fails waits for the next round and holds up no other."""
        try:
            await self.advance_journey(one, today)
        except Exception as failure:
            self.troubled[one.journey_id] = type(failure).__name__
            log.warning("scheduler: journey %s: %s", one.journey_id, type(failure).__name__)
            log.debug("scheduler: the reason", exc_info=True)
            return False
        self.troubled.pop(one.journey_id, None)
        return True

    async def advance_journey(self, one: DueJourney, today: date) -> None:
        """Records what time did to a journey up to today, then that it was checked."""
        journey = await self._journeys.get(one.journey_id, tenant_id=one.tenant_id)
        await self._execute(one, due_commands(journey, today))
        folded = await self._journeys.load(one.journey_id, ALERTS, tenant_id=one.tenant_id)
        journey = folded.journey
        first = max(_first_unchecked_day(journey, one.looked_on), today - MAX_LOOKBACK)
        held: dict[StuckRule, date] = {
            rule: opened.happened_on for rule, opened in journey.alerts.open.items()
        }
        commands: list[ClockCommand] = []
        for day, holding in alerts_by_day(folded.state(ALERTS), first, today, DEFAULT_PARAMETERS):
            commands += _alerts_of(day, holding, held)
            # Many missed days are many views: let others have their turn in between.
            await asyncio.sleep(0)
        await self._execute(one, commands)
        await self._checks.mark_checked(one, today)

    async def _execute(self, one: DueJourney, commands: list[ClockCommand]) -> None:
        for first in range(0, len(commands), MAX_COMMANDS):
            batch = CommandBatch.of(uuid4(), commands[first : first + MAX_COMMANDS])
            stream = stream_id(one.tenant_id, one.journey_id)
            await self._journeys.commands.execute(stream, [batch], CLOCK_ACTOR)


def _nobody_asks() -> None:
    """Where nobody watches."""


def _first_unchecked_day(journey: Journey, looked_on: date | None) -> date:
    """The day after the last check; where that is not known, the day of the last alert that began or ceased."""
    kept = (
        line.event.happened_on
        for line in journey.authored_events
        if isinstance(line.event, AlertOpened | AlertClosed)
    )
    first = max(kept, default=journey.started.event.happened_on)
    return max(first, looked_on + _DAY) if looked_on else first


def _alerts_of(day: date, holding: tuple[Alert, ...], held: dict[StuckRule, date]) -> list[ClockCommand]:
    """The rules that began or ceased to hold on a day; `held` is updated: by the day each was opened."""
    holds: dict[StuckRule, Alert] = {alert.rule: alert for alert in holding}
    commands: list[ClockCommand] = []
    ceased: list[StuckRule] = [rule for rule in held if rule not in holds]
    for rule in ceased:
        commands.append(CloseAlert(happened_on=day, rule=rule))
        del held[rule]
    for rule, alert in holds.items():
        if rule not in held or alert.since > held[rule]:
            commands.append(OpenAlert(happened_on=day, rule=rule, since=alert.since))
            held[rule] = day
    return commands
