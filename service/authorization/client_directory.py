"""Whose journey it is: what rights ask of the accounts."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from service.accounts.caller import Caller
from service.accounts.notices import NoticeKind


class ClientDirectory(Protocol):
    """Knows the client of each journey."""

    async def client_of(self, tenant_id: UUID, journey_id: UUID) -> UUID | None:
        """The person whose journey it is; None for a journey that is nobody's, or another organisation's."""
        ...

    async def clients_of(self, tenant_id: UUID, journeys: Collection[UUID]) -> Mapping[UUID, UUID]:
        """The same of several journeys, without those that are nobody's."""
        ...

    async def names_of(self, tenant_id: UUID, person_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """The names of these people; without those who have none, or none any more."""
        ...

    async def stored_about(
        self, tenant_id: UUID, journey_id: UUID, person_id: UUID | None
    ) -> dict[str, list[dict[str, Any]]]:
        """Every row about a journey or its client, by table and without secrets."""
        ...

    async def link_journey(self, tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
        """Make it this person's: the first one keeps it. Raises `JourneyTaken` when it is somebody else's."""
        ...

    async def journeys_of(self, caller: Caller) -> Collection[UUID]:
        """The journeys that are the caller's own."""
        ...

    async def notify(self, tenant_id: UUID, person_id: UUID, kind: NoticeKind) -> None:
        """Have somebody told by letter."""
        ...
