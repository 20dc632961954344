"""What an erasure works on: the database and its log, the keys, and the ledger outside both."""

from typing import TYPE_CHECKING

from msgspec import Struct

from service.clock import Clock, utc_now
from service.encryption.vault import Vault
from service.event_store.event_sealer import EventSealer
from service.event_store.log import EventLog
from service.personal_data.erasure.ledger import ErasureLedger

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool


class ErasureContext(Struct, frozen=True, kw_only=True):
    """The database, its log, the keys and the ledger."""

    dsn: str
    pool: "WorkerPool"
    log: EventLog
    ledger: ErasureLedger
    vault: Vault | None = None
    """None where nothing is sealed."""
    now: Clock = utc_now

    @property
    def sealer(self) -> EventSealer | None:
        return EventSealer(self.vault) if self.vault else None
