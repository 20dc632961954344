"""The interface by which authorization asks the accounts for clients, coaches and journeys."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from service.accounts.caller import Caller
from service.accounts.notices import NoticeKind


class ClientDirectory(Protocol):
    """Knows the client of each journey, and who coaches."""

    async def client_of(self, tenant_id: UUID, journey_id: UUID) -> UUID | None:
        """The client of a journey; None if it has none, or belongs to another organisation."""
        ...

    async def clients_of(self, tenant_id: UUID, journeys: Collection[UUID]) -> Mapping[UUID, UUID]:
        """The clients of several journeys; those without a client are left out."""
        ...

    async def names_of(self, tenant_id: UUID, person_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """The names of these people; those without a name are left out."""
        ...

    async def coach_name(self, tenant_id: UUID, person_id: UUID) -> str | None:
        """What a coach goes by; None if nobody with this id coaches in the organisation."""
        ...

    async def stored_about(
        self, tenant_id: UUID, journey_id: UUID, person_id: UUID | None
    ) -> dict[str, list[dict[str, Any]]]:
        """All stored rows about a journey or its client, by table and without secrets."""
        ...

    async def link_journey(self, tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
        """Links a journey to its client; the first one keeps it. Raises `JourneyTaken`."""
        ...

    async def journeys_of(self, caller: Caller) -> Collection[UUID]:
        """The journeys of which the caller is the client."""
        ...

    async def notify(self, tenant_id: UUID, person_id: UUID, kind: NoticeKind) -> None:
        """Notifies a person by e-mail."""
        ...
