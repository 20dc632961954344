"""The rights of the person: the use of a journey is stopped, it is erased after some days, a contact is forgotten."""

from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from msgspec import Struct

from service.api.commands import Reader
from service.api.request_body import json_body
from service.authorization.restrictions import ErasureAsked, Ground, Restriction, Standing
from service.http.dependencies import personal_of
from service.personal_data.data_subject_requests import PersonalRights

Asked = Request[Any, Any, Any]


class Restrict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On which ground the use of a journey is to be stopped: `wish` needs no other."""

    ground: Ground = "wish"


class Confirmed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The word that nobody sends by accident."""

    confirmation: Literal["erase"]


class Nothing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An empty object: the address says it all."""


class RestrictionSeen(Struct, frozen=True, kw_only=True):
    """Whether nobody but its client may use a journey, who stopped its use, and when it is erased, if that was asked."""

    journey_id: UUID
    restricted: bool
    restrictions: tuple[Restriction, ...]
    erasure: ErasureAsked | None


class ContactGone(Struct, frozen=True, kw_only=True):
    """What was done: the contact's key was destroyed, so many entries were overwritten, and the steps stayed."""

    journey_id: UUID
    contact_id: UUID
    key_destroyed: bool
    overwritten: int
    forgotten_at: datetime


RESTRICT, CONFIRMED, NOTHING = Reader(Restrict), Reader(Confirmed), Reader(Nothing)


@get("/journeys/{journey_id:uuid}/restriction")
async def restriction(request: Asked, journey_id: FromPath[UUID]) -> RestrictionSeen:
    """Whether the use of a journey was stopped."""
    return _seen(journey_id, await _personal(request).standing(journey_id))


@post("/journeys/{journey_id:uuid}/restriction")
async def restrict(request: Asked, journey_id: FromPath[UUID]) -> RestrictionSeen:
    """Stop the use of a journey, until that is lifted."""
    wished: Restrict = RESTRICT.read(await json_body(request.scope, request.receive))
    return _seen(journey_id, await _personal(request).restrict(journey_id, wished.ground))


@post("/journeys/{journey_id:uuid}/restriction/lifting")
async def lift(request: Asked, journey_id: FromPath[UUID]) -> RestrictionSeen:
    """Let a journey be used again."""
    NOTHING.read(await json_body(request.scope, request.receive))
    return _seen(journey_id, await _personal(request).lift(journey_id))


@post("/journeys/{journey_id:uuid}/erasure")
async def erase(request: Asked, journey_id: FromPath[UUID]) -> RestrictionSeen:
    """Have one's own journey erased, with the account, in seven days; until then nobody uses it."""
    CONFIRMED.read(await json_body(request.scope, request.receive))
    return _seen(journey_id, await _personal(request).erase(journey_id))


@post("/journeys/{journey_id:uuid}/erasure/withdrawal")
async def keep(request: Asked, journey_id: FromPath[UUID]) -> RestrictionSeen:
    """Take back that one's journey is to be erased."""
    NOTHING.read(await json_body(request.scope, request.receive))
    return _seen(journey_id, await _personal(request).keep(journey_id))


@post("/journeys/{journey_id:uuid}/contacts/{contact_id:uuid}/forgetting")
async def forget(request: Asked, journey_id: FromPath[UUID], contact_id: FromPath[UUID]) -> ContactGone:
    """Forget somebody one met: their name can never be read again."""
    NOTHING.read(await json_body(request.scope, request.receive))
    done = await _personal(request).forget(journey_id, contact_id)
    return ContactGone(
        journey_id=journey_id,
        contact_id=contact_id,
        key_destroyed=done.key_destroyed,
        overwritten=done.overwritten,
        forgotten_at=done.at,
    )


def _personal(request: Asked) -> PersonalRights:
    return personal_of(request.app.state, cast("Any", request.scope))


def _seen(journey_id: UUID, standing: Standing) -> RestrictionSeen:
    return RestrictionSeen(
        journey_id=journey_id,
        restricted=standing.restricted,
        restrictions=standing.restrictions,
        erasure=standing.erasure,
    )
