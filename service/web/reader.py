"""Where the pages get their facts: which journeys there are, and what was told in one."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from litestar.datastructures import State

from domain.errors import UnknownJourney
from domain.history import Entry
from service.journeys import Journeys
from service.read_models.journeys import CaseList, CasePage

LINES = 50
"""Journeys on one page of the list."""


class JourneyPages(Protocol):
    """What the pages ask of the service."""

    async def list(self, cursor: str | None) -> CasePage:
        """The journeys from a cursor on, or from the first. Raises `UnknownCursor`."""
        ...

    async def entries(self, journey_id: UUID) -> Sequence[Entry]:
        """The journey's events in their order; none when there is no such journey."""
        ...


class KeptJourneys:
    """The journeys of the running service."""

    def __init__(self, journeys: Journeys, case_list: CaseList) -> None:
        self._journeys = journeys
        self._case_list = case_list

    async def list(self, cursor: str | None) -> CasePage:
        return await self._case_list.page(cursor, LINES)

    async def entries(self, journey_id: UUID) -> Sequence[Entry]:
        try:
            return await self._journeys.entries(journey_id)
        except UnknownJourney:
            return ()


def kept(state: State) -> JourneyPages:
    """The journeys as the application keeps them in its state."""
    return KeptJourneys(state.journeys, state.case_list)
