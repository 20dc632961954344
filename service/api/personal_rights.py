"""Rights of the data subject: restricting and erasing a journey, forgetting a contact."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from service.api.openapi.operations import JOURNEY_PROBLEMS, operation_with_examples, problem_responses
from service.api.problem_types import (
    ERASED,
    ILLEGAL_STEP,
    NOT_PERMITTED,
    REAUTHENTICATION_NEEDED,
    UNKNOWN_CONTACT,
)
from service.authorization.restrictions import (
    ErasureRequest,
    Restriction,
    RestrictionGround,
    RestrictionState,
)
from service.http.dependencies import DataSubjectRequestsDependency


class RestrictionRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ground on which the use of a journey is to be stopped; `wish` needs no other reason."""

    ground: RestrictionGround = "wish"


class ErasureConfirmation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word that confirms the request, so that nobody makes it by accident."""

    confirmation: Literal["erase"]


class EmptyBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An empty object."""


class RestrictionResponse(Struct, frozen=True, kw_only=True):
    """Whether only the client may use the journey, who stopped its use, and when it will be erased, if that was requested."""

    journey_id: UUID
    restricted: bool
    restrictions: tuple[Restriction, ...]
    erasure: ErasureRequest | None


class ForgottenContact(Struct, frozen=True, kw_only=True):
    """What was done: whether the contact's key was destroyed, and how many entries were overwritten."""

    journey_id: UUID
    contact_id: UUID
    key_destroyed: bool
    overwritten: int
    forgotten_at: datetime


RIGHTS_PROBLEMS = (*JOURNEY_PROBLEMS, ERASED)
OWN_JOURNEY_PROBLEMS = (*RIGHTS_PROBLEMS, NOT_PERMITTED, ILLEGAL_STEP)


@get(
    "/journeys/{journey_id:uuid}/restriction",
    tags=["personal rights"],
    responses=problem_responses(*RIGHTS_PROBLEMS),
)
async def restriction(
    data_subject_requests: DataSubjectRequestsDependency, journey_id: FromPath[UUID]
) -> RestrictionResponse:
    """Whether the use of a journey was stopped, and whether it will be erased."""
    return _restriction_response(journey_id, await data_subject_requests.status(journey_id))


@post(
    "/journeys/{journey_id:uuid}/restriction",
    tags=["personal rights"],
    operation_class=operation_with_examples(
        {"accuracy": {"summary": "She contests what was written", "value": {"ground": "accuracy"}}}
    ),
    responses=problem_responses(*RIGHTS_PROBLEMS),
)
async def restrict(
    data_subject_requests: DataSubjectRequestsDependency,
    journey_id: FromPath[UUID],
    data: JSONBody[RestrictionRequest],
) -> RestrictionResponse:
    """Stop the use of a journey.

    For its client, and for an administrator whom the client asked. Until it is lifted nobody else can read the journey,
    nothing is recorded in it, and it is left out of coaches' lists, totals and exports.
    """
    state = await data_subject_requests.restrict(journey_id, data.ground)
    return _restriction_response(journey_id, state)


@post(
    "/journeys/{journey_id:uuid}/restriction/lifting",
    tags=["personal rights"],
    responses=problem_responses(*OWN_JOURNEY_PROBLEMS),
)
async def lift_restriction(
    data_subject_requests: DataSubjectRequestsDependency,
    journey_id: FromPath[UUID],
    data: JSONBody[EmptyBody],
) -> RestrictionResponse:
    """Allow the use of a journey again.

    The client can lift every restriction, an administrator only one that an administrator placed.
    """
    del data
    return _restriction_response(journey_id, await data_subject_requests.lift(journey_id))


@post(
    "/journeys/{journey_id:uuid}/erasure",
    tags=["personal rights"],
    operation_class=operation_with_examples(
        {"sure": {"summary": "The word to confirm it", "value": {"confirmation": "erase"}}}
    ),
    responses=problem_responses(*OWN_JOURNEY_PROBLEMS, REAUTHENTICATION_NEEDED),
)
async def request_erasure(
    data_subject_requests: DataSubjectRequestsDependency,
    journey_id: FromPath[UUID],
    data: JSONBody[ErasureConfirmation],
) -> RestrictionResponse:
    """Have your journey and account erased, in seven days.

    You must have confirmed who you are within the last ten minutes. Until it is erased, the journey is restricted, and
    the request can be withdrawn.
    """
    del data
    return _restriction_response(journey_id, await data_subject_requests.request_erasure(journey_id))


@post(
    "/journeys/{journey_id:uuid}/erasure/withdrawal",
    tags=["personal rights"],
    responses=problem_responses(*OWN_JOURNEY_PROBLEMS),
)
async def withdraw_erasure(
    data_subject_requests: DataSubjectRequestsDependency,
    journey_id: FromPath[UUID],
    data: JSONBody[EmptyBody],
) -> RestrictionResponse:
    """Withdraw the request to erase your journey."""
    del data
    return _restriction_response(journey_id, await data_subject_requests.withdraw_erasure(journey_id))


@post(
    "/journeys/{journey_id:uuid}/contacts/{contact_id:uuid}/forgetting",
    tags=["personal rights"],
    responses=problem_responses(*RIGHTS_PROBLEMS, UNKNOWN_CONTACT),
)
async def forget_contact(
    data_subject_requests: DataSubjectRequestsDependency,
    journey_id: FromPath[UUID],
    contact_id: FromPath[UUID],
    data: JSONBody[EmptyBody],
) -> ForgottenContact:
    """Forget a contact, at once and for good.

    Their name and who they are to the client can never be read again. The steps with them stay.
    """
    del data
    done = await data_subject_requests.forget_contact(journey_id, contact_id)
    return ForgottenContact(
        journey_id=journey_id,
        contact_id=contact_id,
        key_destroyed=done.key_destroyed,
        overwritten=done.overwritten,
        forgotten_at=done.at,
    )


def _restriction_response(journey_id: UUID, state: RestrictionState) -> RestrictionResponse:
    return RestrictionResponse(
        journey_id=journey_id,
        restricted=state.is_restricted,
        restrictions=state.restrictions,
        erasure=state.erasure,
    )
