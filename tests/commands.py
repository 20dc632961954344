"""Commands of tests: how they are sent as JSON, and executed without the HTTP and the authorization around it."""

from typing import Any
from uuid import UUID, uuid4

from domain.aggregate import CommandBatch
from domain.command import Command
from service.application.aggregates import stream_id
from service.application.journeys import Journeys
from service.application.programmes import Programmes
from service.application.studies import Studies
from service.event_store.log import CommandResult
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT


async def execute(
    aggregates: Journeys | Programmes | Studies,
    stream: UUID,
    *commands: Command,
    command_id: UUID | None = None,
    actor_id: UUID = LOCAL_ACTOR,
    tenant_id: UUID = LOCAL_TENANT,
) -> CommandResult:
    """Executes commands as one batch on one journey, programme or study."""
    batch = CommandBatch.of(command_id or uuid4(), commands)
    executed = await aggregates.commands.execute(stream_id(tenant_id, stream), [batch], actor_id)
    return executed.results[batch.command_id]


async def execute_each(
    journeys: Journeys,
    journey_id: UUID,
    *commands: Command,
    actor_id: UUID = LOCAL_ACTOR,
    tenant_id: UUID = LOCAL_TENANT,
) -> int:
    """Executes commands together, each as a batch of its own; returns how many are new."""
    batches = [CommandBatch.of(uuid4(), (command,)) for command in commands]
    return (await journeys.commands.execute(stream_id(tenant_id, journey_id), batches, actor_id)).new


def command_json(tag: str, happened_on: str = "2026-05-01", /, **fields: Any) -> dict[str, Any]:
    """A command as a client of the API sends it."""
    return {"type": tag, "happened_on": happened_on, **fields}
