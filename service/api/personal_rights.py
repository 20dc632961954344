"""The rights of the person: the use of a journey is stopped, it is erased after some days, a contact is forgotten."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from service.api.commands import BodyDecoder
from service.api.request_body import read_json_body
from service.authorization.restrictions import (
    ErasureRequest,
    Restriction,
    RestrictionGround,
    RestrictionState,
)
from service.http.dependencies import get_caller, get_data_subject_requests, get_services
from service.personal_data.data_subject_requests import DataSubjectRequests

AnyRequest = Request[Any, Any, Any]


class RestrictionRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On which ground the use of a journey is to be stopped: `wish` needs no other."""

    ground: RestrictionGround = "wish"


class ErasureConfirmation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The word that nobody sends by accident."""

    confirmation: Literal["erase"]


class EmptyBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An empty object: the address says it all."""


class RestrictionResponse(Struct, frozen=True, kw_only=True):
    """Whether nobody but its client may use a journey, who stopped its use, and when it is erased, if that was asked."""

    journey_id: UUID
    restricted: bool
    restrictions: tuple[Restriction, ...]
    erasure: ErasureRequest | None


class ForgottenContact(Struct, frozen=True, kw_only=True):
    """What was done: the contact's key was destroyed, so many entries were overwritten, and the steps stayed."""

    journey_id: UUID
    contact_id: UUID
    key_destroyed: bool
    overwritten: int
    forgotten_at: datetime


RESTRICTION_DECODER, CONFIRMATION_DECODER, EMPTY_BODY_DECODER = (
    BodyDecoder(RestrictionRequest),
    BodyDecoder(ErasureConfirmation),
    BodyDecoder(EmptyBody),
)


@get("/journeys/{journey_id:uuid}/restriction")
async def restriction(request: AnyRequest, journey_id: FromPath[UUID]) -> RestrictionResponse:
    """Whether the use of a journey was stopped."""
    return _seen(journey_id, await _personal(request).status(journey_id))


@post("/journeys/{journey_id:uuid}/restriction")
async def restrict(request: AnyRequest, journey_id: FromPath[UUID]) -> RestrictionResponse:
    """Stop the use of a journey, until that is lifted."""
    wished: RestrictionRequest = RESTRICTION_DECODER.decode(
        await read_json_body(request.scope, request.receive)
    )
    return _seen(journey_id, await _personal(request).restrict(journey_id, wished.ground))


@post("/journeys/{journey_id:uuid}/restriction/lifting")
async def lift_restriction(request: AnyRequest, journey_id: FromPath[UUID]) -> RestrictionResponse:
    """Let a journey be used again."""
    EMPTY_BODY_DECODER.decode(await read_json_body(request.scope, request.receive))
    return _seen(journey_id, await _personal(request).lift(journey_id))


@post("/journeys/{journey_id:uuid}/erasure")
async def request_erasure(request: AnyRequest, journey_id: FromPath[UUID]) -> RestrictionResponse:
    """Have one's own journey erased, with the account, in seven days; until then nobody uses it."""
    CONFIRMATION_DECODER.decode(await read_json_body(request.scope, request.receive))
    return _seen(journey_id, await _personal(request).request_erasure(journey_id))


@post("/journeys/{journey_id:uuid}/erasure/withdrawal")
async def withdraw_erasure(request: AnyRequest, journey_id: FromPath[UUID]) -> RestrictionResponse:
    """Take back that one's journey is to be erased."""
    EMPTY_BODY_DECODER.decode(await read_json_body(request.scope, request.receive))
    return _seen(journey_id, await _personal(request).withdraw_erasure(journey_id))


@post("/journeys/{journey_id:uuid}/contacts/{contact_id:uuid}/forgetting")
async def forget_contact(
    request: AnyRequest, journey_id: FromPath[UUID], contact_id: FromPath[UUID]
) -> ForgottenContact:
    """Forget somebody one met: their name can never be read again."""
    EMPTY_BODY_DECODER.decode(await read_json_body(request.scope, request.receive))
    done = await _personal(request).forget_contact(journey_id, contact_id)
    return ForgottenContact(
        journey_id=journey_id,
        contact_id=contact_id,
        key_destroyed=done.key_destroyed,
        overwritten=done.overwritten,
        forgotten_at=done.at,
    )


def _personal(request: AnyRequest) -> DataSubjectRequests:
    return get_data_subject_requests(get_services(request.app.state), get_caller())


def _seen(journey_id: UUID, standing: RestrictionState) -> RestrictionResponse:
    return RestrictionResponse(
        journey_id=journey_id,
        restricted=standing.is_restricted,
        restrictions=standing.restrictions,
        erasure=standing.erasure,
    )
