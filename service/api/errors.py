"""From what went wrong inside to the problem a caller is told."""

import logging
from collections.abc import Mapping
from typing import Any, cast

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from domain.errors import DomainError, InvalidOperation, JourneyGone, UnknownJourney, UnknownProgramme
from domain.messages import translatable
from service.accounts.errors import AccountError
from service.api import problem_types as problems
from service.api.account_problems import account_problem
from service.api.problems import RETRY_AFTER, FieldError, Problem, problem_response
from service.api.request_body import body_too_large
from service.api.translation import set_request_language
from service.application.command_handler import CommandIdTaken
from service.authorization.errors import Forbidden
from service.event_store.errors import StreamErased, UnknownOutcome, VersionConflict
from service.http.request_log import describe_failure, method_and_pattern
from service.personal_data.erasure.contact_eraser import UnknownContact
from service.personal_data.erasure.ledger import LedgerBusy
from service.postgres.errors import Overloaded, StoreUnavailable

PROBLEM_BY_STATUS = {
    400: (problems.BAD_REQUEST, translatable("The request was not understood.")),
    404: (problems.NOT_FOUND, translatable("There is nothing at this address.")),
    405: (problems.METHOD_NOT_ALLOWED, translatable("This address does not take that method.")),
}

log = logging.getLogger(__name__)


def error_response(request: Request[Any, Any, Any], failure: Exception) -> Response[bytes]:
    """The problem document for whatever a handler raised."""
    set_request_language(request.scope)
    trouble = (
        domain_problem(failure, request.method) if isinstance(failure, DomainError) else _trouble(failure)
    )
    if trouble.kind is problems.INTERNAL_ERROR:
        log.error("%s %s failed: %s", *method_and_pattern(request.scope), describe_failure(failure))
    return problem_response(trouble)


def _trouble(failure: Exception) -> Problem:
    match failure:
        case Problem():
            return failure
        case Forbidden() if failure.verdict.why == "restricted":
            return Problem(problems.RESTRICTED, str(failure), *_forbidden(failure))
        case Forbidden():
            return Problem(problems.FORBIDDEN, str(failure), *_forbidden(failure))
        case AccountError():
            return account_problem(failure)
        case CommandIdTaken():
            return Problem(
                problems.COMMAND_ID_TAKEN,
                "Another request had this command_id.",
                FieldError(pointer="#/command_id", detail="Used before.", allowed="a UUID of its own"),
            )
        case StreamErased():
            kind = problems.ERASED if failure.whole_journey else problems.FORGOTTEN
            return Problem(kind, kind.meaning)
        case UnknownContact():
            return Problem(problems.UNKNOWN_CONTACT, str(failure))
        case Overloaded() | StoreUnavailable() | UnknownOutcome() | VersionConflict() | LedgerBusy():
            return Problem(problems.BUSY, problems.BUSY.meaning, headers=RETRY_AFTER)
        case ValidationException():
            return Problem(
                problems.INVALID_VALUE, "A query parameter has no allowed value.", *_parameters(failure)
            )
        case RequestEntityTooLarge():
            return body_too_large()
        case HTTPException() if failure.status_code in PROBLEM_BY_STATUS:
            kind, detail = PROBLEM_BY_STATUS[failure.status_code]
            return Problem(kind, detail, headers=failure.headers)
        case _:
            return Problem(problems.INTERNAL_ERROR, problems.INTERNAL_ERROR.meaning)


def domain_problem(refusal: DomainError, method: str) -> Problem:
    """The problem for what the journey refuses, pointing at the command and its field, or at what a reader asked for."""
    match refusal:
        case JourneyGone():
            return Problem(problems.ERASED, refusal.message)
        case UnknownJourney():
            return Problem(problems.UNKNOWN_JOURNEY, refusal.message)
        case UnknownProgramme():
            return Problem(problems.UNKNOWN_PROGRAMME, refusal.message)
        case InvalidOperation():
            kind = problems.ILLEGAL_STEP
        case _:
            kind = problems.INVALID_VALUE
    where = "/".join(filter(None, (f"#/commands/{refusal.command}", refusal.field)))
    fault = FieldError(
        pointer=where if method == "POST" else None,
        parameter=None if method == "POST" else refusal.field,
        detail=refusal.message,
        allowed=refusal.allowed or None,
    )
    return Problem(kind, refusal.message, fault)


def _forbidden(failure: Forbidden) -> list[FieldError]:
    """The command of a request that is not theirs to give."""
    if failure.command is None:
        return []
    return [FieldError(pointer=f"#/commands/{failure.command}", detail=str(failure))]


def _parameters(failure: ValidationException) -> list[FieldError]:
    extra = cast("list[Mapping[str, str]]", failure.extra if isinstance(failure.extra, list) else [])
    return [_parameter(one.get("key", ""), one.get("message", "Not allowed")) for one in extra]


def _parameter(name: str, complaint: str) -> FieldError:
    allowed = translatable("a date such as 2026-01-31") if "date" in complaint else None
    return FieldError(parameter=name, detail=f"{complaint.replace('`', '')}.", allowed=allowed)
