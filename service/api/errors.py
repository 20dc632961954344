"""From what went wrong inside to the problem a caller is told."""

import logging
from collections.abc import Mapping
from typing import Any, cast

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from domain.errors import DomainError, ErasedJourney, IllegalStep, UnknownJourney, UnknownProgramme
from domain.messages import sentence
from service.accounts.errors import AccountRefusal
from service.api import problem_types as problems
from service.api.account_problems import account_trouble
from service.api.problems import RETRY_AFTER, Fault, Trouble, problem
from service.api.translation import speak_as_asked
from service.application.command_batch import CommandIdTaken
from service.authorization.errors import Forbidden
from service.event_store.log import Buried, Busy, Conflict, Unavailable, UnknownOutcome
from service.http.request_log import asked, fault
from service.personal_data.erasure.contact_eraser import UnknownContact
from service.personal_data.erasure.ledger import LedgerBusy

BY_STATUS = {
    400: (problems.BAD_REQUEST, sentence("The request was not understood.")),
    404: (problems.NOT_FOUND, sentence("There is nothing at this address.")),
    405: (problems.METHOD_NOT_ALLOWED, sentence("This address does not take that method.")),
}

log = logging.getLogger(__name__)


def told(request: Request[Any, Any, Any], failure: Exception) -> Response[bytes]:
    """The problem document for whatever a handler raised."""
    speak_as_asked(request.scope)
    trouble = refused(failure, request.method) if isinstance(failure, DomainError) else _trouble(failure)
    if trouble.kind is problems.OURS:
        log.error("%s %s failed: %s", *asked(request.scope), fault(failure))
    return problem(trouble)


def _trouble(failure: Exception) -> Trouble:
    match failure:
        case Trouble():
            return failure
        case Forbidden() if failure.verdict.why == "restricted":
            return Trouble(problems.RESTRICTED, str(failure), *_forbidden(failure))
        case Forbidden():
            return Trouble(problems.FORBIDDEN, str(failure), *_forbidden(failure))
        case AccountRefusal():
            return account_trouble(failure)
        case CommandIdTaken():
            return Trouble(
                problems.COMMAND_ID_TAKEN,
                "Another request had this command_id.",
                Fault(pointer="#/command_id", detail="Used before.", allowed="a UUID of its own"),
            )
        case Buried():
            kind = problems.ERASED if failure.whole_journey else problems.FORGOTTEN
            return Trouble(kind, kind.meaning)
        case UnknownContact():
            return Trouble(problems.UNKNOWN_CONTACT, str(failure))
        case Busy() | Unavailable() | UnknownOutcome() | Conflict() | LedgerBusy():
            return Trouble(problems.BUSY, problems.BUSY.meaning, headers=RETRY_AFTER)
        case ValidationException():
            return Trouble(problems.INVALID, "A query parameter has no allowed value.", *_parameters(failure))
        case HTTPException() if failure.status_code in BY_STATUS:
            kind, detail = BY_STATUS[failure.status_code]
            return Trouble(kind, detail, headers=failure.headers)
        case _:
            return Trouble(problems.OURS, problems.OURS.meaning)


def refused(refusal: DomainError, method: str) -> Trouble:
    """The problem for what the journey refuses, pointing at the command and its field, or at what a reader asked for."""
    match refusal:
        case ErasedJourney():
            return Trouble(problems.ERASED, refusal.message)
        case UnknownJourney():
            return Trouble(problems.UNKNOWN_JOURNEY, refusal.message)
        case UnknownProgramme():
            return Trouble(problems.UNKNOWN_PROGRAMME, refusal.message)
        case IllegalStep():
            kind = problems.ILLEGAL_STEP
        case _:
            kind = problems.INVALID
    where = "/".join(filter(None, (f"#/commands/{refusal.command}", refusal.field)))
    fault = Fault(
        pointer=where if method == "POST" else None,
        parameter=None if method == "POST" else refusal.field,
        detail=refusal.message,
        allowed=refusal.allowed or None,
    )
    return Trouble(kind, refusal.message, fault)


def _forbidden(failure: Forbidden) -> list[Fault]:
    """The command of a request that is not theirs to give."""
    if failure.command is None:
        return []
    return [Fault(pointer=f"#/commands/{failure.command}", detail=str(failure))]


def _parameters(failure: ValidationException) -> list[Fault]:
    extra = cast("list[Mapping[str, str]]", failure.extra if isinstance(failure.extra, list) else [])
    return [_parameter(one.get("key", ""), one.get("message", "Not allowed")) for one in extra]


def _parameter(name: str, complaint: str) -> Fault:
    allowed = sentence("a date such as 2026-01-31") if "date" in complaint else None
    return Fault(parameter=name, detail=f"{complaint.replace('`', '')}.", allowed=allowed)
