"""From what accounts refuse to the problem a program is told."""

from service.accounts.authentication_result import AuthenticationFailed
from service.accounts.errors import (
    AccountError,
    AmbiguousOrganisation,
    InvalidCode,
    InvalidEmail,
    InvalidName,
    InvalidPassword,
    InvitationGone,
    LastAdmin,
    NotAllowed,
    SecondFactorRequired,
    SignInFailed,
    StepUpRequired,
    Throttled,
    UnknownCoach,
    UnknownPerson,
    UnknownRequest,
)
from service.accounts.passkey_store import InvalidPasskey, LastSignInPasskey, UnknownPasskey
from service.api import problem_types as problems
from service.api.problem_types import ProblemType
from service.api.problems import FieldError, Problem


def account_problem(refusal: AccountError) -> Problem:
    """The problem for a refusal."""
    match refusal:
        case Throttled():
            seconds = int(refusal.retry_after.total_seconds()) + 1
            return Problem(problems.TOO_MANY_ATTEMPTS, str(refusal), headers={"retry-after": str(seconds)})
        case AmbiguousOrganisation():
            choices = (_fault("organisation", name, str(id_)) for id_, name in refusal.choices)
            return Problem(problems.WHICH_ORGANISATION, str(refusal), *choices)
        case LastSignInPasskey() | LastAdmin():
            return Problem(problems.ILLEGAL_STEP, str(refusal))
        case InvalidPassword() | InvalidCode() | InvalidEmail() | InvalidName() | InvalidPasskey():
            return Problem(problems.INVALID_VALUE, str(refusal), _fault(_field(refusal), str(refusal)))
        case UnknownCoach():
            return Problem(problems.INVALID_VALUE, str(refusal), _fault("coach_id", str(refusal)))
        case _:
            return Problem(_kind(refusal), str(refusal))


def _kind(refusal: AccountError) -> ProblemType:
    match refusal:
        case SignInFailed() | AuthenticationFailed():
            return problems.AUTHENTICATION_FAILED
        case SecondFactorRequired():
            return problems.CODE_NEEDED
        case StepUpRequired():
            return problems.REAUTHENTICATION_NEEDED
        case InvitationGone():
            return problems.INVITATION_GONE
        case UnknownPerson() | UnknownRequest() | UnknownPasskey():
            return problems.NOT_FOUND
        case NotAllowed() | _:
            return problems.NOT_PERMITTED


def _field(refusal: AccountError) -> str:
    match refusal:
        case InvalidPassword():
            return "password"
        case InvalidCode():
            return "code"
        case InvalidEmail():
            return "email"
        case InvalidPasskey():
            return "called"
        case _:
            return "name"


def _fault(field: str, sentence: str, allowed: str | None = None) -> FieldError:
    return FieldError(pointer=f"#/{field}", detail=sentence, allowed=allowed)
