"""A wrong personal value that was corrected is overwritten in the history, so that nobody reads it any more."""

from typing import Annotated, Any, cast
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from service.api.commands import Reader
from service.api.request_body import json_body
from service.http.dependencies import caller_of, rights_of
from service.personal_data.redaction_requests import RedactionsSeen

Asked = Request[Any, Any, Any]


class Redaction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which field of an entry is to be overwritten, as the history shows it: `note`, `plan.when`, `fact.note`."""

    field: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


class RedactionDone(Struct, frozen=True, kw_only=True):
    """The entries in which the value stood, the corrections of it among them; none when it had been overwritten before."""

    journey_id: UUID
    number: int
    field: str
    entries: tuple[int, ...]


READER = Reader(Redaction)


@post("/journeys/{journey_id:uuid}/entries/{number:int}/redaction", status_code=200)
async def redact(request: Asked, journey_id: FromPath[UUID], number: FromPath[int]) -> RedactionDone:
    """Overwrite a value that was corrected, or that stands in an entry that was taken back."""
    wished: Redaction = READER.read(await json_body(request.scope, request.receive))
    done = await _redactions(request).redact(journey_id, number, wished.field)
    return RedactionDone(journey_id=journey_id, number=number, field=done.field, entries=done.entries)


def _redactions(request: Asked) -> RedactionsSeen:
    state = request.app.state
    caller = caller_of(cast("Any", request.scope))
    return RedactionsSeen(caller, state.journeys, state.redactor, rights_of(state))
