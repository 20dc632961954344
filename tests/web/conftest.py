"""The pages over journeys that are kept in memory."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from domain.history import Entry
from projections.caseload import CASELOAD
from projections.fold import fold
from service.read_models.journeys import CasePage, UnknownCursor
from service.web.reader import JourneyPages
from service.web.routes import web_router
from service.web.trouble import trouble_page
from tests.web.sample import NOON


class Shelf:
    """Journeys on a shelf, `size` to a page of the list; a cursor is the number of the first."""

    def __init__(self, journeys: Mapping[UUID, Sequence[Entry]] | None = None, size: int = 50) -> None:
        self.journeys = dict(journeys or {})
        self.size = size

    def put(self, entries: Sequence[Entry]) -> str:
        """Add a journey; its address."""
        self.journeys[entries[0].journey_id] = entries
        return f"/journeys/{entries[0].journey_id}"

    async def list(self, cursor: str | None) -> CasePage:
        if cursor is not None and not cursor.isdecimal():
            raise UnknownCursor(cursor)
        first = int(cursor or 0)
        folded = [fold(CASELOAD, entries) for entries in self.journeys.values()]
        lines = [line for line in folded if line]
        more = str(first + self.size) if len(lines) > first + self.size else None
        return CasePage(lines[first : first + self.size], more)

    async def entries(self, journey_id: UUID) -> Sequence[Entry]:
        return self.journeys.get(journey_id, ())


def application(shelf: JourneyPages) -> Litestar:
    return Litestar(
        route_handlers=[web_router(lambda: NOON, lambda _state: shelf)],
        exception_handlers={Exception: trouble_page},
        openapi_config=None,
    )


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def http(shelf: Shelf) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(cast("Any", application(shelf)))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client
