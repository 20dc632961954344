"""Request and response bodies of an organisation's people and coaches."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.vocabulary import ConsentPurpose, Language, SightScope
from service.accounts.caller import AccountRole
from service.accounts.coaches import Coach
from service.accounts.open_invitations import OpenInvitation
from service.accounts.role_requests import RoleRequest


class InvitationRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who to invite, and to which role; for a client also to a journey, a coach and a programme."""

    email: Annotated[str, Meta(max_length=254)]
    role: AccountRole
    locale: Language
    journey_id: UUID | None = None
    coach_id: UUID | None = None
    programme_id: UUID | None = None
    consents: tuple[ConsentPurpose, ...] | None = None
    """Which consents to ask for; all that may be asked for when left out."""


class InvitationSent(Struct, frozen=True, kw_only=True):
    """An invitation that was sent. `link` is only present if the service has no mail server: pass it on in person."""

    person_id: UUID
    role: AccountRole
    expires_at: datetime
    sent: bool
    link: str | None
    waits: bool
    """Whether the role still has to be confirmed by a second administrator."""


class OpenInvitations(Struct, frozen=True, kw_only=True):
    """Invitations that have not been answered yet, the latest first."""

    invitations: list[OpenInvitation]


class RoleBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role to grant or to revoke."""

    role: AccountRole


class RoleGrantResult(Struct, frozen=True, kw_only=True):
    """Whether the role was granted, or waits for a second administrator."""

    person_id: UUID
    role: AccountRole
    waits: RoleRequest | None
    alone: bool
    """Whether one administrator granted it, as there is no other to confirm it; this is logged."""


class AccountChangeResult(Struct, frozen=True, kw_only=True):
    """Whether the change was made, or waits for a second administrator."""

    person_id: UUID
    waits: RoleRequest | None


class SuspensionResult(Struct, frozen=True, kw_only=True):
    """The time until which the account is suspended; null if it was already suspended or closed."""

    person_id: UUID
    until: datetime | None


class RoleRequests(Struct, frozen=True, kw_only=True):
    """Roles, and changes of administrators, that wait for a second administrator, the oldest first."""

    requests: list[RoleRequest]


class TakingClientsRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a coach takes more clients."""

    takes: bool


class CoachList(Struct, frozen=True, kw_only=True):
    """The coaches who take clients."""

    coaches: list[Coach]


class CoachChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The coach that a client chooses, and how much they may see. Without `sight` they see nothing until it is shared."""

    command_id: UUID
    coach_id: UUID
    sight: SightScope | None = None


class CoachAssignmentRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The coach that an administrator assigns."""

    coach_id: UUID


class CoachAssignmentResult(Struct, frozen=True, kw_only=True):
    """The journeys that have this coach now. None if the client has no journey yet: the one they start will."""

    person_id: UUID
    coach_id: UUID
    journeys: list[UUID]
