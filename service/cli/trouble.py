"""What went wrong, in one line for a person."""

from domain.errors import DomainError
from service.accounts.refusals import AccountRefusal
from service.embedded.errors import EmbeddedError
from service.erasure.erasing import Behind
from service.erasure.forgetting import UnknownContact
from service.erasure.ledger import LedgerBusy, LedgerDamaged
from service.erasure.looking import StillThere
from service.erasure.restored import Restored
from service.importing.files import ImportRefused
from service.keys.epochs import EpochInUse
from service.keys.keyring import KeyringRefused
from service.keys.vault import KeyUnavailable
from service.mail.post import MailRefused, MailUnsent
from service.research.export import ExportRefused
from service.research.replay import ReplayRefused
from service.settings import SettingsRefused
from service.store.log import StoreError
from service.store.resealing import InTheClear, NotTheSame

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
