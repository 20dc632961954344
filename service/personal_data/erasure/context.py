"""What an erasure works on: the database, its log and its files, the keys, and the ledger outside them."""

from typing import TYPE_CHECKING

from msgspec import Struct

from service.clock import Clock, utc_now
from service.encryption.keyring import KeyringSource
from service.encryption.vault import Vault
from service.event_store.event_sealer import EventSealer
from service.event_store.postgres import PostgresEventLog
from service.personal_data.erasure.ledger import ErasureLedger
from service.postgres.disk.disk import Disk
from service.research.export_files import ExportFiles

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool


class ErasureContext(Struct, frozen=True, kw_only=True):
    """The database, its log and files, the keys and the ledger."""

    disk: Disk
    pool: "WorkerPool"
    log: PostgresEventLog
    ledger: ErasureLedger
    vault: Vault | None = None
    """None where nothing is sealed."""
    keyrings: KeyringSource | None = None
    """Given where the files of the database are to be searched for keys that open something."""
    leave_on_disk: bool = False
    """Whether what cannot be reached in the files of a server of one's own may stay there."""
    exports: ExportFiles | None = None
    """The files of exports that pages offer; None where there are none."""
    now: Clock = utc_now

    @property
    def dsn(self) -> str:
        return self.disk.dsn

    @property
    def sealer(self) -> EventSealer | None:
        return EventSealer(self.vault) if self.vault else None
