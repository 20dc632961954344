"""A wrong personal value that was corrected is overwritten in the history, so that nobody reads it any more."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from service.api.commands import BodyDecoder
from service.api.request_body import read_json_body
from service.http.dependencies import RedactionRequestsDependency

AnyRequest = Request[Any, Any, Any]


class RedactionRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which field of an entry is to be overwritten, as the history shows it: `note`, `plan.when`, `fact.note`."""

    field: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


class RedactionResponse(Struct, frozen=True, kw_only=True):
    """The entries in which the value stood, the corrections of it among them; none when it had been overwritten before."""

    journey_id: UUID
    number: int
    field: str
    entries: tuple[int, ...]


REDACTION_DECODER = BodyDecoder(RedactionRequest)


@post("/journeys/{journey_id:uuid}/entries/{number:int}/redaction", status_code=200)
async def redact(
    request: AnyRequest,
    redaction_requests: RedactionRequestsDependency,
    journey_id: FromPath[UUID],
    number: FromPath[int],
) -> RedactionResponse:
    """Overwrite a value that was corrected, or that stands in an entry that was taken back."""
    wished: RedactionRequest = REDACTION_DECODER.decode(await read_json_body(request.scope, request.receive))
    done = await redaction_requests.redact(journey_id, number, wished.field)
    return RedactionResponse(journey_id=journey_id, number=number, field=done.field, entries=done.entries)
