"""Where an erasure is done: the database and its log, the keys, and the ledger outside of both."""

from typing import TYPE_CHECKING

from msgspec import Struct

from service.clock import Now, utc_now
from service.encryption.vault import Vault
from service.event_store.event_sealer import Sealing
from service.event_store.log import EventLog
from service.personal_data.erasure.ledger import Ledger

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool


class Premises(Struct, frozen=True, kw_only=True):
    """The database, its log, the keys and the ledger."""

    dsn: str
    pool: "WorkerPool"
    log: EventLog
    ledger: Ledger
    vault: Vault | None = None
    """None where nothing is sealed."""
    now: Now = utc_now

    @property
    def sealing(self) -> Sealing | None:
        return Sealing(self.vault) if self.vault else None
