"""The people whom all tests know: those of one organisation, and what those of another are called by what they are."""

from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from service.accounts.caller import AccountRole, Caller


def organisation(name: str) -> UUID:
    """The id of an organisation, the same in every run."""
    return uuid5(NAMESPACE_URL, f"organisation {name}")


NORTHERN_LIGHT, HARBOUR = organisation("Northern Light"), organisation("Harbour")
"""Where the people below are, and another organisation."""


def person(*roles: AccountRole, tenant_id: UUID = NORTHERN_LIGHT, person_id: UUID | None = None) -> Caller:
    """Somebody with roles, signed in with a browser; a stranger to all others unless an id is given."""
    return Caller(tenant_id=tenant_id, person_id=person_id or uuid4(), roles=frozenset(roles), way="browser")


def _named(name: str, *roles: AccountRole, tenant_id: UUID = NORTHERN_LIGHT) -> Caller:
    return person(*roles, tenant_id=tenant_id, person_id=uuid5(tenant_id, name))


MARLOES = _named("Marloes", "client")
ANS = _named("Ans", "client")
"""Another client."""
INGRID = _named("Ingrid", "coach")
"""Marloes' coach."""
SVEN = _named("Sven", "coach")
"""Another coach."""
PIETER = _named("Pieter", "researcher")
HANNA = _named("Hanna", "manager")
ADA = _named("Ada", "admin")
NOBODY = _named("Nobody")
"""Signed in, without a role."""

FOREIGN_CLIENT = _named("Client", "client", tenant_id=HARBOUR)
FOREIGN_COACH = _named("Coach", "coach", tenant_id=HARBOUR)
FOREIGN_MANAGER = _named("Manager", "manager", tenant_id=HARBOUR)
FOREIGN_ADMIN = _named("Admin", "admin", tenant_id=HARBOUR)
FOREIGN_STAFF = _named("Staff", "coach", "manager", "admin", tenant_id=HARBOUR)
"""Who is everything there at once."""
