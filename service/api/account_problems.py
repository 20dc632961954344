"""From what accounts refuse to the problem a program is told."""

from service.accounts.authentication_result import ProofRefused
from service.accounts.errors import (
    AccountRefusal,
    CodeRefused,
    EmailRefused,
    InvitationGone,
    LastAdmin,
    NameRefused,
    NoSuchCoach,
    NotAllowed,
    PasswordRefused,
    SecondFactorNeeded,
    SignInRefused,
    StepUpNeeded,
    Throttled,
    UnknownPerson,
    UnknownRequest,
    WhichOrganisation,
)
from service.accounts.passkey_store import LastWayIn, NoSuchPasskey, PasskeyRefused
from service.api import problem_types as problems
from service.api.problem_types import Kind
from service.api.problems import Fault, Trouble


def account_trouble(refusal: AccountRefusal) -> Trouble:
    """The problem for a refusal."""
    match refusal:
        case Throttled():
            seconds = int(refusal.retry_after.total_seconds()) + 1
            return Trouble(problems.TOO_OFTEN, str(refusal), headers={"retry-after": str(seconds)})
        case WhichOrganisation():
            choices = (_fault("organisation", name, str(id_)) for id_, name in refusal.choices)
            return Trouble(problems.WHICH_ORGANISATION, str(refusal), *choices)
        case LastWayIn() | LastAdmin():
            return Trouble(problems.ILLEGAL_STEP, str(refusal))
        case PasswordRefused() | CodeRefused() | EmailRefused() | NameRefused() | PasskeyRefused():
            return Trouble(problems.INVALID, str(refusal), _fault(_field(refusal), str(refusal)))
        case NoSuchCoach():
            return Trouble(problems.INVALID, str(refusal), _fault("coach_id", str(refusal)))
        case _:
            return Trouble(_kind(refusal), str(refusal))


def _kind(refusal: AccountRefusal) -> Kind:
    match refusal:
        case SignInRefused() | ProofRefused():
            return problems.NOT_PROVED
        case SecondFactorNeeded():
            return problems.CODE_NEEDED
        case StepUpNeeded():
            return problems.PROVE_AGAIN
        case InvitationGone():
            return problems.INVITATION_GONE
        case UnknownPerson() | UnknownRequest() | NoSuchPasskey():
            return problems.NOT_FOUND
        case NotAllowed() | _:
            return problems.NOT_FOR_YOU


def _field(refusal: AccountRefusal) -> str:
    match refusal:
        case PasswordRefused():
            return "password"
        case CodeRefused():
            return "code"
        case EmailRefused():
            return "email"
        case PasskeyRefused():
            return "called"
        case _:
            return "name"


def _fault(field: str, sentence: str, allowed: str | None = None) -> Fault:
    return Fault(pointer=f"#/{field}", detail=sentence, allowed=allowed)
