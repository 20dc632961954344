"""What people hear when something about accounts is refused."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from domain.messages import translatable


class AccountError(Exception):
    """Base of what accounts refuse; its sentence may be shown."""


class SignInFailed(AccountError):
    """The same words whatever was wrong: nobody learns from them which addresses are known here."""

    def __init__(self) -> None:
        super().__init__(
            "This does not match. Check the address and the password, or ask for a link by e-mail."
        )


class SecondFactorRequired(AccountError):
    """The password was right; a code from the authenticator, or a recovery code, is asked for as well."""

    def __init__(self, *, wrong: bool) -> None:
        super().__init__(
            "That code is not right, or it was used before."
            if wrong
            else "Enter the code of your authenticator."
        )
        self.wrong = wrong


class AmbiguousOrganisation(AccountError):
    """The same address and password belong to accounts in several organisations: ask which one is meant."""

    def __init__(self, choices: Sequence[tuple[UUID, str]]) -> None:
        super().__init__("You have an account with more than one organisation. Choose one.")
        self.choices = tuple(choices)


class Throttled(AccountError):
    """Too many attempts, or too many at once."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__("Too many attempts. Wait a little and try again.")
        self.retry_after = retry_after

    @classmethod
    def until(cls, end: datetime, now: datetime) -> "Throttled":
        return cls(max(end - now, timedelta(seconds=1)))


class StepUpRequired(AccountError):
    """A proof of who one is is asked for that is stronger, or more recent."""

    def __init__(self) -> None:
        super().__init__("Sign in again to do this.")


class NotAllowed(AccountError):
    """The caller's roles do not allow this."""

    def __init__(self, said: str = translatable("Your role does not allow this.")) -> None:
        super().__init__(said)


class InvalidEmail(AccountError):
    """No mail can be sent there."""

    def __init__(self) -> None:
        super().__init__("This is not an e-mail address.")


class InvalidName(AccountError):
    """A name is missing, or much too long."""

    def __init__(self) -> None:
        super().__init__("Enter a name of at most 120 characters.")


class InvalidPassword(AccountError):
    """The password is too short, too long or too well known."""


class InvalidCode(AccountError):
    """A code is wrong, or was used before."""

    def __init__(self) -> None:
        super().__init__("That code is not right, or it was used before.")


class InvitationGone(AccountError):
    """The invitation was used, taken back or has run out; or there never was one."""

    def __init__(self) -> None:
        super().__init__("This invitation is no longer valid. Ask for a new one.")


class UnknownPerson(AccountError):
    """There is nobody of this id in the organisation."""

    def __init__(self) -> None:
        super().__init__("There is no such person in this organisation.")


class UnknownCoach(AccountError):
    """Nobody of this id coaches clients in the organisation, or takes more of them."""

    def __init__(self) -> None:
        super().__init__("This coach takes no clients here. Choose another one.")


class UnknownRequest(AccountError):
    """Nothing of this id waits: it was settled, taken back, or never was."""

    def __init__(self) -> None:
        super().__init__("This has been settled already, or there never was such a thing.")


class LastAdmin(AccountError):
    """Somebody has to be able to let others in."""

    def __init__(self) -> None:
        super().__init__("An organisation keeps at least one administrator.")


class JourneyTaken(AccountError):
    """The journey is somebody else's."""

    def __init__(self) -> None:
        super().__init__("This journey belongs to somebody else.")
