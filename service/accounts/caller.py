"""The caller: the person on whose behalf a request is handled."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT

AccountRole = Literal["client", "coach", "manager", "researcher", "admin"]
AccessChannel = Literal["browser", "api", "local"]
"""By a browser's session cookie, by an API token, or locally: a service without accounts on this machine."""


class Caller(Struct, frozen=True, kw_only=True):
    """A person who has signed in, with the roles they have in their organisation now."""

    tenant_id: UUID
    person_id: UUID
    roles: frozenset[AccountRole]
    way: AccessChannel
    token_id: UUID | None = None
    """The session or API token of the request."""
    scopes: frozenset[str] = frozenset()
    """What an API token is limited to; empty for a browser session, which is not limited."""
    locale: str | None = None
    """The language of their pages and e-mails."""
    signed_in_at: datetime | None = None
    """When they last authenticated; security settings require that this is recent."""


LOCAL_CALLER = Caller(
    tenant_id=LOCAL_TENANT,
    person_id=LOCAL_ACTOR,
    roles=frozenset({"client", "coach", "manager", "researcher", "admin"}),
    way="local",
)
"""The caller of a service without accounts (`SOUNDINGS_ACCESS=open`)."""
