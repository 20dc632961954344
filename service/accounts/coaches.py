"""The coaches of an organisation, and which of them take clients."""

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Language
from service.accounts import people
from service.accounts.caller import Caller
from service.accounts.coach_profiles import CoachAccent, read_profile
from service.accounts.context import AccountsContext
from service.accounts.errors import NotAllowed, UnknownCoach, UnknownPerson
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

SELECT = """
select person_id, accents, languages, about from people join person_roles using (tenant_id, person_id)
where tenant_id = $1 and role = 'coach' and state = 'active' and (takes_clients or $3)
  and ($2::uuid is null or person_id = $2)
order by joined_at, person_id
"""
SET_TAKES = "update people set takes_clients = $3 where tenant_id = $1 and person_id = $2 returning person_id"


class Coach(Struct, frozen=True, kw_only=True):
    """A coach who takes clients."""

    coach_id: UUID
    name: str
    accents: tuple[CoachAccent, ...] = ()
    """What they say they are good at."""
    languages: tuple[Language, ...] = ()
    """The languages they coach in."""
    about: str | None = None
    """One sentence about themselves."""


async def list_coaches(context: AccountsContext, tenant_id: UUID) -> list[Coach]:
    """All coaches who take clients, the first who joined first."""
    rows = await _rows(context, tenant_id, None)
    names = await people.person_names(context, tenant_id, [row["person_id"] for row in rows])
    return [
        _coach(context, tenant_id, row, names[row["person_id"]]) for row in rows if row["person_id"] in names
    ]


async def get_coach(context: AccountsContext, tenant_id: UUID, coach_id: UUID) -> Coach:
    """One coach who takes clients. Raises `UnknownCoach`."""
    rows = await _rows(context, tenant_id, coach_id)
    name = (await people.person_names(context, tenant_id, [row["person_id"] for row in rows])).get(coach_id)
    if name is None:
        raise UnknownCoach
    return _coach(context, tenant_id, rows[0], name)


async def coach_name(context: AccountsContext, tenant_id: UUID, person_id: UUID) -> str | None:
    """What a coach goes by, whether they take clients or not; None if nobody with this id coaches here."""
    rows = await _rows(context, tenant_id, person_id, all_coaches=True)
    names = await people.person_names(context, tenant_id, [row["person_id"] for row in rows])
    return names.get(person_id)


async def set_takes_clients(context: AccountsContext, by: Caller, coach_id: UUID, *, takes: bool) -> None:
    """Sets whether a coach takes more clients: by the coach or an administrator.

    Raises `NotAllowed`, `UnknownPerson`.
    """
    if by.way == "api" or not ("admin" in by.roles or (by.person_id == coach_id and "coach" in by.roles)):
        raise NotAllowed
    async with tenant_tx(context.pool, by.tenant_id) as connection:
        if await connection.fetchval(SET_TAKES, by.tenant_id, coach_id, takes) is None:
            raise UnknownPerson


def _coach(context: AccountsContext, tenant_id: UUID, row: "Record", name: str) -> Coach:
    """The keys of the person were loaded with the name."""
    coach_id, stored = row["person_id"], (row["accents"], row["languages"], row["about"])
    profile = read_profile(context, tenant_id, coach_id, stored)
    return Coach(
        coach_id=coach_id,
        name=name,
        accents=profile.accents,
        languages=profile.languages,
        about=profile.about,
    )


async def _rows(
    context: AccountsContext, tenant_id: UUID, coach_id: UUID | None, *, all_coaches: bool = False
) -> "list[Record]":
    async with tenant_tx(context.pool, tenant_id) as connection:
        return await connection.fetch(SELECT, tenant_id, coach_id, all_coaches)
