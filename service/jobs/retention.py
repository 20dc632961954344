"""What is erased without anybody typing it: what clients asked for, once it can no longer be taken back, and what was kept long enough."""

import logging
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, suppress
from uuid import UUID

from msgspec import Struct

from domain.errors import UnknownJourney
from service.jobs.periodic_task import Rounds
from service.personal_data.erasure.contact_eraser import Forgetter
from service.personal_data.erasure.context import Premises
from service.personal_data.erasure.journey_eraser import ERASER, Erased, Eraser
from service.personal_data.erasure.ledger import LedgerBusy
from service.personal_data.retention.due_journeys import asked_for
from service.personal_data.retention.schedule import listed, note

EVERY = 60 * 60.0
"""Seconds between two rounds. An erasure has a month by law; the list of retention goes by days."""

log = logging.getLogger(__name__)


class Round(Struct, frozen=True, kw_only=True):
    """What one round did."""

    asked: tuple[Erased, ...] = ()
    """What clients had asked for."""
    kept: tuple[Erased, ...] = ()
    """What had been kept long enough."""


class Duties:
    """Erases what is due, again and again; several processes may, for one ledger lets in one at a time."""

    def __init__(self, premises: Premises, *, every: float = EVERY) -> None:
        self.troubled: dict[UUID, str] = {}
        """The journeys whose erasure failed in the last round, with the name of the failure; they are tried again."""
        self._at = premises
        self._rounds = Rounds("erasures", self.round, every)

    @property
    def trouble(self) -> str | None:
        """What keeps the rounds from being made; None when all is well."""
        return self._rounds.trouble

    def running(self) -> AbstractAsyncContextManager[None]:
        """Make round after round until the block ends."""
        return self._rounds.running()

    async def round(self) -> Round:
        """Erase what is due, and bring the list of retention up to date. What fails holds up no other."""
        self.troubled = {}
        await self._finish()
        asked = await self._erase(await asked_for(self._at.pool, self._at.now()))
        await note(self._at, await listed(self._at))
        due = [one for one in await listed(self._at) if one.state != "listed"]
        kept = await self._erase([(one.tenant_id, one.journey_id) for one in due])
        return Round(asked=tuple(asked), kept=tuple(kept))

    async def _finish(self) -> None:
        """Go on with what was begun by a process that was killed."""
        begun = list(self._at.ledger.open())
        await self._erase([(one.tenant_id, one.journey_id) for one in begun if one.contact_id is None])
        if any(one.contact_id for one in begun):
            with suppress(LedgerBusy, UnknownJourney):
                await Forgetter(self._at).replay(actor_id=ERASER)

    async def _erase(self, journeys: Sequence[tuple[UUID, UUID]]) -> list[Erased]:
        done: list[Erased] = []
        for tenant_id, journey_id in journeys:
            try:
                done.append(await Eraser(self._at).erase(journey_id, tenant_id=tenant_id))
            except (LedgerBusy, UnknownJourney) as setback:
                # Another process is at it, or has just been.
                log.info("erasures: journey %s: %s", journey_id, type(setback).__name__)
            except Exception as failure:
                self.troubled[journey_id] = type(failure).__name__
                log.warning("erasures: journey %s: %s", journey_id, type(failure).__name__)
                log.debug("erasures: the reason", exc_info=True)
        return done
