"""The errors of accounts, with messages that people may read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from domain.messages import translatable


class AccountError(Exception):
    """Base class of the errors of accounts; the message may be shown to people."""


class SignInFailed(AccountError):
    """Raised when a sign-in fails.

    The message is the same whatever was wrong, so that it does not tell which addresses are known.
    """

    def __init__(self) -> None:
        super().__init__(
            "The email address and password do not match. Check them, or ask for a sign-in link."
        )


class SecondFactorRequired(AccountError):
    """Raised after a correct password when a code of the authenticator, or a recovery code,
    is missing or `wrong`.
    """

    def __init__(self, *, wrong: bool) -> None:
        super().__init__(
            "That code is wrong or was used before."
            if wrong
            else "Enter the code from your authenticator app."
        )
        self.wrong = wrong


class AmbiguousOrganisation(AccountError):
    """Raised when address and password fit accounts in several organisations, of which one must be chosen."""

    def __init__(self, choices: Sequence[tuple[UUID, str]]) -> None:
        super().__init__("You have an account with more than one organisation. Choose one.")
        self.choices = tuple(choices)


class Throttled(AccountError):
    """Raised after too many attempts, or when too many run at once; `retry_after` says how long to wait."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__("Too many attempts. Wait a moment and try again.")
        self.retry_after = retry_after

    @property
    def seconds(self) -> int:
        """Whole seconds to wait, for the header Retry-After."""
        return int(self.retry_after.total_seconds()) + 1

    @classmethod
    def until(cls, end: datetime, now: datetime) -> "Throttled":
        return cls(max(end - now, timedelta(seconds=1)))


class StepUpRequired(AccountError):
    """Raised when an action requires a stronger or more recent sign-in."""

    def __init__(self) -> None:
        super().__init__("Sign in again to do this.")


class NotAllowed(AccountError):
    """Raised when the caller's roles do not allow an action."""

    def __init__(self, message: str = translatable("You do not have permission to do this.")) -> None:
        super().__init__(message)


class InvalidEmail(AccountError):
    """Raised for a text that is not an e-mail address."""

    def __init__(self, message: str = translatable("Enter a valid email address.")) -> None:
        super().__init__(message)


class InvalidName(AccountError):
    """Raised when a name is missing or too long, or holds characters that cannot be shown."""

    def __init__(self, field: str = "name") -> None:
        super().__init__("Enter a name of up to 120 characters.")
        self.field = field


class InvalidPassword(AccountError):
    """Raised for a password that is too short, too long or too common."""


class InvalidCode(AccountError):
    """Raised when a code is wrong or was used before."""

    def __init__(self) -> None:
        super().__init__("That code is wrong or was used before.")


class InvitationGone(AccountError):
    """Raised when an invitation is unknown, was used or withdrawn, or has expired."""

    def __init__(self) -> None:
        super().__init__("This invitation is no longer valid. Ask for a new one.")


class UnknownPerson(AccountError):
    """Raised when the organisation has no person with this id."""

    def __init__(self) -> None:
        super().__init__("There is nobody like that in this organisation.")


class UnknownCoach(AccountError):
    """Raised when no coach with this id takes clients in the organisation."""

    def __init__(self) -> None:
        super().__init__("This coach is not taking clients here. Choose another one.")


class UnknownRequest(AccountError):
    """Raised when no open request has this id: it may be settled, withdrawn or unknown."""

    def __init__(self) -> None:
        super().__init__("This has already been dealt with, or it never existed.")


class LastAdmin(AccountError):
    """Raised when a change would leave an organisation without an administrator."""

    def __init__(self) -> None:
        super().__init__("An organisation needs at least one administrator.")


class JourneyTaken(AccountError):
    """Raised when a journey belongs to another client."""

    def __init__(self) -> None:
        super().__init__("This journey belongs to someone else.")
