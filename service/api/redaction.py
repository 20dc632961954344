"""Redaction: overwriting a wrong personal value in the history, after it was corrected."""

from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from service.api.openapi.operations import JOURNEY_PROBLEMS, operation_with_examples, problem_responses
from service.api.problem_types import ILLEGAL_STEP
from service.http.dependencies import RedactionRequestsDependency


class RedactionRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The field of an entry to overwrite, by its name in the history: `note`, `plan.when`, `fact.note`."""

    field: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


class RedactionResponse(Struct, frozen=True, kw_only=True):
    """The entries in which the value was overwritten, with its corrections; none if it was overwritten before."""

    journey_id: UUID
    number: int
    field: str
    entries: tuple[int, ...]


@post(
    "/journeys/{journey_id:uuid}/entries/{number:int}/redaction",
    status_code=200,
    tags=["personal rights"],
    operation_class=operation_with_examples(
        {"note": {"summary": "A note that was corrected", "value": {"field": "note"}}}
    ),
    responses=problem_responses(*JOURNEY_PROBLEMS, ILLEGAL_STEP),
)
async def redact(
    redaction_requests: RedactionRequestsDependency,
    journey_id: FromPath[UUID],
    number: FromPath[int],
    data: JSONBody[RedactionRequest],
) -> RedactionResponse:
    """Overwrite a wrong value where it was recorded, for everyone and for good.

    For the client in their own entries, and for an administrator whom the client asked. Correct or withdraw the entry first:
    its current value is not overwritten. Repeating the request changes nothing.
    """
    done = await redaction_requests.redact(journey_id, number, data.field)
    return RedactionResponse(journey_id=journey_id, number=number, field=done.field, entries=done.entries)
