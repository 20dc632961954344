"""Requests of a person about her own data: restriction of use, erasure, and erasure of a contact."""

from collections.abc import Sequence
from uuid import UUID

from domain.errors import InvalidOperation
from service.accounts.caller import Caller
from service.accounts.errors import StepUpRequired
from service.accounts.session_tokens import STEP_UP_WINDOW, require_browser
from service.application.journeys import Journeys
from service.authorization.actions import Action
from service.authorization.authorized_journeys import AuthorizedJourneys
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.authorization.errors import Forbidden
from service.authorization.policy import AuthorizationDecision
from service.authorization.restrictions import PlacedBy, RestrictionGround, RestrictionState
from service.clock import Clock
from service.personal_data.archive.archive_material import ArchiveMaterial, collect_archive_material
from service.personal_data.erasure.contact_eraser import ContactEraser, ContactErasureResult
from service.personal_data.erasure.context import ErasureContext

DENIED_NOBODY_ELSE = AuthorizationDecision(allowed=False, why="nobody_else", level="whole")


class DataSubjectRequests:
    """Executes the requests of one caller. Without accounts nobody's use can be restricted."""

    def __init__(
        self,
        caller: Caller,
        journeys: Journeys,
        rights: Authorizer | None,
        erasure: ErasureContext,
        *,
        now: Clock,
    ) -> None:
        self._caller = caller
        self._journeys = journeys
        self._rights = rights
        self._erasure = erasure
        self._now = now

    async def status(self, journey_id: UUID) -> RestrictionState:
        """The restriction of a journey and its pending erasure. Raises `UnknownJourney`, `Forbidden`."""
        rights, _ = await self._allowed("read_restriction", journey_id)
        return await rights.restrictions.status(self._caller.tenant_id, journey_id)

    async def restrict(self, journey_id: UUID, ground: RestrictionGround) -> RestrictionState:
        """Restricts the use of a journey. Raises `UnknownJourney`, `Forbidden`."""
        rights, by = await self._allowed("restrict", journey_id)
        await rights.restrictions.place(
            self._caller.tenant_id, journey_id, self._caller.person_id, by, ground
        )
        return await rights.restrictions.status(self._caller.tenant_id, journey_id)

    async def lift(self, journey_id: UUID) -> RestrictionState:
        """Lifts a restriction: a client any, an admin only those set by admins.

        Raises `InvalidOperation`, and what `restrict` raises.
        """
        rights, by = await self._allowed("restrict", journey_id)
        placed: Sequence[PlacedBy] = ("client", "admin") if by == "client" else ("admin",)
        if not await rights.restrictions.lift(self._caller.tenant_id, journey_id, placed):
            raise InvalidOperation(
                "There is no stop here that you can lift.",
                allowed="to withdraw an erasure, if one was requested",
            )
        return await rights.restrictions.status(self._caller.tenant_id, journey_id)

    async def request_erasure(self, journey_id: UUID) -> RestrictionState:
        """Requests erasure after a grace period of days, in which nobody uses the journey.

        Raises `StepUpRequired`, and what `restrict` raises.
        """
        rights, _ = await self._allowed("erase", journey_id)
        self._shown_lately()
        await self._journeys.get(journey_id, tenant_id=self._caller.tenant_id)
        asked = await rights.restrictions.request_erasure(
            self._caller.tenant_id, journey_id, self._caller.person_id
        )
        if asked:
            await rights.clients.notify(self._caller.tenant_id, self._caller.person_id, "erasure_asked")
        return await rights.restrictions.status(self._caller.tenant_id, journey_id)

    async def withdraw_erasure(self, journey_id: UUID) -> RestrictionState:
        """Withdraws a request for erasure.

        Raises `InvalidOperation`, and what `restrict` raises.
        """
        rights, _ = await self._allowed("erase", journey_id)
        if not await rights.restrictions.withdraw_erasure_request(self._caller.tenant_id, journey_id):
            raise InvalidOperation(
                "No erasure was requested, or it is too late to withdraw it.",
                allowed="an erasure that is not due yet",
            )
        return await rights.restrictions.status(self._caller.tenant_id, journey_id)

    async def forget_contact(self, journey_id: UUID, contact_id: UUID) -> ContactErasureResult:
        """Erases a contact of the journey, at once and for good.

        Raises `UnknownContact`, `LedgerBusy`, and what `restrict` raises.
        """
        if self._rights is None:
            decide_without_accounts(self._caller, "forget_contact")
        else:
            await self._rights.authorize_read(self._caller, "forget_contact", journey_id)
        forgetter = ContactEraser(self._erasure)
        return await forgetter.erase(
            journey_id, contact_id, actor_id=self._caller.person_id, tenant_id=self._caller.tenant_id
        )

    async def archive_material(self, journey_id: UUID) -> ArchiveMaterial:
        """Reads everything stored about a journey and its client. Raises `UnknownJourney`, `Forbidden`."""
        journeys, rights = AuthorizedJourneys(self._caller, self._journeys, self._rights), self._rights
        events = (await journeys.load("export", journey_id, events_after=0)).events
        if rights is None:
            return ArchiveMaterial(journey_id=journey_id, entries=tuple(events))
        return await collect_archive_material(
            rights.access_log, rights.clients, self._caller.tenant_id, journey_id, events
        )

    async def _allowed(self, action: Action, journey_id: UUID) -> tuple[Authorizer, PlacedBy]:
        """Authorizes an action; returns the authorizer and in which capacity the caller acts.

        An admin's action is written to the access log, which the client can read.
        """
        if self._rights is None:
            decide_without_accounts(self._caller, action)
            await self._journeys.get(journey_id, tenant_id=self._caller.tenant_id)
            raise Forbidden(DENIED_NOBODY_ELSE)
        decision = await self._rights.authorize_read(self._caller, action, journey_id)
        return self._rights, "client" if decision.why == "own_journey" else "admin"

    def _shown_lately(self) -> None:
        """Raises `NotAllowed` for programs; `StepUpRequired` without a proof of identity within ten minutes."""
        require_browser(self._caller)
        shown = self._caller.signed_in_at
        if shown is None or self._now() - shown > STEP_UP_WINDOW:
            raise StepUpRequired
