"""Error messages of one line for a person."""

from domain.errors import DomainError
from service.accounts.errors import AccountError
from service.authorization.errors import Forbidden
from service.email.mailer import InvalidMail, MailNotSent
from service.encryption.epochs import EpochInUse
from service.encryption.keyring import InvalidKeyring
from service.encryption.vault import KeyUnavailable
from service.event_store.encrypt_existing import ContentChanged, PlaintextFound
from service.importing.history_files import InvalidImport
from service.operations.backups.errors import BackupError
from service.personal_data.erasure.contact_eraser import UnknownContact
from service.personal_data.erasure.disk_report import ErasureIncomplete
from service.personal_data.erasure.journey_eraser import ReadModelBehind
from service.personal_data.erasure.ledger import LedgerBusy, LedgerDamaged
from service.personal_data.erasure.ledger_binding import OtherLedger
from service.personal_data.erasure.restored_backup import ErasedDataRestored
from service.postgres.errors import StoreError
from service.postgres.server_errors import EmbeddedError
from service.research.analyses import AnalysisError
from service.research.analysis.faults import SpecificationError
from service.research.executors import ExecutorError
from service.research.export import ExportError
from service.research.replay import ReplayError
from service.research.replaying.model_catalogue import ModelError
from service.research.tools import ResearchToolsMissing
from service.settings import InvalidSettings

EXPECTED_ERRORS = (
    AccountError,
    BackupError,
    ReadModelBehind,
    EmbeddedError,
    EpochInUse,
    ExecutorError,
    AnalysisError,
    ExportError,
    Forbidden,
    SpecificationError,
    InvalidImport,
    PlaintextFound,
    InvalidKeyring,
    KeyUnavailable,
    LedgerBusy,
    LedgerDamaged,
    InvalidMail,
    MailNotSent,
    OtherLedger,
    ModelError,
    ContentChanged,
    ReplayError,
    ResearchToolsMissing,
    ErasedDataRestored,
    InvalidSettings,
    ErasureIncomplete,
    StoreError,
    UnknownContact,
    ValueError,
)


def error_line(error: Exception) -> str:
    """The message of an expected error; for others the type, and how to see more."""
    match error:
        case ExceptionGroup(exceptions=(only,)):
            # As what keeps an application from starting comes out of its group of tasks.
            return error_line(only)
        case DomainError():
            return f"{error.message} Allowed: {error.allowed}." if error.allowed else error.message
        case OSError():
            place = f"{error.filename}: " if error.filename else ""
            return f"{place}{error.strerror or error}"
        case EmbeddedError() if error.hint[:1].isupper():
            return f"{error.message.rstrip('.')}. {error.hint}"
        case _ if isinstance(error, EXPECTED_ERRORS):
            return " ".join(str(error).split())
        case _:
            return (
                f"unexpected {type(error).__name__}: {' '.join(str(error).split())} "
                "(this is a bug: run it again with SOUNDINGS_TRACE=1 to see where, and report it)"
            )
