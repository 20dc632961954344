"""Turns exceptions into problem documents."""

import logging
from collections.abc import Mapping
from typing import Any, cast

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from domain.errors import (
    DomainError,
    InvalidOperation,
    JourneyGone,
    UnknownJourney,
    UnknownProgramme,
    UnknownStudy,
)
from domain.messages import translatable
from service.accounts.errors import AccountError
from service.api import problem_types as problems
from service.api.account_problems import account_problem
from service.api.problems import RETRY_AFTER, FieldError, Problem, problem_response
from service.api.request_body import body_too_large
from service.api.translation import set_request_language
from service.application.batch_results import CommandIdTaken
from service.authorization.errors import Forbidden
from service.event_store.errors import StreamErased, UnknownOutcome, VersionConflict
from service.http.request_log import describe_failure, method_and_pattern
from service.personal_data.erasure.contact_eraser import UnknownContact
from service.personal_data.erasure.ledger import LedgerBusy
from service.postgres.errors import Overloaded, StoreUnavailable

PROBLEM_BY_STATUS = {
    400: (problems.BAD_REQUEST, translatable("The request was not understood.")),
    404: (problems.NOT_FOUND, translatable("There is nothing at this address.")),
    405: (problems.METHOD_NOT_ALLOWED, translatable("This address does not accept that method.")),
}

log = logging.getLogger(__name__)


def error_response(request: Request[Any, Any, Any], failure: Exception) -> Response[bytes]:
    """The problem document for an exception of a handler; one that nobody foresaw is logged."""
    set_request_language(request.scope)
    problem = (
        domain_problem(failure, request.method) if isinstance(failure, DomainError) else _problem(failure)
    )
    if problem.kind is problems.INTERNAL_ERROR:
        log.error("%s %s failed: %s", *method_and_pattern(request.scope), describe_failure(failure))
    return problem_response(problem)


def _problem(failure: Exception) -> Problem:
    match failure:
        case Problem():
            return failure
        case Forbidden() if failure.decision.why == "restricted":
            return Problem(problems.RESTRICTED, str(failure), *_command_errors(failure))
        case Forbidden():
            return Problem(problems.FORBIDDEN, str(failure), *_command_errors(failure))
        case AccountError():
            return account_problem(failure)
        case CommandIdTaken():
            return Problem(
                problems.COMMAND_ID_TAKEN,
                "This command_id was used by another request.",
                FieldError(pointer="#/command_id", detail="Already used.", allowed="a new UUID"),
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
                problems.INVALID_VALUE, "A query parameter has no allowed value.", *_parameter_errors(failure)
            )
        case RequestEntityTooLarge():
            return body_too_large()
        case HTTPException() if failure.status_code in PROBLEM_BY_STATUS:
            kind, detail = PROBLEM_BY_STATUS[failure.status_code]
            return Problem(kind, detail, headers=failure.headers)
        case _:
            return Problem(problems.INTERNAL_ERROR, problems.INTERNAL_ERROR.meaning)


def domain_problem(error: DomainError, method: str) -> Problem:
    """The problem of a domain error, pointing at the command and its field, or at the query parameter of a read."""
    match error:
        case JourneyGone():
            return Problem(problems.ERASED, error.message)
        case UnknownJourney():
            return Problem(problems.UNKNOWN_JOURNEY, error.message)
        case UnknownProgramme():
            return Problem(problems.UNKNOWN_PROGRAMME, error.message)
        case UnknownStudy():
            return Problem(problems.UNKNOWN_STUDY, error.message)
        case InvalidOperation():
            kind = problems.ILLEGAL_STEP
        case _:
            kind = problems.INVALID_VALUE
    pointer = "/".join(filter(None, (f"#/commands/{error.command}", error.field)))
    field_error = FieldError(
        pointer=pointer if method == "POST" else None,
        parameter=None if method == "POST" else error.field,
        detail=error.message,
        allowed=error.allowed or None,
    )
    return Problem(kind, error.message, field_error)


def _command_errors(failure: Forbidden) -> list[FieldError]:
    """Points at the command that the caller may not give, if it is one of several."""
    if failure.command is None:
        return []
    return [FieldError(pointer=f"#/commands/{failure.command}", detail=str(failure))]


def _parameter_errors(failure: ValidationException) -> list[FieldError]:
    extra = cast("list[Mapping[str, str]]", failure.extra if isinstance(failure.extra, list) else [])
    return [_parameter_error(error.get("key", ""), error.get("message", "Not allowed")) for error in extra]


def _parameter_error(name: str, message: str) -> FieldError:
    allowed = translatable("a date such as 2026-01-31") if "date" in message else None
    return FieldError(parameter=name, detail=f"{message.replace('`', '')}.", allowed=allowed)
