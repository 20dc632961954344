"""Commands that follow from others: an alert is opened before it is answered;
a former coach loses sight of the journey.
"""

from collections.abc import Sequence

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.errors import UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.commands.alerts import AcknowledgeAlert, OpenAlert, SnoozeAlert
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.events.sight import SightGranted
from projections.alerts.projection import ALERTS
from service.application.aggregates import StreamId
from service.application.batch_results import BatchCompletion
from service.application.journeys import Journeys

IMPLYING = AcknowledgeAlert | AssignCoach | SnoozeAlert
"""Commands from which others may follow."""


def implied_commands(journeys: Journeys, stream: StreamId) -> BatchCompletion[Journey]:
    """Completes a batch on a journey with the commands that follow from it,
    given the state on which it is decided.
    """

    async def complete(journey: Journey, batch: CommandBatch) -> CommandBatch:
        openings = await _missing_alert_openings(journeys, stream, journey, batch.commands)
        return batch.adding(before=openings, after=_sight_withdrawals(journey, batch.commands))

    return complete


async def _missing_alert_openings(
    journeys: Journeys, stream: StreamId, journey: Journey, commands: Sequence[Command]
) -> tuple[OpenAlert, ...]:
    """Opens the alerts that are answered: the scheduler
    runs once a day and may not have opened today's yet.
    """
    answered = {one.rule for one in commands if isinstance(one, AcknowledgeAlert | SnoozeAlert)}
    if not answered:
        return ()
    try:
        folded = await journeys.load(stream.stream, ALERTS, tenant_id=stream.tenant_id)
    except UnknownJourney:
        return ()
    opened = journey.alerts.open
    return tuple(
        OpenAlert(happened_on=folded.today, rule=one.rule, since=one.since)
        for one in folded.view(ALERTS)
        if one.rule in answered and (one.rule not in opened or one.since > opened[one.rule].happened_on)
    )


def _sight_withdrawals(journey: Journey, commands: Sequence[Command]) -> tuple[WithdrawSight, ...]:
    """Withdraws the sight of the former coach, unless the batch itself sets it."""
    changes = [one for one in commands if isinstance(one, AssignCoach)]
    former = journey.coaches.assigned
    if not changes or former is None:
        return ()
    decided = {one.reader_id for one in commands if isinstance(one, GrantSight | WithdrawSight)}
    granted = journey.sight.get(former.coach_id)
    if former.coach_id in {changes[-1].coach_id, *decided}:
        return ()
    if not isinstance(granted, SightGranted) or granted.reader != "coach":
        return ()
    day = max(changes[-1].happened_on, granted.happened_on)
    return (WithdrawSight(happened_on=day, reader_id=former.coach_id),)
