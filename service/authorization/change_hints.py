"""Of which changes somebody may know: those in journeys they may see. Nothing is read of them, so no look is noted."""

from collections.abc import Collection
from uuid import UUID

from service.accounts.caller import Caller
from service.authorization.authorizer import Authorizer, decide_without_accounts, require_allowed
from service.authorization.policy import authorize


class ChangeHints:
    """The journeys a caller is told to look at again; without rights, on one's own machine, all of them."""

    def __init__(self, caller: Caller, rights: Authorizer | None) -> None:
        self.caller = caller
        self._rights = rights

    async def require_visible(self, journey_id: UUID) -> None:
        """Raise `UnknownJourney` or `Forbidden` when nothing of a journey is theirs to see."""
        if self._rights:
            require_allowed(
                authorize(self.caller, "read_line", await self._rights.attributes_of(self.caller, journey_id))
            )
        else:
            decide_without_accounts(self.caller, "read_line")

    async def any_visible(self, journeys: Collection[UUID]) -> bool:
        """Whether one of the journeys is theirs to see."""
        if not journeys or self._rights is None:
            return bool(journeys)
        known = await self._rights.attributes_of_some(self.caller, journeys)
        return any(authorize(self.caller, "read_line", about).allowed for about in known.values())
