"""Who is asking: the one thing every handler is told about a person."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT

AccountRole = Literal["client", "coach", "manager", "researcher", "admin"]
AccessChannel = Literal["browser", "api", "local"]
"""A page's cookie, a token of a program, or nobody to ask: a service that only this machine can reach."""


class Caller(Struct, frozen=True, kw_only=True):
    """A person who has signed in, with the roles they have in their organisation at this moment."""

    tenant_id: UUID
    person_id: UUID
    roles: frozenset[AccountRole]
    way: AccessChannel
    token_id: UUID | None = None
    """The session or API token it came with."""
    scopes: frozenset[str] = frozenset()
    """What an API token is limited to; a browser session is not limited."""
    locale: str | None = None
    """The language they are spoken to in."""
    signed_in_at: datetime | None = None
    """When they last proved who they are: what is delicate asks for it to be lately."""


LOCAL_CALLER = Caller(
    tenant_id=LOCAL_TENANT,
    person_id=LOCAL_ACTOR,
    roles=frozenset({"client", "coach", "manager", "researcher", "admin"}),
    way="local",
)
"""Whoever sits at this machine, where no accounts are kept (`SOUNDINGS_ACCESS=open`)."""
