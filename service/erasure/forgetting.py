"""Forgetting one contact of a journey: their key is destroyed, and what stands in the clear is overwritten; the rest stays."""

from collections.abc import Iterator
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.errors import UnknownJourney
from domain.events import Stored
from service.erasure import rows
from service.erasure.ledger import Line, Whose
from service.erasure.premises import Premises
from service.store.log import LoggedEvent
from service.store.sealing import contact_subject, sealed_parts, shut, subject_of

REASON = "a contact was forgotten"

Change = tuple[LoggedEvent, bytes]
"""A row, and what it is to hold from now on."""


class UnknownContact(Exception):
    """The journey has no such contact."""


class Forgotten(Struct, frozen=True, kw_only=True):
    """What was done to forget a contact."""

    journey_id: UUID
    contact_id: UUID
    overwritten: int
    """How many events had told of them in the clear."""
    key_destroyed: bool


class Forgetter:
    """Forgets contacts."""

    def __init__(self, premises: Premises) -> None:
        self._at = premises

    async def forget(self, journey_id: UUID, contact_id: UUID, *, actor_id: UUID) -> Forgotten:
        """Forget a contact; again, if it is asked again. Raises `UnknownJourney`, `UnknownContact`, `LedgerBusy`."""
        at = self._at
        tenant_id = await rows.tenant_of(at.pool, journey_id)
        if tenant_id is None or not await rows.alive(at.pool, [(tenant_id, journey_id)]):
            raise UnknownJourney("There is no such journey.")
        whose = Whose(tenant_id=tenant_id, journey_id=journey_id, contact_id=contact_id)
        told = about(await at.log.stream(journey_id, tenant_id=tenant_id), contact_id)
        if not told:
            raise UnknownContact("The journey has no such contact.")
        with at.ledger.alone():
            if whose not in at.ledger.open():
                at.ledger.intend(Line(step="intent", at=at.now(), whose=whose))
            forgotten = await self._carry_out(whose, told, actor_id)
            at.ledger.settle(whose, at.now())
        return forgotten

    async def replay(self, *, actor_id: UUID) -> list[Forgotten]:
        """Forget again whom a restored backup brought back, and finish what was begun."""
        at, begun = self._at, self._at.ledger.open()
        done: list[Forgotten] = []
        for one in at.ledger.erased():
            if one.contact_id is None:
                continue
            if not await rows.alive(at.pool, [(one.tenant_id, one.journey_id)]):
                # They went with the whole journey.
                if one in begun:
                    at.ledger.settle(one, at.now())
            elif one in begun or await remembered(at, one):
                done.append(await self.forget(one.journey_id, one.contact_id, actor_id=actor_id))
        return done

    async def _carry_out(self, whose: Whose, told: list[LoggedEvent], actor_id: UUID) -> Forgotten:
        at, contact_id = self._at, whose.contact_id or UUID(int=0)
        if at.vault:
            await at.vault.destroy(whose.tenant_id, [contact_subject(whose.journey_id, contact_id)])
        overwritten = 0
        for row, state in changes(told):
            place = (whose.tenant_id, whose.journey_id, row.originator_version)
            overwritten += await rows.redact_event(
                at.pool, place, row.topic, state, actor_id=actor_id, reason=REASON
            )
        await rows.vacuum(at.dsn, ["stored_events", "subject_keys"])
        return Forgotten(
            journey_id=whose.journey_id,
            contact_id=contact_id,
            overwritten=overwritten,
            key_destroyed=at.vault is not None,
        )


def about(events: list[LoggedEvent], contact_id: UUID) -> list[LoggedEvent]:
    """The rows that tell who a contact is."""
    return [
        row
        for row in events
        if subject_of(row.originator_id, _event(row)) == contact_subject(row.originator_id, contact_id)
    ]


def changes(told: list[LoggedEvent]) -> Iterator[Change]:
    """What is to be overwritten in the clear, and with what."""
    for row in told:
        redacted = msgspec.json.encode(shut(_event(row)))
        if not sealed_parts(row.state) and redacted != row.state:
            yield row, redacted


async def remembered(at: Premises, whose: Whose) -> bool:
    """Whether a contact who was to be forgotten can be read again."""
    if whose.contact_id is None:
        return False
    events = await at.log.stream(whose.journey_id, tenant_id=whose.tenant_id)
    if any(changes(about(events, whose.contact_id))):
        return True
    subject = (whose.tenant_id, contact_subject(whose.journey_id, whose.contact_id))
    return bool(await rows.keys_alive(at.pool, [subject]))


def _event(row: LoggedEvent) -> Stored:
    return _EVENTS.decode(row.state)


_EVENTS: msgspec.json.Decoder[Stored] = msgspec.json.Decoder(Stored)
