"""The import itself: each journey whole or not at all; what is there already is left alone."""

from collections.abc import AsyncIterator, Iterable

from msgspec import Struct

from domain.errors import DomainError
from service.application.command_batch import CommandIdTaken, fingerprint
from service.application.journeys import Journeys
from service.importing.history_files import History


class Imported(Struct, frozen=True, kw_only=True):
    """What became of one journey of a file."""

    history: History
    new: int = 0
    """Commands that were recorded now."""
    refused: str = ""
    """Why nothing of it was kept; empty when all went well."""


async def import_all(journeys: Journeys, histories: Iterable[History]) -> AsyncIterator[Imported]:
    """Record each history, one after the other, and say what became of it."""
    for history in histories:
        yield await import_one(journeys, history)


async def import_one(journeys: Journeys, history: History) -> Imported:
    """Record one history; commands that were recorded before are skipped."""
    orders = [(step.command_id, fingerprint([step.command]), step.command) for step in history.steps]
    try:
        new = await journeys.obey_all(history.journey_id, orders)
    except DomainError as error:
        step = history.steps[error.command]
        return Imported(history=history, refused=_sentence(step.where, error))
    except CommandIdTaken as error:
        return Imported(history=history, refused=f"{history.source}: {error}")
    return Imported(history=history, new=new)


def _sentence(where: str, error: DomainError) -> str:
    field = f" ({error.field})" if error.field else ""
    allowed = f" Allowed: {error.allowed}." if error.allowed else ""
    return f"{where}{field}: {error.message}{allowed}"
