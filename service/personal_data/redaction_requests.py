"""Redacts wrong values for a caller: a client in her own entries, an admin in any she asked about."""

from uuid import UUID

from service.accounts.caller import Caller
from service.application.journeys import Journeys
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.event_store.redaction import RedactedValue, RedactionTarget, Redactor


class RedactionRequests:
    """Redacts on a caller's behalf. Without accounts, any corrected value may be redacted."""

    def __init__(
        self, caller: Caller, journeys: Journeys, redactor: Redactor, rights: Authorizer | None
    ) -> None:
        self._caller = caller
        self._journeys = journeys
        self._redactor = redactor
        self._rights = rights

    async def redact(self, journey_id: UUID, number: int, field: str) -> RedactedValue:
        """Redacts a value that was corrected or retracted.

        Raises `UnknownJourney`, `Forbidden`, `InvalidValue`, `InvalidOperation` and the store's errors.
        """
        rights, caller = self._rights, self._caller
        decision = (
            await rights.authorize_read(caller, "redact_entry", journey_id)
            if rights
            else decide_without_accounts(caller, "redact_entry")
        )
        own = decision.why == "own_journey"
        done = await self._redactor.redact(
            RedactionTarget(caller.tenant_id, journey_id, number, field),
            actor_id=caller.person_id,
            reason="asked_by_admin" if decision.why == "by_role" else "asked_by_client",
            author_id=caller.person_id if own else None,
        )
        self._journeys.invalidate(caller.tenant_id, journey_id)
        return done
