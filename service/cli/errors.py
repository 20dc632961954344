"""What went wrong, in one line for a person."""

from domain.errors import DomainError
from service.accounts.errors import AccountRefusal
from service.email.mailer import MailRefused, MailUnsent
from service.encryption.epochs import EpochInUse
from service.encryption.keyring import KeyringRefused
from service.encryption.vault import KeyUnavailable
from service.event_store.encrypt_existing import InTheClear, NotTheSame
from service.event_store.log import StoreError
from service.importing.history_files import ImportRefused
from service.personal_data.erasure.contact_eraser import UnknownContact
from service.personal_data.erasure.journey_eraser import Behind
from service.personal_data.erasure.ledger import LedgerBusy, LedgerDamaged
from service.personal_data.erasure.restored_backup import Restored
from service.personal_data.erasure.verification import StillThere
from service.postgres.server_errors import EmbeddedError
from service.research.export import ExportRefused
from service.research.replay import ReplayRefused
from service.settings import SettingsRefused

EXPECTED = (
    AccountRefusal,
    Behind,
    EmbeddedError,
    EpochInUse,
    ExportRefused,
    ImportRefused,
    InTheClear,
    KeyringRefused,
    KeyUnavailable,
    LedgerBusy,
    LedgerDamaged,
    MailRefused,
    MailUnsent,
    NotTheSame,
    ReplayRefused,
    Restored,
    SettingsRefused,
    StillThere,
    StoreError,
    UnknownContact,
    ValueError,
)


def told(error: Exception) -> str:
    """The sentence of an error that was foreseen; for others what it is and how to see more."""
    match error:
        case DomainError():
            return f"{error.message} Allowed: {error.allowed}." if error.allowed else error.message
        case OSError():
            place = f"{error.filename}: " if error.filename else ""
            return f"{place}{error.strerror or error}"
        case _ if isinstance(error, EXPECTED):
            return " ".join(str(error).split())
        case _:
            return (
                f"unexpected {type(error).__name__}: {' '.join(str(error).split())} "
                "(SOUNDINGS_TRACE=1 shows where; it is worth a bug report)"
            )
