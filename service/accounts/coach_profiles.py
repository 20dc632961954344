"""What coaches say about themselves, for clients who choose one: accents, languages and one sentence."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Language
from service.accounts.caller import Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import NotAllowed
from service.postgres.connections import tenant_tx

CoachAccent = Literal["direction", "network", "applying", "after_illness", "new_language", "own_business"]
"""What a coach is good at. Coaches choose it themselves; it says nothing about results."""

SELECT_PROFILE = "select accents, languages, about from people where tenant_id = $1 and person_id = $2"
SET_PROFILE = """
update people set (accents, languages, about) = ($3::text[], $4::text[], $5) where tenant_id = $1 and person_id = $2
"""


class CoachProfile(Struct, frozen=True, kw_only=True):
    """What one coach says about themselves."""

    accents: tuple[CoachAccent, ...] = ()
    languages: tuple[Language, ...] = ()
    about: str | None = None


def read_profile(
    context: AccountsContext,
    tenant_id: UUID,
    person_id: UUID,
    stored: tuple[Sequence[CoachAccent], Sequence[Language], bytes | None],
) -> CoachProfile:
    """A profile from its columns; the person's keys must have been loaded."""
    accents, languages, about = stored
    return CoachProfile(
        accents=tuple(accents),
        languages=tuple(languages),
        about=context.seals.open(tenant_id, person_id, "about", about),
    )


async def own_profile(context: AccountsContext, caller: Caller) -> CoachProfile:
    """What the caller said about themselves."""
    async with tenant_tx(context.pool, caller.tenant_id) as connection:
        row = await connection.fetchrow(SELECT_PROFILE, caller.tenant_id, caller.person_id)
    if row is None:
        return CoachProfile()
    await context.seals.load_keys(caller.tenant_id, [caller.person_id])
    return read_profile(
        context, caller.tenant_id, caller.person_id, (row["accents"], row["languages"], row["about"])
    )


async def set_profile(context: AccountsContext, caller: Caller, profile: CoachProfile) -> None:
    """Sets what the caller says about themselves, as a coach. Raises `NotAllowed`."""
    if caller.way == "api" or "coach" not in caller.roles:
        raise NotAllowed
    tenant_id, person_id = caller.tenant_id, caller.person_id
    await context.seals.load_keys(tenant_id, [person_id], create=True)
    about = context.seals.seal(tenant_id, person_id, "about", profile.about) if profile.about else None
    async with tenant_tx(context.pool, tenant_id) as connection:
        await connection.execute(
            SET_PROFILE, tenant_id, person_id, list(profile.accents), list(profile.languages), about
        )
