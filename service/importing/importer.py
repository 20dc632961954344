"""The import itself: each journey whole or not at all; what is there already is left alone."""

from collections.abc import AsyncIterator, Iterable

from msgspec import Struct

from domain.errors import DomainError
from service.application.command_batch import CommandIdTaken, fingerprint_commands
from service.application.journeys import Journeys
from service.importing.history_files import ImportedHistory


class ImportResult(Struct, frozen=True, kw_only=True):
    """What became of one journey of a file."""

    history: ImportedHistory
    new: int = 0
    """Commands that were recorded now."""
    refused: str = ""
    """Why nothing of it was kept; empty when all went well."""


async def import_histories(
    journeys: Journeys, histories: Iterable[ImportedHistory]
) -> AsyncIterator[ImportResult]:
    """Record each history, one after the other, and say what became of it."""
    for history in histories:
        yield await import_history(journeys, history)


async def import_history(journeys: Journeys, history: ImportedHistory) -> ImportResult:
    """Record one history; commands that were recorded before are skipped."""
    orders = [(step.command_id, fingerprint_commands([step.command]), step.command) for step in history.steps]
    try:
        new = await journeys.submit_all(history.journey_id, orders)
    except DomainError as error:
        step = history.steps[error.command]
        return ImportResult(history=history, refused=_sentence(step.where, error))
    except CommandIdTaken as error:
        return ImportResult(history=history, refused=f"{history.source}: {error}")
    return ImportResult(history=history, new=new)


def _sentence(where: str, error: DomainError) -> str:
    field = f" ({error.field})" if error.field else ""
    allowed = f" Allowed: {error.allowed}." if error.allowed else ""
    return f"{where}{field}: {error.message}{allowed}"
