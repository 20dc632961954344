"""Erases what is due: journeys whose clients requested it, after the grace period, and those past their retention period."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from msgspec import Struct

from domain.errors import UnknownJourney
from service.personal_data.erasure.contact_eraser import ContactEraser
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.journey_eraser import ErasureResult, JourneyEraser
from service.personal_data.erasure.ledger import LedgerBusy
from service.personal_data.retention.due_journeys import due_erasure_requests
from service.personal_data.retention.schedule import record_scheduled, scheduled_erasures
from service.system_ids import ERASURE_ACTOR

log = logging.getLogger(__name__)


class RetentionRun(Struct, frozen=True, kw_only=True):
    """What one run erased."""

    asked: tuple[ErasureResult, ...] = ()
    """What clients had requested."""
    kept: tuple[ErasureResult, ...] = ()
    """What was past its retention period."""


class RetentionJob:
    """Erases what is due. Several processes may run it: the ledger admits one at a time."""

    def __init__(self, context: ErasureContext) -> None:
        self.troubled: dict[UUID, str] = {}
        """The journeys whose erasure failed in the last run, with the kind of failure; the next run tries them again."""
        self._at = context

    async def run_once(self) -> RetentionRun:
        """Erases what is due and updates the list of scheduled erasures. A journey that fails holds up no other."""
        self.troubled = {}
        await self._finish()
        asked = await self._erase(await due_erasure_requests(self._at.pool, self._at.now()))
        await record_scheduled(self._at, await scheduled_erasures(self._at))
        due = [one for one in await scheduled_erasures(self._at) if one.state != "listed"]
        kept = await self._erase([(one.tenant_id, one.journey_id) for one in due])
        return RetentionRun(asked=tuple(asked), kept=tuple(kept))

    async def _finish(self) -> None:
        """Finishes what a process that was killed had begun."""
        begun = list(self._at.ledger.open_intents())
        await self._erase([(one.tenant_id, one.journey_id) for one in begun if one.contact_id is None])
        if any(one.contact_id for one in begun):
            with suppress(LedgerBusy, UnknownJourney):
                await ContactEraser(self._at).replay_ledger(actor_id=ERASURE_ACTOR)

    async def _erase(self, journeys: Sequence[tuple[UUID, UUID]]) -> list[ErasureResult]:
        done: list[ErasureResult] = []
        for tenant_id, journey_id in journeys:
            try:
                done.append(await JourneyEraser(self._at).erase(journey_id, tenant_id=tenant_id))
            except (LedgerBusy, UnknownJourney) as setback:
                # Another process is at it, or has just been.
                log.info("erasures: journey %s: %s", journey_id, type(setback).__name__)
            except Exception as failure:
                self.troubled[journey_id] = type(failure).__name__
                log.warning("erasures: journey %s: %s", journey_id, type(failure).__name__)
                log.debug("erasures: the reason", exc_info=True)
        return done
