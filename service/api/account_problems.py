"""Turns the errors of accounts into problems."""

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


def account_problem(error: AccountError) -> Problem:
    """The problem that describes an error of accounts."""
    match error:
        case Throttled():
            wait = {"retry-after": str(error.seconds)}
            return Problem(problems.TOO_MANY_ATTEMPTS, str(error), headers=wait)
        case AmbiguousOrganisation():
            choices = (_field_error("organisation", name, str(id_)) for id_, name in error.choices)
            return Problem(problems.WHICH_ORGANISATION, str(error), *choices)
        case LastSignInPasskey() | LastAdmin():
            return Problem(problems.ILLEGAL_STEP, str(error))
        case InvalidPassword() | InvalidCode() | InvalidEmail() | InvalidName() | InvalidPasskey():
            return Problem(problems.INVALID_VALUE, str(error), _field_error(_field(error), str(error)))
        case UnknownCoach():
            return Problem(problems.INVALID_VALUE, str(error), _field_error("coach_id", str(error)))
        case _:
            return Problem(_problem_type(error), str(error))


def _problem_type(error: AccountError) -> ProblemType:
    match error:
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


def _field(error: AccountError) -> str:
    match error:
        case InvalidPassword():
            return "password"
        case InvalidCode():
            return "code"
        case InvalidEmail():
            return "email"
        case InvalidPasskey():
            return "called"
        case InvalidName():
            return error.field
        case _:
            return ""


def _field_error(field: str, detail: str, allowed: str | None = None) -> FieldError:
    return FieldError(pointer=f"#/{field}", detail=detail, allowed=allowed)
