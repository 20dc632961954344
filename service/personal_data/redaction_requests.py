"""Redacts wrong values for a caller: a client in her own entries, an admin in any she asked about."""

from uuid import UUID

from msgspec import structs

from service.accounts.caller import Caller
from service.application.journeys import Journeys
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.event_store.redaction import Overwriting, RedactedValue, RedactionTarget, Redactor
from service.event_store.resealing import RedactionReason
from service.personal_data.erasure.canaries import make_canaries
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.disk_report import DiskReport, forget_on_disk, require_reach

REWRITTEN_TABLES = ("commands", "journeys", "programmes", "stored_events", "stored_snapshots")
"""Where something stands that was recorded in the clear."""


class Redaction(RedactedValue, frozen=True, kw_only=True):
    """A redaction, and how far it reaches."""

    disk: DiskReport


class RedactionRequests:
    """Redacts on a caller's behalf. Without accounts, any corrected value may be redacted."""

    def __init__(
        self,
        caller: Caller,
        journeys: Journeys,
        redactor: Redactor,
        rights: Authorizer | None,
        erasure: ErasureContext,
    ) -> None:
        self._erasure = erasure
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
        done = await redact_on_disk(
            self._erasure,
            self._redactor,
            RedactionTarget(caller.tenant_id, journey_id, number, field),
            actor_id=caller.person_id,
            reason="asked_by_admin" if decision.why == "by_role" else "asked_by_client",
            author_id=caller.person_id if own else None,
        )
        self._journeys.invalidate(caller.tenant_id, journey_id)
        return done


async def redact_on_disk(
    at: ErasureContext,
    redactor: Redactor,
    wrong: RedactionTarget,
    *,
    actor_id: UUID,
    reason: RedactionReason,
    author_id: UUID | None = None,
    also_now: bool = False,
) -> Redaction:
    """Redacts a value, and makes the files of the database forget it.

    Raises what `Redactor.redact` raises, `ErasureIncomplete`, and `InvalidOperation` if it would stay in files out of reach.
    """
    found = Overwriting(in_the_clear=False, texts=())

    def before(overwriting: Overwriting) -> None:
        nonlocal found
        found = overwriting
        require_reach(at, in_the_clear=found.in_the_clear)

    value = await redactor.redact(
        wrong, actor_id=actor_id, reason=reason, author_id=author_id, also_now=also_now, before=before
    )
    disk = await forget_on_disk(
        at,
        wrong.tenant_id,
        REWRITTEN_TABLES if found.in_the_clear else (),
        in_the_clear=found.in_the_clear,
        canaries=make_canaries(found.texts),
    )
    return Redaction(**structs.asdict(value), disk=disk)
