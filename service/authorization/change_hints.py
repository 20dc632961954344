"""Which changes a caller may be told about: those in journeys they may see.

No data is read, so nothing is recorded.
"""

from collections.abc import Collection
from uuid import UUID

from service.accounts.caller import Caller
from service.authorization.authorizer import Authorizer, decide_without_accounts, require_allowed
from service.authorization.policy import authorize


class ChangeHints:
    """The journeys whose changes a caller may be told about.

    Without an authorizer (no accounts) these are all.
    """

    def __init__(self, caller: Caller, rights: Authorizer | None) -> None:
        self.caller = caller
        self._rights = rights

    async def require_visible(self, journey_id: UUID) -> None:
        """Raises `UnknownJourney` or `Forbidden` if the caller may see nothing of a journey."""
        if self._rights:
            require_allowed(
                authorize(self.caller, "read_line", await self._rights.attributes_of(self.caller, journey_id))
            )
        else:
            decide_without_accounts(self.caller, "read_line")

    async def any_visible(self, journeys: Collection[UUID]) -> bool:
        """Whether the caller may see one of the journeys."""
        if not journeys or self._rights is None:
            return bool(journeys)
        known = await self._rights.attributes_of_some(self.caller, journeys)
        return any(authorize(self.caller, "read_line", about).allowed for about in known.values())
