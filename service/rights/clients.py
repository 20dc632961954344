"""Whose journey it is: what rights ask of the accounts."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from service.accounts.caller import Caller


class Clients(Protocol):
    """Knows the client of each journey."""

    async def client_of(self, tenant_id: UUID, journey_id: UUID) -> UUID | None:
        """The person whose journey it is; None for a journey that is nobody's, or another organisation's."""
        ...

    async def link_journey(self, tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
        """Make it this person's: the first one keeps it. Raises `JourneyTaken` when it is somebody else's."""
        ...

    async def journeys_of(self, caller: Caller) -> Collection[UUID]:
        """The journeys that are the caller's own."""
        ...
