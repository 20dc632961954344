"""Answering an alert: the clock looks once a day, so one that began to hold today is opened before it is answered."""

from collections.abc import Sequence
from uuid import UUID

from domain.errors import UnknownJourney
from domain.journey.commands.alerts import AcknowledgeAlert, OpenAlert, SnoozeAlert
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.decide import UserCommand
from projections.alerts import ALERTS
from service.application.journeys import Journeys


async def missing_alert_openings(
    journeys: Journeys, tenant_id: UUID, journey_id: UUID, commands: Sequence[UserCommand]
) -> tuple[ClockCommand, ...]:
    """The opening of those alerts the commands answer that hold and were not opened yet."""
    answered = {one.rule for one in commands if isinstance(one, AcknowledgeAlert | SnoozeAlert)}
    if not answered:
        return ()
    try:
        folded = await journeys.load(journey_id, ALERTS, tenant_id=tenant_id)
    except UnknownJourney:
        return ()
    today, opened = folded.today, folded.journey.alerts.open
    return tuple(
        OpenAlert(happened_on=today, rule=one.rule, since=one.since)
        for one in folded.view(ALERTS)
        if one.rule in answered and (one.rule not in opened or one.since > opened[one.rule].happened_on)
    )
