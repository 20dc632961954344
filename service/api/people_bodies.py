"""What programs send and are answered when an administrator looks after people, and when a client chooses a coach."""

from datetime import datetime
from typing import Annotated, TypeVar, cast
from uuid import UUID

from msgspec import Meta, Struct

from domain.vocabulary import ConsentPurpose, Language, SightScope
from service.accounts.caller import AccountRole
from service.accounts.coaches import Coach
from service.accounts.open_invitations import OpenInvitation
from service.accounts.role_requests import RoleRequest
from service.api.commands import BodyDecoder
from service.api.request_body import read_json_body
from service.http.account_dependencies import AnyRequest

T = TypeVar("T", bound=Struct)


class InvitationRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to ask in, to which role; a client also to a journey, a coach and a programme."""

    email: Annotated[str, Meta(max_length=254)]
    role: AccountRole
    locale: Language
    journey_id: UUID | None = None
    coach_id: UUID | None = None
    programme_id: UUID | None = None
    consents: tuple[ConsentPurpose, ...] | None = None
    """Which of the consents that may be asked for are; all of them when left out."""


class InvitationSent(Struct, frozen=True, kw_only=True):
    """Somebody was asked in. `link` only where the service has no mail server: to be handed over, and to nobody else."""

    person_id: UUID
    role: AccountRole
    expires_at: datetime
    sent: bool
    link: str | None
    waits: bool
    """The role is theirs when a second administrator has confirmed it."""


class OpenInvitations(Struct, frozen=True, kw_only=True):
    """Those that were not answered yet, the latest first."""

    invitations: list[OpenInvitation]


class RoleBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role to give or to take."""

    role: AccountRole


class RoleGrantResult(Struct, frozen=True, kw_only=True):
    """What became of it: it is theirs, or waits for a second administrator."""

    person_id: UUID
    role: AccountRole
    waits: RoleRequest | None
    alone: bool
    """One administrator gave it, as there is no other to confirm it; this is written down."""


class RoleRequests(Struct, frozen=True, kw_only=True):
    """What waits for a second administrator, the oldest first."""

    requests: list[RoleRequest]


class TakingClientsRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a coach takes more clients."""

    takes: bool


class CoachList(Struct, frozen=True, kw_only=True):
    """The coaches who take clients."""

    coaches: list[Coach]


class CoachChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The coach a client chooses, and how much they are to see; without `sight` they see nothing until she grants it."""

    command_id: UUID
    coach_id: UUID
    sight: SightScope | None = None


class CoachAssignmentRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The coach an administrator assigns."""

    coach_id: UUID


class CoachAssignmentResult(Struct, frozen=True, kw_only=True):
    """The journeys that were told; none when she has none yet: then the one she begins will have this coach."""

    person_id: UUID
    coach_id: UUID
    journeys: list[UUID]


DECODERS: dict[type[Struct], BodyDecoder] = {
    kind: BodyDecoder(kind)
    for kind in (InvitationRequest, RoleBody, TakingClientsRequest, CoachChoice, CoachAssignmentRequest)
}


async def decode_people_body(request: AnyRequest, kind: type[T]) -> T:
    """What a request brings, as one kind of body."""
    return cast("T", DECODERS[kind].decode(await read_json_body(request.scope, request.receive)))
