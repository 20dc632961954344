"""The invitations that were not answered yet, for administrators."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from service.accounts import people
from service.accounts.caller import AccountRole, Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import UnknownRequest
from service.accounts.invitations import InvitationTerms
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

SELECT = """
select i.invitation_id, i.person_id, i.role, i.invited_by, i.invited_at, i.expires_at, i.locale, i.journey_id, i.coach_id,
       i.programme_id, i.consents, p.email
from invitations i join people p using (tenant_id, person_id)
where i.tenant_id = $1 and i.expires_at > $2 and ($3::uuid is null or i.invitation_id = $3)
order by i.invited_at desc, i.invitation_id
"""


class OpenInvitation(Struct, frozen=True, kw_only=True):
    """An invitation that was neither accepted nor declined."""

    invitation_id: UUID
    person_id: UUID
    email: str | None
    role: AccountRole
    invited_by: UUID
    invited_at: datetime
    expires_at: datetime
    coach_id: UUID | None
    programme_id: UUID | None


async def list_open_invitations(context: AccountsContext, by: Caller) -> list[OpenInvitation]:
    """All open invitations of an organisation, the latest first."""
    rows = await _rows(context, by, None)
    await context.seals.load_keys(by.tenant_id, [row["person_id"] for row in rows])
    return [_invitation(context, by.tenant_id, row) for row in rows]


async def get_open_invitation(context: AccountsContext, by: Caller, invitation_id: UUID) -> "Record":
    """One open invitation that the caller may change. Raises `NotAllowed`, `UnknownRequest`."""
    people.require_admin(by)
    rows = await _rows(context, by, invitation_id)
    if not rows:
        raise UnknownRequest
    return rows[0]


async def load_invitation_terms(
    context: AccountsContext, by: Caller, invitation_id: UUID
) -> tuple[str, AccountRole, InvitationTerms]:
    """The address, role and terms of an open invitation. Raises `NotAllowed`, `UnknownRequest`."""
    row = await get_open_invitation(context, by, invitation_id)
    await context.seals.load_keys(by.tenant_id, [row["person_id"]])
    email = _email(context, by.tenant_id, row)
    if email is None:
        raise UnknownRequest
    terms = InvitationTerms(
        locale=row["locale"],
        journey_id=row["journey_id"],
        coach_id=row["coach_id"],
        programme_id=row["programme_id"],
        consents=tuple(row["consents"]),
    )
    return email, row["role"], terms


async def _rows(context: AccountsContext, by: Caller, invitation_id: UUID | None) -> "list[Record]":
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        return await connection.fetch(SELECT, by.tenant_id, context.now(), invitation_id)


def _email(context: AccountsContext, tenant_id: UUID, row: "Record") -> str | None:
    return context.seals.open(tenant_id, row["person_id"], "email", row["email"])


def _invitation(context: AccountsContext, tenant_id: UUID, row: "Record") -> OpenInvitation:
    return OpenInvitation(
        invitation_id=row["invitation_id"],
        person_id=row["person_id"],
        email=_email(context, tenant_id, row),
        role=row["role"],
        invited_by=row["invited_by"],
        invited_at=row["invited_at"],
        expires_at=row["expires_at"],
        coach_id=row["coach_id"],
        programme_id=row["programme_id"],
    )
