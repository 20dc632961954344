"""Imports histories: each journey whole or not at all; commands that were recorded before are skipped."""

from collections.abc import AsyncIterator, Iterable
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.aggregate import CommandBatch
from domain.errors import DomainError
from service.application.aggregates import stream_id
from service.application.batch_results import CommandIdTaken
from service.application.journeys import Journeys
from service.atlas.atlas import Atlas
from service.importing.history_files import ImportedHistory
from service.importing.role_linking import link_named_roles
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT


class ImportResult(Struct, frozen=True, kw_only=True):
    """The result for one journey of a file."""

    history: ImportedHistory
    new: int = 0
    """Commands that were recorded now."""
    linked: int = 0
    """Roles that were linked to the atlas, for they have a name of it."""
    error: str = ""
    """Why nothing of it was kept; empty when all went well."""


async def import_histories(
    journeys: Journeys, atlas: Atlas, histories: Iterable[ImportedHistory], *, tenant_id: UUID = LOCAL_TENANT
) -> AsyncIterator[ImportResult]:
    """Records each history, one after the other, links its roles by their names, and yields its result."""
    for history in histories:
        imported = await import_history(journeys, history, tenant_id=tenant_id)
        if imported.new:
            journey_id = history.journey_id
            linked = await link_named_roles(
                journeys, atlas, journey_id, tenant_id=tenant_id, actor_id=LOCAL_ACTOR
            )
            imported = replace(imported, linked=linked)
        yield imported


async def import_history(
    journeys: Journeys, history: ImportedHistory, *, tenant_id: UUID = LOCAL_TENANT
) -> ImportResult:
    """Records one history. Commands recorded before are skipped."""
    batches = [
        CommandBatch.of(
            step.command_id, (step.command,), formerly=[(step.former,)] if step.former is not None else []
        )
        for step in history.steps
    ]
    stream = stream_id(tenant_id, history.journey_id)
    try:
        executed = await journeys.commands.execute(stream, batches, LOCAL_ACTOR)
    except DomainError as error:
        step = history.steps[error.command]
        return ImportResult(history=history, error=_sentence(step.where, error))
    except CommandIdTaken as error:
        return ImportResult(history=history, error=f"{history.source}: {error}")
    return ImportResult(history=history, new=executed.new)


def _sentence(where: str, error: DomainError) -> str:
    field = f" ({error.field})" if error.field else ""
    allowed = f" Allowed: {error.allowed}." if error.allowed else ""
    return f"{where}{field}: {error.message}{allowed}"
